"""What is journaled of the public door: each publication of a register, each message of a resident."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from egide.law.facts.codes.base import Code
from egide.law.facts.describing import fact

_TRANSPARENCY = "CRPA L311-1 et L312-1, RGPD art. 12"


class PublicationStatus(Code):
    """Where a publication stands. One at most is read by the public."""

    PUBLISHED = "PUBLISHED", "Publiée"
    REPLACED = "REPLACED", "Remplacée par une plus récente"
    WITHDRAWN = "WITHDRAWN", "Retirée"


class MessageStatus(Code):
    """Where a message stands."""

    NEW = "NEW", "Nouveau"
    HANDLED = "HANDLED", "Traité"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The register as it was shown to residents on a day. `digest` is that of the whole text, which is kept beside."""

    id: UUID
    name: str | None = fact(
        "Publication", help="Son jour.", example="Registre public du 17 novembre 2025", article=_TRANSPARENCY
    )
    status: PublicationStatus | None = fact(
        "Situation", help="Ce que les habitants peuvent lire.", example="Publiée", article=_TRANSPARENCY
    )
    published_on: date | None = fact("Publiée le", help="Le jour.", example="17 novembre 2025", article=_TRANSPARENCY)
    withdrawn_on: date | None = fact("Retirée le", help="Le jour.", example="3 mars 2026", article=_TRANSPARENCY)
    activities: int | None = fact("Traitements montrés", help="Combien.", example="31", article="RGPD art. 30(1)")
    accepts_messages: bool | None = fact(
        "Messages au délégué",
        help="Les habitants peuvent-ils écrire depuis cette page ?",
        example="Oui",
        article="RGPD art. 38(4)",
    )
    digest: str | None = fact(
        "Empreinte du texte", help="SHA-256 de ce qui est montré.", example="9f86d081…", article="RGPD art. 5(2)"
    )
    sealed_entry: int | None = fact(
        "Entrée du journal",
        help="La dernière entrée du journal quand le texte a été figé.",
        example="412",
        article="RGPD art. 5(2)",
    )
    sealed_hash: str | None = fact(
        "Sceau de cette entrée", help="Son empreinte.", example="2c26b46b…", article="RGPD art. 5(2)"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a resident wrote to the delegate, once the address was confirmed."""

    id: UUID
    subject: str | None = fact("Objet", help="En peu de mots.", example="Mon dossier", article="RGPD art. 38(4)")
    sender: str | None = fact("De", help="Le nom donné.", example="Camille Roy", article="RGPD art. 38(4)")
    email: str | None = fact(
        "Adresse confirmée", help="Où répondre.", example="camille@exemple.fr", article="RGPD art. 12(2)"
    )
    text: str | None = fact("Message", help="Tel qu’il a été écrit.", example="Bonjour…", article="RGPD art. 38(4)")
    received_on: date | None = fact("Reçu le", help="Le jour.", example="3 mars 2026", article="RGPD art. 12(3)")
    status: MessageStatus | None = fact(
        "Situation", help="A-t-il sa réponse ?", example="Nouveau", article="RGPD art. 12"
    )
