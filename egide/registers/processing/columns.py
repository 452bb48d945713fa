"""What the list of activities shows beside the facts: computed when a record is saved, from the law of that day."""

from typing import Any

from egide.platform.kernel.columns import Cell, Column


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
