"""Alive, ready, counted, and told in lines that hold nothing of anyone."""

import io
import json
import logging
import re

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from egide.operations.backup.last import Last, remember
from egide.operations.watching import counting, lines, readiness, sharing
from egide.platform.organizations.services import enrol
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from tests.platform.conftest import make_body
from tests.platform.rows import make_person

CANARY = "canari-7f3a"
pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """What the handler of the root writes."""
    into = io.StringIO()
    handler = logging.StreamHandler(into)
    handler.setFormatter(lines.JsonLines())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in into.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def refused(*_, **__):
    raise OperationalError("no")


def test_health_asks_nothing(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(connection, "cursor", refused)
    answer = client.get("/sante/", headers={"host": "any.name.at.all"})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_ready(client):
    assert client.get("/pret/").json() == {"status": "ok", "reasons": []}


def test_not_ready_without_its_database(client, monkeypatch):
    monkeypatch.setattr(connection, "cursor", refused)
    monkeypatch.setattr(connection, "close", lambda: None)
    answer = client.get("/pret/")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["database"])


def test_not_ready_before_its_migrations_nor_without_room(client, monkeypatch):
    monkeypatch.setattr(readiness, "_seen", {})
    monkeypatch.setattr(readiness.MigrationExecutor, "migration_plan", lambda *_: [1])
    monkeypatch.setattr(readiness.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 5}))
    answer = client.get("/pret/")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["migrations", "disk"])


def test_who_reads_the_numbers(client, monkeypatch):
    assert client.get("/metriques/").status_code == 200
    assert client.get("/metriques/", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.get("/metriques/", headers={"x-forwarded-for": "192.0.2.7"}).status_code == 404
    monkeypatch.setenv("EGIDE_METRICS_TOKEN", "un jeton")
    assert client.get("/metriques/").status_code == 404
    assert client.get("/metriques/", headers={"authorization": "Bearer un jeton"}).status_code == 200
    assert client.get("/metriques/", headers={"authorization": "Bearer été"}).status_code == 404


def numbers(client):
    text = client.get("/metriques/").content.decode()
    return {name: float(value) for name, value in re.findall(r"^(\w+(?:\{[^}]*\})?) (\S+)$", text, re.MULTILINE)}


def test_what_is_counted(client, state):
    before = numbers(client)
    body = make_body("berck")
    remember(state, Last(timezone.now(), "/x", 1234, 0.1))
    client.get("/connexion/")
    client.get("/nulle-part/")
    after = numbers(client)
    for name in ('egide_requests_total{status="2xx"}', "egide_request_seconds_count"):
        assert after[name] > before.get(name, 0)
    assert after["egide_organizations"] == before["egide_organizations"] + 1
    assert after["egide_versions"] == before["egide_versions"] + 1
    assert after["egide_last_backup_bytes"] == 1234
    assert after["egide_database_up"] == 1
    assert body.slug not in client.get("/metriques/").content.decode()


def test_the_numbers_without_a_database(client, monkeypatch):
    monkeypatch.setattr("egide.operations.watching.figures._of_the_database", refused)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert numbers(client)["egide_database_up"] == 0


def test_one_line_for_each_request(client, told):
    client.get("/connexion/?next=/o/berck/")
    answer = client.get("/o/berck/traitements/")
    login, asked = [line for line in told() if line["logger"] == "egide.requests"]
    assert (login["route"], login["status"], login["method"]) == ("/connexion/", 200, "GET")
    assert asked["route"] == "/o/<slug:body>/traitements/"
    assert re.fullmatch("[0-9a-f]{32}", asked["request"])
    assert asked["request"] == answer["X-Request-ID"] != login["request"]


@pytest.fixture
def person(client):
    body = make_body("berck")
    with acting(Actor("test")):
        user = make_person(CANARY)
        enrol(user, body, Role.REFERENT)
    client.force_login(user)
    return user


def test_nothing_of_anyone_is_written(person, client, told, monkeypatch):
    """A name, an address, a search, a text that was typed, the address of a body, the text of an exception."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    client.get(f"/o/berck/traitements/?q={CANARY}")
    client.get(f"/o/{CANARY}/traitements/", headers={"user-agent": CANARY, "referer": f"http://{CANARY}/"})
    client.post("/o/berck/traitements/ajouter/", {"name": CANARY, "notes": f"{CANARY}@exemple.fr"})
    client.post("/connexion/", {"login": f"{CANARY}@exemple.fr", "password": CANARY})
    client.get("/connexion/", headers={"host": f"{CANARY}.exemple.fr"})

    def fails(*_, **__):
        raise ValueError(f"Key (email)=({CANARY}@exemple.fr) already exists")

    monkeypatch.setattr("egide.platform.organizations.middleware.access_to", fails)
    assert client.get("/o/berck/traitements/").status_code == 500
    written = told()
    assert CANARY not in json.dumps(written, ensure_ascii=False)
    failed = [line for line in written if "errors" in line]
    assert failed[-1]["errors"][0]["kind"] == "ValueError"
    assert any("test_watching.py" in frame for frame in failed[-1]["errors"][0]["frames"])
    assert failed[-1]["request"]
    assert len([line for line in written if line["logger"] == "egide.requests"]) == 6


def one_line(name, message, *values, error=None):
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, values, info)
    return json.loads(lines.JsonLines().format(record))


def test_the_words_of_a_message_and_its_numbers():
    assert one_line("egide.mail", "invitation %s of %d people in %.1f s", "canari", 3, 0.5)["message"] == (
        "invitation … of 3 people in 0.5 s"
    )
    assert (
        one_line("gunicorn.error", "Error handling request %s", "/?q=canari")["message"] == "Error handling request …"
    )
    assert "message" not in one_line("django.security.DisallowedHost", "Invalid HTTP_HOST header: 'canari'")
    assert "message" not in one_line("library", "about canari")
    assert one_line("egide.x", "about %(who)s", {"who": "canari"})["message"] == "about %(who)s"


def test_errors_that_follow_one_another():
    error = RuntimeError("canari")
    error.__cause__ = KeyError("canari")
    told = one_line("egide.x", "failed", error=error)
    assert [each["kind"] for each in told["errors"]] == ["RuntimeError", "KeyError"]


def test_counts_are_shared_in_memory(tmp_path, monkeypatch):
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path))
    monkeypatch.setenv(sharing.FOLDER, "")
    (tmp_path / "egide-counts-999999999-x").mkdir()
    folder = sharing.share_between_processes()
    assert folder.parent == tmp_path
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
    assert counting.text().startswith(b"# HELP")
