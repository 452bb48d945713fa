"""Files built to harm, read as they would be: in the sandbox, with its default limits."""

import io
import zipfile

import pytest

from egide.formats.errors import ReaderFault, Unreadable
from egide.formats.grids.limits import MEGABYTE, Limits
from egide.formats.grids.sandbox import read_in_sandbox
from egide.formats.grids.workbooks import read_workbook
from tests.formats.files import (
    ODS_TYPE,
    ods,
    ods_cell,
    ods_content,
    ods_row,
    ods_table,
    text_cell,
    xls,
    xlsb,
    xlsx,
    zipped,
)

A1 = f"<row r='1'>{text_cell('A1', 'Paie')}</row>"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))


def refusal(path, limits=None):
    with pytest.raises(Unreadable) as refused:
        read_in_sandbox(path, read_workbook, limits or Limits())
    assert not isinstance(refused.value, ReaderFault), refused.value.detail
    return refused.value.message


def survive(path):
    """A workbook, or None for a refusal: anything else fails the test, a fault of ours first."""
    try:
        return read_in_sandbox(path, read_workbook)
    except ReaderFault:
        raise
    except Unreadable:
        return None


def with_doctype(doctype, text):
    return ods_content(ods_table(ods_row(ods_cell(text)))).replace("?><", f"?>{doctype}<", 1)


@pytest.mark.parametrize(
    "content",
    [
        with_doctype(f"<!DOCTYPE a [{LAUGHS}]>", "&l9;"),
        with_doctype('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "&x;"),
        with_doctype(f'<!DOCTYPE a [<!ENTITY x "{"x" * 100_000}">]>', "&x;" * 10_000),
    ],
)
@pytest.mark.parametrize("make", [ods, xlsx])
def test_entities_never_expand(tmp_path, make, content):
    name = "content.xml" if make is ods else "xl/worksheets/sheet1.xml"
    assert "DOCTYPE" in refusal(make(tmp_path / "a", "", **{name: content}))


def test_a_bomb_within_a_bomb_is_refused(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", bytes(50 * MEGABYTE))
    assert "anormalement compressé" in refusal(ods(tmp_path / "a.ods", "", **{"content.xml": bytes(50 * MEGABYTE)}))
    nested = zipped(tmp_path / "b.ods", {"mimetype": ODS_TYPE, "content.xml": inner.getvalue()})
    assert "pas du XML correct" in refusal(nested)


def test_two_cells_a_million_rows_apart_do_not_kill(tmp_path):
    far = [(0, 0, "x"), (1_048_575, 16_383, "x")]
    assert "jusqu’en XFD1048576" in refusal(
        xlsx(tmp_path / "a.xlsx", A1 + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    )
    assert "arrêtée brutalement" in refusal(xlsb(tmp_path / "a.xlsb", far))
    assert "arrêtée brutalement" in refusal(xls(tmp_path / "a.xls", [(0, 0, "x"), (65_535, 255, "x")]))


def test_a_reference_calamine_reads_and_we_do_not_is_left_to_the_limits(tmp_path):
    row = '<row r="1&#48;48576"><c r="XFD1&#48;48576"><v>1</v></c></row>'
    book = survive(xlsx(tmp_path / "a.xlsx", A1 + row))
    assert book is None or book.sheets[0].height < 20_000


@pytest.mark.parametrize("levels", [1_000, 500_000])
@pytest.mark.parametrize("make", [ods, xlsx])
def test_deep_nesting_does_not_overflow(tmp_path, make, levels):
    path = make(tmp_path / "a", "<a>" * levels + "</a>" * levels)
    survive(path)


def test_a_tag_with_a_crowd_of_attributes_is_read_in_time(tmp_path):
    crowd = " ".join(f'a{number}="x"' for number in range(300_000))
    sheet = read_in_sandbox(ods(tmp_path / "a.ods", ods_table(ods_row(ods_cell("x", crowd)))), read_workbook).sheets[0]
    assert sheet.text_at(0, 0) == "x"
    read_in_sandbox(xlsx(tmp_path / "a.xlsx", f"<row {crowd}/>"), read_workbook)


def test_seventeen_thousand_columns_are_refused(tmp_path):
    assert "jusqu’en YDN1" in refusal(
        ods(
            tmp_path / "a.ods",
            ods_table(ods_row(*[ods_cell("x")] * 300, ods_cell("x", 'table:number-columns-repeated="16718"'))),
        )
    )
    assert "300 colonnes" in refusal(xlsx(tmp_path / "a.xlsx", f"<row>{'<c><v>1</v></c>' * 17_000}</row>"))


def test_bytes_that_are_not_utf8_are_refused(tmp_path):
    content = ods_content(ods_table(ods_row(ods_cell("\ue000")))).encode().replace("\ue000".encode(), b"\xff\xfe")
    assert "pas du XML correct" in refusal(ods(tmp_path / "a.ods", "", **{"content.xml": content}))
    strings = A1.encode().replace(b"Paie", b"P\xff\xfe")
    path = xlsx(tmp_path / "a.xlsx", "", **{"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>" + strings})
    survive(path)


def test_fifty_megabytes_of_nothing_or_noise_are_refused(tmp_path):
    nothing, noise = tmp_path / "nothing.xlsx", tmp_path / "noise.ods"
    with nothing.open("wb") as stream:
        stream.truncate(50 * MEGABYTE)
    noise.write_bytes(bytes(range(256)) * 8_000)
    for path in (nothing, noise):
        assert "ni un tableur ni un fichier texte" in refusal(path)


def test_a_container_whose_sectors_turn_in_circles_does_not_hang(tmp_path):
    path = xls(tmp_path / "a.xls", [(0, 0, "x")])
    data = bytearray(path.read_bytes())
    data[512 + 9 * 4 : 512 + 10 * 4] = (2).to_bytes(4, "little")
    path.write_bytes(data)
    survive(path)


def test_what_needs_too_much_memory_is_refused(tmp_path):
    rows = "".join(f"<row>{text_cell('A1', 'x' * 900)}</row>" for _ in range(20_000))
    refusal(xlsx(tmp_path / "a.xlsx", rows), Limits(memory_bytes=45 * MEGABYTE))
