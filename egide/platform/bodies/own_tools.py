"""The tokens and the drafts of a person: shown to them, and gone with them."""

from collections.abc import Iterator
from datetime import datetime

from egide.platform.accounts.models import User
from egide.platform.accounts.own_data import Section
from egide.platform.api.models import Token
from egide.platform.drafts.models import Draft
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import unlocked


def sections(user: User) -> Iterator[Section]:
    """A token itself is kept nowhere, only its digest; a draft by its title, what it holds belongs to the body."""
    yield Section(
        "jetons",
        "Vos jetons d’accès par programme",
        "Pour qu’un programme agisse en votre nom ; jusqu’à leur terme.",
        ("Nom", "Début", "Créé le", "Valable jusqu’au", "Dernier usage", "Révoqué le"),
        [
            (each.name, each.prefix, each.created_at, each.expires_at, each.last_used_at, each.revoked_at)
            for each in Token.objects.filter(user_id=user.pk).order_by("created_at")
        ],
    )
    with identified(SYSTEM):
        drafts = list(unlocked(Draft).filter(user_id=user.pk).order_by("begun_at"))
    yield Section(
        "brouillons",
        "Vos brouillons",
        "Jusqu’à ce que vous les enregistriez ou les abandonniez.",
        ("Intitulé", "Commencé le", "Gardé le"),
        [(each.title, each.begun_at, each.kept_at) for each in drafts],
    )


def leave(user: User, now: datetime) -> None:  # noqa: ARG001 - as each of `ON_LEAVING`
    """No program acts in their name any more; what was not saved is gone."""
    Token.objects.filter(user_id=user.pk).delete()
    with identified(SYSTEM):
        unlocked(Draft).filter(user_id=user.pk).delete()
