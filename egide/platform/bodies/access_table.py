"""Qui peut voir quoi: the very tables that decide, in words, and the people whom they concern here."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.template.response import TemplateResponse

from egide.platform.bodies.people import TABLE_READERS
from egide.platform.kernel.policy import Action, Policy
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.guarding import Request
from egide.platform.organizations.crew import Member, people_of_centre, people_of_scope
from egide.platform.organizations.guarding import for_roles
from egide.platform.organizations.shapes import Role


@dataclass(frozen=True, slots=True)
class Table:
    """A register: the roles that may do something of it, each answer ("" for no), and the other roles."""

    title: str
    roles: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    shut: str


@for_roles(*TABLE_READERS)
def access_table(request: Request, registers: Sequence[Register]) -> HttpResponse:
    """One table for each register, one list of people for each role."""
    everyone = [*people_of_scope(), *people_of_centre(request.organization)]
    told = {
        "body": request.organization,
        "tables": [table(register.title, register.policy) for register in registers],
        "people": [(role.label, found) for role in Role if (found := _in(role, everyone))],
    }
    return TemplateResponse(request, "bodies/access_table.html", told)


def table(title: str, policy: Policy) -> Table:
    """What a policy says, in words."""
    given = [role for role in Role if any(role in policy.table.get(action, frozenset()) for action in Action)]
    rows = tuple((action.french, tuple(answer(policy, action, role) for role in given)) for action in Action)
    shut = ", ".join(role.label.lower() for role in Role if role not in given)
    return Table(title, tuple(role.label for role in given), rows, shut)


def answer(policy: Policy, action: Action, role: Role) -> str:
    """« oui », « oui, pour les fiches de ses services », or "" for no."""
    if role not in policy.table.get(action, frozenset()):
        return ""
    rule = policy.rows.get((action, role))
    return f"oui, {rule.french}" if rule else "oui"


def _in(role: Role, everyone: Sequence[Member]) -> list[Member]:
    """Nobody twice: in a centre, its own people are those of the body too."""
    return list({each.membership.id: each for each in everyone if each.membership.role is role}.values())
