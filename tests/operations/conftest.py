"""Other installations beside that of the tests, on the same kind of database: empty, or with its tables made."""

import os
import shutil
import subprocess
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection

from egide.database import as_owner

# The bases of a cluster are shared by the processes of the suite: each has its own.
MINE = os.environ.get("PYTEST_XDIST_WORKER", "alone")
TEMPLATE = f"egide_template_{MINE}"


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


def settle(settings, folder):
    """The installation is in this folder, with its files."""
    folder.mkdir(mode=0o700, exist_ok=True)
    attachments = {**settings.STORAGES["attachments"], "OPTIONS": {"location": str(folder / "files")}}
    settings.STATE, settings.STORAGES = folder, {**settings.STORAGES, "attachments": attachments}


@pytest.fixture
def state(settings, tmp_path):
    """The folder of the installation of this test."""
    settle(settings, tmp_path / "state")
    return settings.STATE


@pytest.fixture(scope="session")
def template(django_db_setup, django_db_blocker, tmp_path_factory):
    """A base whose tables are made, to be copied: its name."""
    with django_db_blocker.unblock():
        postgresql = connection.vendor == "postgresql"
        name = TEMPLATE if postgresql else tmp_path_factory.mktemp("template") / "egide.sqlite3"
        with as_owner(connection):
            if postgresql:
                run("createdb", name)
        with database_named(name):
            call_command("migrate", verbosity=0, interactive=False)
            if not postgresql:
                connection.cursor().execute("PRAGMA journal_mode=DELETE")
    yield name
    with django_db_blocker.unblock(), as_owner(connection):
        if postgresql:
            run("dropdb", "--force", name)


@pytest.fixture
def places(settings, tmp_path):
    """Go to another installation, by `with places(number, model):`; it goes away with the test."""
    made = []

    @contextmanager
    def go(number, model=None):
        before = settings.STATE
        settle(settings, tmp_path / f"elsewhere-{number}")
        name = settings.STATE / "egide.sqlite3"
        if connection.vendor == "postgresql":
            name = f"egide_elsewhere_{MINE}_{number}"
            with as_owner(connection):
                if name not in made:
                    run("createdb", *([f"--template={model}"] if model else []), name)
                    made.append(name)
        elif model:
            shutil.copy(model, name)
        with database_named(name):
            yield settings.STATE
        settle(settings, before)

    yield go
    with as_owner(connection):
        for name in made:
            run("dropdb", "--force", name)


@pytest.fixture
def elsewhere(places):
    """`with elsewhere():` a new installation, whose base is empty."""
    return lambda number=1: places(number)


@pytest.fixture
def installed(places, template):
    """`with installed():` a new installation, whose tables are made."""
    return lambda number=1: places(number, template)
