"""The whole register of a body, as facts: what the law, the documents and the files are given."""

from typing import Any

from egide.law.facts import Register
from egide.platform.organizations.models import Organization
from egide.platform.records.models import State, with_lines
from egide.registers.processing.models import ProcessingActivity, ProcessorActivity
from egide.registers.systems.models import AiSystem


def register_facts(body: Organization) -> Register:
    """What is in service in a body, in French order, with seven queries whatever its size. Needs its scope."""
    activities = [record.facts() for model in (ProcessingActivity, ProcessorActivity) for record in _in_service(model)]
    systems = tuple(record.facts() for record in _in_service(AiSystem))
    return Register(organization=body.facts(), activities=tuple(activities), ai_systems=systems)


def _in_service(model: Any) -> list[Any]:
    return with_lines(model.objects.filter(state=State.ACTIVE).order_by("sort_key", "id").defer("search_text"))
