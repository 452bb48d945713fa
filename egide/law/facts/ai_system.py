"""An artificial-intelligence system in use (Regulation (EU) 2024/1689)."""

from dataclasses import dataclass
from uuid import UUID

from egide.law.durations import Duration
from egide.law.facts.codes import AiRiskClass, AiRole
from egide.law.facts.describing import fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AiSystem:
    """A line of the inventory; activities point at it by its id."""

    id: UUID
    name: str | None = fact("Nom", help="Le nom d’usage.", example="Assistant de rédaction", article="RIA art. 3")
    supplier: str | None = fact("Fournisseur", help="Qui le fournit.", example="Éditeur SAS", article="RIA art. 3(3)")
    version: str | None = fact("Version", help="La version employée.", example="2026.3", article="RIA art. 13")
    role: AiRole | None = fact(
        "Rôle", help="Fournisseur ou déployeur.", example="Déployeur", article="RIA art. 3(3) et (4)"
    )
    use: str | None = fact(
        "Usage", help="À quoi il sert.", example="Résumer des comptes rendus", article="RIA art. 26(1)"
    )
    risk_class: AiRiskClass | None = fact(
        "Classe de risque", help="Selon le règlement.", example="Minimal", article="RIA art. 5, 6 et 50"
    )
    annex_iii_point: str | None = fact(
        "Point de l’annexe III", help="S’il est à haut risque.", example="5(a)", article="RIA annexe III"
    )
    processes_personal_data: bool | None = fact(
        "Données personnelles", help="En traite-t-il ?", example="Oui", article="RGPD art. 2"
    )
    art28_contract: bool | None = fact(
        "Contrat de sous-traitance", help="Est-il signé ?", example="Oui", article="RGPD art. 28(3)"
    )
    data_location: str | None = fact(
        "Lieu des données", help="Où elles sont traitées.", example="France", article="RGPD art. 44"
    )
    interacts_with_public: bool | None = fact(
        "En contact avec le public", help="Le public lui parle-t-il ?", example="Non", article="RIA art. 50(1)"
    )
    used_at_work: bool | None = fact(
        "Employé au travail", help="Sur des agents ?", example="Non", article="RIA art. 26(7)"
    )
    workers_informed: bool | None = fact(
        "Agents informés", help="Avant l’emploi.", example="Oui", article="RIA art. 26(7)"
    )
    human_oversight_person: str | None = fact(
        "Contrôle humain", help="Qui le surveille.", example="Responsable du service", article="RIA art. 26(2)"
    )
    fria_done: bool | None = fact(
        "Analyse d’impact sur les droits fondamentaux", help="Est-elle faite ?", example="Oui", article="RIA art. 27"
    )
    eu_database_registered: bool | None = fact(
        "Inscrit dans la base de l’UE", help="Pour un haut risque.", example="Oui", article="RIA art. 26(8) et 49(3)"
    )
    literacy_measures: bool | None = fact(
        "Formation des utilisateurs", help="Ont-ils été formés ?", example="Oui", article="RIA art. 4"
    )
    logs_retention: Duration | None = fact(
        "Conservation des journaux", help="Six mois au moins à haut risque.", example="6 mois", article="RIA art. 26(6)"
    )
    transparency_notice: bool | None = fact(
        "Information du public", help="Est-il averti ?", example="Oui", article="RIA art. 50"
    )
