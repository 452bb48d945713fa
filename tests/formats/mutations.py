"""Small valid files, and the ways to spoil them. Its number is all it takes to make a mutation again."""

import csv
import io
import random
import re
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import xlsxwriter

from tests.formats import files

TABLE = [
    ["Nom du traitement", "Réf.", "Durée", "Mise à jour"],
    ["Paie des agents", "ref-001", "5 ans", "17/11/2025"],
    ['État civil ; "naissances"', "ref-002", "75 ans\n100 ans", ""],
    ["Cantine, garderie", "ref-003", "1", "2025-01-01"],
]
NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"20000",
    b"1048576",
    b"16384",
    b"2147483648",
    b"18446744073709551616",
    b"1e999",
    b"nan",
)
TOKENS = (
    b"<",
    b">",
    b"&",
    b'"',
    b"&#0;",
    b"&lt;",
    b"<![CDATA[",
    b"<!--",
    b"]]>",
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
)
TOKENS += (
    b'<c r="XFD1048576"><v>1</v></c>',
    b"<text:p>",
    b"</table:table-cell>",
    b"<office:annotation>",
    b"sep=,\n",
)


def _csv(encoding, delimiter):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(TABLE)
    return text.getvalue().encode(encoding)


def _ods(folder):
    note = "<office:annotation><text:p>Qui ?</text:p></office:annotation>"
    dated = 'office:value-type="date" office:date-value="2025-11-17"'
    rows = [
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>',
        files.ods_row(
            files.ods_cell("Titre", 'table:number-columns-spanned="3" table:number-rows-spanned="2"', note),
            "<table:covered-table-cell/><table:covered-table-cell/>",
        ),
        *(files.ods_row(*map(files.ods_cell, map(str, range(5)))) for _ in TABLE),
        files.ods_row(files.ods_cell("17/11/25", dated), files.ods_cell("x", 'table:number-columns-repeated="4"')),
        files.ods_row(files.ods_cell(), attributes='table:number-rows-repeated="1048000"'),
    ]
    return files.ods(folder / "a.ods", files.ods_table("".join(rows))).read_bytes()


def _xlsx(folder):
    path = folder / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Liste")
        for row, line in enumerate(TABLE):
            sheet.write_row(row, 0, line)
        sheet.merge_range("A8:C9", "Fusion")
        sheet.write_datetime("A10", date(2025, 11, 17), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_formula("B10", "=NA()", None, "#N/A")
        sheet.write_comment("A1", "Qui ?")
        sheet.set_row(4, None, None, {"hidden": True})
        book.add_worksheet("Cachée").hide()
    return path.read_bytes()


def _far(folder):
    rows = f"<row>{files.text_cell('A1', 'Paie')}</row>"
    empty = '<row r="1048576"><c r="A1048576" t="str"><f>""</f><v></v></c></row>'
    return files.xlsx(folder / "b.xlsx", rows + empty).read_bytes()


def seeds():
    """Name → bytes, of every format and of every path through the readers."""
    cells = [(row, column, text) for row, line in enumerate(TABLE) for column, text in enumerate(line)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return {
            "ods": _ods(folder),
            "xlsx": _xlsx(folder),
            "far.xlsx": _far(folder),
            "xls": files.xls(folder / "a.xls", [*cells, (9, 1, 1.5)]).read_bytes(),
            "xlsb": files.xlsb(folder / "a.xlsb", [*cells, (9, 1, 1.5)]).read_bytes(),
            "utf8.csv": _csv("utf-8-sig", ";"),
            "cp1252.csv": _csv("cp1252", ","),
            "utf16.csv": _csv("utf-16", "\t"),
        }


def mutate(number, originals):
    """Name and bytes of mutation `number`: of the file as a whole, of its archive, or within a member."""
    chance = random.Random(number)  # noqa: S311 — to be reproduced, not to be secret
    name = list(originals)[number % len(originals)]
    data = originals[name]
    if data.startswith(b"PK") and chance.random() < 0.8:
        return name, _spoil_archive(data, chance)
    return name, _spoil(data, chance, originals)


def _spoil(data, chance, originals=None):
    for _ in range(chance.choice((1, 1, 2, 5))):
        data = chance.choice(_WAYS)(data, chance)
    if originals and chance.random() < 0.05:
        other = originals[chance.choice(list(originals))]
        data = data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other)) :]
    return data


def _flip(data, chance):
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        if spoilt:
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def _cut(data, chance):
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.choice((1, 8, 100, 10_000)) :]


def _repeat(data, chance):
    start = chance.randrange(len(data) + 1)
    end = start + chance.choice((1, 8, 100, 1000))
    return data[:start] + data[start:end] * chance.choice((2, 3, 50)) + data[end:]


def _insert(data, chance):
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(TOKENS + NUMBERS) + data[place:]


def _renumber(data, chance):
    found = list(re.finditer(rb"\d+", data[:100_000]))
    if not found:
        return data
    number = chance.choice(found)
    return data[: number.start()] + chance.choice(NUMBERS) + data[number.end() :]


def _swap_words(data, chance):
    found = list(re.finditer(rb"[A-Za-z:-]{3,}", data[:100_000]))
    if len(found) < 2:
        return data
    first, second = sorted(chance.sample(found, 2), key=lambda word: word.start())
    parts = (
        data[: first.start()],
        second[0],
        data[first.end() : second.start()],
        first[0],
        data[second.end() :],
    )
    return b"".join(parts)


_WAYS = (_flip, _cut, _repeat, _insert, _renumber, _renumber, _swap_words)


def _spoil_archive(data, chance):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    # The content matters most: the largest members are drawn more often.
    weights = [len(content) + 50 for _, content in members]
    index = chance.choices(range(len(members)), weights)[0]
    name, content = members[index]
    match chance.randrange(12):
        case 0:
            del members[index]
        case 1:
            members[index] = (chance.choice(members)[0] + "x", content)
        case 2:
            members[index] = (name, chance.choice(members)[1])
        case _:
            members[index] = (name, _spoil(content, chance))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()
