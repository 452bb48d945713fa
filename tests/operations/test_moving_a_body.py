"""A body moved to another installation: its journal byte for byte, its registers, its people, and nobody else's."""

import datetime as dt
import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection, transaction

from egide.cli import main
from egide.law.facts.codes import OrganizationKind
from egide.operations.backup import archive
from egide.operations.moving import rows
from egide.operations.moving.errors import MovingError
from egide.operations.moving.exporting import export
from egide.operations.moving.importing import import_archive
from egide.platform.accounts import invitations
from egide.platform.accounts.models import User
from egide.platform.links.keys import DeadLinkError
from egide.platform.mail.models import Message
from egide.platform.organizations.models import Membership, Organization
from egide.platform.organizations.services import enrol
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.journal import raw
from egide.platform.records.journal.verifying import verify
from egide.platform.records.models import Record, unlocked
from egide.platform.records.rowsecurity import guarded
from egide.platform.records.saving import put_in_bin, save_aggregate
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity
from tests.operations.test_backup_and_restore import write_one
from tests.platform.conftest import make_body
from tests.platform.journal.chains import fill
from tests.platform.rows import make_person, make_rows

ROOT = Path(__file__).parents[2]
NOW = dt.datetime(2026, 11, 24, 9, 30, 0, 123456, tzinfo=dt.UTC)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.machinery]


@pytest.fixture
def centre(state):
    return make_body("cdg", kind=OrganizationKind.CDG)


@pytest.fixture
def body(centre):
    """A body with a history, people, and a neighbour that stays."""
    body, other = make_body("berck", siren="216201194"), make_body("ailleurs")
    write_one(other, "Resté là")
    fill(body)
    with acting(Actor("test")):
        enrol(make_person("camille"), body, Role.REFERENT)
    write_one(body, "Piscine")
    with scope(body), acting(Actor("test")):
        gone = ProcessingActivity.objects.get(name="Piscine")
        put_in_bin(gone, expected=gone.revision)
    return body


def chain(body):
    return list(raw.stream(body.id.hex))


def registers(body):
    """All the facts of all the records of a body."""
    kept = [model for model in guarded() if issubclass(model, Record)]
    with scope(body):
        rows_of = ((m, r) for m in kept for r in unlocked(m).filter(organization_id=body.id).order_by("id"))
        return [(m._meta.label, r.state, r.revision, r.facts()) for m, r in rows_of]


@pytest.fixture
def file(body, tmp_path):
    export("berck", tmp_path / "berck.egide", NOW)
    return tmp_path / "berck.egide"


def test_there_and_back(body, file, tmp_path, installed):
    before, told = chain(body), registers(body)
    assert len(told) == 4
    with installed():
        arrived = import_archive(file, NOW)
        assert (arrived.adapted, arrived.counts["people"]) == (0, 1)
        assert chain(body) == before
        assert verify().sound
        assert [b.slug for b in unlocked(Organization)] == ["berck"]
        back = tmp_path / "back.egide"
        export("berck", back, NOW)
    with installed(2):
        make_body("voisine")
        import_archive(back, NOW)
        assert chain(body) == before
        assert registers(body) == told
        assert verify().sound
        with scope(unlocked(Organization).get(slug="voisine")):
            assert ProcessingActivity.objects.count() == 0


def test_every_table_of_a_body_is_carried(body, tmp_path, installed):
    """One row of each, made from its columns: instants, bytes, JSON and numbers come back as they were."""
    body = make_body("faite")
    with transaction.atomic():
        make_rows(body, make_person("somebody"))
    apps = rows.plain_models()
    before = {label: list(rows.rows_of(apps, label, body.id)) for label in rows.carried()}
    assert [label for label, found in before.items() if not found] == []
    folder = tmp_path / "rows"
    folder.mkdir()
    for label, found in before.items():
        rows.write_rows(folder / label, found)
    for label, found in before.items():
        model = apps.get_model(label)
        fields = {field.attname: field for field in rows._fields(model)}
        read = [{n: rows._value(fields[n], v) for n, v in row.items()} for row in rows.read_rows(folder / label)]
        assert read == [{n: bytes(v) if isinstance(v, memoryview) else v for n, v in row.items()} for row in found]


def test_people_keep_their_role_and_choose_a_password(body, file, installed, settings):
    with installed():
        [(invitation, key)] = import_archive(file, NOW).invitations
        there = unlocked(Membership).get()
        assert not there.user.has_usable_password()
        assert invitations.account_of(invitation) is None
        with_password = "Colline-Bateau-Fougère-62"
        user = invitations.accept(key, with_password, "Camille", NOW)
        assert (user.id, user.check_password(with_password)) == (there.user_id, True)
        assert unlocked(Membership).get().role is Role.REFERENT
        assert invitations.account_of(invitation) == user
        with pytest.raises(DeadLinkError):
            invitations.accept(key, with_password, "Camille", NOW)


def test_no_password_leaves(body, file, tmp_path):
    user = User.objects.get()
    user.set_password("secret")
    user.save()
    export("berck", tmp_path / "other.egide", NOW)
    assert user.password not in gzip.decompress((tmp_path / "other.egide").read_bytes()).decode("latin-1")


def test_an_account_that_is_here_already_is_theirs(body, file, installed):
    before = chain(body)
    with installed():
        here = User.objects.create_user("camille@exemple.fr", name="Camille")
        arrived = import_archive(file, NOW)
        assert (arrived.adapted, arrived.invitations) == (1, [])
        assert unlocked(Membership).get().user_id == here.id
        assert chain(body)[: len(before)] == [e._replace(head=chain(body)[0].head) for e in before]
        assert verify(body.id).sound


def test_the_centre_is_found_or_chosen(centre, body, tmp_path, installed):
    with scope(body), acting(Actor("test")):
        body.centre = centre
        save_aggregate(body, body.facts(), expected=body.revision)
    export("berck", tmp_path / "one.egide", NOW)
    with installed():
        arrived = import_archive(tmp_path / "one.egide", NOW)
        assert (arrived.body.centre_id, arrived.adapted) == (None, 1)
    with installed(2):
        chosen = make_body("autre-cdg", kind=OrganizationKind.CDG)
        with pytest.raises(MovingError, match="nulle-part"):
            import_archive(tmp_path / "one.egide", NOW, centre="nulle-part")
        arrived = import_archive(tmp_path / "one.egide", NOW, centre="autre-cdg")
        assert (arrived.body.centre_id, arrived.adapted) == (chosen.id, 1)
        assert verify().sound


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"slug": "berck"}, "L’adresse « berck » est déjà prise"),
        ({"slug": "autre", "siren": "216201194"}, "Le SIREN 216201194 est déjà celui de « Commune autre »"),
    ],
)
def test_collisions_are_named(body, file, installed, known, said):
    with installed():
        make_body(**known)
        with pytest.raises(MovingError, match=said):
            import_archive(file, NOW)
        assert unlocked(Organization).count() == 1


def test_the_same_body_twice(body, file):
    with pytest.raises(MovingError, match="déjà ici, à l’adresse « berck »"):
        import_archive(file, NOW)


def test_an_identifier_that_is_anothers(body, file, installed):
    drawn = User.objects.get().id
    with installed():
        User.objects.create_user("autre@exemple.fr", name="Autre", id=drawn)
        with pytest.raises(MovingError, match="celui d’une autre personne"):
            import_archive(file, NOW)


@pytest.mark.parametrize(
    ("label", "before", "after", "said"),
    [
        ("records.JournalContent", "Piscine", "Piscina", "journal de cette archive a été modifié"),
        ("processing.ProcessingActivity", '"Piscine"', '"Piscina"', "ne sont pas celles de son journal"),
    ],
)
def test_an_archive_that_was_altered_is_refused(body, tmp_path, installed, monkeypatch, label, before, after, said):
    write = archive.write

    def altered(target, members, manifest, passphrase):
        held = dict(members)
        text = held[f"rows/{label}"].read_text(encoding="utf-8")
        assert before in text
        held[f"rows/{label}"].write_text(text.replace(before, after), encoding="utf-8")
        return write(target, members, manifest, passphrase)

    monkeypatch.setattr(archive, "write", altered)
    export("berck", tmp_path / "one.egide", NOW)
    with installed():
        with pytest.raises(MovingError, match=said):
            import_archive(tmp_path / "one.egide", NOW)
        assert unlocked(Organization).count() == User.objects.count() == 0


def test_another_version_is_refused(body, tmp_path, installed, monkeypatch):
    write = archive.write
    monkeypatch.setattr(archive, "write", lambda f, m, told, p: write(f, m, {**told, "columns": {}}, p))
    export("berck", tmp_path / "one.egide", NOW)
    with installed(), pytest.raises(MovingError, match="même version"):
        import_archive(tmp_path / "one.egide", NOW)


CARRIED = {}


def carried_out(organization_id, folder):
    (folder / "inner").mkdir()
    (folder / "inner" / "piece.pdf").write_bytes(b"in clear")


def brought_in(organization_id, folder):
    CARRIED[organization_id] = (folder / "inner" / "piece.pdf").read_bytes()


def test_what_else_goes_with_a_body(body, tmp_path, installed, settings):
    settings.MOVERS = [__name__]
    export("berck", tmp_path / "one.egide", NOW, "une phrase")
    assert b"in clear" not in (tmp_path / "one.egide").read_bytes()
    with installed():
        import_archive(tmp_path / "one.egide", NOW, passphrase="une phrase")
    assert {body.id: b"in clear"} == CARRIED


def test_the_commands(body, tmp_path, installed, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["export-organization", "berck", "berck.egide"])
    assert done.exit_code == 0, done.output
    assert CliRunner().invoke(main, ["export-organization", "berck", "berck.egide"]).exit_code == 1
    assert "nulle-part" in CliRunner().invoke(main, ["export-organization", "nulle-part", "x.egide"]).output
    with installed():
        done = CliRunner().invoke(main, ["import-organization", "berck.egide", "--send"])
        assert done.exit_code == 0, done.output
        assert "tel quel et tient" in done.output
        assert Message.objects.count() == 1
        assert CliRunner().invoke(main, ["import-organization", "berck.egide"]).exit_code == 1


@pytest.mark.postgres
def test_from_postgresql_to_sqlite_and_back(body, file, tmp_path, installed):
    before = chain(body)
    known = {"EGIDE_STATE": str(tmp_path / "sqlite"), "PATH": os.environ["PATH"]}

    def egide(*words):
        command = [sys.executable, "-m", "egide.cli", *words]
        return subprocess.run(command, env=known, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    egide("init")
    egide("import-organization", str(file))
    egide("verify", "--records")
    told = egide("export-organization", "berck", str(tmp_path / "back.egide"))
    assert before[-1].hash.hex() in told.replace("\n", "")
    with installed():
        import_archive(tmp_path / "back.egide", NOW)
        assert chain(body) == before
        assert verify().sound
    assert connection.vendor == "postgresql"
