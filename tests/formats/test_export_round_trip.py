"""What our workbook says, it says again when it is read: `read(write(facts)) == facts`, in memory and in real files."""

import dataclasses
import io
from uuid import UUID

import openpyxl
import pytest
from hypothesis import given, settings

from egide.formats.converting import write_register
from egide.formats.export import plan
from egide.formats.export.importing import read_export, recognises
from egide.formats.grids.grid import Kind, Sheet, Workbook
from egide.formats.grids.limits import Limits
from egide.formats.grids.workbooks import read_workbook
from egide.law.facts import Consent, Contact, Dpo, NotApplicable, Organization, ProcessingActivity, Purpose, Register
from tests.formats.strategies_facts import HOSTILE, full_register, registers
from tests.formats.written import Grid, unaccounted


def read_file(folder, register, extension):
    path = folder / f"registre.{extension}"
    path.write_bytes(write_register(register, extension))
    return read_workbook(path, Limits())


def assert_untouched(workbook, register):
    """Nobody changed anything: same facts, no doubt, every cell accounted for."""
    assert recognises(workbook)
    reading = read_export(workbook)
    assert reading.register == register
    assert reading.doubts == ()
    assert list(reading.ignored()) == []
    assert unaccounted(workbook, reading) == []


@settings(max_examples=40, deadline=None)
@given(registers())
def test_sheets_give_back_their_facts(register):
    assert_untouched(Grid(register).workbook(), register)


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
def test_files_give_back_their_facts(extension, tmp_path_factory):
    folder = tmp_path_factory.mktemp(extension)

    @settings(max_examples=8, deadline=None)
    @given(registers())
    def check(register):
        assert_untouched(read_file(folder, register, extension), register)

    check()


def hostile_register():
    """Every hostile text, as a name, in a list and in a line."""
    activities = tuple(
        ProcessingActivity(
            id=UUID(int=number << 64),
            name=text,
            purposes=(Purpose(id=UUID(int=1 + number << 64), text=text, legal_texts=(text, text)),),
            not_applicable=(NotApplicable(path=text, reason=text),),
        )
        for number, text in enumerate([*HOSTILE, "x" * 32_768, "😀" * 16_400, "é\n" * 20_000 + "fin"], start=1)
    )
    return Register(organization=Organization(id=UUID(int=9999 << 64), name="=Commune"), activities=activities)


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
@pytest.mark.parametrize("register", [full_register(), hostile_register()], ids=["full", "hostile"])
def test_every_fact_and_hostile_texts_survive_files(extension, register, tmp_path):
    assert_untouched(read_file(tmp_path, register, extension), register)


def test_no_cell_is_a_formula_nor_a_link():
    book = openpyxl.load_workbook(io.BytesIO(write_register(hostile_register(), "xlsx")))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=1+1") for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)
    assert "of:=" not in write_register(hostile_register(), "ods").decode("latin-1")


def test_a_list_has_frozen_titles_filters_and_hidden_marks():
    book = openpyxl.load_workbook(io.BytesIO(write_register(full_register(), "xlsx")))
    page = book["Registre"]
    assert page.freeze_panes == "A2"
    assert page.print_title_rows == "$1:$1"
    assert page.page_setup.orientation == "landscape"
    assert page.auto_filter.ref.startswith("A1:")
    titles = [cell.value for cell in page[1]]
    marks = [titles.index(title) + 1 for title in (plan.MARK, plan.TRACK)]
    spans = [(span.min, span.max) for span in page.column_dimensions.values() if span.hidden]
    assert all(any(first <= mark <= last for first, last in spans) for mark in marks)
    assert titles[:2] == [plan.KIND, "Nom du traitement"]
    assert [book.sheetnames[0], book.sheetnames[1], book.sheetnames[-1]] == [plan.README, plan.BODY, plan.COLUMNS]


@pytest.mark.parametrize("extension", ["json", "xlsx", "ods", "csv", "jsonld"])
def test_the_same_register_gives_the_same_facts_and_text_formats_the_same_bytes(extension):
    first, second = (write_register(full_register(), extension) for _ in range(2))
    assert len(first) == pytest.approx(len(second), abs=20)
    if extension != "xlsx":  # Excel files carry the time at which they were made
        assert first == second


def test_an_empty_group_is_not_an_unknown_one():
    told = ProcessingActivity(id=UUID(int=1 << 64), consent=Consent(), dpo=Contact(), role=None)
    body = Organization(id=UUID(int=2 << 64), dpo=Dpo(contact=Contact()))
    register = Register(organization=body, activities=(told,))
    assert_untouched(Grid(register).workbook(), register)


def test_a_register_without_any_record_keeps_its_body():
    register = Register(organization=Organization(id=UUID(int=2 << 64), name="Commune d’Achicourt"))
    assert_untouched(Grid(register).workbook(), register)


def test_a_long_text_that_somebody_shortened_is_what_they_wrote():
    register = hostile_register()
    grid = Grid(dataclasses.replace(register, activities=register.activities[-3:]))
    row = next(n for n, cells in enumerate(grid.sheets["Registre"]) if "texte long" in str(cells[1]))
    grid.set("Registre", row, "Nom du traitement", "Court … [texte long 1]")
    assert "Court … [texte long 1]" in [activity.name for activity in grid.read().register.activities]


def test_other_workbooks_are_not_recognised():
    alien = Workbook("a.xlsx", Kind.XLSX, (Sheet("Registre", {0: ["Nom du traitement", "Finalités"]}),))
    assert not recognises(alien)
    assert not recognises(Workbook("a.xlsx", Kind.XLSX, (Sheet("Feuille 1", {0: [plan.MARK, plan.KIND]}),)))
