"""The closed lists of CISO Assistant, without their prefix, and what they are in our facts."""

from typing import Final

from egide.law.facts.codes import (
    ActivityStatus,
    Article9Exception,
    DataCategory,
    DataSubjectCategory,
    LegalBasis,
    RecipientKind,
    SpecialCategory,
    TransferMechanism,
)

MAIN_COLUMNS: Final = frozenset(
    {
        "name", "ref_id", "domain", "folder", "assigned_to", "status", "information_channel", "description",
        "processing_nature", "usage_channel", "dpia_required", "dpia_reference", "labels",
    }
)  # fmt: skip
STATUS: Final = {
    "draft": ActivityStatus.DRAFT,
    "in_review": ActivityStatus.DRAFT,
    "approved": ActivityStatus.ACTIVE,
    "deprecated": ActivityStatus.CLOSED,
}
LEGAL_BASIS: Final = {
    "consent": LegalBasis.CONSENT,
    "contract": LegalBasis.CONTRACT,
    "legal_obligation": LegalBasis.LEGAL_OBLIGATION,
    "vital_interests": LegalBasis.VITAL_INTERESTS,
    "public_interest": LegalBasis.PUBLIC_TASK,
    "legitimate_interests": LegalBasis.LEGITIMATE_INTERESTS,
}
ARTICLE_9: Final = {
    "explicit_consent": Article9Exception.ART9_2_A,
    "employment_social_security": Article9Exception.ART9_2_B,
    "vital_interests_incapacity": Article9Exception.ART9_2_C,
    "nonprofit_organization": Article9Exception.ART9_2_D,
    "public_data": Article9Exception.ART9_2_E,
    "legal_claims": Article9Exception.ART9_2_F,
    "substantial_public_interest": Article9Exception.ART9_2_G,
    "preventive_medicine": Article9Exception.ART9_2_H,
    "public_health": Article9Exception.ART9_2_I,
    "archiving_research": Article9Exception.ART9_2_J,
}
DELETION: Final = {
    "automatic_deletion": "Suppression automatique",
    "anonymization": "Anonymisation",
    "manual_review_deletion": "Suppression après examen",
    "user_requested_deletion": "Suppression à la demande de la personne",
    "legal_regulatory_hold": "Conservation imposée par un texte",
    "partial_deletion": "Suppression partielle",
}
_IDENTITY, _CONTACT, _ECONOMIC = DataCategory.IDENTITY, DataCategory.CONTACT, DataCategory.ECONOMIC
_CONNECTION, _HABITS, _WORK = DataCategory.CONNECTION, DataCategory.LIFE_HABITS, DataCategory.PROFESSIONAL
PERSONAL_DATA: Final = {
    **dict.fromkeys(("basic_identity", "name", "identification_numbers", "government_identifiers"), _IDENTITY),
    **dict.fromkeys(("contact_details", "address", "email", "phone_number"), _CONTACT),
    **dict.fromkeys(("financial_data", "transaction_history", "salary_information"), _ECONOMIC),
    **dict.fromkeys(("bank_account", "payment_card"), DataCategory.BANK),
    **dict.fromkeys(
        (
            "online_identifiers",
            "browsing_history",
            "search_history",
            "cookies",
            "device_information",
            "ip_address",
            "communication_metadata",
        ),
        _CONNECTION,
    ),
    **dict.fromkeys(("user_behavior", "lifestyle_information", "preferences", "social_network"), _HABITS),
    **dict.fromkeys(("employment_details", "professional_qualifications", "work_performance"), _WORK),
    **dict.fromkeys(("correspondence", "messaging_content", "opinions", "feedback"), DataCategory.OPINION_FREE_TEXT),
    **dict.fromkeys(("images_photos", "voice_recordings", "video_recordings"), DataCategory.IMAGE_VOICE),
    **dict.fromkeys(("legal_records", "criminal_records", "judicial_data"), DataCategory.CRIMINAL),
    **dict.fromkeys(("drivers_license", "passport_information"), DataCategory.ID_DOCUMENT),
    "location_data": DataCategory.LOCATION,
    "health_data": DataCategory.HEALTH,
    "genetic_data": DataCategory.GENETIC,
    "biometric_data": DataCategory.BIOMETRIC,
    "racial_ethnic_origin": DataCategory.ETHNIC,
    "political_opinions": DataCategory.POLITICAL,
    "religious_beliefs": DataCategory.RELIGION,
    "trade_union_membership": DataCategory.UNION,
    "sexual_orientation": DataCategory.SEX_LIFE,
    "sex_life_data": DataCategory.SEX_LIFE,
    "education_history": DataCategory.EDUCATION,
    "family_details": DataCategory.FAMILY,
    "tax_information": DataCategory.TAX,
    "social_security": DataCategory.NIR,
}
SPECIAL: Final = {DataCategory(category.value): category for category in SpecialCategory}
DATA_SUBJECTS: Final = {
    "customer": DataSubjectCategory.USERS,
    "employee": DataSubjectCategory.AGENTS,
    "job_applicant": DataSubjectCategory.CANDIDATES,
    "contractor": DataSubjectCategory.SUPPLIERS,
    "business_partner": DataSubjectCategory.PROFESSIONALS,
    "user": DataSubjectCategory.USERS,
    "visitor": DataSubjectCategory.VISITORS,
    "minor": DataSubjectCategory.CHILDREN,
    "public": DataSubjectCategory.CITIZENS,
}
RECIPIENTS: Final = {
    **dict.fromkeys(("internal_team", "employee"), RecipientKind.INTERNAL),
    **dict.fromkeys(
        (
            "data_processor",
            "service_provider",
            "cloud_provider",
            "it_provider",
            "payment_processor",
            "analytics_provider",
            "marketing_agency",
        ),
        RecipientKind.PROCESSOR,
    ),
    **dict.fromkeys(
        (
            "subsidiary",
            "parent_company",
            "affiliated_entity",
            "business_partner",
            "distributor",
            "reseller",
            "supplier",
            "contractor",
            "legal_advisor",
            "accountant",
            "consultant",
            "auditor",
            "regulatory_authority",
            "tax_authority",
            "law_enforcement",
            "government_entity",
            "court",
            "joint_controller",
            "individual_recipient",
        ),
        RecipientKind.EXTERNAL,
    ),
    "public": RecipientKind.PUBLIC,
}
MECHANISMS: Final = {
    "adequacy_decision": TransferMechanism.ADEQUACY,
    "standard_contractual_clauses": TransferMechanism.SCC,
    "binding_corporate_rules": TransferMechanism.BCR,
    "codes_of_conduct": TransferMechanism.CODE_OF_CONDUCT,
    "certification_mechanisms": TransferMechanism.CERTIFICATION,
    "derogation": TransferMechanism.DEROGATION_49,
}
