import struct
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from egide.formats.errors import Unreadable
from egide.formats.grids.grid import Kind, Span
from egide.formats.grids.limits import Limits
from egide.formats.grids.workbooks import read_workbook
from tests.formats.files import MAIN, OFFICE_RELATIONS, text_cell, xls, xlsb, xlsx

A1 = f'<row r="1">{text_cell("A1", "Paie")}</row>'


def first(path, limits=None):
    return read_workbook(path, limits or Limits()).sheets[0]


def written(tmp_path, fill):
    path = tmp_path / "liste.xlsx"
    with xlsxwriter.Workbook(path) as book:
        fill(book, book.add_worksheet("Liste"))
    return path


def test_values_have_their_type(tmp_path):
    def fill(book, sheet):
        day, moment, hour, length = (
            book.add_format({"num_format": form}) for form in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm", "hh:mm", "[h]:mm")
        )
        sheet.write_row("A1", ["Élu\nlocal", 12, 1.5, True])
        sheet.write_datetime("E1", datetime.fromisoformat("2025-11-17"), day)
        sheet.write_datetime("F1", datetime.fromisoformat("2025-11-17T10:30"), moment)
        sheet.write_datetime("G1", time(8, 5), hour)
        sheet.write_number("H1", 1.5, length)
        sheet.write_formula("I1", "=A1", None, "en cache")
        sheet.write_formula("J1", '=IF(1,"","")', None, "")
        sheet.write_number("K1", 21590350100017)

    sheet = first(written(tmp_path, fill))
    assert sheet.values[0] == [
        "Élu\nlocal",
        12,
        1.5,
        True,
        date(2025, 11, 17),
        datetime.fromisoformat("2025-11-17T10:30"),
        time(8, 5),
        timedelta(hours=36),
        "en cache",
        None,
        21590350100017,
    ]
    assert [type(value) for value in sheet.values[0][:3]] == [str, int, float]


def test_errors_merges_comments_and_hidden_things_are_told(tmp_path):
    def fill(book, sheet):
        sheet.merge_range("A1:C1", "Titre")
        sheet.write("A3", "Nom")
        sheet.write_formula("B5", "=NA()", None, "#N/A")
        sheet.write_comment("A3", "Qui ?", {"author": "moi"})
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column("D:E", None, None, {"hidden": True})
        book.add_worksheet("Cachée").hide()
        book.add_worksheet("Très cachée").very_hidden()
        book.add_chartsheet("Graphique")

    book = read_workbook(written(tmp_path, fill), Limits())
    sheet = book.sheets[0]
    assert sheet.merged == (Span(0, 0, 0, 2),)
    assert sheet.at(4, 1).text == "#N/A"
    assert sheet.at(4, 1).is_error
    assert sheet.at(2, 0).comment == "Qui ?"
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2}, {3, 4})
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [
        ("Liste", False),
        ("Cachée", True),
        ("Très cachée", True),
    ]


def test_comments_written_by_others_are_read(tmp_path):
    book = openpyxl.Workbook()
    book.active["B2"].comment = Comment("À revoir\nen mars", "moi")
    book.save(tmp_path / "a.xlsx")
    assert first(tmp_path / "a.xlsx").at(1, 1).comment == "À revoir\nen mars"


def test_threaded_comments_win_over_the_notice_of_older_versions(tmp_path):
    kinds = (("comments", "../comments1.xml"), ("threadedComment", "../threadedComments/t1.xml"))
    relations = "".join(
        f'<Relationship Id="r{kind}" Type="{OFFICE_RELATIONS}/{kind}" Target="{target}"/>' for kind, target in kinds
    )
    old = (
        '<comment ref="A1"><text>\n<r><t>[Fil]</t></r></text></comment><comment ref="?"><text><t>x</t></text></comment>'
    )
    new = "".join(f'<threadedComment ref="A1"><text>{text}</text></threadedComment>' for text in ("Oui ?", "Non."))
    path = xlsx(
        tmp_path / "a.xlsx",
        A1,
        **{
            "xl/worksheets/_rels/sheet1.xml.rels": f"<Relationships>{relations}</Relationships>",
            "xl/comments1.xml": f'<comments xmlns="{MAIN}"><commentList>{old}</commentList></comments>',
            "xl/threadedComments/t1.xml": f'<ThreadedComments xmlns="x">{new}</ThreadedComments>',
        },
    )
    assert dict(first(path).comments) == {(0, 0): "Oui ?\nNon."}


@pytest.mark.parametrize(
    ("far", "place"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "XFD1048576"),
        ('<row r="20001"><c><v>1</v></c></row>', "A20001"),
        ("<row r=\"2\"><c r = 'KO2'><v>1</v></c></row>", "KO2"),
        ('<row r="1000000"><c r="B1000000" t="e"><v>#N/A</v></c></row>', "B1000000"),
    ],
)
def test_filled_cells_too_far_are_refused_by_name(tmp_path, far, place):
    with pytest.raises(Unreadable, match=f"Liste.*jusqu’en {place} .*20\u202f000 lignes et 300 colonnes"):
        first(xlsx(tmp_path / "a.xlsx", A1 + far))


@pytest.mark.parametrize("edge", ["A20000", "KN20000"])
def test_the_last_cells_allowed_are_read(tmp_path, edge):
    sheet = first(xlsx(tmp_path / "a.xlsx", f'{A1}<row r="20000"><c r="{edge}"><v>1</v></c></row>'))
    assert sheet.height == 20_000
    assert sheet.values[19_999][-1] == 1


EMPTIES = (
    '<row r="{0}" s="1"><c r="A{0}" s="1"/></row>',
    '<row r="{0}"><c r="XFD{0}" t="str"><f>IF(A1="","","x")</f><v></v></c></row>',
    '<row r="{0}"><c r="B{0}" t="inlineStr"><is><t> </t></is></c></row>',
)


@pytest.mark.parametrize("empty", EMPTIES)
def test_cells_that_show_nothing_may_reach_the_last_row(tmp_path, empty):
    rows = (
        A1
        + '<row r="2"><c r="A2" t="b" s="0"><v>1</v></c><c r="B2" t="e"><v>#REF!</v></c>'
        + '<c t="str"><v>&lt;</v></c></row>'
        + "".join(empty.format(row) for row in (*range(3, 500), 1_048_576))
    )
    after = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    sheet = first(xlsx(tmp_path / "a.xlsx", rows, after))
    assert [row for _, row in sheet.texts()] == [["Paie"], ["VRAI", "#REF!", "<"]]
    assert sheet.merged == (Span(0, 0, 0, 1),)


def test_rows_and_cells_without_references_are_counted(tmp_path):
    rows = "<row><c><v>1</v></c><c t='e'><v>#N/A</v></c></row><row><c/><c><v>3</v></c></row>"
    assert [row for _, row in first(xlsx(tmp_path / "a.xlsx", rows)).texts()] == [["1", "#N/A"], ["", "3"]]


def test_what_a_merge_covers_is_left_aside_with_a_note(tmp_path):
    rows = f"<row>{text_cell('A1', 'a')}{text_cell('B1', 'b')}</row><row>{text_cell('A2', 'c')}</row>"
    merge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    book = read_workbook(xlsx(tmp_path / "a.xlsx", rows, merge), Limits())
    assert dict(book.sheets[0].values) == {0: ["a"]}
    assert any("2 cellule(s) remplie(s) mais cachée(s)" in note for note in book.notes)


def test_macros_and_links_are_noted_and_left_alone(tmp_path):
    more = {"xl/vbaProject.bin": b"macro", "xl/externalLinks/externalLink1.xml": "<x/>"}
    book = read_workbook(xlsx(tmp_path / "a.xlsm", A1, **more), Limits())
    assert book.sheets[0].text_at(0, 0) == "Paie"
    assert [note.split("\u202f")[0] for note in book.notes] == [
        "Ce classeur contient des macros",
        "Ce classeur contient des liens vers d’autres fichiers",
    ]


@pytest.mark.parametrize(("make", "kind"), [(xls, Kind.XLS), (xlsb, Kind.XLSB)])
def test_the_binary_formats_are_read(tmp_path, make, kind):
    book = read_workbook(make(tmp_path / f"a.{kind}", [(0, 0, "Été"), (1, 1, 12.0), (2, 2, 1.5)]), Limits())
    assert book.kind is kind
    assert dict(book.sheets[0].values) == {0: ["Été"], 1: [None, 12], 2: [None, None, 1.5]}
    assert book.notes == ()


@pytest.mark.parametrize("place", [(20_000, 0), (0, 255)])
def test_the_binary_formats_have_the_same_limits(tmp_path, place):
    with pytest.raises(Unreadable, match=r"jusqu’en (A20001|IV1) "):
        first(xls(tmp_path / "a.xls", [(0, 0, "x"), (*place, "loin")]), Limits(columns=255))


@pytest.mark.parametrize("scheme", [0, 1])
def test_a_password_on_an_old_workbook_is_told(tmp_path, scheme):
    with pytest.raises(Unreadable, match="mot de passe"):
        first(xls(tmp_path / "a.xls", [(0, 0, "x")], struct.pack("<HHHHH", 0x2F, 6, scheme, 1, 2)))


def test_a_damaged_workbook_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="abîmé"):
        first(xlsx(tmp_path / "a.xlsx", "<row><c t='s'><v>99</v></c></row>"))


def test_a_table_beside_empty_columns_stays_in_its_columns(tmp_path):
    inside = {2: [None, None, "Nom"], 3: [None, None, "Paie", "Agents"]}
    cells = [(2, 2, "Nom"), (3, 2, "Paie"), (3, 3, "Agents")]
    path = written(tmp_path, lambda _, page: [page.write(*cell) for cell in cells])
    assert first(path).values == inside
    assert first(xls(tmp_path / "a.xls", cells)).values == inside
    assert first(xlsb(tmp_path / "a.xlsb", cells)).values == inside
