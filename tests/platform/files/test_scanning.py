"""The antivirus: what it refuses, what happens when it is away, what it finds afterwards."""

import pytest
from django.utils import timezone

from egide.files import antivirus, megabytes, without_antivirus
from egide.platform.files import jobs
from egide.platform.files.errors import FileRefusedError
from egide.platform.files.models import Attachment, FileKey
from egide.platform.files.scanning import ScannerUnavailableError, scan
from egide.platform.files.sealing import CHUNK
from egide.platform.files.shapes import Scan
from egide.platform.records.journal.reading import versions
from egide.platform.records.models import State, unlocked
from egide.platform.records.scope import scope
from tests.platform.files.clamd import EICAR, clamd
from tests.platform.files.conftest import attach, files_of_folder, read, system

pytestmark = pytest.mark.django_db
NOBODY_THERE = "tcp://127.0.0.1:1"


@pytest.fixture
def record(body, place):
    return system(body)


def test_without_an_antivirus_a_file_says_that_it_was_not_examined(record, settings):
    settings.CLAMAV = ""
    assert attach(record, EICAR, "a.txt").scan is Scan.UNSCANNED


@pytest.mark.parametrize("on_a_socket", [False, True])
def test_eicar_is_refused_and_the_rest_is_taken(record, place, settings, tmp_path, on_a_socket):
    with clamd(tmp_path / "clamd.ctl" if on_a_socket else None) as server:
        settings.CLAMAV = server.address
        with pytest.raises(FileRefusedError, match="Eicar-Signature"):
            attach(record, EICAR, "a.txt")
        assert unlocked(Attachment).count() == 0
        assert files_of_folder(place.parent / "incoming") == []
        content = b"x" * (3 * CHUNK + 1)
        assert attach(record, content, "b.txt").scan is Scan.CLEAN
        assert server.shown == [len(EICAR), len(content)]


def test_eicar_at_the_end_of_a_long_file_is_refused(record, settings):
    with clamd() as server:
        settings.CLAMAV = server.address
        with pytest.raises(FileRefusedError, match="virus"):
            attach(record, b"x" * (CHUNK - 20) + EICAR, "a.txt")


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: OKAY"])
def test_an_answer_that_is_no_verdict_is_none(settings, answer):
    with clamd(answer=answer or b"\n") as server:
        settings.CLAMAV = server.address
        with pytest.raises(ScannerUnavailableError):
            scan([b"x"])


def test_when_it_is_away_files_are_refused(record, settings):
    settings.CLAMAV, settings.TAKES_UNSCANNED = NOBODY_THERE, False
    with pytest.raises(FileRefusedError, match="ne répond pas"):
        attach(record)


def test_or_taken_and_examined_as_soon_as_it_is_back(record, place, settings, django_capture_on_commit_callbacks):
    settings.CLAMAV, settings.TAKES_UNSCANNED = NOBODY_THERE, True
    good, bad = attach(record), attach(record, EICAR, "a.txt")
    assert {good.scan, bad.scan} == {Scan.UNSCANNED}
    assert jobs.scan_what_was_not(timezone.now()) == 0
    with clamd() as server, django_capture_on_commit_callbacks(execute=True):
        settings.CLAMAV = server.address
        assert jobs.scan_what_was_not(timezone.now()) == 2
        assert jobs.scan_what_was_not(timezone.now()) == 0
    kept = {row.id: row for row in unlocked(Attachment)}
    assert (kept[good.id].scan, kept[good.id].state) == (Scan.CLEAN, State.ACTIVE)
    assert (kept[bad.id].scan, kept[bad.id].state) == (Scan.INFECTED, State.BIN)
    assert [key.id for key in unlocked(FileKey)] == [good.id]
    assert [path.name for path in files_of_folder(place)] == [good.id.hex]
    assert read(kept[good.id]) == b"Bonjour"
    with scope(record.organization):
        assert versions(Attachment.storage.record_type, bad.id)[-1].actor == "Antivirus"


def test_without_an_antivirus_nothing_is_examined_afterwards(record, settings):
    settings.CLAMAV = ""
    attach(record)
    assert jobs.scan_what_was_not(timezone.now()) == 0


def test_a_setting_that_says_nothing_good_stops_the_program():
    for good in ("", "tcp://clamav:3310", "unix:///run/clamd.ctl"):
        assert antivirus(good) == good
    for wrong in ("clamav", "http://clamav", "unix://", "tcp://"):
        with pytest.raises(ValueError, match="EGIDE_CLAMAV"):
            antivirus(wrong)
    assert [without_antivirus(said) for said in ("refuse", "accept")] == [False, True]
    with pytest.raises(ValueError, match="EGIDE_CLAMAV_DOWN"):
        without_antivirus("maybe")
    assert megabytes("X", "25") == 25_000_000
    for wrong in ("", "0x1", "-1", "1e9", "25 Mo"):
        with pytest.raises(ValueError, match="mégaoctets"):
            megabytes("X", wrong)
