"""What is kept beside an activity so that a list of hundreds need not ask the law of each: counts, of the day it was
saved. The fiche and the home page ask the law anew."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from egide.law.facts import Organization, Register
from egide.law.impact import Need
from egide.law.rules.rule import Severity
from egide.platform.organizations.models import Organization as Body
from egide.platform.records.scope import scoped_organization
from egide.registers.processing.conclusions import Conclusions, conclusions


def derive(saved: Sequence[tuple[Any, Any]], today: date) -> None:
    """Set the counts of records, as the law stood on a day, with one look at their body."""
    register = Register(organization=body_facts())
    for record, facts in saved:
        derive_one(record, facts, register, today)


def derive_one(record: Any, facts: Any, register: Register, today: date) -> None:
    """Set the counts of one record."""
    found = conclusions(facts, register, today)
    critical = sum(finding.severity is Severity.CRITICAL for finding in found.findings)
    record.critical_findings = critical
    record.other_findings = sum(finding.severity is not Severity.INFO for finding in found.findings) - critical
    record.completeness = round(100 * found.completeness.known / max(found.completeness.total, 1))
    record.needs_assessment = _needs_assessment(found)
    record.assessed_on = today


def _needs_assessment(found: Conclusions) -> bool | None:
    """Whether an impact assessment is to be made (GDPR art. 35); None when the facts do not tell."""
    if found.assessment is None or found.assessment.need is Need.CANNOT_SAY:
        return None
    return found.assessment.need in {Need.REQUIRED, Need.REQUIRED_PRESUMED}


def body_facts() -> Organization:
    """The body in scope, as facts."""
    facts: Organization = Body.objects.get(id=scoped_organization()).facts()
    return facts
