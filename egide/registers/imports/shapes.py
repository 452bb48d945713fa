"""What is kept of an import: which file, what it brought, and the act by which it can be undone."""

from dataclasses import dataclass
from uuid import UUID

from egide.law.facts.codes.base import Code
from egide.law.facts.describing import fact

_PRACTICE = "Bonne pratique"


class ImportStatus(Code):
    """Where an import stands."""

    DONE = "DONE", "Importé"
    UNDONE = "UNDONE", "Annulé"


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A file that was brought in."""

    id: UUID
    file_name: str | None = fact("Fichier", help="Son nom.", example="registre.xlsx", article=_PRACTICE, mandatory=True)
    form: str | None = fact("Forme", help="Comment il a été lu.", example="Classeur de la CNIL", article=_PRACTICE)
    status: ImportStatus | None = fact("Situation", help="Importé ou annulé.", example="Importé", article=_PRACTICE)
    created: int | None = fact("Fiches ajoutées", help="Combien.", example="31", article=_PRACTICE)
    changed: int | None = fact("Fiches modifiées", help="Combien.", example="2", article=_PRACTICE)
    identical: int | None = fact("Fiches identiques", help="Combien.", example="4", article=_PRACTICE)
    refused: int | None = fact("Fiches refusées", help="Combien.", example="1", article=_PRACTICE)
    act: UUID | None = fact("Acte", help="Ce qui a été fait d’un coup.", example="—", article=_PRACTICE)
