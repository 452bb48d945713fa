"""The page of a body and its form: the same facts in the same order."""

from typing import Final

from egide.documents.layouts.sections import Section

DELEGATE: Final = Section("Délégué à la protection des données", "RGPD art. 37 à 39", ("dpo",))
SECTIONS: Final = (
    Section("Identité", "RGPD art. 30(1)(a)", ("name", "kind", "siren", "siret", "insee_code", "contact")),
    Section(
        "Population et agents",
        "Convention art. 5",
        ("population", "population_basis", "population_year", "agents_count", "agents_fte"),
    ),
    Section("Représentant", "RGPD art. 30(1)(a)", ("representative",)),
    DELEGATE,
    Section("Référents", "Convention art. 4", ("referents",)),
    Section("Convention avec le centre de gestion", "Convention art. 2", ("agreement_status",)),
    Section(
        "Ce qui est en place",
        "RGPD art. 24 et 32",
        (
            "has_policy",
            "has_dsr_procedure",
            "has_breach_procedure",
            "last_awareness_on",
            "last_restore_test_on",
            "maturity_gap_max",
        ),
    ),
    Section(
        "Site internet et transparence",
        "RGPD art. 12, CRPA L311-5 et L312-1-3",
        (
            "is_public_authority",
            "has_website",
            "privacy_page_published",
            "principal_algorithms_count",
            "algorithms_published",
            "public_register_has_security_details",
        ),
    ),
)
