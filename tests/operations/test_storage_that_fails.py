"""A full disk, a base that is read-only or away: pages are still shown, writes are told to come back, and it heals."""

import errno
import sqlite3
import time

import pytest
from django.db import OperationalError, connection
from django.test import Client

from egide.faults import Failure, failure_of
from egide.platform.accounts.models import User
from egide.platform.organizations.services import enrol
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.journal.verifying import verify
from egide.platform.records.models import unlocked
from egide.registers.processing.models import ProcessingActivity
from tests.platform.conftest import make_body
from tests.platform.kernel.pages import posted
from tests.platform.rows import make_person

PASSWORD = "Colline-Bateau-Fougère-62"
REGISTER = "/o/berck/traitements/"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.machinery]


@pytest.fixture
def client():
    body = make_body("berck")
    with acting(Actor("test")):
        user = make_person("camille")
        enrol(user, body, Role.REFERENT)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


class no_room:  # noqa: N801 - a context manager
    """The base cannot grow (SQLite), or the server takes no writes (PostgreSQL): the true errors of each."""

    def __enter__(self):
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA page_count")
                cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0]}")
            else:
                cursor.execute("SET default_transaction_read_only = on")

    def __exit__(self, *_):
        with connection.cursor() as cursor:
            sqlite = connection.vendor == "sqlite"
            cursor.execute("PRAGMA max_page_count=1073741823" if sqlite else "RESET default_transaction_read_only")


def add(client, name="Cantine"):
    form = client.get(f"{REGISTER}ajouter/")
    return client.post(f"{REGISTER}ajouter/", posted(form, name=name, notes="x" * 19_000))


def names():
    return set(unlocked(ProcessingActivity).values_list("name", flat=True))


def test_reads_go_on_writes_are_refused_and_it_heals(client):
    assert add(client, "Avant").status_code == 302
    with no_room():
        refused = add(client, "Pendant")
        assert refused.status_code == 503
        assert refused["Retry-After"] == "60"
        assert "Rien ne peut être enregistré" in refused.content.decode()
        for page in (REGISTER, "/o/berck/", "/o/berck/journal/"):
            assert client.get(page).status_code == 200, page
    assert names() == {"Avant"}
    assert add(client, "Après").status_code == 302
    assert names() == {"Avant", "Après"}
    with identified(SYSTEM):
        assert verify().sound


def test_a_page_does_not_fail_because_the_hour_of_the_visit_is_not_written(client, monkeypatch):
    client.get(REGISTER)
    session = client.session
    session["egide.seen"] = time.time() - 120
    session.save()

    def full(*_, **__):
        raise OperationalError from sqlite_error(sqlite3.SQLITE_FULL)

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", full)
    assert client.get(REGISTER).status_code == 200
    assert add(client, "Gardé").status_code == 302
    assert names() == {"Gardé"}
    user = User.objects.get()
    user.set_password(PASSWORD)
    user.save()
    stranger = Client(raise_request_exception=False)
    assert stranger.post("/connexion/", {"login": user.email, "password": PASSWORD}).status_code == 503


def sqlite_error(code):
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    return error


def postgresql_error(state):
    kind = type("OperationalError", (Exception,), {"__module__": "psycopg.errors", "sqlstate": state})
    return kind()


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (sqlite_error(sqlite3.SQLITE_FULL), Failure.FULL),
        (sqlite_error(sqlite3.SQLITE_IOERR_WRITE), Failure.FULL),
        (sqlite_error(sqlite3.SQLITE_READONLY_DBMOVED), Failure.READ_ONLY),
        (sqlite_error(sqlite3.SQLITE_BUSY), Failure.BUSY),
        (sqlite_error(sqlite3.SQLITE_CONSTRAINT), None),
        (OSError(errno.ENOSPC, "x"), Failure.FULL),
        (FileNotFoundError(errno.ENOENT, "x"), None),
        (postgresql_error("53100"), Failure.FULL),
        (postgresql_error("25006"), Failure.READ_ONLY),
        (postgresql_error("57P01"), Failure.AWAY),
        (postgresql_error(None), Failure.AWAY),
        (postgresql_error("23505"), None),
        (ValueError("database or disk is full"), None),
        (None, None),
    ],
)
def test_what_an_error_says_of_the_storage(error, failure):
    assert failure_of(error) is failure
    outer = RuntimeError()
    outer.__cause__ = error
    assert failure_of(outer) is failure


def test_a_page_that_writes_while_it_shows_is_a_mistake_of_ours():
    assert failure_of(postgresql_error("25006"), writes=False) is None


def test_a_mistake_is_still_a_mistake(client, monkeypatch):
    def fails(*_, **__):
        raise ValueError

    monkeypatch.setattr("egide.platform.organizations.middleware.access_to", fails)
    answer = client.get(REGISTER)
    assert answer.status_code == 500
    assert "Égide a rencontré un problème" in answer.content.decode()
