"""What the law says of a record today: the findings of its fiche, and what is not known enough to say."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from egide.law.rules.rule import Finding
from egide.platform.api.problems import JsonAnswer
from egide.platform.api.records import find
from egide.platform.api.representation import place
from egide.platform.api.requests import ApiRequest
from egide.platform.kernel.registers import Register


def record_findings(request: ApiRequest, given: dict[str, Any], register: Register, record_id: UUID) -> HttpResponse:
    """Asked of the rules anew."""
    del request, given
    facts = find(register, record_id).facts()
    findings, silences = register.judged(facts, timezone.localdate())
    return JsonAnswer(
        {
            "findings": [_finding(facts, finding) for finding in findings],
            "silences": [{"path": silence.path, "label": silence.label} for silence in silences],
        }
    )


def _finding(facts: Any, finding: Finding) -> dict[str, Any]:
    rule = finding.rule
    return {
        "rule": rule.id,
        "severity": finding.severity.value,
        "kind": rule.kind.value,
        "title": rule.title,
        "message": rule.message,
        "action": rule.action,
        "path": place(facts, finding.path),
        "basis": list(rule.basis),
        "upcoming": finding.upcoming,
        "to_confirm": rule.to_confirm,
    }
