"""What a body is made of: its services, the people who act for it, the members given to an advisor."""

from dataclasses import dataclass
from uuid import UUID

from egide.law.facts.codes.base import Code
from egide.law.facts.describing import fact


class Role(Code):
    """What a person may do in a body. The first four in a body that keeps registers, the last three in a centre."""

    CONTROLLER = "CONTROLLER", "Responsable de traitement"
    REFERENT = "REFERENT", "Référent"
    CONTRIBUTOR = "CONTRIBUTOR", "Contributeur"
    READER = "READER", "Lecteur"
    ADVISOR = "ADVISOR", "Conseiller du centre de gestion"
    MANAGER = "MANAGER", "Gestionnaire du centre de gestion"
    ADMINISTRATOR = "ADMINISTRATOR", "Administrateur du centre de gestion"


MEMBER_ROLES = frozenset({Role.CONTROLLER, Role.REFERENT, Role.CONTRIBUTOR, Role.READER})
CENTRE_ROLES = frozenset({Role.ADVISOR, Role.MANAGER, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A department of a body: what contributors write belongs to theirs."""

    id: UUID
    name: str | None = fact(
        "Nom du service",
        help="Le nom que portent aussi les fiches, dans « Service gestionnaire ».",
        example="Affaires scolaires",
        article="RGPD art. 24",
    )
    manager: str | None = fact(
        "Responsable du service",
        help="Qui en répond.",
        example="Directrice des affaires scolaires",
        article="Bonne pratique",
    )
    email: str | None = fact(
        "Courriel du service",
        help="De préférence une adresse de fonction.",
        example="scolaire@exemple.fr",
        article="Bonne pratique",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """The role of a person in a body."""

    id: UUID
    role: Role | None = fact(
        "Rôle",
        help="Ce que la personne peut faire ici.",
        example="Référent",
        article="RGPD art. 32(4), convention art. 4",
        mandatory=True,
    )
    services: tuple[UUID, ...] | None = fact(
        "Services",
        help="Pour un contributeur : les services dont il écrit les fiches. Ailleurs, il propose.",
        example="Affaires scolaires",
        article="RGPD art. 32(4)",
    )
    every_member: bool | None = fact(
        "Toutes les collectivités",
        help="Pour un conseiller : travaille-t-il dans toutes celles que le centre conseille ?",
        example="Oui",
        article="Convention art. 3",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A member given to an advisor who does not work in all of them."""

    id: UUID
    note: str | None = fact(
        "Note", help="Pourquoi ce conseiller, depuis quand.", example="Secteur d’Arras", article="Bonne pratique"
    )
