"""The columns of MADIS’s CSV exports, in the words and the order in which the tool writes them."""

from egide.formats.french.words import fold
from egide.formats.gathering.targets import NOTES, Target

_NOTES = Target(NOTES)
PEOPLE = "Détails - Personnes concernées - "
SECURITY = "Mesures de sécurité et confidentialité - "
SPECIFIC = "Traitement spécifique - "
RETENTION = "Détails - Délai de conservation - "
COMMENT = " - Commentaire"
SUPPORT = "Détails - Traitement papier"
SYSTEMS = "Détails - Logiciels et supports"
MEANS = "Détails - Moyens de la collecte"
PROCESSORS = "Destination - Sous-traitants"

# The eight pairs of people: headings come in the first order, values in the second (MADIS 2.4.1).
HEADED = ("Particuliers", "Internautes", "Salariés", "Élus", "Professionnels", "Partenaires", "Usagers", "Autres")
WRITTEN = ("Particuliers", "Internautes", "Usagers", "Salariés", "Élus", "Professionnels", "Partenaires", "Autres")
PEOPLE_CODES = {
    "Particuliers": "CITIZENS",
    "Internautes": "WEB_USERS",
    "Usagers": "USERS",
    "Salariés": "AGENTS",
    "Élus": "ELECTED",
    "Professionnels": "PROFESSIONALS",
    "Partenaires": "PROFESSIONALS",
}
SECURITY_CODES = {
    "Contrôle d'accès": "M05_HABILITATIONS",
    "Traçabilité": "M16_JOURNALISATION",
    "Sauvegarde": "M17_SAUVEGARDES",
    "Mise à jour": "M06_POSTES",
}
SECURITY_FLAGS = {
    "À tout moment il est possible de ressortir les personnes habilitées": "M05_HABILITATIONS",
    "La personne ou la procédure qui permet d’ouvrir des comptes est clairement identifiée": "M05_HABILITATIONS",
    "Les spécificités de sensibilisation liées à ce traitement sont délivrées": "M03_SENSIBILISATION",
}
CRITERIA = {
    "Surveillance systématique": "SYSTEMATIC_MONITORING",
    "Collecte à large échelle": "LARGE_SCALE",
    "Personnes vulnérables": "VULNERABLE",
    "Croisement de données": "MATCHING",
    "Évaluation ou notation": "SCORING",
    "Décisions automatisées avec effet": "AUTOMATED_DECISION",
    "Exclusion automatique d'un service": "EXCLUSION",
    "Usage innovant": "INNOVATIVE",
}

TREATMENT: dict[str, Target] = {
    "Nom": Target("name"),
    "Structure - Nom": Target("organization.name"),
    "Structure - SIREN": Target("organization.siren"),
    "Structure - Code INSEE": Target("organization.insee_code"),
    "En tant que": Target("role"),
    "Coordonnées du responsable de traitement": Target("controller.text"),
    "Finalités": Target("purposes.text"),
    "Gestionnaire": Target("manager"),
    "État": Target("status"),
    "Base légale": Target("purposes.legal_basis"),
    "Justification de la base légale": Target("purposes.justification"),
    "Observations": _NOTES,
    "Registre public": Target("is_public"),
    "Est exempté d'AIPD": _NOTES,
    "Préconisations": _NOTES,
    "Catégorie de données": Target("personal_data.category"),
    "Catégorie des données - Autres catégories": Target("personal_data.category"),
    "Destination - Catégorie de destinataires": Target("recipients.name"),
    PROCESSORS: Target("processors.contact.text"),
    "Historique - Créé par": _NOTES,
    "Historique - Date de création": Target("created_on"),
    "Historique - Date de modification": Target("updated_on"),
    "Détails - Nombre de personnes concernées": Target("people_count"),
    SYSTEMS: Target("systems.name"),
    SUPPORT: Target("support"),
    f"{RETENTION}Durée": Target("retention.active"),
    f"{RETENTION}Nom": Target("retention.data"),
    f"{RETENTION}Sort final": Target("retention.final_fate"),
    "Détails - Origine des données": Target("sources.kind"),
    MEANS: _NOTES,
}

# Headings that only one of the other exports has, and what that export is.
_OTHERS = {
    "sous-traitants («\u202fcontractor\u202f»)": ("Clauses contractuelles vérifiées", "Agent référent", "DPD - Nom"),
    "actions de protection («\u202fmesurement\u202f»)": ("Application - Statut", "Priorité", "Responsable d'action"),
    "structures («\u202fcollectivity\u202f»)": ("Nom court", "Conformité des traitements", "Comité IL"),
}


def people_target(name: str) -> Target:
    """The box of one of the eight categories of people; « Autres » has no code."""
    code = PEOPLE_CODES.get(name)
    given = (("category", code),) if code else ()
    # Professionals and partners are one code: the word tells the second.
    return Target("data_subjects", given if code and name != "Partenaires" else (*given, ("detail", name)))


def security_target(name: str) -> Target:
    """The box of one of the security measures; « Autres » has no code."""
    if name in SECURITY_FLAGS:
        return Target("security_measures", (("code", SECURITY_FLAGS[name]), ("detail", name)))
    code = SECURITY_CODES.get(name)
    return Target("security_measures", (("code", code),) if code else (("detail", name),))


def criterion_target(name: str) -> Target:
    """The box of one of the criteria of a high risk."""
    return Target("dpia.criteria", (("is", CRITERIA[name]),))


def other_export(texts: list[str]) -> str | None:
    """Which other export of MADIS these headings are those of."""
    found = {fold(text) for text in texts}
    return next((name for name, needed in _OTHERS.items() if {fold(one) for one in needed} <= found), None)
