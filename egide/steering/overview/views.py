"""Ma collectivité: counts first, what to do next, what changed lately. Every conclusion is of this very day."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from egide.law.rules.rule import Finding, Severity
from egide.law.score import score
from egide.platform.bodies.presentation import WRITERS
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.guarding import Request
from egide.platform.organizations.shapes import CENTRE_ROLES, MEMBER_ROLES, Role
from egide.platform.records.journal.reading import Version, latest
from egide.platform.records.models import with_lines
from egide.platform.records.words import action_in_words, origin_in_words
from egide.registers.processing.conclusions import leads_to
from egide.registers.processing.registers import PROCESSING_ACTIVITIES, PROCESSOR_ACTIVITIES
from egide.registers.systems.registers import AI_SYSTEMS
from egide.steering.overview.standing import standing

ACTIONS_SHOWN: Final = 5
CHANGES_SHOWN: Final = 8
JOURNAL_PAGE: Final = 50
_REGISTERS = {r.storage.record_type: r for r in (PROCESSING_ACTIVITIES, PROCESSOR_ACTIVITIES, AI_SYSTEMS)}


@dataclass(frozen=True, slots=True)
class NextAction:
    """Something to do: what, why, and the address of the field."""

    finding: Finding
    subject: str
    url: str


@dataclass(frozen=True, slots=True)
class Latest:
    """A change as the home page and the journal show it; `url` is "" when there is no page to open."""

    version: Version
    action: str
    origin: str
    url: str


def overview(request: Request, body: str) -> HttpResponse:
    """The home page of a body, for those who read its registers; others see the body only."""
    if not PROCESSING_ACTIVITIES.policy.allows(request.access, Action.VIEW):
        return TemplateResponse(request, "overview/directory.html", {"body": request.organization})
    stands = standing(request.organization, timezone.localdate())
    found = stands.assessment
    counted = Counter(finding.severity for finding in found.findings)
    to_mend = {finding.subject for finding in found.findings if finding.severity is not Severity.INFO}
    told = {
        "activities": len(stands.records),
        "sound": len(stands.records - to_mend),
        "critical": counted[Severity.CRITICAL],
        "major": counted[Severity.MAJOR],
        "minor": counted[Severity.MINOR],
        "score": score(found),
        "actions": _actions(request, found.findings),
        "latest": [_latest(version, body) for version in latest(CHANGES_SHOWN)],
        "may_create": PROCESSING_ACTIVITIES.policy.allows(request.access, Action.CREATE),
        "list_url": reverse("processingactivity-list", args=[body]),
        "create_url": reverse("processingactivity-create", args=[body]),
        "import_url": reverse("import", args=[body]),
    }
    return TemplateResponse(request, "overview/overview.html", told)


def _actions(request: Request, findings: Sequence[Finding]) -> list[NextAction]:
    """The gravest first; one for each rule and record, so that the list is not five times the same."""
    gravest = sorted(findings, key=lambda finding: list(Severity).index(finding.severity))
    told: dict[tuple[Any, str], Finding] = {}
    for finding in gravest:
        if finding.severity is Severity.INFO or len(told) == ACTIONS_SHOWN:
            break
        told.setdefault((finding.subject, finding.rule.id), finding)
    records = _records({finding.subject for finding in told.values()})
    return [_action(request, finding, records.get(finding.subject)) for finding in told.values()]


def _records(ids: Collection[UUID]) -> dict[UUID, tuple[Register, Any]]:
    """The activities among these subjects, as facts, each with its register."""
    return {
        record.id: (register, record.facts())
        for register in (PROCESSING_ACTIVITIES, PROCESSOR_ACTIVITIES)
        for record in with_lines(register.model.objects.filter(id__in=ids).defer("search_text"))
    }


def _action(request: Request, finding: Finding, found: tuple[Register, Any] | None) -> NextAction:
    body = request.organization
    if found is None:
        where = reverse(_page_of_body(request), args=[body.slug])
        return NextAction(finding, body.name or "La collectivité", f"{where}#id_{finding.path}")
    register, record = found
    where = reverse(f"{register.name}-fiche", args=[body.slug, record.id])
    return NextAction(finding, record.title, f"{where}#a-corriger" if not leads_to(record, finding.path) else where)


def _page_of_body(request: Request) -> str:
    """Where what is wrong of the body is mended, for those who may; where it is read, for the others."""
    return "organization-edit" if request.access.roles & WRITERS else "organization"


def _latest(version: Version, body: str) -> Latest:
    register = _REGISTERS.get(version.record_type)
    url = reverse(f"{register.name}-history", args=[body, version.record_id]) if register else ""
    return Latest(version, action_in_words(version), origin_in_words(version), url)


def journal(request: Request, body: str) -> HttpResponse:
    """All that happened in the body, the last first; for those who read its registers, or administer its people."""
    if not request.access.roles & (MEMBER_ROLES | {Role.ADVISOR} | CENTRE_ROLES):
        raise Http404
    reads = PROCESSING_ACTIVITIES.policy.allows(request.access, Action.VIEW)
    text = request.GET.get("page", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    found = latest(JOURNAL_PAGE, skip=JOURNAL_PAGE * (number - 1), only="" if reads else "organizations.")
    told = {"shown": [_latest(v, body) for v in found], "number": number, "more": len(found) == JOURNAL_PAGE}
    return TemplateResponse(request, "overview/journal.html", told)
