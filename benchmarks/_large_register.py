"""One body with a large register and a person who keeps it: fills the base, prints JSON."""
# ruff: noqa: PLC0415 - Django is set up before its models are read

import dataclasses
import json
import sys
import uuid
from itertools import cycle, islice
from typing import Any

import django

from benchmarks._territory import activities, session


def fill(count: int) -> dict[str, Any]:
    """`count` activities, as rich as those of the demonstration, through the real door."""
    from egide.law.facts import Organization as Facts
    from egide.law.facts.codes import OrganizationKind
    from egide.platform.accounts.models import User
    from egide.platform.organizations.services import create_organization, enrol
    from egide.platform.organizations.shapes import Role
    from egide.platform.records import saving
    from egide.platform.records.acting import Actor, Origin, acting
    from egide.platform.records.scope import scope
    from egide.registers.processing.models import ProcessingActivity

    with acting(Actor("Mesure", origin=Origin.COMMAND)):
        body = create_organization(Facts(id=uuid.uuid4(), name="Grande ville", kind=OrganizationKind.COMMUNE))
        user = User.objects.create_user("membre@exemple.fr", name="membre")
        enrol(user, body, Role.REFERENT)
        told = [dataclasses.replace(a, id=uuid.uuid4()) for a in islice(cycle(activities()), count)]
        with scope(body):
            saving.save_many([saving.Change(ProcessingActivity.new(body.id, a), a) for a in told])
    return {"slug": body.slug, "member": session(user), "record": str(told[0].id)}


if __name__ == "__main__":
    django.setup()
    from egide.platform.records.identity import SYSTEM, identified

    with identified(SYSTEM):
        known = fill(int(sys.argv[1]))
    sys.stdout.write(json.dumps(known))
