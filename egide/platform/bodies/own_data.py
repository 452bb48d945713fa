"""What bodies hold on a person, across all of them: roles, traces, proposals, and how often the journal names them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Max, Q

from egide.platform.access_log.models import BodyAccess, Kind
from egide.platform.accounts.models import User
from egide.platform.accounts.own_data import Section
from egide.platform.kernel.proposals.models import Proposal
from egide.platform.organizations.crew import others_in
from egide.platform.organizations.models import Membership, Organization
from egide.platform.organizations.shapes import Role
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.journal.reading import instant
from egide.platform.records.models import JournalEntry, State
from egide.platform.records.scope import scope, unscoped

_WHY = "a person sees, and takes away, all that is held on them"
_ALONE: Final = {
    Role.REFERENT: "Nommez-y d’abord un autre référent, ou demandez à votre centre de gestion de le faire.",
    Role.ADMINISTRATOR: "Nommez-y d’abord un autre administrateur.",
}
"""The roles that a body cannot do without (agreement, art. 4), and what to do."""


class NeededError(RuntimeError):
    """A body would be left without anyone in a role that it cannot do without."""


def sections(user: User) -> Iterator[Section]:
    """Read as the installation: a person’s own rows, in bodies that they may not reach any more too."""
    with unscoped(_WHY), identified(SYSTEM):
        bodies = dict(Organization.objects.values_list("id", "name"))
        yield _roles(user, bodies)
        yield _proposals(user, bodies)
        yield _traces(user, bodies)
        yield _journal(user, bodies)


def _roles(user: User, bodies: dict[Any, str]) -> Section:
    rows = Membership.objects.filter(user_id=user.pk).order_by("created_at")
    return Section(
        "roles",
        "Vos rôles",
        "Pour savoir qui peut quoi, et qui le pouvait ; aussi longtemps que le registre de la collectivité.",
        ("Collectivité", "Rôle", "Situation", "Depuis le"),
        [
            (bodies[row.organization_id], row.role.label if row.role else "", State(row.state).label, row.created_at)
            for row in rows
        ],
    )


def _proposals(user: User, bodies: dict[Any, str]) -> Section:
    rows = Proposal.objects.filter(user_id=user.pk).order_by("created_at")
    return Section(
        "propositions",
        "Vos propositions",
        "Elles font partie de l’histoire du registre.",
        ("Collectivité", "Intitulé", "Message", "Le"),
        [(bodies[row.organization_id], str(row), row.message or "", row.created_at) for row in rows],
    )


def _traces(user: User, bodies: dict[Any, str]) -> Section:
    rows = BodyAccess.objects.filter(Q(user_id=user.pk) | Q(in_place_of=user.pk)).order_by("-at")
    return Section(
        "consultations",
        "Vos consultations",
        f"Pour la sécurité des registres, {settings.ACCESS_LOG_MONTHS} mois.",
        ("Le", "Collectivité", "Geste", "Quoi", "Motif"),
        [
            (row.at, bodies[row.organization_id], _gesture(row, user), f"{row.what} {row.form}".strip(), row.reason)
            for row in rows
        ],
    )


def _gesture(row: Any, user: User) -> str:
    if row.in_place_of == user.pk:
        return "Un administrateur a regardé à votre place"
    return str(Kind(row.kind).label)


def _journal(user: User, bodies: dict[Any, str]) -> Section:
    written = JournalEntry.objects.filter(actor_id=user.pk).values("organization_id")
    rows = written.annotate(n=Count("seq"), latest=Max("at"))
    return Section(
        "journal",
        "Votre nom dans les journaux",
        "Chaque écriture du registre garde qui l’a faite, aussi longtemps que le registre (RGPD, art. 5(2)). La "
        "collectivité peut y effacer votre nom : demandez-le-lui.",
        ("Collectivité", "Écritures", "Dernière"),
        [(bodies[row["organization_id"]], row["n"], instant(row["latest"])) for row in rows],
    )


def needed(user: User) -> list[tuple[str, str, str]]:
    """Where the person cannot be done without: body, role, what to do. Empty when they may leave."""
    return [
        (str(membership.organization), membership.role.label, _ALONE[membership.role])
        for membership in _held(user)
        if _is_alone(membership)
    ]


def _held(user: User) -> list[Any]:
    with unscoped(_WHY), identified(SYSTEM):
        rows = Membership.objects.filter(user_id=user.pk, state=State.ACTIVE)
        return list(rows.select_related("organization").order_by("organization_id", "id"))


def _is_alone(membership: Any) -> bool:
    if membership.role not in _ALONE:
        return False
    with scope(membership.organization), identified(SYSTEM):
        return not others_in(membership.role, membership)


def leave(user: User, now: datetime) -> None:
    """Ends every role, in the journal of each body. Raises NeededError, asked once the write holds the lock."""
    with acting(Actor(str(user), user.pk, at=now)), identified(SYSTEM):
        for membership in _held(user):
            with scope(membership.organization):
                saving.archive(membership, expected=membership.revision, reason="Départ de la personne")
            if _is_alone(membership):
                raise NeededError
