"""A register may let people move some records only: the screen asks its policy for the very record."""

import dataclasses
import uuid

import pytest
from django.http import Http404
from django.test import RequestFactory

from egide.law import facts
from egide.platform.kernel.policy import BY_SERVICE, OF_OWN_SERVICES, Action, Policy
from egide.platform.kernel.screens.moving import record_move
from egide.platform.organizations.access import access_to
from egide.platform.organizations.shapes import Role
from egide.platform.records.scope import scope
from egide.registers.processing.registers import PROCESSING_ACTIVITIES
from tests.platform.kernel.conftest import store

pytestmark = pytest.mark.django_db
MOVE = (Action.MOVE, Role.CONTRIBUTOR)
STRICT = dataclasses.replace(
    PROCESSING_ACTIVITIES,
    policy=Policy({**BY_SERVICE.table, Action.MOVE: frozenset({Role.CONTRIBUTOR})}, {MOVE: OF_OWN_SERVICES}),
)


def asked(body, contributor, record):
    request = RequestFactory().get("/")
    request.user, request.organization = contributor.person, body
    request.access = access_to(contributor.person.id, body.slug)
    with scope(body):
        return record_move(request, body=body.slug, register=STRICT, record_id=record.id)


def test_a_record_of_another_service_stays_where_it_is(body, contributor):
    own = store(body, facts.ProcessingActivity(id=uuid.uuid4(), name="Cantine", department="Écoles"))
    another = store(body, facts.ProcessingActivity(id=uuid.uuid4(), name="Vidéo", department="Police"))
    assert asked(body, contributor, own).status_code == 200
    with pytest.raises(Http404):
        asked(body, contributor, another)
