"""All that the installation holds on a person, for that person: each room says its own (`OWN_DATA`), none is left out.

A function of `OWN_DATA` takes the person and gives sections; one of `ON_LEAVING` takes the person and the instant.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.module_loading import import_string

from egide.platform.access_log.models import AccountEvent
from egide.platform.accounts.models import FederatedIdentity, Invitation, Session, SignInLink, User
from egide.platform.accounts.security_log import EVENTS

Cell = str | int | datetime | None


@dataclass(frozen=True, slots=True)
class Section:
    """A table: `key` names it in the file, `why` says to the person why it is kept and until when."""

    key: str
    title: str
    why: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    def plain(self) -> list[dict[str, Any]]:
        """The rows, as the file holds them: instants in ISO 8601, in UTC."""
        return [dict(zip(self.columns, (_plain(cell) for cell in row), strict=True)) for row in self.rows]


def collect(user: User) -> list[Section]:
    """Room by room, in the order of the setting."""
    return [section for path in settings.OWN_DATA for section in import_string(path)(user)]


def sections(user: User) -> Iterator[Section]:
    """What this room holds."""
    yield Section(
        "compte",
        "Votre compte",
        "Pour vous connecter et signer ce que vous écrivez ; jusqu’à votre départ.",
        ("Nom", "Adresse électronique", "Ouvert le", "Dernière connexion"),
        [(user.name, user.email, user.joined_at, user.last_login)],
    )
    yield Section(
        "secondes_preuves",
        "Vos secondes preuves",
        "Pour vous reconnaître. Les secrets eux-mêmes sont chiffrés et ne sont montrés à personne.",
        ("Nature", "Nom", "Ajoutée le", "Utilisée le"),
        [(_KINDS[each.type], each.data.get("name", ""), each.created_at, each.last_used_at) for each in _factors(user)],
    )
    yield Section(
        "proconnect",
        "Vos identités ProConnect",
        "Pour entrer par ProConnect ; jusqu’à ce que vous les détachiez.",
        ("Émetteur", "Sujet", "Adresse donnée", "Rattachée le", "Utilisée le"),
        [
            (each.issuer, each.subject, each.email, each.linked_at, each.used_at)
            for each in FederatedIdentity.objects.filter(user=user).order_by("linked_at")
        ],
    )
    yield from _passing(user)


def _passing(user: User) -> Iterator[Section]:
    """What dies by itself."""
    yield Section(
        "sessions",
        "Vos sessions",
        "Douze heures au plus.",
        ("Appareil", "Adresse du réseau", "Ouverte le", "Active le"),
        [
            (each.device, each.address, each.began_at, each.seen_at)
            for each in Session.objects.filter(user=user).order_by("-seen_at")
        ],
    )
    yield Section(
        "liens",
        "Vos liens de connexion",
        "Un quart d’heure ; le lien lui-même n’est pas gardé, seule son empreinte l’est.",
        ("Valable jusqu’au", "Utilisé le"),
        [(each.expires_at, each.used_at) for each in SignInLink.objects.filter(user=user)],
    )
    yield Section(
        "invitations",
        "Vos invitations",
        "Pour savoir qui a invité qui ; votre adresse en est effacée à votre départ.",
        ("Sens", "Personne", "Envoyée le", "Acceptée le"),
        [*_invitations(user)],
    )
    yield Section(
        "evenements",
        "Ce qui est arrivé à votre compte",
        f"Pour votre sécurité, {settings.ACCESS_LOG_MONTHS} mois.",
        ("Le", "Événement", "Adresse du réseau"),
        [
            (each.at, EVENTS.get(each.event, each.event), each.address)
            for each in AccountEvent.objects.filter(user_id=user.pk).order_by("-at", "-id")
        ],
    )


def _factors(user: User) -> Any:
    return Authenticator.objects.filter(user_id=user.pk).order_by("created_at")


def _invitations(user: User) -> Iterator[Sequence[Cell]]:
    for each in Invitation.objects.filter(email=user.email).order_by("invited_at"):
        yield "reçue", str(each.invited_by or ""), each.invited_at, each.accepted_at
    for each in Invitation.objects.filter(invited_by=user).order_by("invited_at"):
        yield "envoyée", each.name or each.email, each.invited_at, each.accepted_at


_KINDS: Final = {
    Authenticator.Type.TOTP: "Application de codes",
    Authenticator.Type.WEBAUTHN: "Clé d’accès",
    Authenticator.Type.RECOVERY_CODES: "Codes de secours",
}


def _plain(cell: Cell) -> Any:
    return cell.isoformat() if isinstance(cell, datetime) else cell
