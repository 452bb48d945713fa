"""The register as it was, through changes of shape, and what changed between two dates."""

import dataclasses
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from egide.formats.package.encoding import encode
from egide.law import facts
from egide.law.facts import codes
from egide.platform.organizations.models import Organization, Service
from egide.platform.organizations.shapes import Service as ServiceFacts
from egide.platform.records.acting import Actor, acting
from egide.platform.records.history import (
    PastRecord,
    Unreadable,
    as_of,
    compare_records,
    compare_registers,
    record_as_of,
)
from egide.platform.records.journal import reading
from egide.platform.records.journal.appending import Draft, append
from egide.platform.records.journal.leaves import flatten
from egide.platform.records.journal.reading import difference, versions
from egide.platform.records.journal.sealing import canonical, erased
from egide.platform.records.models import JournalContent, JournalEntry, State, unlocked
from egide.platform.records.saving import archive, put_in_bin, save_aggregate
from egide.platform.records.scope import scope
from egide.platform.records.words import in_words
from egide.registers.processing.models import ProcessingActivity
from tests.law.strategies import activities
from tests.platform.conftest import make_body

pytestmark = pytest.mark.django_db
TYPE = "processing.processingactivity"
DAY = [datetime(2025, 11, n, 9, tzinfo=UTC) for n in range(1, 11)]
NOON = timedelta(hours=3)
PURPOSE = facts.Purpose(id=uuid.UUID(int=1), text="Facturer la cantine")


def activity(**known):
    return facts.ProcessingActivity(id=uuid.uuid4(), **{"name": "Cantine", **known})


def on(day):
    return acting(Actor("Alice Martin", at=DAY[day]))


def saved(body, value, day=0):
    with scope(body), on(day):
        return save_aggregate(ProcessingActivity(organization_id=body.id, id=value.id), value)


def changed(body, record, day, **known):
    with scope(body), on(day):
        value = dataclasses.replace(record.facts(), **known)
        return save_aggregate(record, value, expected=record.revision)


def test_a_record_is_given_back_as_it_was(body):
    value = activity(purposes=(PURPOSE,), recipients=(), minors=True)
    record = saved(body, value)
    changed(body, record, 2, name="Restauration", purposes=())
    with scope(body):
        [past] = as_of(ProcessingActivity, DAY[0] + NOON)
        [present] = as_of(ProcessingActivity, DAY[2])
        assert as_of(ProcessingActivity, DAY[0] - NOON).records == ()
    assert past.facts == value == past.record.facts()
    assert (past.record.name, past.record.revision, str(past.record)) == ("Cantine", 1, "Cantine")
    assert (past.record.updated_at, present.record.created_at) == (DAY[0], DAY[0])
    assert (past.record.organization_id, past.record.state, past.record._state.adding) == (body.id, "active", True)
    assert [line.facts for line in past.record.lines()] == [{"text": "Facturer la cantine"}]
    assert (present.record.name, present.record.updated_at, present.facts.purposes) == ("Restauration", DAY[2], ())


def test_a_register_takes_three_queries(body, django_assert_num_queries):
    for n in range(5):
        saved(body, activity(name=f"Fiche {5 - n}", purposes=(PURPOSE,)))
    with scope(body), django_assert_num_queries(3):
        found = as_of(ProcessingActivity, DAY[1])
        assert [past.record.facts().name for past in found] == [f"Fiche {n}" for n in range(1, 6)]


def test_a_body_is_told_with_what_is_beside_its_shape(db):
    centre = make_body("cdg")
    body = make_body("arras", centre=centre)
    with scope(body):
        past = record_as_of(Organization, body.id, datetime.now(UTC))
    assert isinstance(past, PastRecord)
    assert (past.record.slug, past.record.centre_id, past.record.id) == ("arras", centre.id, body.id)


def test_one_record_at_an_instant(body, other):
    record = saved(body, activity(), 1)
    changed(body, record, 3, name="Restauration")
    with scope(body):
        names = [record_as_of(ProcessingActivity, record.id, DAY[n]) for n in (0, 1, 2, 3, 4)]
    assert [past and past.record.name for past in names] == [None, "Cantine", "Cantine", "Restauration", "Restauration"]
    with scope(other):
        assert record_as_of(ProcessingActivity, record.id, DAY[4]) is None
        assert len(as_of(ProcessingActivity, DAY[4])) == 0


def test_what_is_told_afterwards_is_found_at_its_date(body):
    record = saved(body, activity(), 5)
    changed(body, record, 2, name="Raconté après")
    with scope(body):
        [past] = as_of(ProcessingActivity, DAY[3])
    assert past.record.name == "Raconté après"


def test_two_registers_compared(body):
    stays, goes, kept = (saved(body, activity(name=name)) for name in ("Reste", "Part", "Inchangée"))
    shelved = saved(body, activity(name="Archivée"))
    fresh = saved(body, activity(name="Nouvelle"), 3)
    changed(body, stays, 2, minors=True, purposes=(PURPOSE,))
    with scope(body), on(4):
        put_in_bin(goes, expected=1)
        archive(shelved, expected=1)
    with scope(body):
        compared = compare_registers(ProcessingActivity, DAY[1], DAY[5])
        assert compare_registers(ProcessingActivity, DAY[5], DAY[6]).changed == ()
    assert [past.record.id for past in compared.added] == [fresh.id]
    assert [past.record.name for past in compared.removed] == ["Archivée", "Part"]
    [one] = compared.changed
    assert one.now.record.id == stays.id != kept.id
    assert [change.label for change in one.changes] == ["Finalité ajoutée", "Mineurs"]
    assert compared.unreadable == ()


def test_what_left_is_still_there_with_its_state(body):
    record = saved(body, activity())
    with scope(body), on(1):
        put_in_bin(record, expected=1)
    with scope(body):
        register = as_of(ProcessingActivity, DAY[2])
    assert [past.record.state for past in register] == [State.BIN]
    assert register.active == ()


def test_versions_compared_in_words(body):
    record = saved(body, activity(purposes=(PURPOSE,)))
    changed(body, record, 1, purposes=(dataclasses.replace(PURPOSE, legal_basis=codes.LegalBasis.CONSENT),))
    with scope(body):
        first, second = versions(TYPE, record.id)
    storage = ProcessingActivity.storage
    [change] = compare_records(storage, first, second)
    assert change.label.replace("\u00a0", " ") == "Finalités, “Facturer la cantine” : base légale"
    assert [c.label for c in compare_records(storage, None, first)][:2] == ["Nom du traitement", "Rôle"]
    assert compare_records(storage, None, None) == compare_records(storage, second, second) == []


def write(body, shape, number, leaves):
    """A version as a former release wrote it."""
    with scope(body), on(number - 1):
        draft = Draft(TYPE, shape["id"], number, shape["number"], "create", shape["title"], leaves)
        append(body.id, [draft])


@pytest.fixture
def second_shape(monkeypatch):
    """The same storage, one release later: what was « title » is now « name »."""

    def first_to_second(document):
        document["name"] = document.pop("title").upper()
        document["ai_systems"].clear()
        document["purposes"].append({"id": str(uuid.UUID(int=2)), "text": "Ajoutée"})
        return document

    storage = dataclasses.replace(ProcessingActivity.storage, number=2, upcasts={1: first_to_second})
    monkeypatch.setattr(ProcessingActivity, "storage", storage)
    return storage


OLD = flatten(
    {"title": "Cantine", "ai_systems": [str(PURPOSE.id)], "purposes": [{"id": str(PURPOSE.id), "text": "Facturer"}]}
)


def test_an_old_shape_is_brought_to_that_of_today(body, second_shape):
    key = uuid.uuid4()
    write(body, {"id": key, "number": 1, "title": "Cantine"}, 1, {**OLD, "record.state": "active"})
    unlocked(ProcessingActivity).bulk_create(
        [ProcessingActivity(organization_id=body.id, id=key, revision=1, created_at=DAY[0], updated_at=DAY[0])]
    )
    with scope(body):
        [past] = as_of(ProcessingActivity, DAY[0])
        assert past.record.name == "CANTINE"
        assert [purpose.text for purpose in past.record.facts().purposes] == ["Facturer", "Ajoutée"]
        with on(1):
            record = ProcessingActivity.objects.get(id=key)
            save_aggregate(record, dataclasses.replace(past.facts, minors=True), expected=1)
        first, second = versions(TYPE, key)
        assert (first.shape, second.shape, second.leaves["name"]) == (1, 2, "CANTINE")
        assert "title" not in second.leaves
        assert JournalEntry.objects.get(seq=second.seq).full
        assert [change.label for change in compare_records(second_shape, first, second)] == ["Mineurs"]
        [changed_record] = compare_registers(ProcessingActivity, DAY[0], DAY[1]).changed
    assert [change.label for change in changed_record.changes] == ["Mineurs"]
    assert first.document["title"] == "Cantine"
    assert first.leaves["ai_systems"] == [str(PURPOSE.id)]
    raw = in_words(second_shape, second.changes, first.leaves, second.leaves)
    assert ("title", "Cantine", "non renseigné") in [(c.label, c.before, c.after) for c in raw]


@pytest.mark.parametrize(
    ("number", "leaves", "reason"),
    [
        (1, {"purposes": []}, "dont le contenu ne se lit pas"),
        (0, {"title": "X"}, "ne sait plus lire"),
        (3, {"name": "X"}, "plus récente"),
        (2, {"name": 12}, "attendu\u202f: un texte"),
        (2, {"gone": "X"}, "champ inconnu"),
    ],
)
def test_what_cannot_be_read_is_reported_and_hides_nothing(body, second_shape, number, leaves, reason):
    good = saved(body, activity(name="Lisible"))
    key = uuid.uuid4()
    write(body, {"id": key, "number": number, "title": "Perdue"}, 1, {**leaves, "record.state": "active"})
    with scope(body):
        register = as_of(ProcessingActivity, DAY[1])
        assert [past.record.id for past in register] == [good.id]
        [missing] = register.unreadable
        assert (missing.record_id, missing.title) == (key, "Perdue")
        assert reason in missing.reason
        assert compare_registers(ProcessingActivity, DAY[0] - NOON, DAY[1]).unreadable == (missing,)
        [version] = versions(TYPE, key)
        assert compare_records(second_shape, None, version)


@pytest.mark.parametrize("rows", [None, "", "{", "[]", "[1]", "[[]]"])
def test_damaged_content_is_reported_and_hides_nothing(body, monkeypatch, rows):
    lost, good = saved(body, activity(name="Perdue")), saved(body, activity(name="Lisible"))
    changed(body, lost, 1, minors=True)
    with scope(body):
        seq = versions(TYPE, lost.id)[0].seq
    tamper(monkeypatch, seq, rows)
    with scope(body):
        register = as_of(ProcessingActivity, DAY[0])
        assert [past.record.id for past in register] == [good.id]
        assert [missing.record_id for missing in register.unreadable] == [lost.id]
        assert isinstance(record_as_of(ProcessingActivity, lost.id, DAY[2]), Unreadable)
        assert "manque dans le journal" in register.unreadable[0].reason


def test_the_version_after_a_damaged_one_can_be_read(body, monkeypatch):
    record = saved(body, activity(name="Perdue"))
    with scope(body):
        seq = versions(TYPE, record.id)[0].seq
    tamper(monkeypatch, seq, None)
    changed(body, record, 1, minors=True)
    with scope(body):
        [past] = as_of(ProcessingActivity, DAY[1])
    assert (past.facts.name, past.facts.minors) == ("Perdue", True)


def tamper(monkeypatch, seq, rows):
    """The journal as one would find it after the loss of a content: triggers refuse to bring the loss about."""
    kept = reading._rows
    texts = {c.seq: c.rows for c in unlocked(JournalContent).filter(seq=seq)}
    lost = texts[seq]
    monkeypatch.setattr(reading, "_rows", lambda text: kept((rows or "") if text == lost else text))


def test_an_erased_content_is_said_so(body):
    record = saved(body, activity(notes="Secret"))
    with scope(body):
        [version] = versions(TYPE, record.id)
    rows = {path: erased(row) if path == "notes" else row for path, row in version.rows.items()}
    after = dataclasses.replace(version, rows=rows, number=2)
    [change] = compare_records(ProcessingActivity.storage, version, after)
    assert (change.label, change.before, change.after) == ("Notes", "Secret", "effacé")
    assert canonical(rows["notes"]).count(",") == 1


def test_another_model_has_its_own_history(body):
    value = ServiceFacts(id=uuid.uuid4(), name="Affaires scolaires")
    with scope(body), on(0):
        save_aggregate(Service(organization_id=body.id, id=value.id), value)
    with scope(body):
        [past] = as_of(Service, DAY[0])
        assert len(as_of(ProcessingActivity, DAY[0])) == 0
    assert past.facts == value


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(before=activities(), after=activities())
def test_any_change_has_words(before, after):
    storage = ProcessingActivity.storage
    old, new = (flatten({k: v for k, v in encode(value).items() if k != "id"}) for value in (before, after))
    changes = in_words(storage, difference(old, new), old, new)
    assert bool(changes) == (old != new)
    assert all(change.label and (change.before or change.after) for change in changes)
    assert all(change.before != change.after for change in changes)
