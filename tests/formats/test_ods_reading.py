from datetime import date, datetime, time, timedelta

import pytest

from egide.formats.errors import Unreadable
from egide.formats.grids.grid import Span
from egide.formats.grids.limits import Limits
from egide.formats.grids.workbooks import read_workbook
from tests.formats.files import ODS_TYPE, ods, ods_cell, ods_row, ods_table, zipped


def read(tmp_path, *rows, styles="", attributes="", limits=None, **more):
    path = ods(tmp_path / "liste.ods", ods_table("".join(rows), attributes=attributes), styles, **more)
    return read_workbook(path, limits or Limits())


def first(book):
    return book.sheets[0]


def text_of(tmp_path, inner):
    return first(read(tmp_path, ods_row(f"<table:table-cell>{inner}</table:table-cell>"))).text_at(0, 0)


def typed(tmp_path, shown, **attributes):
    spelt = " ".join(f'office:{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    cell = first(read(tmp_path, ods_row(ods_cell(shown, spelt)))).at(0, 0)
    return cell.value, cell.text


def test_repeats_are_not_expanded(tmp_path):
    sheet = first(
        read(
            tmp_path,
            ods_row(ods_cell("Paie"), '<table:table-cell table:number-columns-repeated="16383"/>'),
            ods_row(
                '<table:table-cell table:number-columns-repeated="16384"/>',
                attributes='table:number-rows-repeated="1047575"',
            ),
        )
    )
    assert dict(sheet.values) == {0: ["Paie"]}


def test_repeats_of_something_are_that_many_things(tmp_path):
    sheet = first(
        read(
            tmp_path,
            ods_row(
                '<table:table-cell table:number-columns-repeated="2"/>',
                ods_cell("x", 'table:number-columns-repeated="3"'),
                attributes='table:number-rows-repeated="2"',
            ),
            ods_row(ods_cell("fin")),
        )
    )
    assert [row for _, row in sheet.texts()] == [["", "", "x", "x", "x"]] * 2 + [["fin"]]
    assert sheet.at(2, 0).address == "A3"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<text:p>a</text:p><text:p>b</text:p>", "a\nb"),
        ('<text:p>a<text:s/>b<text:s text:c="3"/>c</text:p>', "a b   c"),
        ("<text:p>a<text:tab/>b<text:line-break/>c</text:p>", "a\tb\nc"),
        ('<text:p>un <text:span>mot <text:a href="x">lié</text:a></text:span>.</text:p>', "un mot lié."),
        ("\n  <text:p>a</text:p>\n  <text:p>b</text:p>\n", "a\nb"),
        (
            "<draw:frame><draw:text-box><text:p>dessin</text:p></draw:text-box></draw:frame><text:p>a</text:p>",
            "a",
        ),
        ("<text:p>l’&amp;agrave; &lt;b&gt;</text:p>", "l’&agrave; <b>"),
        (f"{ods_table(ods_row(ods_cell('dedans')))}<text:p>a</text:p>", "a"),
    ],
)
def test_text_is_what_is_shown(tmp_path, inner, text):
    assert text_of(tmp_path, inner) == text


def test_comments_are_kept_beside_the_text(tmp_path):
    note = "<office:annotation><dc>moi</dc><text:p>Qui ?</text:p><text:p>Quand ?</text:p></office:annotation>"
    sheet = first(read(tmp_path, ods_row(ods_cell(), ods_cell("Nom", before=note)), ods_row(ods_cell("", "", note))))
    assert sheet.at(0, 1).text == "Nom"
    assert sheet.at(0, 1).comment == "Qui ?\nQuand ?"
    assert sheet.at(1, 0).comment == "Qui ?\nQuand ?"
    assert sheet.height == 1


@pytest.mark.parametrize(
    ("shown", "attributes", "value", "text"),
    [
        ("12,00", {"value_type": "float", "value": "12"}, 12, "12"),
        ("1 234,5", {"value_type": "float", "value": "1234.5"}, 1234.5, "1234,5"),
        ("01000", {"value_type": "float", "value": "1000"}, 1000, "01000"),
        ("5 ans", {"value_type": "float", "value": "5"}, 5, "5 ans"),
        ("2,15E+13", {"value_type": "float", "value": "21590350100017"}, 21590350100017, "21590350100017"),
        ("25 %", {"value_type": "percentage", "value": "0.25"}, 0.25, "25 %"),
        ("", {"value_type": "percentage", "value": "0.25"}, 0.25, "25\u00a0%"),
        ("7 000 €", {"value_type": "currency", "value": "7000"}, 7000, "7 000 €"),
        ("17/11/25", {"value_type": "date", "date_value": "2025-11-17"}, date(2025, 11, 17), "2025-11-17"),
        (
            "17/11/25 10:30",
            {"value_type": "date", "date_value": "2025-11-17T10:30:00.000000000"},
            datetime.fromisoformat("2025-11-17T10:30"),
            "2025-11-17 10:30",
        ),
        ("08:05", {"value_type": "time", "time_value": "PT08H05M00S"}, time(8, 5), "08:05"),
        ("36:00", {"value_type": "time", "time_value": "PT36H00M00S"}, timedelta(hours=36), "36:00"),
        ("VRAI", {"value_type": "boolean", "boolean_value": "true"}, True, "VRAI"),
        ("", {"value_type": "string", "string_value": "caché"}, "caché", "caché"),
        ("#N/A", {"value_type": "string", "string_value": ""}, "#N/A", "#N/A"),
        ("illisible", {"value_type": "date", "date_value": "hier"}, "illisible", "illisible"),
        ("x", {"value_type": "float"}, "x", "x"),
        ("10", {"value_type": "time", "time_value": "PT10X"}, "10", "10"),
        ("grand", {"value_type": "float", "value": "1e999"}, "inf", "grand"),
    ],
)
def test_values_have_their_type(tmp_path, shown, attributes, value, text):
    assert typed(tmp_path, shown, **attributes) == (value, text)


def test_merged_cells_keep_their_shape_and_own_up_to_what_they_hide(tmp_path):
    book = read(
        tmp_path,
        ods_row(
            ods_cell("Titre", 'table:number-columns-spanned="3" table:number-rows-spanned="1"'),
            "<table:covered-table-cell><text:p>dessous</text:p></table:covered-table-cell>",
            "<table:covered-table-cell/>",
            ods_cell("après"),
        ),
    )
    assert first(book).merged == (Span(0, 0, 0, 2),)
    assert list(first(book).texts()) == [(0, ["Titre", "", "", "après"])]
    assert any("1 cellule(s) remplie(s) mais cachée(s)" in note for note in book.notes)


HIDDEN_STYLE = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'


def test_what_is_hidden_is_flagged(tmp_path):
    sheet = first(
        read(
            tmp_path,
            '<table:table-column table:number-columns-repeated="1"/>'
            '<table:table-column table:visibility="collapse" table:number-columns-repeated="16383"/>',
            ods_row(ods_cell("a"), ods_cell("b"), attributes='table:visibility="collapse"'),
            ods_row(ods_cell("a"), ods_cell("b")),
            ods_row(ods_cell(), attributes='table:visibility="filter" table:number-rows-repeated="1000000"'),
            styles=HIDDEN_STYLE,
            attributes='table:style-name="ta1"',
        )
    )
    assert sheet.hidden
    assert sheet.hidden_rows == {0}
    assert {0, 1} & sheet.hidden_columns == {1}


def test_rows_are_found_in_groups_and_headers_and_nowhere_else(tmp_path):
    gone = "<table:tracked-changes>" + ods_row(ods_cell("supprimé")) + "</table:tracked-changes>"
    shapes = "<table:shapes><draw:frame><text:p>image</text:p></draw:frame></table:shapes>"
    header = f"<table:table-header-rows>{ods_row(ods_cell('Nom'))}</table:table-header-rows>"
    group = f"<table:table-row-group>{ods_row(ods_cell('Paie'))}</table:table-row-group>"
    path = ods(tmp_path / "a.ods", gone + ods_table(shapes + header + group))
    assert [row for _, row in first(read_workbook(path, Limits())).texts()] == [["Nom"], ["Paie"]]


def test_copies_of_other_files_are_left_aside_with_a_note(tmp_path):
    copy = ods_table("<table:table-source/>" + ods_row(ods_cell("ailleurs")), "autre")
    book = read_workbook(ods(tmp_path / "a.ods", copy + ods_table(ods_row(ods_cell("ici")))), Limits())
    assert [sheet.name for sheet in book.sheets] == ["Liste"]
    assert any("autre" in note for note in book.notes)


OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
ALIASED = (
    f'<o:document-content xmlns:o="{OASIS}office:1.0" xmlns:b="{OASIS}table:1.0" xmlns:x="{OASIS}text:1.0">'
    '<o:body><o:spreadsheet><b:table b:name="Liste"><b:table-row><b:table-cell><x:p>Élu</x:p></b:table-cell>'
    "</b:table-row></b:table></o:spreadsheet></o:body></o:document-content>"
)
UNPREFIXED = (
    f'<document-content xmlns="{OASIS}office:1.0"><body><spreadsheet><table xmlns="{OASIS}table:1.0">'
    f'<table-row><table-cell><p xmlns="{OASIS}text:1.0">Élu</p></table-cell></table-row></table>'
    "</spreadsheet></body></document-content>"
)


@pytest.mark.parametrize("content", [ALIASED, UNPREFIXED])
def test_names_count_and_prefixes_do_not(tmp_path, content):
    path = zipped(tmp_path / "a.ods", {"mimetype": ODS_TYPE, "content.xml": content})
    assert first(read_workbook(path, Limits())).text_at(0, 0) == "Élu"


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (ods_row(ods_cell("x"), attributes='table:number-rows-repeated="1047576"'), "A1047576"),
        (ods_row(ods_cell("x", 'table:number-columns-repeated="17000"')), "YCV1"),
        (ods_row(*[ods_cell("x")] * 301), "KO1"),
    ],
)
def test_filled_cells_too_far_are_refused_by_name(tmp_path, rows, place):
    with pytest.raises(Unreadable, match=rf"« ?\u00a0?Liste.*jusqu’en {place} "):
        read(tmp_path, rows)


def test_repeated_rows_cannot_make_more_cells_than_the_limit(tmp_path):
    table = ods_table(ods_row(*[ods_cell("x")] * 10, attributes='table:number-rows-repeated="10"'))
    with pytest.raises(Unreadable, match="plus de 150 cellules"):
        read_workbook(ods(tmp_path / "a.ods", table + table.replace("Liste", "b")), Limits(rows=10, columns=15))


def test_broken_xml_says_where(tmp_path):
    with pytest.raises(Unreadable, match="pas du XML correct") as refused:
        read(tmp_path, "\n<table:table-row>\n<oops>")
    assert refused.value.where == "content.xml, ligne 3"


def test_a_spreadsheet_without_sheets_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="aucune feuille"):
        read_workbook(ods(tmp_path / "a.ods", ""), Limits())
