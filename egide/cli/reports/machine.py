"""The report for programs: JSON of our own, and SARIF 2.1.0 for the tools that read it."""

from typing import Any, Final
from urllib.parse import quote

import egide
from egide.formats.checking import Checked
from egide.formats.reading import Doubt, Place
from egide.law.rules import ALL_RULES
from egide.law.rules.rule import Finding, Rule, Severity

_LEVELS: Final = {
    Severity.CRITICAL: "error",
    Severity.MAJOR: "error",
    Severity.MINOR: "warning",
    Severity.INFO: "note",
}


def as_json(checked: tuple[Checked, ...]) -> dict[str, Any]:
    """Everything the check concluded; dates in ISO 8601, codes as in the package format."""
    reading = checked[0].reading
    return {
        "egide": egide.__version__,
        "checked_on": checked[0].assessment.today.isoformat(),
        "file": reading.file_name,
        "format": reading.format,
        "format_label": reading.format_label,
        "blank_model": reading.is_blank_model,
        "bodies": [_body(each) for each in checked],
        "doubts": [_doubt(doubt) for doubt in reading.doubts],
        "left_out": [{**_place(place), "reason": reason} for place, reason in reading.ignored()],
    }


def _body(checked: Checked) -> dict[str, Any]:
    score = checked.score
    return {
        "name": checked.register.organization.name,
        "name_advice": checked.naming,
        "counts": {severity.value: number for severity, number in checked.assessment.counts.items()},
        "score": {
            "grade": score.grade.value,
            "label": score.grade.label,
            "percent": score.percent,
            "lost": score.lost,
            "total": score.total,
            "losses": [
                {"rule": loss.rule.id, "weight": loss.weight, "fired": loss.fired, "asked": loss.asked}
                for loss in score.losses
            ],
        },
        "findings": [_finding(checked, f) for f in checked.assessment.of(checked.register.organization.id)],
        "activities": [
            {
                "id": str(record.id),
                "reference": record.reference,
                "name": record.name,
                "findings": [_finding(checked, finding) for finding in checked.assessment.of(record.id)],
            }
            for record in checked.register.activities
        ],
        "cannot_say": [
            {
                "path": silence.path,
                "label": silence.label,
                "rules": list(silence.rules),
                "records": silence.subjects,
                "advice": checked.advice(silence),
            }
            for silence in checked.assessment.silences
        ],
    }


def _finding(checked: Checked, finding: Finding) -> dict[str, Any]:
    rule, place = finding.rule, checked.place(finding)
    return {
        "rule": rule.id,
        "severity": finding.severity.value,
        "kind": rule.kind.value,
        "upcoming": finding.upcoming,
        "title": rule.title,
        "message": rule.message,
        "action": rule.action,
        "basis": list(rule.basis),
        "to_confirm": rule.to_confirm,
        "path": finding.path,
        "field": checked.field(finding),
        "place": None if place is None else _place(place),
    }


def _place(place: Place) -> dict[str, str]:
    return {"sheet": place.sheet, "cell": place.cell}


def _doubt(doubt: Doubt) -> dict[str, Any]:
    return {
        "kind": doubt.kind.value,
        "message": doubt.message,
        "certainty": doubt.certainty,
        "record": None if doubt.record is None else str(doubt.record),
        "place": None if doubt.place is None else _place(doubt.place),
    }


def as_sarif(checked: tuple[Checked, ...]) -> dict[str, Any]:
    """SARIF 2.1.0: one run, a result per finding; the cell is a logical location, a file of cells has no lines."""
    fired = {finding.rule.id for each in checked for finding in each.assessment.findings}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "egide",
                        "version": egide.__version__,
                        "language": "fr",
                        "rules": [_sarif_rule(rule) for rule in ALL_RULES if rule.id in fired],
                    }
                },
                "results": [_sarif_result(each, finding) for each in checked for finding in each.assessment.findings],
            }
        ],
    }


def _sarif_rule(rule: Rule[Any]) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.message},
        "help": {"text": f"{rule.action} ({'; '.join(rule.basis)})"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"severity": rule.severity.value, "topic": rule.topic, "confirmed": rule.confirmed},
    }


def _sarif_result(checked: Checked, finding: Finding) -> dict[str, Any]:
    place = checked.place(finding)
    record = checked.records.get(finding.subject)
    subject = checked.body if record is None else record.title
    logical = [{"name": subject, "kind": "object"}]
    if place is not None:
        logical.append({"name": place.cell, "fullyQualifiedName": f"{place.sheet}!{place.cell}", "kind": "member"})
    return {
        "ruleId": finding.rule.id,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{subject}\u00a0: {finding.rule.message} {finding.rule.action}"},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": quote(checked.reading.file_name)}},
                "logicalLocations": logical,
            }
        ],
        "properties": {"path": finding.path, "field": checked.field(finding)},
    }
