"""The database itself refuses what would alter the journal, in French, whoever wrote the SQL."""

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError, IntegrityError, connection, transaction

from egide.platform.records import appendonly
from egide.platform.records.acting import acting
from egide.platform.records.journal.erasing import erase
from egide.platform.records.models import JournalContent, JournalEntry, JournalHead, unlocked
from egide.platform.records.scope import scope
from tests.platform.journal.chains import TYPE, alice, edit, new

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(body):
    found = new(body, notes="Mme Durand")
    edit(body, found, minors=True)
    return found


def rows(model):
    return sorted(unlocked(model).values_list(), key=str)


@pytest.mark.parametrize("write", [lambda rows: rows.update(action="x"), lambda rows: rows._raw_delete("default")])
def test_an_entry_is_never_altered(record, write):
    """By the trigger; on PostgreSQL by what is granted, or (the application being the owner) by what is shown."""
    before = rows(JournalEntry)
    assert told(write, unlocked(JournalEntry)) in {
        "sqlite": {"Le journal ne se modifie pas : une entrée écrite reste telle quelle."},
        "postgresql": {"permission denied for table records_journalentry", "0"},
    }.get(connection.vendor)
    assert rows(JournalEntry) == before


def told(write, found):
    """What the database answers: its refusal, or how many rows it touched."""
    try:
        with transaction.atomic():
            return str(write(found))
    except DatabaseError as refused:
        return str(refused)


REFUSED = [
    (JournalContent, lambda found: found.update(rows="[]"), "effacement annoncé"),
    (JournalContent, lambda found: found.filter(seq=3).update(seq=9), "effacement annoncé"),
    (JournalContent, lambda found: found._raw_delete("default"), "effacement annoncé"),
    (JournalHead, lambda found: found.update(seq=2), "vers l’avant"),
    (JournalHead, lambda found: found.update(hash=b"x" * 32), "vers l’avant"),
    (JournalHead, lambda found: found._raw_delete("default"), "vers l’avant"),
]


@pytest.mark.parametrize(("model", "write", "said"), REFUSED)
def test_neither_are_contents_and_heads(record, model, write, said):
    before = rows(model)
    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        write(unlocked(model))
    assert rows(model) == before


def test_an_erasure_opens_its_own_contents_only(body, record):
    with scope(body), acting(alice()):
        [seq] = erase(TYPE, record.id, ["notes"], basis="Fin de conservation")
        for other in {1, 3, 4} - {seq}:
            with pytest.raises(IntegrityError, match="effacement annoncé"), transaction.atomic():
                unlocked(JournalContent).filter(seq=other).update(rows="[]")


def test_an_erasure_opens_nothing_afterwards(body, record):
    with scope(body), acting(alice()):
        [seq] = erase(TYPE, record.id, ["notes"], basis="Fin de conservation")
    new(body)
    with pytest.raises(IntegrityError, match="effacement annoncé"), transaction.atomic():
        unlocked(JournalContent).filter(seq=seq).update(rows="[]")


def test_the_locks_are_there():
    assert appendonly.missing(connection) == []
    assert run_checks(tags=["database"], databases=["default"]) == []
