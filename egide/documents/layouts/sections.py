"""The order of a record on paper: article 30, then what other articles ask. Every fact has its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from egide.law.facts import Organization, ProcessingActivity, ProcessorActivity


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, its article, and the facts under it, in order."""

    title: str
    article: str
    facts: tuple[str, ...]


CONTROLLER_SECTIONS: Final = (
    Section(
        "Le traitement",
        "RGPD art. 30(1)(a)",
        (
            "status",
            "domain",
            "department",
            "manager",
            "role",
            "controller",
            "controller_capacity",
            "representative",
            "joint_controllers",
            "dpo",
            "dpo_company",
            "regime",
            "start_date",
            "created_on",
            "updated_on",
            "last_review_on",
            "last_substantive_change_on",
            "version",
            "is_public",
            "closure_data_disposed",
        ),
    ),
    Section(
        "Pourquoi",
        "RGPD art. 30(1)(b)",
        (
            "purposes",
            "public_mission",
            "service_nature",
            "service_is_mandatory",
            "consent",
            "further_processing",
            "compatibility_test_done",
            "further_processing_authorised_by_law",
            "legal_basis_changed_after_start",
            "commercial_use",
            "has_payment_purpose",
        ),
    ),
    Section(
        "Qui et quoi",
        "RGPD art. 30(1)(c)",
        (
            "data_subjects",
            "people_count",
            "minors",
            "minors_under_15",
            "large_scale",
            "personal_data",
            "special_data",
            "criminal_data",
            "criminal_basis",
            "criminal_extract_kept",
            "nir_used",
            "nir_ground",
            "id_document_justification",
            "asks_documents_available_via_api",
            "collection",
            "sources",
            "profiling",
        ),
    ),
    Section("Qui reçoit les données", "RGPD art. 30(1)(d)", ("recipients", "processors")),
    Section("Hors de l’Espace économique européen", "RGPD art. 30(1)(e)", ("transfers",)),
    Section("Combien de temps", "RGPD art. 30(1)(f)", ("retention",)),
    Section(
        "Comment les données sont protégées",
        "RGPD art. 30(1)(g) et 32",
        (
            "support",
            "systems",
            "security_measures",
            "backup_not_relevant",
            "remote_access",
            "real_data_in_test",
            "online_service",
            "is_teleservice",
        ),
    ),
    Section("Information et droits des personnes", "RGPD art. 12 à 22", ("notice",)),
    Section("Analyse d’impact", "RGPD art. 35 et 36", ("dpia",)),
    Section("Algorithme, intelligence artificielle et vidéo", "RGPD art. 22", ("algorithm", "ai_systems", "video")),
    Section("Notes", "", ("notes",)),
)

PROCESSOR_SECTIONS: Final = (
    Section(
        "Pour le compte de qui",
        "RGPD art. 30(2)(a)",
        (
            "status",
            "domain",
            "department",
            "manager",
            "clients",
            "representative",
            "dpo",
            "dpo_company",
            "start_date",
            "created_on",
            "updated_on",
            "last_review_on",
            "version",
            "is_public",
            "closure_data_disposed",
        ),
    ),
    Section(
        "Quels traitements",
        "RGPD art. 30(2)(b)",
        ("processing_categories", "data_subjects", "personal_data", "subprocessors", "retention"),
    ),
    Section("Hors de l’Espace économique européen", "RGPD art. 30(2)(c)", ("transfers",)),
    Section("Comment les données sont protégées", "RGPD art. 30(2)(d) et 32", ("systems", "security_measures")),
    Section("Notes", "", ("notes",)),
)

ORGANIZATION_SECTION: Final = Section(
    "La collectivité",
    "RGPD art. 30(1)(a)",
    ("name", "kind", "siren", "siret", "insee_code", "population", "contact", "representative", "dpo", "referents"),
)

_HOW_IT_IS_RUN: Final = (
    "population_basis",
    "population_year",
    "agents_count",
    "agents_fte",
    "is_public_authority",
    "agreement_status",
    "has_policy",
    "has_dsr_procedure",
    "has_breach_procedure",
    "has_website",
    "privacy_page_published",
    "last_awareness_on",
    "last_restore_test_on",
    "maturity_gap_max",
    "principal_algorithms_count",
    "algorithms_published",
    "public_register_has_security_details",
)

# Facts that stand elsewhere in a document, or in none, each with its reason.
ELSEWHERE: Final[Mapping[type, Mapping[str, str]]] = MappingProxyType(
    {
        ProcessingActivity: {
            "name": "in the title of the record",
            "reference": "in the title of the record",
            "catalogue_id": "an identifier of the catalogue, for machines",
        },
        ProcessorActivity: {
            "name": "in the title of the record",
            "reference": "in the title of the record",
            "catalogue_id": "an identifier of the catalogue, for machines",
        },
        Organization: dict.fromkeys(_HOW_IT_IS_RUN, "told in the check report of the body, not in its register"),
    }
)

# What the communicable version withholds (CRPA L311-5 and L311-6; REG-020), each with its reason in French.
WITHHELD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "security_measures": "sécurité des systèmes d’information (CRPA L311-5)",
        "systems": "sécurité des systèmes d’information (CRPA L311-5)",
        "backup_not_relevant": "sécurité des systèmes d’information (CRPA L311-5)",
        "remote_access": "sécurité des systèmes d’information (CRPA L311-5)",
        "real_data_in_test": "sécurité des systèmes d’information (CRPA L311-5)",
        "dpia": "mesures de sécurité et risques décrits dans l’analyse (CRPA L311-5)",
        "processors": "le nom des prestataires suffit ; leurs contrats et contrôles restent internes",
        "subprocessors": "le nom des prestataires suffit ; leurs contrats et contrôles restent internes",
        "manager": "coordonnées nominatives d’agents (CRPA L311-6)",
        "referents": "coordonnées nominatives d’agents (CRPA L311-6)",
        "notes": "notes de travail internes",
        "is_public": "indication interne",
    }
)
