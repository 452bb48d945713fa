"""What protects the data and what holds them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from egide.law.facts.codes import MeasureStatus, SecurityMeasureCode
from egide.law.facts.describing import fact


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityMeasure:
    """A technical or organisational measure (GDPR art. 30(1)(g), 32)."""

    id: UUID
    code: SecurityMeasureCode | None = fact(
        "Mesure",
        help="Une mesure du référentiel (fiches de la CNIL).",
        example="Sauvegardes testées et déconnectées",
        article="RGPD art. 30(1)(g) et 32",
        mandatory=True,
    )
    detail: str | None = fact(
        "Précisions",
        help="Comment la mesure est mise en œuvre ici.",
        example="Sauvegarde chaque nuit, copie hors ligne chaque semaine",
        article="RGPD art. 32",
    )
    status: MeasureStatus | None = fact(
        "Avancement", help="Prévue, partielle ou en place.", example="En place", article="RGPD art. 32"
    )
    due_on: date | None = fact(
        "Échéance", help="Pour une mesure prévue.", example="30 juin 2027", article="RGPD art. 24"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMeasure:
    """A measure of the action plan of an impact assessment (GDPR art. 35(7)(d))."""

    id: UUID
    text: str | None = fact(
        "Mesure prévue", help="Ce qu’il faut faire.", example="Chiffrer la base", article="RGPD art. 35(7)(d)"
    )
    due_on: date | None = fact("Échéance", help="Pour quand.", example="30 juin 2027", article="RGPD art. 35(7)(d)")
    done_on: date | None = fact(
        "Réalisée le", help="Quand elle a été mise en place.", example="2 juin 2027", article="RGPD art. 35(7)(d)"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A software or a medium that holds the data."""

    id: UUID
    name: str | None = fact(
        "Logiciel ou support", help="Le nom d’usage.", example="Portail famille", article="Bonne pratique"
    )
    detail: str | None = fact(
        "Précisions", help="Éditeur, hébergement, version.", example="Hébergé en mairie", article="Bonne pratique"
    )
