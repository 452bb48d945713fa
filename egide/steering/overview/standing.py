"""How a body stands: the law is asked once for each day and each state of its journal, not at each view.

What is kept meanwhile is numbers and names of fields, never what a record says: the cache knows no row policy.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.core.cache import cache
from django.db import transaction

import egide
from egide.law.rules import ALL_RULES
from egide.law.rules.assessment import Assessment, Tally
from egide.law.rules.engine import assess
from egide.law.rules.rule import Finding
from egide.platform.organizations.models import Organization
from egide.platform.records.models import JournalHead
from egide.registers.processing.queries import register_facts

_DAY: Final = 24 * 3600
_RULES: Final = {rule.id: rule for rule in ALL_RULES}
Kept = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Standing:
    """The records in service, and what the rules found of them and of the body. Silences are left out."""

    records: frozenset[UUID]
    assessment: Assessment


def standing(body: Organization, today: date) -> Standing:
    """As of the last write of the body. Needs its scope."""
    name = _name(body, today)
    kept: Kept | None = cache.get(name)
    if kept is None:
        kept = _asked(body, today)
        transaction.on_commit(partial(cache.set, name, kept, _DAY), robust=True)  # a page that is read cannot write
    return _told(kept, today)


def _name(body: Organization, today: date) -> str:
    """Another one as soon as anything is written in the body: every write seals an entry."""
    seal = JournalHead.objects.values_list("hash", flat=True).get(organization_id=body.id)
    return f"standing:{egide.__version__}:{body.id.hex}:{bytes(seal).hex()}:{today:%Y%m%d}"


def _asked(body: Organization, today: date) -> Kept:
    register = register_facts(body)
    found = assess(register, today)
    return {
        "records": [activity.id for activity in register.activities],
        "findings": [(f.rule.id, f.subject, f.path, f.upcoming) for f in found.findings],
        "tallies": [(t.rule.id, t.fires, t.holds, t.cannot_say) for t in found.tallies],
    }


def _told(kept: Kept, today: date) -> Standing:
    findings = tuple(Finding(_RULES[rule], *rest) for rule, *rest in kept["findings"])
    tallies = tuple(Tally(_RULES[rule], *counts) for rule, *counts in kept["tallies"])
    return Standing(frozenset(kept["records"]), Assessment(today, findings, (), tallies))
