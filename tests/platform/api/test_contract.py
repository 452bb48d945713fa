"""The whole contract, by schemathesis: what it generates is answered as the document says, and never by a fault.

`EGIDE_API_CALLS=10000` makes a long run of about so many calls; without it, a few for each operation.
"""

import json
import os
import random

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase
from hypothesis import settings as how
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode

from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import unlocked
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope
from egide.urls import REGISTERS
from tests.machinery.routes import every_api_route
from tests.machinery.world import canaried
from tests.platform.api.calling import key_of, person

OPERATIONS = sum(len(route.view.operations) for route in every_api_route() if hasattr(route.view, "operations"))
CALLS = int(os.environ.get("EGIDE_API_CALLS", "0"))
EXAMPLES = CALLS // OPERATIONS + 1 if CALLS else 4
# What the law refuses though the schema allows it, a version that is not the last, a record that is away.
REFUSED_THOUGH_WELL_FORMED = ["2xx", "304", "404", "409", "412", "422"]
CONFIG = SchemathesisConfig.from_dict(
    {
        "phases": {"coverage": {"enabled": bool(CALLS)}},  # thousands of calls, for the long run
        "checks": {
            "positive_data_acceptance": {"expected-statuses": REFUSED_THOUGH_WELL_FORMED},
            "missing_required_header": {"expected-statuses": ["428"]},
        },
    }
)
CONTRACT = schemathesis.openapi.from_dict(json.loads(Client().get("/api/v1/openapi.json").content), config=CONFIG)
CONTRACT.app = get_wsgi_application()
made = {"calls": 0}


class Aim:
    """Real places for what is generated: a body, a record of each register, the version it has."""

    def __init__(self, body):
        self.body, self.ids = body, {}
        with scope(body), acting(Actor("test")):
            for register in REGISTERS:
                value = canaried(register.storage.shape, register.name)
                self.ids[register.path] = save_aggregate(register.model.new(body.id, value), value).id
        self.token = key_of(person(body, Role.REFERENT))

    def at(self, case):
        """Two times in three, where there is something, at its last version."""
        if case.meta.generation.mode is not GenerationMode.POSITIVE:
            return
        if "au" in case.query:  # a past day goes with nothing but these
            kept = {n: v for n, v in case.query.items() if n in {"q", "situation", "page", "taille"}}
            case.query = {**kept, "au": "2020-01-01"}
        if random.random() < 0.3:  # noqa: S311 - chance, no secret
            return
        if "body" in case.path_parameters:
            case.path_parameters["body"] = self.body.slug
        register = next((r for r in REGISTERS if f"/{r.path}/" in case.operation.path), None)
        if "record_id" in case.path_parameters:
            case.path_parameters["record_id"] = str(self.ids[register.path])
        if "If-Match" in case.headers:
            last = unlocked(register.model).get(organization_id=self.body.id, id=self.ids[register.path])
            case.headers["If-Match"] = f'"{last.revision}"'


@pytest.mark.django_db
@CONTRACT.parametrize()
@how(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not CALLS,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_contract_holds(case, aim):
    aim.at(case)
    made["calls"] += 1
    case.call_and_validate(headers={"Authorization": f"Bearer {aim.token}", "Accept-Encoding": "identity"})


@pytest.fixture(scope="module", autouse=True)
def told():
    yield
    if CALLS:
        print(f"\n{made['calls']} generated calls answered as the contract says")


@pytest.fixture
def aim(body, settings):
    """As Django's own test client does, the connection of the test is kept from one request to the next."""
    settings.API_CALLS_PER_MINUTE = 1_000_000
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield Aim(body)
    for signal in signals:
        signal.connect(close_old_connections)
