"""Ma collectivité: what it counts is what the law says today, asked anew after each write and each midnight only."""

import dataclasses
import uuid
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from egide.law import facts
from egide.law.rules.engine import assess
from egide.platform.accounts.models import User
from egide.platform.organizations.services import enrol
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity, ProcessorActivity
from egide.registers.processing.queries import register_facts
from egide.steering.overview import standing as remembered
from egide.steering.overview.standing import standing
from tests.platform.conftest import make_body

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def body(db):
    return make_body("ville", name="Ville")


def add(body, name, model=ProcessingActivity, **known):
    shape = model.storage.shape
    value = shape(id=uuid.uuid4(), name=name, **known)
    with scope(body), acting(Actor("Alice")):
        return save_aggregate(model.new(body.id, value), value)


def asked(body, today=TODAY):
    with TestCase.captureOnCommitCallbacks(execute=True), scope(body):
        return standing(body, today)


@pytest.fixture
def counted(monkeypatch):
    calls = []
    monkeypatch.setattr(remembered, "assess", lambda *given: calls.append(given) or assess(*given))
    return calls


def test_it_says_what_the_law_says(body):
    add(body, "Cantine")
    add(body, "Paie", ProcessorActivity)
    with scope(body):
        found = assess(register_facts(body), TODAY)
    for _ in range(2):  # asked, then remembered
        stands = asked(body)
        assert stands.assessment.findings == found.findings
        assert stands.assessment.tallies == found.tallies
        assert len(stands.records) == 2


def test_the_law_is_asked_again_after_a_write_and_on_another_day_only(body, counted):
    record = add(body, "Cantine")
    asked(body), asked(body)
    assert len(counted) == 1
    with scope(body), acting(Actor("Alice")):
        save_aggregate(record, dataclasses.replace(record.facts(), notes="relue"), expected=record.revision)
    asked(body)
    assert len(counted) == 2
    asked(body, TODAY + timedelta(days=1))
    assert len(counted) == 3


def test_a_write_elsewhere_changes_nothing(body, counted):
    asked(body)
    add(make_body("autre"), "Crèche")
    asked(body)
    assert len(counted) == 1


def test_nothing_that_a_record_says_goes_to_the_cache(body, monkeypatch):
    kept = []
    monkeypatch.setattr(cache, "set", lambda _name, value, _age: kept.append(value))
    add(body, "SECRET-NAME", notes="SECRET-NOTE")
    asked(body)
    assert kept
    assert "SECRET" not in str(kept)


def page(client, body, role=Role.REFERENT):
    person = User.objects.create_user(f"{uuid.uuid4().hex}@exemple.fr", name="Anne")
    with acting(Actor("test")):
        enrol(person, body, role)
    client.force_login(person)
    return client.get(f"/o/{body.slug}/")


def test_an_empty_register_is_told_how_to_begin(client, body):
    shown = page(client, body).content.decode()
    assert "Votre registre est encore vide" in shown
    assert "Écrire une première fiche" in shown
    read_only = page(client, body, Role.READER).content.decode()
    assert "Votre registre est encore vide" in read_only
    assert "Écrire une première fiche" not in read_only


def test_each_action_opens_the_record_it_is_about(client, body):
    record = add(body, "Cantine")
    shown = page(client, body)
    assert shown.context["activities"] == 1
    urls = {action.url.split("#")[0] for action in shown.context["actions"]}
    assert f"/o/ville/traitements/{record.id}/" in urls
    for url in urls:
        assert client.get(url).status_code == 200, url


def test_its_queries_do_not_grow_with_the_register(client, body):
    """Neither when the law is asked, nor when its answer is remembered."""
    found = {}
    for number in (1, 3):
        for rank in range(number):
            add(body, f"Fiche {number} {rank}", purposes=(facts.Purpose(id=uuid.uuid4(), text="Nourrir"),))
        page(client, body)
        add(body, f"Fiche {number}")
        found[number] = queries_of(client, body), queries_of(client, body)
    assert found[1] == found[3]
    asked, again = found[3]
    assert again < asked
    assert again <= 16


def queries_of(client, body):
    with TestCase.captureOnCommitCallbacks(execute=True), CaptureQueriesContext(connection) as queries:
        client.get(f"/o/{body.slug}/")
    return len(queries)
