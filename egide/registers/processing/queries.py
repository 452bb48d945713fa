"""The whole register of a body, as facts: what the law, the documents and the files are given."""

from datetime import datetime
from typing import Any

from egide.law.facts import Register
from egide.platform.organizations.models import Organization
from egide.platform.records.history import PastRecord, as_of, record_as_of
from egide.platform.records.models import State, with_lines
from egide.registers.processing.models import ProcessingActivity, ProcessorActivity
from egide.registers.systems.models import AiSystem


def register_facts(body: Organization) -> Register:
    """What is in service in a body, in French order, with seven queries whatever its size. Needs its scope."""
    activities = [record.facts() for model in (ProcessingActivity, ProcessorActivity) for record in _in_service(model)]
    systems = tuple(record.facts() for record in _in_service(AiSystem))
    return Register(organization=body.facts(), activities=tuple(activities), ai_systems=systems)


def register_as_of(body: Organization, instant: datetime) -> Register:
    """The same as it stood at an instant; what cannot be read of it is left out. Needs the scope of the body."""
    then = record_as_of(Organization, body.id, instant)
    told = then.facts if isinstance(then, PastRecord) else body.facts()
    activities = [
        past.facts for model in (ProcessingActivity, ProcessorActivity) for past in as_of(model, instant).active
    ]
    systems = tuple(past.facts for past in as_of(AiSystem, instant).active)
    return Register(organization=told, activities=tuple(activities), ai_systems=systems)


def _in_service(model: Any) -> list[Any]:
    return with_lines(model.objects.filter(state=State.ACTIVE).order_by("sort_key", "id").defer("search_text"))
