"""Personnes et accès: who works in a body and in which role; add, change, withdraw. Nobody raises their own rights."""

from contextlib import nullcontext
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from egide.platform.accounts import invitations
from egide.platform.bodies.inviting import invite, pending, send
from egide.platform.bodies.people_forms import InvitationForm, RoleForm, initial_of
from egide.platform.kernel.screens.guarding import Request, tell
from egide.platform.links.keys import DeadLinkError
from egide.platform.organizations.crew import others_in, people_of_centre, people_of_scope
from egide.platform.organizations.guarding import for_roles
from egide.platform.organizations.habilitations import grantable, is_centre, may_change, may_withdraw
from egide.platform.organizations.models import Membership
from egide.platform.organizations.services import save_membership
from egide.platform.organizations.shapes import CENTRE_ROLES, Role
from egide.platform.records import saving
from egide.platform.records.errors import ConflictError, InvalidFactsError
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import State
from egide.typography import french

READERS: Final = (Role.CONTROLLER, Role.REFERENT, Role.ADVISOR, Role.MANAGER, Role.ADMINISTRATOR)
TABLE_READERS: Final = (Role.CONTROLLER, Role.REFERENT, Role.MANAGER, Role.ADMINISTRATOR)
MANAGERS: Final = (Role.REFERENT, Role.MANAGER, Role.ADMINISTRATOR)
_CENTRE = (Role.MANAGER, Role.ADMINISTRATOR)
_OWN = french("Vous ne pouvez pas vous donner un rôle à vous-même : demandez à qui tient aussi cette liste.")
_CHANGED = "Quelqu’un a modifié cette habilitation entre-temps. Relisez-la, puis recommencez."


class NobodyLeftError(RuntimeError):
    """The body would be left without anyone in a role it cannot do without. The message says it in French."""


@for_roles(*READERS)
def people(request: Request) -> HttpResponse:
    """Each person of the body in each role, then those of its centre who come here."""
    access = request.access
    rows = [
        (each, may_change(access, each.membership), may_withdraw(access, each.membership)) for each in people_of_scope()
    ]
    told = {
        "body": request.organization,
        "rows": rows,
        "of_centre": people_of_centre(request.organization),
        "pending": pending(request.organization, timezone.now()) if grantable(access) else [],
        "may_add": bool(grantable(access)),
        "may_rescue": Role.ADMINISTRATOR in access.roles,
        "of_centres": {each.membership.user_id for each, *_ in rows if each.membership.role in CENTRE_ROLES},
        "may_read_table": bool(access.roles.intersection(TABLE_READERS)),
        "is_centre": is_centre(request.organization),
        "has_referent": any(each.membership.role is Role.REFERENT for each, *_ in rows),
    }
    return TemplateResponse(request, "bodies/people.html", told)


@for_roles(*MANAGERS)
def person_add(request: Request) -> HttpResponse:
    """By e-mail: the person chooses a password, or finds the body among theirs."""
    _managing(request)
    form = InvitationForm(request.POST if request.method == "POST" else None, access=request.access)
    if form.is_bound and form.is_valid() and _invited(request, form):
        return _back(request)
    return _page(request, "bodies/person_add.html", form)


def _invited(request: Request, form: InvitationForm) -> bool:
    email = form.cleaned_data["email"].strip().lower()
    if email == request.user.email:
        form.add_error("email", _OWN)
        return False
    try:
        invite(request, email, form.cleaned_data["name"], form.wanted(uuid4()), timezone.now())
    except InvalidFactsError as refused:
        form.add_errors(refused.errors)
        return False
    _tell_sent(request, email)
    return True


def _tell_sent(request: Request, email: str) -> None:
    """It is in the queue; the list says what became of it."""
    tell(request, f"Une invitation part à {email}. Elle vaut sept jours.")


@for_roles(*MANAGERS)
def invitation_act(request: Request, invitation_id: UUID) -> HttpResponse:
    """POST `faire`: « renvoyer » (a new link, the one before is dead) or « annuler »."""
    found = {each.invitation.id: each for each in pending(request.organization, timezone.now())}.get(invitation_id)
    if request.method != "POST" or found is None or found.role not in grantable(request.access):
        raise Http404
    email, now = found.invitation.email, timezone.now()
    try:
        if request.POST.get("faire") == "renvoyer":
            key = invitations.renew(found.invitation, request.user, now)
            send(request, found.invitation, key)
            _tell_sent(request, email)
        elif request.POST.get("faire") == "annuler":
            invitations.revoke(found.invitation, request.user, now)
            tell(request, f"L’invitation de {email} est annulée : son lien ne sert plus.")
    except DeadLinkError:
        tell(request, f"L’invitation de {email} vient d’être acceptée.")
    return _back(request)


@for_roles(*MANAGERS)
def person_edit(request: Request, membership_id: UUID) -> HttpResponse:
    """Another role, other services."""
    membership = _find(membership_id)
    if not may_change(request.access, membership):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = RoleForm(data, access=request.access, initial=initial_of(membership))
    if form.is_bound and form.is_valid() and _changed(request, membership, form):
        tell(request, f"Le rôle de {membership.user} est enregistré.")
        return _back(request)
    return _page(
        request, "bodies/person_edit.html", form, membership=(stored := _find(membership_id)), revision=stored.revision
    )


def _changed(request: Request, membership: Membership, form: RoleForm) -> bool:
    wanted, before = form.wanted(membership.id), membership.role
    if request.POST.get("revision") != str(membership.revision):
        form.add_error(None, _CHANGED)
        return False
    if wanted.role is not before and _has_already(membership, wanted.role):
        form.add_error("role", "Cette personne a déjà ce rôle ici, par une autre ligne de la liste.")
        return False
    try:
        with transaction.atomic():
            save_membership(membership, wanted, request.organization)
            if wanted.role is not before:
                _refuse_nobody(request, membership, before)
    except InvalidFactsError as refused:
        form.add_errors(refused.errors)
        return False
    except (ConflictError, NobodyLeftError) as refused:
        form.add_error(None, str(refused) if isinstance(refused, NobodyLeftError) else _CHANGED)
        return False
    return True


def _has_already(membership: Membership, role: Role | None) -> bool:
    same = Membership.objects.filter(user_id=membership.user_id, role=role, state=State.ACTIVE)
    found: bool = same.exclude(id=membership.id).exists()
    return found


@for_roles(*MANAGERS)
def person_withdraw(request: Request, membership_id: UUID) -> HttpResponse:
    """GET asks, POST does it: from the next request on, the person does not come in by this role."""
    membership = _find(membership_id)
    if not may_withdraw(request.access, membership):
        raise Http404
    told: dict[str, Any] = {
        "body": request.organization,
        "membership": membership,
        "revision": membership.revision,
        "is_last_referent": membership.role is Role.REFERENT and not others_in(Role.REFERENT, membership),
        "is_own": membership.user_id == request.user.id,
    }
    if request.method == "POST":
        refusal = _withdraw(request, membership)
        if refusal is None:
            tell(request, f"{membership.user} n’a plus ce rôle ici.")
            return HttpResponseRedirect(reverse("home")) if told["is_own"] else _back(request)
        return TemplateResponse(request, "bodies/person_withdraw.html", {**told, "refusal": refusal}, status=409)
    return TemplateResponse(request, "bodies/person_withdraw.html", told)


def _withdraw(request: Request, membership: Membership) -> str | None:
    """Why it was not done, or None."""
    if request.POST.get("revision") != str(membership.revision):
        return _CHANGED
    reason = request.POST.get("reason", "").strip()[:500]
    own = identified(SYSTEM) if membership.user_id == request.user.id else nullcontext()
    try:
        with transaction.atomic(), own:  # PostgreSQL would refuse to journal what a person does as they leave
            saving.archive(membership, expected=membership.revision, reason=reason)
            _refuse_nobody(request, membership, membership.role)
    except ConflictError:
        return _CHANGED
    except NobodyLeftError as refused:
        return str(refused)
    return None


def _refuse_nobody(request: Request, membership: Membership, role: Role | None) -> None:
    """Asked once the write holds the lock of the body, so that two people who leave at once do not both leave.

    The centre may withdraw the last referent, of someone who left for instance: it is told first, and will name
    another. The body itself may not (agreement, art. 4: REQ-A4-2).
    """
    if role is Role.ADMINISTRATOR and not others_in(role, membership):
        raise NobodyLeftError(french("C’est le seul administrateur du centre : nommez-en d’abord un autre."))
    if role is Role.REFERENT and not others_in(role, membership) and not request.access.roles.intersection(_CENTRE):
        raise NobodyLeftError(french("C’est le seul référent de la collectivité : nommez-en d’abord un autre."))


def _managing(request: Request) -> None:
    if not grantable(request.access):
        raise Http404


def _find(membership_id: UUID) -> Membership:
    rows = Membership.objects.filter(id=membership_id, state=State.ACTIVE).select_related("user")
    found: Membership | None = rows.first()
    if found is None:
        raise Http404
    return found


def _page(request: Request, template: str, form: RoleForm, **told: Any) -> HttpResponse:
    context = {"body": request.organization, "form": form, **told}
    return TemplateResponse(request, template, context, status=422 if form.errors else 200)


def _back(request: Request) -> HttpResponse:
    return HttpResponseRedirect(reverse("people", args=[request.organization.slug]))
