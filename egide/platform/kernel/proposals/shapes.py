"""What is kept of a proposal: on which record, read at which version, what it would say, and what became of it."""

from dataclasses import dataclass
from uuid import UUID

from egide.law.facts.codes.base import Code
from egide.law.facts.describing import fact

_PRACTICE = "Bonne pratique"


class ProposalStatus(Code):
    """What became of a proposal."""

    PENDING = "PENDING", "En attente"
    ACCEPTED = "ACCEPTED", "Acceptée"
    REFUSED = "REFUSED", "Refusée"
    WITHDRAWN = "WITHDRAWN", "Retirée"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change that someone asks for, without being allowed to make it."""

    id: UUID
    title: str | None = fact("Fiche", help="Son intitulé.", example="Cantine", article=_PRACTICE, mandatory=True)
    author: str | None = fact("Auteur", help="Qui propose.", example="Alice Martin", article=_PRACTICE)
    record_type: str | None = fact("Registre", help="Son nom dans le journal.", example="—", article=_PRACTICE)
    record_id: UUID | None = fact("Fiche visée", help="Son identifiant.", example="—", article=_PRACTICE)
    base: int | None = fact(
        "Version lue",
        help="Celle de la fiche quand elle a été lue. 0 : la fiche est nouvelle.",
        example="3",
        article=_PRACTICE,
    )
    document: str | None = fact(
        "Contenu proposé", help="La fiche telle qu’elle serait.", example="—", article=_PRACTICE
    )
    shape: int | None = fact("Forme du contenu", help="Son numéro.", example="1", article=_PRACTICE)
    message: str | None = fact(
        "Message", help="Pourquoi cette modification.", example="Le logiciel a changé.", article=_PRACTICE
    )
    status: ProposalStatus | None = fact(
        "Situation", help="Ce qu’elle est devenue.", example="En attente", article=_PRACTICE
    )
    answer: str | None = fact(
        "Réponse", help="Ce qui a été répondu.", example="Merci, c’est corrigé.", article=_PRACTICE
    )
