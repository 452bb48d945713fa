"""Another installation beside that of the tests: empty, on the same kind of database."""

import os
import subprocess
from contextlib import contextmanager

import pytest
from django.db import connection

from egide.database import as_owner


def run(*command):
    """A program of PostgreSQL, as the role that is connected."""
    told = connection.settings_dict
    known = {"PGHOST": told["HOST"], "PGPORT": told["PORT"], "PGUSER": told["USER"], "PGPASSWORD": told["PASSWORD"]}
    subprocess.run(command, env={**os.environ, **known}, check=True, timeout=60)


@contextmanager
def database_named(name):
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(name)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@pytest.fixture
def state(settings, tmp_path):
    """The folder of the installation of this test."""
    settings.STATE = tmp_path / "state"
    settings.STATE.mkdir(mode=0o700)
    return settings.STATE


@pytest.fixture
def elsewhere(settings, tmp_path):
    """Go to a new installation, whose base is empty, by `with elsewhere():`; it goes away with the test."""
    made = []

    @contextmanager
    def go(number=1):
        before, settings.STATE = settings.STATE, tmp_path / f"elsewhere-{number}"
        settings.STATE.mkdir(mode=0o700, exist_ok=True)
        name = settings.STATE / "egide.sqlite3"
        if connection.vendor == "postgresql":
            name = f"egide_elsewhere_{number}"
            if name not in made:
                with as_owner(connection):
                    run("createdb", name)
                    made.append(name)
        with database_named(name):
            yield settings.STATE
        settings.STATE = before

    yield go
    with as_owner(connection):
        for name in made:
            run("dropdb", "--force", name)
