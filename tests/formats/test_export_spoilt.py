"""Whatever people do to our workbook or our table, reading it ends well and accounts for every cell."""

from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from egide.formats import export
from egide.formats.converting import write_register
from egide.formats.grids.grid import Kind, Sheet, Workbook
from egide.formats.grids.limits import Limits
from egide.formats.grids.workbooks import read_workbook
from egide.formats.package import write_package
from tests.formats.strategies_facts import HOSTILE, full_register
from tests.formats.test_export_csv import through_file
from tests.formats.written import cells_of, unaccounted, workbook_of

CLEAN = cells_of(full_register())
NAMES = sorted(CLEAN)
MARKS = [cell for rows in CLEAN.values() for row in rows for cell in row if isinstance(cell, str) and "-" in cell]
VALUES = (
    st.sampled_from([*HOSTILE, "json:[", 'json:{"a":1}', "Aucun\nOui", "x … [texte long 1]", "Sous-traitant"])
    | st.sampled_from(MARKS)
    | st.booleans()
    | st.integers(-5, 50_000)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([date(2026, 3, 12), datetime(2026, 3, 12, 8)])  # noqa: DTZ001 — a spreadsheet has no time zone
    | st.none()
)
CHANGES = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(0, 3), st.integers(0, 80), VALUES), min_size=1, max_size=12
)


def spoilt(sheets, changes):
    made = {name: [list(row) for row in rows] for name, rows in sheets.items()}
    for name, row, column, value in changes:
        rows = made[name]
        line = rows[row % len(rows)]
        if line:
            line[column % len(line)] = None if value == "" else value
    return made


@settings(max_examples=20, deadline=None)
@given(CHANGES)
def test_a_spoilt_workbook_is_read(changes):
    workbook = workbook_of(spoilt(CLEAN, changes))
    if export.recognises(workbook):
        reading = export.read(workbook)
        assert unaccounted(workbook, reading) == []
        write_package(reading.register)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 170), st.sampled_from(HOSTILE) | st.none()), max_size=12))
def test_a_spoilt_table_is_read(changes):
    data = write_register(full_register(), "csv").decode("utf-8-sig")
    rows = [line.split(";") for line in data.split("\r\n")]
    for row, column, text in changes:
        line = rows[row % len(rows)]
        line[column % len(line)] = text
    workbook = Workbook(
        "a.csv", Kind.CSV, (Sheet("a", {number: [cell or None for cell in row] for number, row in enumerate(rows)}),)
    )
    if export.recognises(workbook):
        reading = export.read(workbook)
        assert unaccounted(workbook, reading) == []
        write_package(reading.register)


def test_one_door_reads_both(tmp_path):
    register = full_register()
    path = tmp_path / "registre.xlsx"
    path.write_bytes(write_register(register, "xlsx"))
    assert export.read(read_workbook(path, Limits())).register == register
    path = tmp_path / "registre.csv"
    path.write_bytes(write_register(register, "csv"))
    workbook = read_workbook(path, Limits())
    assert export.recognises(workbook)
    assert export.read(workbook).register == through_file(register, tmp_path).register
    assert not export.recognises(Workbook("a.ods", Kind.ODS, (Sheet("Registre", {0: ["Finalités"]}),)))
