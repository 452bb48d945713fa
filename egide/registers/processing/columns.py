"""What the list of activities shows beside the facts: computed when a record is saved, from the law of that day."""

from typing import Any

from django.db.models import Q

from egide.platform.kernel.columns import Cell, Column
from egide.platform.kernel.filters import UNKNOWN, Filter


def _completeness(record: Any) -> Cell:
    percent = record.completeness
    return Cell(f"{percent} %" if percent is not None else "—", percent=percent)


def _findings(record: Any) -> Cell:
    if record.critical_findings:
        plural = "s" if record.critical_findings > 1 else ""
        return Cell(f"{record.critical_findings} critique{plural}", tone="critical")
    if record.other_findings:
        return Cell(f"{record.other_findings} à revoir", tone="warn")
    return Cell("Rien à corriger", tone="good") if record.critical_findings is not None else Cell("—")


COMPLETENESS = Column(
    "completeness",
    "Complétude",
    _completeness,
    ("completeness",),
    sort="completeness",
    numeric=True,
    always=True,
)
FINDINGS = Column(
    "findings",
    "Points à revoir",
    _findings,
    ("critical_findings", "other_findings"),
    sort="critical_findings",
    always=True,
)

INCOMPLETE = Filter(
    "incomplete",
    "Complétude",
    lambda _: [("1", "Incomplète"), ("0", "Complète")],
    lambda value: Q(completeness__lt=100) if value == "1" else Q(completeness=100),
    is_spoken=True,
)
NEEDS_ASSESSMENT = Filter(
    "aipd-requise",
    "AIPD requise",
    lambda _: [("1", "Oui"), ("0", "Non"), (UNKNOWN, "Impossible à dire")],
    lambda value: Q(needs_assessment=None) if value == UNKNOWN else Q(needs_assessment=value == "1"),
)
