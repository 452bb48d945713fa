"""The CSV table: it gives back what it holds, tells what it does not, and runs no formula."""

import csv
import io
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from egide.formats.converting import cannot_hold, write_register
from egide.formats.export import plan
from egide.formats.export.delimited_table import read_csv, recognises, unheld_paths
from egide.formats.export.guard import guarded, unguarded
from egide.formats.export.plan import Holds
from egide.formats.grids.grid import Kind, Sheet, Workbook
from egide.formats.grids.limits import Limits
from egide.formats.grids.workbooks import read_workbook
from egide.law.facts import (
    AiSystem,
    NotApplicable,
    Organization,
    PersonalData,
    ProcessingActivity,
    ProcessorActivity,
    Purpose,
    Register,
)
from egide.law.facts.codes import DataCategory, LegalBasis
from egide.law.facts.paths import describe_path
from tests.formats.strategies_facts import HOSTILE, TEXTS, full_register, registers
from tests.formats.written import messages, unaccounted

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def through_file(register, folder):
    path = folder / "registre.csv"
    path.write_bytes(write_register(register, "csv"))
    workbook = read_workbook(path, Limits())
    assert recognises(workbook)
    reading = read_csv(workbook)
    assert unaccounted(workbook, reading) == []
    return reading


def held(activity):
    """What the table promises of a record: every fact of its own, and whether its lists are unknown or empty."""
    shape = type(activity)
    kept = {"kind": shape, "id": activity.id, "not_applicable": activity.not_applicable}
    for column in plan.columns_of(shape):
        value = activity
        for name in column.key.split("."):
            value = getattr(value, name, None)
        kept[column.key] = value if column.holds is Holds.FACT or not value else len(value)
    return kept


def test_the_table_gives_back_what_it_holds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("csv")

    @settings(max_examples=40, deadline=None)
    @given(registers())
    def check(register):
        reading = through_file(register, folder)
        assert list(map(held, reading.register.activities)) == list(map(held, register.activities))
        assert reading.doubts == ()

    check()


def test_every_fact_of_a_record_comes_back(tmp_path):
    register = full_register()
    reading = through_file(register, tmp_path)
    assert list(map(held, reading.register.activities)) == list(map(held, register.activities))
    assert reading.register.organization.id == register.organization.id
    assert reading.register.organization.name == register.organization.name


def test_lines_come_back_as_far_as_their_words_go(tmp_path):
    line, data = UUID(int=3 << 64), UUID(int=4 << 64)
    activity = ProcessingActivity(
        id=UUID(int=2 << 64),
        purposes=(Purpose(id=line, text="x" * 3000, legal_basis=LegalBasis.CONTRACT, justification="Parce que"),),
        personal_data=(PersonalData(id=data, category=DataCategory.IDENTITY, detail="Nom, prénom"),),
        ai_systems=(line,),
    )
    system = AiSystem(id=line, name="Assistant", supplier="Éditeur")
    body = Organization(id=UUID(int=1 << 64), population=3, not_applicable=(NotApplicable(path="kind", reason="?"),))
    register = Register(organization=body, activities=(activity,), ai_systems=(system,))
    (read,) = through_file(register, tmp_path).register.activities
    assert (read.purposes[0].text, read.purposes[0].legal_basis) == ("x" * 3000, LegalBasis.CONTRACT)
    assert read.personal_data[0].detail == "Nom, prénom"
    assert cannot_hold(register, "csv") == [
        ("La collectivité", "Population"),
        ("Une fiche sans nom", "Finalités\u00a0: justification de la base légale"),
        ("Une fiche sans nom", "Systèmes d’IA"),
        ("Assistant", "Nom"),
        ("Assistant", "Fournisseur"),
        ("La collectivité", "Réponses «\u202fsans objet\u202f»"),
    ]


@pytest.mark.parametrize("text", ["Aucun", "néant", "json:", 'json:["x"]'])
def test_a_line_whose_words_mean_something_else_is_still_a_line(text, tmp_path):
    line = Purpose(id=UUID(int=3 << 64), text=text)
    activity = ProcessingActivity(id=UUID(int=2 << 64), purposes=(line,))
    register = Register(organization=Organization(id=UUID(int=1 << 64)), activities=(activity,))
    (read,) = through_file(register, tmp_path).register.activities
    assert [purpose.text for purpose in read.purposes] == [text]


def test_a_register_that_the_table_holds_loses_nothing():
    activity = ProcessingActivity(id=UUID(int=2 << 64), name="Paie", transfers=(), people_count=-5)
    register = Register(organization=Organization(id=UUID(int=1 << 64), name="Commune"), activities=(activity,))
    assert cannot_hold(register, "csv") == []


@settings(max_examples=15, deadline=None)
@given(registers())
def test_what_is_lost_is_only_what_lines_do_not_say(register):
    names = {activity.name or "Une fiche sans nom" for activity in register.activities}
    own = {column.label for shape in plan.KINDS for column in plan.columns_of(shape) if column.holds is Holds.FACT}
    elsewhere = {record.name or "" for record in (register.organization, *register.ai_systems)}
    elsewhere |= {"La collectivité", "Un système d’IA"}
    for name, label in cannot_hold(register, "csv"):
        assert name in names | elsewhere
        assert name in elsewhere or label not in own


def test_the_reading_is_blind_to_what_words_do_not_tell(tmp_path):
    reading = through_file(full_register(), tmp_path)
    assert reading.blind == unheld_paths()
    assert {"purposes.justification", "retention.personal_data", "processors.contract_signed"} <= reading.blind
    assert reading.blind.isdisjoint({"purposes.text", "purposes.legal_basis", "retention.active.duration", "name"})
    for path in reading.blind:
        shape = ProcessingActivity if hasattr(ProcessingActivity, path.partition(".")[0]) else ProcessorActivity
        assert describe_path(shape, path)


@given(TEXTS)
@example("''=1")
@example("' \" =1")
def test_the_guard_comes_off_again(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text) in {text, f"'{text}"}


@given(st.sampled_from(["", " ", "'", '"', " ' "]), st.sampled_from(FORMULA), st.text(max_size=5))
def test_what_may_be_a_formula_is_guarded(before, sign, after):
    text = f"{before}{sign}{after}"
    assert guarded(text) == f"'{text}"


def test_no_cell_starts_a_formula():
    activities = tuple(
        ProcessingActivity(id=UUID(int=n << 64), name=text, purposes=(Purpose(id=UUID(int=n + 999), text=text),))
        for n, text in enumerate(HOSTILE, start=2)
    )
    data = write_register(Register(organization=Organization(id=UUID(int=1 << 64)), activities=activities), "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(rows) == len(HOSTILE) + 1
    assert not [cell for row in rows for cell in row if cell.lstrip(' "').startswith(FORMULA)]


def table(*rows):
    return Workbook("a.csv", Kind.CSV, (Sheet("a", dict(enumerate(rows))),))


def test_a_row_added_by_hand_is_read():
    titles = [plan.KIND, "Nom du traitement", "Finalités", "Sans objet", "Repère de la collectivité", plan.MARK]
    mark, other = str(UUID(int=1 << 64)), str(UUID(int=2 << 64))
    rows = [
        ["Sous-traitant", "Hébergement", None, None, mark, None],
        [None, "Cimetière", "Concéder\nInhumer", "Vidéo : aucune caméra", other, "???"],
    ]
    reading = read_csv(table(titles, *rows))
    first, second = reading.register.activities
    assert isinstance(first, ProcessorActivity)
    assert reading.register.organization.id == UUID(int=1 << 64)
    assert [purpose.text for purpose in second.purposes] == ["Concéder", "Inhumer"]
    assert second.not_applicable == (NotApplicable(path="video", reason="aucune caméra"),)
    assert "fiche d’une autre collectivité" in messages(reading)[0]


@pytest.mark.parametrize("answers", ["json:3", "json:{", "Vidéo"])
def test_answers_sans_objet_that_are_none_are_kept_in_the_notes(answers):
    titles = [plan.KIND, "Nom du traitement", "Sans objet", "Repère de la collectivité", plan.MARK]
    reading = read_csv(table(titles, [None, "Paie", answers]))
    assert answers in reading.register.activities[0].notes
    assert len(reading.doubts) == 1


def test_other_tables_are_not_recognised():
    assert not recognises(table(["Nom du traitement", "Finalités"]))
    assert not recognises(Workbook("a.csv", Kind.CSV, ()))
