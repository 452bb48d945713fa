"""What is known of a file attached to a record."""

from dataclasses import dataclass
from uuid import UUID

from egide.law.facts.codes.base import Code
from egide.law.facts.describing import fact

_PRACTICE = "Bonne pratique"


class Scan(Code):
    """What the antivirus said."""

    CLEAN = "CLEAN", "Aucun virus trouvé"
    INFECTED = "INFECTED", "Virus trouvé : contenu détruit"
    UNSCANNED = "UNSCANNED", "Non examiné"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file attached to a record. Its content never changes: another content is another file."""

    id: UUID
    name: str | None = fact("Nom du fichier", help="Son nom.", example="arrêté.pdf", article=_PRACTICE, mandatory=True)
    media_type: str | None = fact("Type", help="Celui de son contenu.", example="application/pdf", article=_PRACTICE)
    size: int | None = fact("Taille", help="En octets.", example="120 000", article=_PRACTICE)
    sha256: str | None = fact("Empreinte", help="SHA-256 de son contenu.", example="9f86d081…", article=_PRACTICE)
    owner_type: str | None = fact("Registre", help="Son nom dans le journal.", example="—", article=_PRACTICE)
    owner_id: UUID | None = fact("Fiche", help="Son identifiant.", example="—", article=_PRACTICE)
    scan: Scan | None = fact("Antivirus", help="Ce qu’il a dit.", example="Aucun virus trouvé", article=_PRACTICE)
