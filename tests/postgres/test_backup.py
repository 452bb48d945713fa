"""The backup of docs/operations/postgresql.md: whole, though who makes it is under the policies; restored locked."""

import os
import subprocess

import pytest
from django.db import connection

from egide.database import as_owner
from egide.platform.organizations.models import Organization
from egide.platform.records import rowsecurity
from egide.platform.records.identity import NOBODY, SYSTEM, identified
from egide.platform.records.models import JournalEntry, unlocked
from tests.platform.conftest import make_body

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def run(*command, **environment):
    settings = connection.settings_dict
    told = {"PGHOST": settings["HOST"], "PGPORT": settings["PORT"], "PGUSER": settings["USER"], **environment}
    subprocess.run(command, env={**os.environ, "PGPASSWORD": settings["PASSWORD"], **told}, check=True, timeout=60)


@pytest.fixture
def restored(tmp_path):
    """The database, dumped, restored in another, and read there by the application."""
    make_body("ours")
    name, file = connection.settings_dict["NAME"], str(tmp_path / "egide.dump")
    with as_owner(connection):
        dump = ["pg_dump", "--format=custom", "--enable-row-security", f"--file={file}"]
        run(*dump, name, PGOPTIONS="-c app.user=system")
        run("createdb", f"{name}_restored")
        run("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={name}_restored", file)
        connection.settings_dict["NAME"] = f"{name}_restored"
    yield
    with as_owner(connection):
        connection.settings_dict["NAME"] = name
        run("dropdb", f"{name}_restored")


def test_a_backup_is_whole_and_as_locked_as_before(restored):
    assert rowsecurity.missing(connection) == []
    with identified(SYSTEM):
        assert [body.slug for body in unlocked(Organization)] == ["ours"]
        assert unlocked(JournalEntry).count() == 1
    with identified(NOBODY):
        assert unlocked(Organization).count() == unlocked(JournalEntry).count() == 0
