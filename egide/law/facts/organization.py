"""The body that keeps the register, its delegate and what it does for data protection as a whole."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from egide.law.facts.codes import (
    AgreementStatus,
    DpoFunction,
    DpoKind,
    DpoStatus,
    OrganizationKind,
    PopulationBasis,
)
from egide.law.facts.contacts import Contact
from egide.law.facts.describing import fact
from egide.law.facts.record import NotApplicable, waived


@dataclass(frozen=True, slots=True, kw_only=True)
class Dpo:
    """The data protection officer and the designation (GDPR art. 37 to 39)."""

    status: DpoStatus | None = fact(
        "Désignation", help="Un délégué est-il désigné ?", example="Désigné", article="RGPD art. 37(1)(a)"
    )
    kind: DpoKind | None = fact(
        "Statut du délégué",
        help="Interne, externe ou mutualisé.",
        example="Mutualisé",
        article="RGPD art. 37(3) et (6)",
    )
    contact: Contact | None = fact(
        "Coordonnées du délégué",
        help="Nom et moyens de le joindre.",
        example="dpo@exemple.fr",
        article="RGPD art. 37(7)",
    )
    company: Contact | None = fact(
        "Organisme du délégué",
        help="Si le délégué est externe : l’organisme qui l’emploie.",
        example="Centre de gestion du Pas-de-Calais",
        article="RGPD art. 37(6)",
    )
    function: DpoFunction | None = fact(
        "Autre fonction du délégué",
        help="Ce qu’il fait d’autre : certaines fonctions sont incompatibles.",
        example="Autre fonction",
        article="RGPD art. 38(6)",
    )
    cnil_number: str | None = fact(
        "Numéro de désignation", help="Donné par la CNIL.", example="DPO-123456", article="RGPD art. 37(7)"
    )
    designated_on: date | None = fact(
        "Désigné le", help="Date de la désignation.", example="25 mai 2018", article="RGPD art. 37"
    )
    contact_published: bool | None = fact(
        "Coordonnées publiées", help="Sur le site et les formulaires.", example="Oui", article="RGPD art. 37(7)"
    )
    reports_to_top: bool | None = fact(
        "Rend compte au plus haut niveau",
        help="Au maire, au président ou à la direction générale.",
        example="Oui",
        article="RGPD art. 38(3)",
    )
    resources_documented: bool | None = fact(
        "Moyens documentés",
        help="Temps, formation, accès.",
        example="Oui : lettre de mission",
        article="RGPD art. 38(2)",
    )
    sharing_act_ref: str | None = fact(
        "Acte de mutualisation",
        help="La convention ou la délibération qui partage le délégué.",
        example="Délibération 2025-426",
        article="RGPD art. 37(3), loi n° 2018-493 art. 31",
    )
    last_report_on: date | None = fact(
        "Dernier bilan", help="Date du dernier rapport annuel.", example="15 décembre 2025", article="RGPD art. 38(3)"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Referent:
    """Who keeps the register in the body (agreement, art. 4: REQ-A4-2)."""

    id: UUID
    contact: Contact | None = fact(
        "Référent", help="Nom et coordonnées.", example="Secrétaire de mairie", article="Convention art. 4"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """A local body. What nobody answered is None, and rules that need it stay silent."""

    id: UUID
    name: str | None = fact(
        "Nom",
        help="Le nom de la collectivité.",
        example="Commune d’Achicourt",
        article="RGPD art. 30(1)(a)",
        mandatory=True,
    )
    kind: OrganizationKind | None = fact(
        "Nature", help="Commune, EPCI, CCAS…", example="Commune", article="RGPD art. 37(1)(a)"
    )
    siren: str | None = fact("SIREN", help="Neuf chiffres.", example="216200048", article="Code de commerce R123-221")
    siret: str | None = fact(
        "SIRET", help="Quatorze chiffres.", example="21620004800017", article="Code de commerce R123-221"
    )
    insee_code: str | None = fact(
        "Code INSEE", help="De la commune.", example="62004", article="Code officiel géographique"
    )
    population: int | None = fact(
        "Population", help="Nombre d’habitants.", example="8 000", article="Convention art. 5"
    )
    population_basis: PopulationBasis | None = fact(
        "Population comptée",
        help="Totale ou municipale.",
        example="Population totale",
        article="Convention art. 5 (DEC-08)",
    )
    population_year: int | None = fact(
        "Millésime",
        help="L’année des chiffres de l’INSEE.",
        example="2026",
        article="Convention art. 5 (DEC-08)",
        year=True,
    )
    agents_count: int | None = fact(
        "Nombre d’agents", help="Toutes les personnes employées.", example="120", article="CNIL, délibération 2019-118"
    )
    agents_fte: float | None = fact(
        "Agents en équivalent temps plein", help="ETP.", example="98,5", article="CRPA D312-1-4"
    )
    is_public_authority: bool | None = fact(
        "Autorité ou organisme public", help="Oui pour toute collectivité.", example="Oui", article="RGPD art. 37(1)(a)"
    )
    contact: Contact | None = fact(
        "Coordonnées",
        help="Comment joindre la collectivité.",
        example="Mairie",
        article="RGPD art. 30(1)(a)",
        mandatory=True,
    )
    representative: Contact | None = fact(
        "Représentant",
        help="Le maire ou le président.",
        example="Madame le Maire",
        article="RGPD art. 30(1)(a)",
        mandatory=True,
    )
    dpo: Dpo | None = fact(
        "Délégué à la protection des données",
        help="Le délégué et sa désignation.",
        example="Centre de gestion",
        article="RGPD art. 37",
        mandatory=True,
    )
    referents: tuple[Referent, ...] | None = fact(
        "Référents",
        help="Qui tient le registre au quotidien.",
        example="Secrétaire de mairie",
        article="Convention art. 4",
    )
    agreement_status: AgreementStatus | None = fact(
        "Convention avec le centre de gestion", help="Où elle en est.", example="En cours", article="Convention art. 2"
    )
    has_policy: bool | None = fact(
        "Politique de protection des données", help="Est-elle adoptée ?", example="Oui", article="RGPD art. 24(2)"
    )
    has_dsr_procedure: bool | None = fact(
        "Procédure pour les demandes de droits", help="Est-elle écrite ?", example="Oui", article="RGPD art. 12(2)"
    )
    has_breach_procedure: bool | None = fact(
        "Procédure en cas de violation", help="Est-elle écrite ?", example="Oui", article="RGPD art. 33 et 34"
    )
    has_website: bool | None = fact(
        "Site internet", help="La collectivité en a-t-elle un ?", example="Oui", article="RGPD art. 13"
    )
    privacy_page_published: bool | None = fact(
        "Page « données personnelles »", help="Le site en a-t-il une ?", example="Oui", article="RGPD art. 12(1) et 13"
    )
    last_awareness_on: date | None = fact(
        "Dernière sensibilisation",
        help="Date de la dernière action.",
        example="10 octobre 2026",
        article="RGPD art. 39(1)(b)",
    )
    last_restore_test_on: date | None = fact(
        "Dernier essai de restauration",
        help="Date du dernier essai des sauvegardes.",
        example="5 février 2026",
        article="RGPD art. 32(1)(c) et (d)",
    )
    maturity_gap_max: int | None = fact(
        "Écart de maturité",
        help="Le plus grand écart entre niveau et cible.",
        example="1",
        article="CNIL, modèle de maturité (2021)",
    )
    principal_algorithms_count: int | None = fact(
        "Principaux algorithmes",
        help="Combien fondent des décisions individuelles.",
        example="0",
        article="CRPA L312-1-3",
    )
    algorithms_published: bool | None = fact(
        "Règles des algorithmes publiées", help="En ligne.", example="Oui", article="CRPA L312-1-3"
    )
    public_register_has_security_details: bool | None = fact(
        "Détails de sécurité au registre public",
        help="La version communicable expose-t-elle des mesures de sécurité ?",
        example="Non",
        article="CRPA L311-5",
    )
    not_applicable: tuple[NotApplicable, ...] = ()

    def waived(self, path: str) -> str | None:
        """The reason for which `path` (or `catalogue.<id>`) was declared *sans objet*, or None."""
        return waived(self.not_applicable, path)
