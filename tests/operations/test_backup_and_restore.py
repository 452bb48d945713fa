"""A backup made while others write, put back elsewhere: nothing that was acknowledged before it is missing."""

import datetime as dt
import gzip
import io
import json
import re
import tarfile
import threading
import uuid

import pytest
from click.testing import CliRunner
from django.db import connection, connections
from django.utils import timezone

from egide.cli import main
from egide.law import facts
from egide.law.facts.codes import OrganizationKind
from egide.operations.backup import archive, sealing, smoke, writing
from egide.operations.backup.errors import BackupError, RestoreError
from egide.operations.backup.last import last_backup
from egide.operations.backup.restoring import restore
from egide.operations.backup.writing import back_up
from egide.platform.organizations.models import Organization
from egide.platform.organizations.services import enrol
from egide.platform.organizations.shapes import Role
from egide.platform.records import appendonly, rowsecurity
from egide.platform.records.acting import Actor, acting
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.journal.verifying import verify
from egide.platform.records.models import unlocked
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity
from tests.platform.conftest import make_body
from tests.platform.rows import make_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.machinery]
NOW = dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.UTC)
SAID = []


def tell(what, seconds):
    SAID.append((what, seconds))


def write_one(body, name="Cantine"):
    value = facts.ProcessingActivity(id=uuid.uuid4(), name=name)
    with scope(body), acting(Actor("test")):
        save_aggregate(ProcessingActivity.new(body.id, value), value)
    return value.id


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """The cost of a passphrase is for those who guess, not for the tests."""
    monkeypatch.setattr(sealing, "_COST", 1 << 4)


@pytest.fixture
def body(state):
    body = make_body("berck")
    with acting(Actor("test")):
        enrol(make_person("camille"), body, Role.REFERENT)
    write_one(body)
    (state / "files" / "ab").mkdir(parents=True)
    (state / "files" / "ab" / "one").write_bytes(b"sealed bytes")
    return body


def ids():
    return set(unlocked(ProcessingActivity).values_list("id", flat=True))


class Writer(threading.Thread):
    """Writes until it is stopped; `kept` holds what was acknowledged."""

    def __init__(self, body):
        super().__init__(daemon=True)
        self.body, self.kept, self.going, self.started = body, [], True, threading.Event()

    def run(self):
        with identified(SYSTEM):
            while self.going:
                self.kept.append(write_one(self.body, f"Numéro {len(self.kept)}"))
                if len(self.kept) > 5:
                    self.started.set()
        connections.close_all()


def test_a_backup_under_load_holds_all_that_was_acknowledged_before_it(body, tmp_path, elsewhere):
    writer = Writer(body)
    writer.start()
    assert writer.started.wait(20)
    before = list(writer.kept)
    last = back_up(tmp_path / "kept", NOW)
    during = len(writer.kept)
    writer.going = False
    writer.join()
    assert during > len(before), "nobody wrote during the backup: this proves nothing"
    with elsewhere() as there:
        done = restore(tmp_path / "kept" / "egide-20261124T020000Z.egide-backup", NOW, tell=tell)
        assert set(before) <= ids()
        assert len(ids()) <= len(writer.kept) + 1
        with identified(SYSTEM):
            assert verify().sound
        assert appendonly.missing(connection) == rowsecurity.missing(connection) == []
        assert (there / "files" / "ab" / "one").read_bytes() == b"sealed bytes"
    assert (done.bodies, done.same_key) == (1, True)
    assert last.size == (tmp_path / "kept" / "egide-20261124T020000Z.egide-backup").stat().st_size


def test_what_is_kept_of_a_backup(body, tmp_path, state):
    back_up(tmp_path / "kept", NOW)
    [file] = (tmp_path / "kept").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert last_backup(state).file == str(file)
    with tarfile.open(file) as opened:
        manifest = json.load(opened.extractfile("manifest.json"))
        assert {*manifest["members"]} == {"database", "files/ab/one"}
    assert (manifest["engine"], manifest["entries"]) == (connection.vendor, 3)
    assert manifest["heads"][body.id.hex][0] == 3
    assert "records.0001_initial" in manifest["migrations"]
    assert writing.settings.SECRET_KEY not in gzip.decompress(file.read_bytes()).decode("latin-1")


def test_a_sealed_backup_opens_with_its_phrase_alone(body, tmp_path, elsewhere):
    back_up(tmp_path / "kept", NOW, passphrase="une phrase")
    [file] = (tmp_path / "kept").iterdir()
    assert b"berck" not in file.read_bytes()
    with elsewhere():
        for phrase, said in (("", "est chiffré"), ("une autre", "phrase n’est pas la bonne")):
            with pytest.raises(archive.ArchiveError, match=said):
                restore(file, NOW, passphrase=phrase, tell=tell)
        restore(file, NOW, passphrase="une phrase", tell=tell)
        assert len(ids()) == 1


def test_what_is_there_is_replaced_only_when_asked(body, tmp_path, elsewhere):
    back_up(tmp_path / "kept", NOW)
    [file] = (tmp_path / "kept").iterdir()
    with elsewhere():
        restore(file, NOW, tell=tell)
        there = unlocked(Organization).get()
        write_one(there)
        with pytest.raises(RestoreError, match="--replace"):
            restore(file, NOW, tell=tell)
        assert len(ids()) == 2
        restore(file, NOW, replace=True, tell=tell)
        assert len(ids()) == 1


def test_a_centre_as_it_was_installed_is_restored(tmp_path, state, elsewhere, caplog):
    """Its advisor reads the registers of the members, not its own: that is no reason to refuse the backup."""
    centre = make_body("cdg", kind=OrganizationKind.CDG)
    make_body("berck", centre=centre)
    with acting(Actor("test")):
        enrol(make_person("anne"), centre, Role.ADVISOR, every_member=True)
    back_up(tmp_path / "kept", NOW)
    [file] = (tmp_path / "kept").iterdir()
    with elsewhere():
        assert restore(file, NOW, tell=tell).bodies == 2
    assert [said for said in caplog.records if said.name == "egide.requests"] == []


def test_a_restore_that_fails_leaves_all_as_it_was(body, tmp_path, elsewhere, monkeypatch):
    back_up(tmp_path / "kept", NOW)
    [file] = (tmp_path / "kept").iterdir()
    with elsewhere() as there:
        restore(file, NOW, tell=tell)
        write_one(unlocked(Organization).get())
        (there / "files" / "ab" / "two").write_bytes(b"since")
        monkeypatch.setattr(smoke, "failures", lambda: ["/ : 500 au lieu de 302"])
        with pytest.raises(RestoreError, match="500 au lieu de 302"):
            restore(file, NOW, replace=True, tell=tell)
        assert len(ids()) == 2
        assert rowsecurity.missing(connection) == []
        assert sorted(path.name for path in there.iterdir() if path.name.startswith(".")) == []
        assert (there / "files" / "ab" / "two").exists()


def test_an_archive_that_was_changed_is_refused(body, tmp_path, elsewhere):
    back_up(tmp_path / "kept", NOW)
    [file] = (tmp_path / "kept").iterdir()
    held = gzip.decompress(file.read_bytes())
    place = held.index(b"sealed bytes")
    changed = {
        "modifié": gzip.compress(held[:place] + b"SEALED" + held[place + 6 :], 1),
        "abîmé ou coupé": file.read_bytes()[:-40],
        "Ce fichier est abîmé": b"not an archive at all, whatever its name says",
    }
    with elsewhere():
        for said, content in changed.items():
            file.write_bytes(content)
            with pytest.raises(archive.ArchiveError, match=said):
                restore(file, NOW, tell=tell)


def test_a_journal_that_was_changed_in_the_archive_is_refused(body, tmp_path, elsewhere, monkeypatch):
    back_up(tmp_path / "kept", NOW)
    [file] = (tmp_path / "kept").iterdir()
    read = archive.read

    def of_another(*args):
        manifest = read(*args)
        manifest["heads"][body.id.hex][0] += 1
        return manifest

    monkeypatch.setattr(archive, "read", of_another)
    with elsewhere(), pytest.raises(RestoreError, match="ne finit pas là où"):
        restore(file, NOW, tell=tell)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("engine", "oracle", "export-organization"),
        ("migrations", ["records.0099_later"], "version plus récente"),
        ("format", "egide-organization", "n’est pas ce qu’il faut ici"),
    ],
)
def test_an_archive_of_another_kind_is_refused(body, tmp_path, elsewhere, monkeypatch, name, value, said):
    write = archive.write
    monkeypatch.setattr(archive, "write", lambda f, m, manifest, p: write(f, m, {**manifest, name: value}, p))
    back_up(tmp_path / "kept", NOW)
    [file] = (tmp_path / "kept").iterdir()
    with elsewhere(), pytest.raises((RestoreError, archive.ArchiveError), match=said):
        restore(file, NOW, tell=tell)


RESTORED_WITH = []


def erased_since(now, made_at):
    RESTORED_WITH.append((now, made_at))


def test_what_was_erased_since_is_erased_again(body, tmp_path, elsewhere, settings):
    settings.RESTORED = [f"{__name__}.erased_since"]
    back_up(tmp_path / "kept", NOW)
    later = NOW + dt.timedelta(days=3)
    with elsewhere():
        restore(next((tmp_path / "kept").iterdir()), later, tell=tell)
    assert [(later, NOW)] == RESTORED_WITH


def test_the_list_of_what_was_erased_goes_beside_and_comes_back(body, tmp_path, elsewhere, state):
    back_up(tmp_path / "kept", NOW)
    (state / "erasures.jsonl").write_text("", encoding="utf-8")
    back_up(tmp_path / "kept", NOW + dt.timedelta(days=1))
    assert (tmp_path / "kept" / "erasures.jsonl").stat().st_mode & 0o777 == 0o600
    with elsewhere() as there:
        restore(tmp_path / "kept" / "egide-20261124T020000Z.egide-backup", NOW, tell=tell)
        assert (there / "erasures.jsonl").exists()


def test_files_that_another_service_keeps_are_not_here(body, tmp_path, settings):
    elsewhere = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"location": "prefix"}}
    settings.STORAGES = {**settings.STORAGES, "attachments": elsewhere}
    back_up(tmp_path / "kept", NOW)
    with tarfile.open(next((tmp_path / "kept").iterdir())) as opened:
        manifest = json.load(opened.extractfile("manifest.json"))
    assert (manifest["files"], [*manifest["members"]]) == ("elsewhere", ["database"])


def test_a_full_disk_is_refused_before_anything_is_written(body, tmp_path, monkeypatch):
    monkeypatch.setattr(writing.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 1_000_000}))
    with pytest.raises(BackupError, match="Pas assez de place"):
        back_up(tmp_path / "kept", NOW)
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_disk_that_fills_leaves_no_half_archive(body, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_add_manifest", full)
    with pytest.raises(OSError, match="No space"):
        back_up(tmp_path / "kept", NOW)
    assert list((tmp_path / "kept").iterdir()) == []


def test_only_the_last_ones_are_kept(body, tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "notes.txt").write_text("à moi", encoding="utf-8")
    for day in range(4):
        back_up(kept, NOW + dt.timedelta(days=day), keep=2)
    assert sorted(path.name for path in kept.iterdir()) == [
        "egide-20261126T020000Z.egide-backup",
        "egide-20261127T020000Z.egide-backup",
        "notes.txt",
    ]


def test_the_commands(body, tmp_path, elsewhere, monkeypatch):
    monkeypatch.setenv("EGIDE_BACKUP_PASSPHRASE", "une phrase")
    done = CliRunner().invoke(main, ["backup", str(tmp_path / "kept"), "--keep", "3"])
    assert done.exit_code == 0, done.output
    [file] = (tmp_path / "kept").iterdir()
    assert timezone.now() - last_backup(writing.settings.STATE).at < dt.timedelta(minutes=1)
    with elsewhere():
        done = CliRunner().invoke(main, ["restore", str(file)])
        assert done.exit_code == 0, done.output
        assert "1 collectivité" in done.stdout.replace("\u00a0", " ")
        assert re.search(r"Journal vérifié \(3 versions\) : \d+,\d s", done.stderr.replace("\u00a0", " "))
        done = CliRunner().invoke(main, ["restore", str(file)])
        assert done.exit_code == 1
        assert "Rien n’a été remplacé" in done.output


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "files/../../outside"])
def test_an_archive_writes_nowhere_else(tmp_path, name):
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as made:
        made.addfile(tarfile.TarInfo(name), io.BytesIO())
    (tmp_path / "one").write_bytes(held.getvalue())
    with pytest.raises(archive.ArchiveError, match="nom dangereux"):
        archive.read(tmp_path / "one", tmp_path / "into", "egide-backup")
    assert not (tmp_path / "outside").exists()
