"""The one door: what each file is recognised as, what is said when it is not sure, what is refused and how."""

from uuid import UUID

import pytest

from egide.formats import opening
from egide.formats.errors import Unreadable
from egide.formats.grids.grid import Kind, Workbook
from egide.formats.headings import parse_mapping
from egide.formats.opening import Format, read_opened, read_register
from egide.formats.package import write_package
from egide.law.facts import Organization, ProcessingActivity, Register
from tests.formats.sheets import book, said, sheet

PLAIN = [["Nom du traitement", "Finalités", "Destinataires", "État"], ["Cantine", "Nourrir", "Régie", "En cours"]]


def test_a_table_is_read_by_its_headings_and_gives_the_mapping_it_used():
    reading = read_opened(book(PLAIN))
    assert reading.format == "headings"
    assert parse_mapping(reading.mapping_text).sheets[0].columns[0][0] == "Nom du traitement"


def test_a_mapping_wins_over_what_the_file_looks_like():
    mapping = parse_mapping('[[feuille]]\nnom = "Registre"\n[feuille.colonnes]\n"Finalités" = "name"')
    assert read_opened(book(PLAIN), mapping=mapping).register.activities[0].name == "Nourrir"


def test_a_package_of_ours_is_read_from_its_bytes(tmp_path):
    register = Register(
        organization=Organization(id=UUID(int=1), name="Commune de Fictive"),
        activities=(ProcessingActivity(id=UUID(int=2), name="Cantine"),),
    )
    path = tmp_path / "registre.json"
    path.write_bytes(write_package(register))
    assert read_register(path).registers == (register,)


def test_what_the_opening_left_out_is_said():
    workbook = Workbook("a.xlsx", Kind.XLSX, book(PLAIN).sheets, ("Ce classeur contient des macros.",))
    assert said(read_opened(workbook))[0] == "LEFT_OUT: Ce classeur contient des macros."


def sure(certainty):
    """A format as sure as that of any file, which reads it by its headings."""
    return Format(f"Outil {certainty}", lambda _: certainty, opening.headings.read)


@pytest.mark.parametrize(
    ("certainties", "told"),
    [
        ((0.95,), None),
        ((0.8,), "lu comme\u00a0: Outil 0.8\u202f; vérifiez"),
        ((0.97, 0.95), "lu comme\u00a0: Outil 0.97, mais peut venir de Outil 0.95\u202f; vérifiez"),
        ((0.97, 0.75), None),
        ((1.0, 0.97), None),
        ((0.5,), None),
    ],
)
def test_ties_and_low_certainty_are_said(monkeypatch, certainties, told):
    monkeypatch.setattr(opening, "FORMATS", tuple(map(sure, certainties)))
    doubts = said(read_opened(book(PLAIN)))
    assert (told in doubts[0]) if told else doubts == []


def test_a_file_that_is_nothing_we_know_says_what_was_seen(tmp_path):
    path = tmp_path / "budget.csv"
    path.write_text("Ligne;Montant\nPapier;12\n", encoding="utf-8")
    with pytest.raises(Unreadable) as refusal:
        read_register(path)
    assert refusal.value.message == "Ce fichier ne ressemble pas à un registre des activités de traitement."
    assert "feuille «\u202fbudget\u202f» («\u202fLigne\u202f», «\u202fMontant\u202f»)" in refusal.value.advice


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b'{"autre": 1}', b"%PDF-1.7"])
def test_what_is_no_spreadsheet_is_refused_in_french(tmp_path, content):
    path = tmp_path / "fichier.xlsx"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as refusal:
        read_register(path)
    assert refusal.value.advice


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Unreadable):
        read_register(tmp_path / "absent.csv")


def test_a_workbook_of_empty_sheets_is_no_register():
    with pytest.raises(Unreadable, match="ne ressemble pas"):
        read_opened(book(sheet("Feuil1", []), sheet("Feuil2", [])))
