"""A body with people in every role, each in a browser of their own, and records to look at."""

import dataclasses
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from egide.law import facts
from egide.platform.accounts.models import User
from egide.platform.organizations.services import add_services, enrol
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity
from egide.registers.systems.models import AiSystem

MODELS = {facts.ProcessingActivity: ProcessingActivity, facts.AiSystem: AiSystem}


def person(body, role, **how):
    user = User.objects.create_user(f"{uuid.uuid4().hex}@exemple.fr", name=f"{role.label} {body.slug}")
    with acting(Actor("test")):
        enrol(user, body, role, **how)
    client = Client()
    client.force_login(user)
    client.person = user
    return client


@pytest.fixture
def referent(body):
    return person(body, Role.REFERENT)


@pytest.fixture
def reader(body):
    return person(body, Role.READER)


@pytest.fixture
def controller(body):
    return person(body, Role.CONTROLLER)


@pytest.fixture
def contributor(body):
    """Of the school service."""
    with acting(Actor("test")):
        services = add_services(body, ["Écoles", "Police"])
    return person(body, Role.CONTRIBUTOR, services=[services["Écoles"].id])


@pytest.fixture
def stranger(other):
    return person(other, Role.REFERENT)


def store(body, known, *, at=None):
    record = MODELS[type(known)].new(body.id, known)
    with scope(body), acting(Actor("Zoé Petit", at=at)):
        return save_aggregate(record, known)


def change(body, record, *, at=None, who="Zoé Petit", **known):
    with scope(body), acting(Actor(who, at=at)):
        stored = type(record).objects.get(id=record.id)
        return save_aggregate(stored, dataclasses.replace(stored.facts(), **known), expected=stored.revision)


def activity(**known):
    return facts.ProcessingActivity(id=uuid.uuid4(), **{"name": "Cantine", **known})


def system(**known):
    return facts.AiSystem(id=uuid.uuid4(), **{"name": "Traducteur", **known})


def address(body, name, record=None, **kwargs):
    if record is not None:
        kwargs["record_id"] = record.id
    return reverse(name, kwargs={"body": body.slug, **kwargs})


def facts_of(body, record):
    with scope(body):
        return type(record).objects.get(id=record.id).facts()
