"""Ma collectivité: counts first, what to do next, what changed lately. Every conclusion is of this very day."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from egide.law.facts import Register as RegisterFacts
from egide.law.rules.engine import assess
from egide.law.rules.rule import Finding, Severity
from egide.law.score import score
from egide.platform.bodies.presentation import WRITERS
from egide.platform.kernel.policy import Action
from egide.platform.kernel.screens.guarding import Request
from egide.platform.organizations.shapes import CENTRE_ROLES, MEMBER_ROLES, Role
from egide.platform.records.journal.reading import Version, latest
from egide.platform.records.words import action_in_words, origin_in_words
from egide.registers.processing.conclusions import leads_to
from egide.registers.processing.queries import register_facts
from egide.registers.processing.registers import PROCESSING_ACTIVITIES, PROCESSOR_ACTIVITIES
from egide.registers.systems.registers import AI_SYSTEMS

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
    today = timezone.localdate()
    register = register_facts(request.organization)
    found = assess(register, today)
    counted = Counter(finding.severity for finding in found.findings)
    to_mend = {finding.subject for finding in found.findings if finding.severity is not Severity.INFO}
    told = {
        "register": register,
        "activities": len(register.activities),
        "sound": sum(activity.id not in to_mend for activity in register.activities),
        "critical": counted[Severity.CRITICAL],
        "major": counted[Severity.MAJOR],
        "minor": counted[Severity.MINOR],
        "score": score(found),
        "actions": _actions(register, found.findings, body, _page_of_body(request)),
        "latest": [_latest(version, body) for version in latest(CHANGES_SHOWN)],
        "may_create": PROCESSING_ACTIVITIES.policy.allows(request.access, Action.CREATE),
        "list_url": reverse("processingactivity-list", args=[body]),
        "create_url": reverse("processingactivity-create", args=[body]),
        "import_url": reverse("import", args=[body]),
    }
    return TemplateResponse(request, "overview/overview.html", told)


def _actions(register: RegisterFacts, findings: Any, body: str, page: str) -> list[NextAction]:
    """The gravest first; one for each rule and record, so that the list is not five times the same."""
    records = {activity.id: activity for activity in register.activities}
    gravest = sorted(findings, key=lambda finding: list(Severity).index(finding.severity))
    told: dict[tuple[Any, str], NextAction] = {}
    for finding in gravest:
        if finding.severity is Severity.INFO or len(told) == ACTIONS_SHOWN:
            break
        record = records.get(finding.subject)
        told.setdefault((finding.subject, finding.rule.id), _action(register, finding, record, body, page))
    return [*told.values()]


def _page_of_body(request: Request) -> str:
    """Where what is wrong of the body is mended, for those who may; where it is read, for the others."""
    return "organization-edit" if request.access.roles & WRITERS else "organization"


def _action(register: RegisterFacts, finding: Finding, record: Any, body: str, page: str) -> NextAction:
    if record is None:
        name = register.organization.name or "La collectivité"
        return NextAction(finding, name, f"{reverse(page, args=[body])}#id_{finding.path}")
    shown = PROCESSING_ACTIVITIES if type(record) is PROCESSING_ACTIVITIES.storage.shape else PROCESSOR_ACTIVITIES
    where = reverse(f"{shown.name}-fiche", args=[body, record.id])
    return NextAction(finding, record.title, f"{where}#a-corriger" if not leads_to(record, finding.path) else where)


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
