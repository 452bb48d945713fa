"""A backup made before an erasure is restored: what had been erased is erased again, and only that."""

import pytest
from django.db import transaction
from django.utils import timezone

from egide.platform.records import erasure_file
from egide.platform.records.acting import Actor, acting
from egide.platform.records.comparing import compare
from egide.platform.records.destroying import destroy
from egide.platform.records.erasing import erase_found, find_text
from egide.platform.records.erasure_file import ErasureFileError
from egide.platform.records.erasures import AGAIN, replay
from egide.platform.records.journal.reading import erasures, versions
from egide.platform.records.journal.verifying import verify
from egide.platform.records.models import JournalContent
from egide.platform.records.saving import put_in_bin
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity
from tests.platform.journal.chains import TYPE, edit, new

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def apart(settings, tmp_path):
    settings.STATE = tmp_path


def restored(work):
    """What is done after the backup was made is lost, but for the file of erasures."""
    with transaction.atomic():
        work()
        erasure_file.note()
        transaction.set_rollback(True)


def everything(body):
    with scope(body):
        return " ".join(JournalContent.objects.values_list("rows", flat=True))


def erase_text(body, text):
    with scope(body), acting(Actor("Bob")):
        erase_found(find_text(text), basis="Demande du 3 mars", text=text)


def remove(body, record, keep_history):
    with scope(body), acting(Actor("Bob")):
        kept = ProcessingActivity.objects.get(id=record.id)
        put_in_bin(kept, expected=kept.revision)
        destroy(kept, expected=kept.revision, basis="Doublon", keep_history=keep_history)


def sound(body):
    told = [f.sentence for f in verify().findings]
    with scope(body):
        return [*told, *(f.sentence for f in compare(body.id))]


@pytest.fixture
def record(body):
    found = new(body, notes="Mme Durand", manager="M. Petit")
    edit(body, found, minors=True, reason="Demande de Mme Durand")
    return found


def test_what_had_been_erased_is_erased_again(body, other, record):
    kept = new(other, notes="Mme Durand")
    restored(lambda: erase_text(body, "Mme Durand"))
    assert "Mme Durand" in everything(body)
    assert replay(timezone.now()) == 1
    assert "Durand" not in everything(body)
    assert "M. Petit" in everything(body)
    with scope(body):
        assert ProcessingActivity.objects.get(id=record.id).facts().notes is None
        assert {e.basis for e in erasures(TYPE, record.id)} == {AGAIN}
    with scope(other):
        assert ProcessingActivity.objects.get(id=kept.id).facts().notes == "Mme Durand"
    assert sound(body) == []


def test_twice_changes_nothing(body, record):
    restored(lambda: erase_text(body, "Mme Durand"))
    replay(timezone.now())
    before = everything(body)
    assert replay(timezone.now()) == 0
    assert everything(body) == before


def test_without_any_restored_backup_nothing_is_done(body, record):
    erase_text(body, "Mme Durand")
    erasure_file.note()
    before = everything(body)
    assert replay(timezone.now()) == 0
    assert everything(body) == before


def test_what_was_written_since_the_restoration_stays(body, record):
    """The same number of entry, and the same words, are not the same value: its salt tells."""
    restored(lambda: [edit(body, record, manager="Mme Noir"), erase_text(body, "Mme Noir")])
    with scope(body):
        record = ProcessingActivity.objects.get(id=record.id)
    edit(body, record, manager="Mme Noir")
    assert replay(timezone.now()) == 0
    assert "Mme Noir" in everything(body)


@pytest.mark.parametrize("keep_history", [True, False])
def test_what_had_been_destroyed_is_destroyed_again(body, record, keep_history):
    restored(lambda: remove(body, record, keep_history))
    assert replay(timezone.now()) == 1
    with scope(body):
        assert not ProcessingActivity.objects.filter(id=record.id).exists()
        assert versions(TYPE, record.id)[-1].action == "destroy"
    assert ("Mme Durand" in everything(body)) is keep_history
    assert sound(body) == []
    assert replay(timezone.now()) == 0


def test_an_older_backup_that_does_not_know_the_record(body):
    def work():
        record = new(body, notes="Mme Durand")
        erase_text(body, "Mme Durand")
        remove(body, record, keep_history=False)

    restored(work)
    assert replay(timezone.now()) == 0
    assert sound(body) == []


def test_a_body_that_is_no_more(body, record, tmp_path):
    restored(lambda: erase_text(body, "Mme Durand"))
    text = erasure_file.file().read_text()
    erasure_file.file().write_text(text.replace(body.id.hex, "0" * 32))
    assert replay(timezone.now()) == 0


def test_two_files_are_one(body, record, tmp_path):
    restored(lambda: erase_text(body, "Mme Durand"))
    older = tmp_path / "older.jsonl"
    older.write_text(erasure_file.file().read_text())
    assert erasure_file.merge(older) == 0
    erasure_file.file().unlink()
    assert erasure_file.merge(older) == 2
    assert erasure_file.merge(tmp_path / "nothing") == 0


@pytest.mark.parametrize("text", ["x", "{}", "[]", '{"hashes": []}', '{"hashes": [], "what": 1}'])
def test_a_file_that_is_none_of_ours(body, text):
    erasure_file.file().write_text(f"{text}\n")
    with pytest.raises(ErasureFileError, match="ligne 1"):
        replay(timezone.now())
