"""A file from the day it is kept to the day it is destroyed: keys, quota, swaps, erasure."""

import os
import shutil
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from egide.files import master_keys
from egide.platform.files import jobs, services
from egide.platform.files.errors import DamagedFileError, FileRefusedError, LostKeyError
from egide.platform.files.incoming import waiting_folder
from egide.platform.files.models import Attachment, BodyKey, FileKey, weight
from egide.platform.files.sealing import CHUNK, sealed_size
from egide.platform.records.acting import Actor, acting
from egide.platform.records.destroying import destroy
from egide.platform.records.journal.erasing import erase
from egide.platform.records.journal.reading import versions
from egide.platform.records.models import unlocked
from egide.platform.records.saving import put_in_bin, restore
from egide.platform.records.scope import scope
from tests.platform.files.conftest import attach, blob, files_of_folder, read, system
from tests.platform.files.received import PDF, received

pytestmark = pytest.mark.django_db
OLD, NEW = "o" * 40, "n" * 40


@pytest.fixture
def record(body, place):
    return system(body)


def test_what_was_given_is_given_back(record, place):
    content = PDF + os.urandom(2 * CHUNK)
    kept = attach(record, content, "Arrêté.pdf")
    assert read(kept) == content
    facts = kept.facts()
    assert (facts.name, facts.media_type, facts.size) == ("Arrêté.pdf", "application/pdf", len(content))
    assert (facts.owner_type, facts.owner_id) == (record.storage.record_type, record.id)
    assert blob(place, kept).stat().st_size == sealed_size(len(content))
    with scope(record.organization):
        (version,) = versions(Attachment.storage.record_type, kept.id)
        assert version.leaves["sha256"] == facts.sha256
    assert version.actor == "Anne"


def test_the_disk_shows_nothing_of_it_nor_others_may_read_it(record, place):
    content = b"CANARY-IN-CLEAR " * 20_000
    assert len(content) > CHUNK
    kept = attach(record, content, "CANARY-NAME.txt")
    held = files_of_folder(place.parent)
    assert held
    assert [path for path in held if b"CANARY" in path.read_bytes() or "CANARY" in str(path)] == []
    assert blob(place, kept).stat().st_mode & 0o077 == 0
    assert blob(place, kept).parent.stat().st_mode & 0o077 == 0


def test_while_it_is_received_the_disk_shows_nothing_either(place):
    file = received(b"CANARY-IN-CLEAR " * 20_000, "a.txt")
    (path,) = waiting_folder().iterdir()
    assert b"CANARY" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    file.close()
    assert list(waiting_folder().iterdir()) == []


@pytest.mark.parametrize("place_in_file", [0, 9, 100, CHUNK + 50, -1])
def test_a_byte_altered_on_the_disk_is_refused(record, place, place_in_file):
    kept = attach(record, b"x" * (CHUNK + 1000), "a.txt")
    path = blob(place, kept)
    held = bytearray(path.read_bytes())
    held[place_in_file] ^= 1
    path.write_bytes(held)
    with pytest.raises(DamagedFileError):
        read(kept)


def test_what_is_cut_or_gone_is_refused_before_a_byte_is_given(record, place):
    kept = attach(record, b"x" * (3 * CHUNK), "a.txt")
    path = blob(place, kept)
    os.truncate(path, path.stat().st_size - CHUNK - 16)
    with scope(record.organization), pytest.raises(DamagedFileError):
        services.content(kept)
    path.unlink()
    with scope(record.organization), pytest.raises(DamagedFileError, match="Prévenez"):
        services.content(kept)


def test_the_bytes_of_two_bodies_swapped_are_refused(record, other, place):
    mine, theirs = attach(record, "un"), attach(system(other), "de")
    one, two = blob(place, mine), blob(place, theirs)
    shutil.copy(one, place / "kept")
    shutil.copy(two, one)
    shutil.copy(place / "kept", two)
    for kept in (mine, theirs):
        with pytest.raises(DamagedFileError):
            read(kept)


def test_their_keys_swapped_too_are_refused(record, other, place):
    """Whoever writes in the database and on the disk makes no file pass for another, of this body or not."""
    mine, again, theirs = attach(record, "un"), attach(record, "du"), attach(system(other), "de")
    sealed = {kept.id: unlocked(FileKey).get(id=kept.id).sealed for kept in (mine, again, theirs)}
    for to, source in ((mine, again), (theirs, mine)):
        unlocked(FileKey).filter(id=to.id).update(sealed=sealed[source.id])
        shutil.copy(blob(place, source), blob(place, to))
        with pytest.raises(LostKeyError):
            read(to)
    key = unlocked(BodyKey).get(organization=other).sealed
    unlocked(BodyKey).filter(organization=record.organization).update(sealed=key)
    with pytest.raises(LostKeyError):
        read(mine)


def test_the_key_of_the_installation_is_changed(record, other, settings):
    settings.FILES_KEYS = OLD
    kept = [attach(record, "un"), attach(system(other), "deux")]
    settings.FILES_KEYS = f"{NEW}\n{OLD}\n"
    assert [read(each) for each in kept] == [b"un", b"deux"]
    assert jobs.rekey() == (2, 0)
    assert jobs.rekey() == (0, 0)
    settings.FILES_KEYS = NEW
    assert [read(each) for each in kept] == [b"un", b"deux"]
    assert read(attach(record, "trois")) == b"trois"


def test_a_key_taken_away_too_early_says_so(record, settings):
    settings.FILES_KEYS = OLD
    kept = attach(record)
    settings.FILES_KEYS = NEW
    with pytest.raises(LostKeyError, match="n’a plus"):
        read(kept)
    assert jobs.rekey() == (0, 1)
    settings.FILES_KEYS = f"{NEW}\n{OLD}"
    assert read(kept) == b"Bonjour"


@pytest.mark.parametrize("keys", ["", "short", f"{NEW}\nshort"])
def test_a_key_too_short_is_refused(record, settings, keys):
    settings.FILES_KEYS = keys
    with pytest.raises(ValueError, match="EGIDE_FILES_KEY"):
        attach(record)
    assert unlocked(Attachment).count() == 0


def test_a_body_that_leaves_takes_its_key_away(record, other, place):
    mine, theirs = attach(record, "un"), attach(system(other), "deux")
    copied = blob(place, mine).read_bytes()
    assert services.destroy_body_keys(record.organization_id, timezone.now()) == 1
    assert blob(place, mine).read_bytes() == copied
    with pytest.raises(LostKeyError, match="détruites"):
        read(mine)
    assert read(theirs) == b"deux"
    assert read(attach(record, "depuis")) == b"depuis"  # a body that stays after all begins anew


def test_in_the_bin_it_stays_and_comes_back(record):
    kept = attach(record)
    with scope(record.organization), acting(Actor("Anne")):
        put_in_bin(kept, expected=1)
        restore(kept, expected=2)
    assert read(kept) == b"Bonjour"


def test_erased_nothing_of_it_stays(record, place, django_capture_on_commit_callbacks):
    kept, other = attach(record, "Alice est malade"), attach(record, "autre")
    with django_capture_on_commit_callbacks(execute=True), scope(record.organization), acting(Actor("Anne")):
        services.destroy_file(kept, basis="Demande d’effacement")
    assert [path.name for path in files_of_folder(place)] == [other.id.hex]
    assert [key.id for key in unlocked(FileKey)] == [other.id]
    assert [row.id for row in unlocked(Attachment)] == [other.id]
    with scope(record.organization):
        told = versions(Attachment.storage.record_type, kept.id)
    assert "Alice" not in repr(told)
    assert told[-1].action == "destroy"
    with pytest.raises(LostKeyError, match="effacé"):
        read(kept)
    assert read(other) == b"autre"
    connection.check_constraints()


@pytest.mark.parametrize("keeps", [True, False])
def test_a_record_that_is_destroyed_takes_its_files_along(record, place, keeps, django_capture_on_commit_callbacks):
    kept, binned, other = attach(record, "Alice"), attach(record, "Alice aussi"), attach(system(record.organization))
    with django_capture_on_commit_callbacks(execute=True), scope(record.organization), acting(Actor("Anne")):
        put_in_bin(binned, expected=1)
        put_in_bin(record, expected=1)
        destroy(record, expected=2, basis="Corbeille vidée", keep_history=keeps)
    assert [row.id for row in unlocked(Attachment)] == [other.id]
    assert [path.name for path in files_of_folder(place)] == [other.id.hex]
    with scope(record.organization):
        told = [versions(Attachment.storage.record_type, each.id) for each in (kept, binned)]
    assert ("Alice" in repr(told)) is keeps
    connection.check_constraints()


def test_a_file_of_the_bin_goes_by_itself_and_its_content_with_it(record, place, django_capture_on_commit_callbacks):
    kept = attach(record)
    with django_capture_on_commit_callbacks(execute=True), scope(record.organization), acting(Actor("Anne")):
        put_in_bin(kept, expected=1)
        destroy(kept, expected=2, basis="Délai de la corbeille", keep_history=True)
    assert files_of_folder(place) == []
    assert unlocked(FileKey).count() == 0
    connection.check_constraints()


def erase_then_fail(kept):
    services.destroy_file(kept, basis="Demande")
    raise ZeroDivisionError


def test_an_erasure_undone_by_a_failure_destroys_nothing(record, place):
    kept = attach(record)
    with scope(record.organization), pytest.raises(ZeroDivisionError), acting(Actor("Anne")):
        erase_then_fail(kept)
    assert read(unlocked(Attachment).get(id=kept.id)) == b"Bonjour"


def test_an_erasure_of_its_author_leaves_the_content(record):
    kept = attach(record)
    with scope(record.organization), acting(Actor("test")):
        erase(Attachment.storage.record_type, kept.id, ["@actor"], basis="Départ")
    assert read(kept) == b"Bonjour"


@pytest.mark.parametrize(("content", "said"), [(b"", "est vide"), (b"x" * 1001, r"dépasse 1\sko")])
def test_too_large_or_empty_is_refused(record, place, settings, content, said):
    settings.FILES_LARGEST = 1000
    with pytest.raises(FileRefusedError, match=said):
        attach(record, content, "a.txt")
    assert unlocked(Attachment).count() == 0
    assert files_of_folder(place.parent) == []


def test_the_room_of_a_body_has_an_end(record, other, place, settings):
    settings.FILES_QUOTA = 10_000
    first = attach(record, b"x" * 6_000, "a.txt")
    with pytest.raises(FileRefusedError, match=r"reste 4\sko"):
        attach(record, b"x" * 5_000, "b.txt")
    assert [path.name for path in files_of_folder(place)] == [first.id.hex]
    attach(system(other), b"x" * 6_000, "a.txt")
    with scope(record.organization), acting(Actor("Anne")):
        services.destroy_file(first, basis="Place")
    attach(record, b"x" * 5_000, "b.txt")


def test_without_room_nothing_is_even_written(record, place, settings, monkeypatch):
    written = []
    monkeypatch.setattr(services.storage, "keep", lambda *given: written.append(given))
    settings.FILES_QUOTA = 1_000
    with pytest.raises(FileRefusedError, match="Il reste"):
        attach(record, b"x" * 2_000, "a.txt")
    assert written == []


def test_the_room_that_another_took_meanwhile_is_counted(record, place, settings, monkeypatch):
    settings.FILES_QUOTA, keep, meanwhile = 10_000, services.storage.keep, [b"y" * 6_000]

    def slow(*given):
        if meanwhile:
            attach(record, meanwhile.pop(), "autre.txt")
        keep(*given)

    monkeypatch.setattr(services.storage, "keep", slow)
    with pytest.raises(FileRefusedError, match="Il reste"):
        attach(record, b"x" * 6_000, "a.txt")
    assert not meanwhile


def test_what_is_refused_at_the_last_moment_leaves_no_byte(record, place, monkeypatch):
    def fail(*_):
        raise RuntimeError

    monkeypatch.setattr(services, "keep_key", fail)
    with pytest.raises(RuntimeError):
        attach(record)
    assert files_of_folder(place) == []
    assert unlocked(Attachment).count() == 0


def test_what_a_killed_process_left_is_thrown_away(place):
    old, young = waiting_folder() / "in-old", waiting_folder() / "in-young"
    now = timezone.now()
    for path, age in ((old, timedelta(hours=7)), (young, timedelta(hours=5))):
        path.write_bytes(b"x")
        os.utime(path, times=((now - age).timestamp(),) * 2)
    assert jobs.delete_abandoned(now) == 1
    assert list(waiting_folder().iterdir()) == [young]


def test_the_key_is_drawn_once_and_closed_to_others(tmp_path):
    drawn = master_keys("", tmp_path)
    assert master_keys("", tmp_path) == drawn
    assert (tmp_path / "files-key").stat().st_mode & 0o077 == 0
    assert master_keys(OLD, tmp_path) == OLD
    (tmp_path / "files-key").write_bytes(b"\xff")
    with pytest.raises(ValueError, match="ne peut pas être lue"):
        master_keys("", tmp_path)


def test_weights_are_said_as_people_say_them():
    assert [weight(n) for n in (1, 1_500, 999_999, 2_000_000, 2_440_000)] == [
        "1\u00a0ko", "2\u00a0ko", "1\u202f000\u00a0ko", "2\u00a0Mo", "2,4\u00a0Mo",
    ]  # fmt: skip


@pytest.mark.machinery
@pytest.mark.django_db(transaction=True)
def test_two_files_at_once_do_not_take_more_room_than_there_is(body, place, settings):
    settings.FILES_QUOTA = 10_000
    record, done, barrier = system(body), [], threading.Barrier(2)

    def give():
        file = received(b"x" * 6_000, "a.txt")
        barrier.wait()
        try:
            with transaction.atomic(), scope(record.organization), acting(Actor("Anne")):
                services.attach(record, file)
            done.append("kept")
        except FileRefusedError:
            done.append("refused")
        finally:
            file.close()
            connection.close()

    threads = [threading.Thread(target=give) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["kept", "refused"]
    assert len(files_of_folder(place)) == 1
