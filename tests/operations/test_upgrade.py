"""The base of the release that is out, brought to this one by the command of an administrator; and migrations that let
that release go on serving meanwhile. See docs/operations/mettre-a-jour.md."""

import json
import tarfile
from pathlib import Path

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from egide.operations.backup.restoring import restore
from egide.operations.doctor import databases
from egide.platform.organizations.models import Membership, Organization
from egide.platform.records.comparing import compare
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.journal.verifying import verify
from egide.platform.records.models import unlocked
from egide.registers.processing.models import ProcessingActivity
from tests.operations.compatibility import refusals, version

BODY = "communaute-d-agglomeration-du-pays-de-saint-omer"
RELEASES = Path(__file__).parent / "releases"


def latest(engine):
    found = sorted(RELEASES.glob(f"egide-*-{engine}.egide-backup"), key=lambda file: version(file.name.split("-")[1]))
    return found[-1]


def manifest(engine):
    with tarfile.open(latest(engine)) as opened:
        return json.load(opened.extractfile("manifest.json"))


@pytest.mark.machinery
@pytest.mark.django_db(transaction=True)
def test_the_base_of_the_release_that_is_out(elsewhere, client):
    file = latest(connection.vendor)
    assert file.stat().st_size < 400_000
    said = []
    with elsewhere():
        done = restore(file, timezone.now(), tell=lambda what, _: said.append(what))
        assert (done.bodies, done.entries) == (2, manifest(connection.vendor)["entries"])
        assert list(databases._state()) == []
        with identified(SYSTEM):
            assert verify().sound
            for body in unlocked(Organization):
                assert compare(body.id) == []
            person = unlocked(Membership).filter(organization__slug=BODY).first().user
            fiche = unlocked(ProcessingActivity).filter(organization__slug=BODY, state="active").first()
            written = unlocked(ProcessingActivity).count()
        assert written > 10
        client.force_login(person)
        base = f"/o/{BODY}/"
        for page in ("", "journal/", "traitements/", f"traitements/{fiche.id}/", f"traitements/{fiche.id}/historique/"):
            assert client.get(base + page).status_code == 200, page
    assert "Pages essayées" in said


@pytest.mark.django_db
def test_what_is_not_released_yet_lets_the_release_that_is_out_serve():
    told = manifest("sqlite")
    loader = MigrationLoader(connection)
    new = [m for key, m in loader.disk_migrations.items() if ".".join(key) not in told["migrations"]]
    assert [why for migration in new for why in refusals(migration, told["egide"])] == []


def test_a_released_migration_stays():
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    for engine in ("sqlite", "postgresql"):
        assert set(manifest(engine)["migrations"]) <= known


TEXT = models.CharField(max_length=5)


@pytest.mark.parametrize(
    ("operation", "allowed"),
    [
        (migrations.CreateModel("new", [("id", models.UUIDField(primary_key=True))]), True),
        (migrations.AddField("old", "note", models.TextField(null=True)), True),
        (migrations.AddField("old", "note", models.CharField(max_length=5, db_default="")), True),
        (migrations.AddField("old", "note", models.CharField(max_length=5, default="")), False),
        (migrations.AddField("old", "note", models.CharField(max_length=5, null=True, unique=True)), False),
        (migrations.AddIndex("old", models.Index(fields=["note"], name="x")), True),
        (migrations.RunPython(migrations.RunPython.noop), True),
        (migrations.RemoveField("old", "note"), False),
        (migrations.RenameField("old", "note", "remark"), False),
        (migrations.AlterField("old", "note", TEXT), False),
        (migrations.DeleteModel("old"), False),
        (migrations.RenameModel("old", "older"), False),
        (migrations.AlterModelTable("old", "older"), False),
        (migrations.RunSQL("DROP TABLE old"), False),
        (migrations.SeparateDatabaseAndState([migrations.RemoveField("old", "note")]), False),
        (migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("old", "note")]), True),
    ],
    ids=lambda value: value.describe()[:60] if hasattr(value, "describe") else str(value),
)
def test_what_a_migration_may_do(operation, allowed):
    migration = migrations.Migration("0002_x", "records")
    migration.operations = [operation]
    assert (refusals(migration, "0.4.0") == []) is allowed


def test_a_table_that_is_born_may_be_shaped_at_once():
    migration = migrations.Migration("0002_x", "records")
    made = migrations.CreateModel("new", [("id", models.UUIDField(primary_key=True))])
    migration.operations = [made, migrations.AddField("new", "note", TEXT)]
    assert refusals(migration, "0.4.0") == []


@pytest.mark.parametrize(("declared", "allowed"), [("0.3.0", True), ("0.4.0", False), ("0.10.0", False)])
def test_what_nobody_uses_any_more_may_go(declared, allowed):
    migration = migrations.Migration("0002_x", "records")
    migration.operations, migration.contracts = [migrations.RemoveField("old", "note")], declared
    assert (refusals(migration, "0.4.0") == []) is allowed
