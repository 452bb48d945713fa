"""How long data are kept, in three ages, and what becomes of them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from egide.law.durations import Duration
from egide.law.facts.codes import FinalFate, RetentionKind, RetentionTrigger
from egide.law.facts.describing import fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One age of the data: how long, from which event. `duration` None with a `trigger`: until that event."""

    duration: Duration | None = fact(
        "Durée",
        help="En années, mois ou jours. Vide : jusqu’à l’événement.",
        example="5 ans",
        article="RGPD art. 5(1)(e) et 30(1)(f)",
    )
    trigger: RetentionTrigger | None = fact(
        "Point de départ",
        help="L’événement à partir duquel la durée se compte.",
        example="Fin de l’année scolaire",
        article="RGPD art. 5(1)(e)",
    )
    text: str | None = fact(
        "En clair",
        help="La durée dans vos mots, quand une durée chiffrée ne suffit pas.",
        example="Jusqu’à la dissolution du PACS",
        article="RGPD art. 30(1)(f)",
    )
    is_maximum: bool | None = fact(
        "Durée maximale fixée par un texte",
        help="Oui si un texte interdit de conserver plus longtemps.",
        example="Oui : un mois pour la vidéoprotection",
        article="RGPD art. 5(1)(e)",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long some data are kept, and what becomes of them (GDPR art. 30(1)(f); Code du patrimoine L212-2)."""

    id: UUID
    data: str | None = fact(
        "Données ou documents",
        help="Ce que cette durée concerne.",
        example="Dossiers d’inscription",
        article="RGPD art. 30(1)(f)",
    )
    personal_data: tuple[UUID, ...] | None = fact(
        "Catégories concernées",
        help="Les lignes de données auxquelles cette durée s’applique. Vide : tout le traitement.",
        example="État civil, identité",
        article="RGPD art. 30(1)(f)",
    )
    kind: RetentionKind | None = fact(
        "Nature",
        help="Les journaux et les candidatures ont des durées de référence.",
        example="Journaux de connexion ou d’accès",
        article="CNIL, délibérations 2021-122 et 2019-160",
    )
    active: Period | None = fact(
        "Base active",
        help="Le temps de l’usage courant par le service.",
        example="1 an après la fin de l’année scolaire",
        article="RGPD art. 5(1)(e) et 30(1)(f)",
        mandatory=True,
    )
    has_intermediate: bool | None = fact(
        "Archivage intermédiaire",
        help="Les données sont-elles gardées à part, avec un accès restreint, après leur usage courant ?",
        example="Oui",
        article="CNIL, guide des durées de conservation",
    )
    intermediate: Period | None = fact(
        "Durée d’archivage intermédiaire",
        help="Durée totale comptée depuis son propre point de départ ; elle ne s’ajoute pas à la base active.",
        example="5 ans après la clôture de l’exercice",
        article="Code du patrimoine L212-3",
    )
    final_fate: FinalFate | None = fact(
        "Sort final",
        help="Ce que deviennent les données au bout : conservées, triées ou détruites avec le visa des archives.",
        example="Destruction après visa des archives départementales",
        article="Code du patrimoine L212-2 et L212-3",
    )
    unlimited: bool | None = fact(
        "Sans limite de durée",
        help="Oui si les données sont conservées sans terme.",
        example="Non",
        article="RGPD art. 5(1)(e)",
    )
    separated_storage: bool | None = fact(
        "Stockage séparé",
        help="Les archives intermédiaires sont-elles séparées de la base active, avec un accès restreint ?",
        example="Oui : base d’archive réservée à deux agents",
        article="RGPD art. 5(1)(e) et (f)",
    )
    justification: str | None = fact(
        "Justification",
        help="Pourquoi s’écarter de la durée de référence.",
        example="Contentieux en cours",
        article="RGPD art. 5(2)",
    )
    source: str | None = fact(
        "Référence",
        help="Le texte ou le tableau de gestion d’où vient la durée.",
        example="DGP/SIAF/2014/006",
        article="Code du patrimoine L212-3",
    )
    to_confirm: bool | None = fact(
        "À confirmer",
        help="Oui tant que la durée n’a pas été vérifiée à sa source.",
        example="Oui",
        article="Bonne pratique",
    )
    triggered_on: date | None = fact(
        "Départ de la base active",
        help="Date de l’événement pour les plus anciennes données encore conservées.",
        example="31 août 2025",
        article="RGPD art. 5(1)(e)",
    )
    intermediate_triggered_on: date | None = fact(
        "Départ de l’archivage intermédiaire",
        help="Date de l’événement d’où se compte l’archivage intermédiaire.",
        example="31 décembre 2025",
        article="RGPD art. 5(1)(e)",
    )
    disposed_on: date | None = fact(
        "Éliminées ou versées le",
        help="Date du versement ou de la destruction, avec le visa des archives.",
        example="12 mars 2026",
        article="Code du patrimoine L212-2 et R212-14",
    )
