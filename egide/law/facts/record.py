"""What the two kinds of records share: who they are, where they stand, what was declared *sans objet*."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from egide.law.facts.codes import ActivityStatus, Domain
from egide.law.facts.contacts import Contact
from egide.law.facts.describing import fact


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplicable:
    """An answer in itself: the field at `path` is *sans objet*, for `reason`."""

    path: str
    reason: str


def waived(answers: tuple[NotApplicable, ...], path: str) -> str | None:
    """The reason given for `path` among the answers *sans objet*, or None."""
    for answer in answers:
        if answer.path == path:
            return answer.reason
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The common ground of article 30(1) and 30(2)."""

    id: UUID
    name: str | None = fact(
        "Nom du traitement",
        help="Le nom sous lequel vos collègues le connaissent.",
        example="Restauration scolaire",
        article="RGPD art. 30",
    )
    reference: str | None = fact(
        "Référence", help="Le numéro de la fiche dans votre registre.", example="T-014", article="Bonne pratique"
    )
    status: ActivityStatus | None = fact(
        "État", help="Brouillon, en cours, suspendu ou clos.", example="En cours", article="RGPD art. 5(2)"
    )
    domain: Domain | None = fact(
        "Domaine", help="Le champ d’action.", example="Éducation, restauration scolaire", article="Bonne pratique"
    )
    department: str | None = fact(
        "Service gestionnaire", help="Le service qui s’en sert.", example="Affaires scolaires", article="RGPD art. 24"
    )
    manager: str | None = fact(
        "Gestionnaire",
        help="Qui répond de la fiche.",
        example="Responsable des affaires scolaires",
        article="RGPD art. 24",
    )
    catalogue_id: str | None = fact(
        "Modèle du catalogue",
        help="Le traitement type dont la fiche est issue.",
        example="RESTAURATION_SCOLAIRE",
        article="Bonne pratique",
    )
    representative: Contact | None = fact(
        "Représentant",
        help="Le maire ou le président, s’il n’est pas celui de la collectivité qui tient le registre.",
        example="Le maire",
        article="RGPD art. 30(1)(a)",
        mandatory=True,
    )
    dpo: Contact | None = fact(
        "Délégué à la protection des données",
        help="À remplir si ce n’est pas celui de la collectivité.",
        example="Centre de gestion, dpo@exemple.fr",
        article="RGPD art. 30(1)(a)",
        mandatory=True,
    )
    dpo_company: Contact | None = fact(
        "Organisme du délégué",
        help="Si le délégué est externe : l’organisme qui l’emploie.",
        example="Centre de gestion du Pas-de-Calais",
        article="RGPD art. 30(1)(a)",
    )
    created_on: date | None = fact(
        "Fiche créée le", help="Date de création de la fiche.", example="17 novembre 2025", article="RGPD art. 5(2)"
    )
    updated_on: date | None = fact(
        "Fiche mise à jour le",
        help="Date de la dernière modification.",
        example="12 mars 2026",
        article="RGPD art. 5(2)",
    )
    start_date: date | None = fact(
        "Mis en œuvre le", help="Date du début du traitement.", example="1er septembre 2020", article="RGPD art. 35(1)"
    )
    last_review_on: date | None = fact(
        "Dernière revue",
        help="Date à laquelle quelqu’un a vérifié que la fiche dit vrai.",
        example="12 mars 2026",
        article="RGPD art. 5(2) et 24(1)",
    )
    version: str | None = fact("Version", help="Le numéro de version.", example="3", article="RGPD art. 5(2)")
    is_public: bool | None = fact(
        "Au registre public",
        help="La fiche figure-t-elle dans la version communicable du registre ?",
        example="Oui",
        article="CRPA L311-1",
    )
    notes: str | None = fact(
        "Notes",
        help="Ce qui n’entre dans aucune autre case.",
        example="À revoir à la rentrée",
        article="Bonne pratique",
    )
    not_applicable: tuple[NotApplicable, ...] = ()

    def waived(self, path: str) -> str | None:
        """The reason for which `path` was declared *sans objet*, or None."""
        return waived(self.not_applicable, path)

    @property
    def title(self) -> str:
        """« T-014 – Restauration scolaire », or words that say that the name is missing."""
        name = self.name or "Traitement sans nom"
        return f"{self.reference} – {name}" if self.reference else name
