"""ODS and XLSX as written by us, read back by other programs' libraries."""

import io
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from egide.formats.sheets.layout import Choices, Column, Look, NewCell, NewSheet, sheet_names
from egide.formats.sheets.ods import write_ods
from egide.formats.sheets.xlsx import write_xlsx

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
CONFIG = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"
WRITERS = pytest.mark.parametrize("write", [write_ods, write_xlsx])

HOSTILE = ["=1+1", "+A1", "-A1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "https://exemple.fr", "<b>&amp;</b>", "0012"]


def written(write, sheets, **options):
    target = io.BytesIO()
    write(target, sheets, **options)
    return target.getvalue()


def rows(data, sheet="Feuille"):
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet).to_python()


@WRITERS
def test_values_keep_their_type_and_texts_stay_texts(write):
    values = [*HOSTILE, 12, 1.5, True, date(2026, 11, 24), datetime(2026, 11, 24, 10, 30, tzinfo=UTC), "deux\nlignes"]
    data = written(write, [NewSheet("Feuille", [[value] for value in values])])
    read = [row[0] for row in rows(data)]
    assert [text.strip() for text in read[: len(HOSTILE)]] == [text.strip() for text in HOSTILE]
    assert read[len(HOSTILE) :] == [12, 1.5, True, date(2026, 11, 24), datetime(2026, 11, 24, 10, 30), "deux\nlignes"]  # noqa: DTZ001 - a sheet has no zone
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"formula" not in b"".join(archive.read(name) for name in archive.namelist())
        assert b"<f>" not in b"".join(archive.read(name) for name in archive.namelist())


@WRITERS
def test_merged_cells_take_their_places_in_both_directions(write):
    sheet = NewSheet(
        "Feuille", [[NewCell("bloc", Look.LABEL, columns=2, rows=2), "c1", "d1"], ["c2", NewCell("d2")], ["a3"]]
    )
    read = rows(written(write, [sheet]))
    assert read[0] == ["bloc", "", "c1", "d1"]
    assert read[1] == ["", "", "c2", "d2"]
    assert read[2][0] == "a3"


@WRITERS
def test_blank_rows_and_sheets_are_written(write):
    data = written(write, [NewSheet("Vide", []), NewSheet("Feuille", [[], ["b"], [None, "", "c"]])])
    assert [row for row in rows(data) if any(row)] == [["b", "", ""], ["", "", "c"]]
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names == ["Vide", "Feuille"]


def test_ods_is_well_formed_whatever_the_characters_and_keeps_spaces():
    data = written(
        write_ods, [NewSheet("L’été « & »", [["  a  b\tc ", "nul\x00 \ud800", "]]>"]])], title="Registre & <co>"
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        for name in archive.namelist()[1:]:
            etree.fromstring(archive.read(name))
        spaces = etree.fromstring(archive.read("content.xml")).iter("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}s")
        assert [s.get("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}c") for s in spaces] == ["2", "2", "1"]
    assert rows(data, "L’été « & »")[0][1:] == ["nul\ufffd \ufffd", "]]>"]


def test_ods_gives_the_same_bytes_twice():
    sheets = [NewSheet("Feuille", [["a", date(2026, 1, 1)]], columns=[Column(4), Column(2, hidden=True)])]
    assert written(write_ods, sheets) == written(write_ods, sheets)


def test_ods_hides_columns_freezes_rows_and_offers_lists():
    sheet = NewSheet(
        "Feuille", [["titre"], [NewCell("a", choices="mots")]], [Column(5.5), Column(1, hidden=True)], frozen_rows=1
    )
    data = written(write_ods, [sheet, NewSheet("L'aide", [["a"], ["b"]])], choices={"mots": Choices("L'aide", 0, 0, 1)})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = etree.fromstring(archive.read("content.xml"))
        settings = etree.fromstring(archive.read("settings.xml"))
    columns = list(content.iter(f"{TABLE}table-column"))
    assert [c.get(f"{TABLE}visibility") for c in columns[:2]] == [None, "collapse"]
    (validation,) = content.iter(f"{TABLE}content-validation")
    assert validation.get(f"{TABLE}condition") == "of:cell-content-is-in-list(['L''aide'.$A$1:.$A$2])"
    items = {i.get(f"{CONFIG}name"): i.text for i in settings.iter(f"{CONFIG}config-item")}
    assert items["VerticalSplitPosition"] == "1"


def test_xlsx_hides_columns_freezes_rows_and_offers_lists():
    sheet = NewSheet(
        "Feuille", [["titre"], [NewCell("a", choices="mots")]], [Column(5.5), Column(1, hidden=True)], frozen_rows=1
    )
    data = written(
        write_xlsx, [sheet, NewSheet("L'aide", [["a"], ["b"]])], choices={"mots": Choices("L'aide", 0, 0, 1)}
    )
    page = openpyxl.load_workbook(io.BytesIO(data))["Feuille"]
    assert page.freeze_panes == "A2"
    assert page.column_dimensions["B"].hidden
    (validation,) = page.data_validations.dataValidation
    assert validation.formula1 == "'L''aide'!$A$1:$A$2"
    assert str(validation.sqref) == "A2"


def test_xlsx_refuses_to_cut_a_text_and_keeps_old_dates_as_text():
    with pytest.raises(ValueError, match="cellule B1"):
        written(write_xlsx, [NewSheet("Feuille", [["a", "x" * 32_768]])])
    assert rows(written(write_xlsx, [NewSheet("Feuille", [[date(1899, 5, 1)]])])) == [["01/05/1899"]]


def test_sheet_names_are_short_clean_and_different():
    names = sheet_names(["Gestion de la paie [2025]", "A" * 40, "A" * 45, "a" * 31, "'", "History", "Été/hiver : x?"])
    assert names == [
        "Gestion de la paie -2025-",
        "A" * 31,
        "A" * 27 + " (2)",
        "a" * 27 + " (3)",
        "Feuille",
        "History (2)",
        "Été-hiver - x-",
    ]
