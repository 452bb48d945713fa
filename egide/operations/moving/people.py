"""The people of a body that arrives: an account already here is theirs, or one is made that an invitation opens."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from egide.operations.moving.errors import MovingError
from egide.operations.moving.rows import Row
from egide.platform.accounts import invitations
from egide.platform.accounts.models import Invitation, User
from egide.platform.organizations.models import Membership
from egide.platform.records.models import State, unlocked
from egide.platform.records.scope import scope


@dataclass(slots=True)
class People:
    """`here`: those whose account here has another identifier, old → new. `invited`: those who had none."""

    here: dict[UUID, UUID] = field(default_factory=dict)
    invited: list[User] = field(default_factory=list)


def receive(told: Iterable[Row]) -> People:
    """Make the accounts that are missing, without a password. Raises MovingError on an identifier that is another’s."""
    people = People()
    for person in told:
        drawn = UUID(person["id"])
        there = User.objects.filter(email=person["email"]).first()
        if there is not None and there.id != drawn:
            people.here[drawn] = there.id
        elif there is None and User.objects.filter(id=drawn).exists():
            raise MovingError(f"L’identifiant de {person['email']} est ici celui d’une autre personne.")
        elif there is None:
            known = {"id": drawn, "name": person["name"], "is_active": person["is_active"]}
            people.invited.append(User.objects.create_user(person["email"], None, **known))
    return people


def invite(people: People, body: Any, now: datetime) -> list[tuple[Invitation, str]]:
    """An invitation, with its key, for each new account that has a role here: the account opens, the role is kept."""
    made = []
    for user in people.invited:
        roles = unlocked(Membership).filter(organization_id=body.id, user_id=user.id, state=State.ACTIVE)
        role = roles.order_by("created_at", "id").first()
        if role is not None and role.role is not None and user.is_active:
            told = {
                "organization": str(body.id),
                "slug": body.slug,
                "role": str(role.role.value),
                "services": [],
                "every_member": role.every_member,
                "held": True,
            }
            with scope(body):
                made.append(invitations.invite(user.email, user.name, told, None, now))
    return made
