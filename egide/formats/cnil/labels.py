"""The labels of the CNIL's « registre simplifié », recognised when folded, numbered, misspelt or shortened."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache

from egide.formats.french.words import fold
from egide.formats.headings.synonyms import recognise
from egide.law.facts.codes import DataCategory, SpecialCategory

LIST_SHEET = "2_-_Liste_des_traitements"
MODEL_SHEET = "3_-_Modèle_de_fiche_de_registre"
CHOICES_SHEET = "5_-_Listes"
MODEL_REFERENCE = "ref-001"
ALL_DATA = "Ensemble des données du traitement"
NOTES = "Notes"
LEGAL_BASIS, LEGAL_TEXTS = "purposes.legal_basis", "purposes.legal_texts"
_CLOSE = 0.88


class Section(StrEnum):
    """The sections of a fiche, in the order of the model."""

    IDENTITY = "Description du traitement"
    ACTORS = "Acteurs"
    PURPOSES = "Finalité(s) du traitement effectué"
    DATA = "Catégories de données personnelles concernées"
    SPECIAL = "Données sensibles"
    SUBJECTS = "Catégories de personnes concernées"
    RECIPIENTS = "Destinataires"
    MEASURES = "Mesures de sécurité"
    TRANSFERS = "Transferts hors UE"


@dataclass(frozen=True, slots=True)
class Label:
    """What a label in the first column announces: a section, or a row of one with its own key."""

    section: Section
    key: str = ""

    @property
    def is_section(self) -> bool:
        return not self.key


NAME, REFERENCE, CREATED, UPDATED = "name", "reference", "created_on", "updated_on"
CONTROLLER, DPO, DPO_COMPANY, REPRESENTATIVE, JOINT = "controller", "dpo", "dpo_company", "representative", "joint"
CRIMINAL = "CRIMINAL"

DATA_ROWS: Mapping[DataCategory, str] = {
    DataCategory.IDENTITY: "État civil, identité, données d'identification, images…",
    DataCategory.FAMILY: "Vie personnelle (habitudes de vie, situation familiale, etc.)",
    DataCategory.ECONOMIC: (
        "Informations d'ordre économique et financier (revenus, situation financière, situation fiscale, etc.)"
    ),
    DataCategory.CONNECTION: "Données de connexion (adresse IP, logs, etc.)",
    DataCategory.LOCATION: "Données de localisation (déplacements, données GPS, GSM, etc.)",
    DataCategory.NIR: "Numéro de Sécurité Sociale (ou NIR)",
}
SPECIAL_ROWS: Mapping[SpecialCategory, str] = {
    SpecialCategory.ETHNIC: "Données révélant l'origine raciale ou ethnique",
    SpecialCategory.POLITICAL: "Données révélant les opinions politiques",
    SpecialCategory.RELIGION: "Données révélant les convictions religieuses ou philosophiques",
    SpecialCategory.UNION: "Données révélant l'appartenance syndicale",
    SpecialCategory.GENETIC: "Données génétiques",
    SpecialCategory.BIOMETRIC: "Données biométriques aux fins d'identifier une personne physique de manière unique",
    SpecialCategory.HEALTH: "Données concernant la santé",
    SpecialCategory.SEX_LIFE: "Données concernant la vie sexuelle ou l'orientation sexuelle",
}
CRIMINAL_ROW = "Données relatives à des condamnations pénales ou infractions"
IDENTITY_ROWS: Mapping[str, str] = {
    NAME: "Nom du traitement",
    REFERENCE: "N° / RÉF",
    CREATED: "Date de création du traitement",
    UPDATED: "Mise à jour du traitement",
}
ACTOR_ROWS: Mapping[str, str] = {
    CONTROLLER: "Responsable du traitement",
    DPO: "Délégué à la protection des données",
    DPO_COMPANY: "Société du DPO (si celui-ci est externe)",
    REPRESENTATIVE: "Représentant",
    JOINT: "Responsable(s) conjoint(s)",
}
ACTOR_COLUMNS: Mapping[str, str] = {
    "name": "Nom",
    "address": "Adresse",
    "postal_code": "Code Postal",
    "city": "Ville",
    "country": "Pays",
    "phone": "Téléphone",
    "email": "Adresse mél",
}
SECTION_COLUMNS: Mapping[Section, Mapping[str, str]] = {
    Section.ACTORS: ACTOR_COLUMNS,
    Section.DATA: {"detail": "Description", "retention": "Durée de conservation"},
    Section.SPECIAL: {"detail": "Description", "retention": "Durée de conservation"},
    Section.SUBJECTS: {"kind": "Description", "detail": "Précisions"},
    Section.RECIPIENTS: {"kind": "Type de destinataire", "detail": "Précisions"},
    Section.MEASURES: {"kind": "Type de mesure de sécurité", "detail": "Précisions"},
    Section.TRANSFERS: {
        "recipient": "Destinataire",
        "country": "Pays",
        "mechanism": "Type de Garanties",
        "documentation": "Liens vers la documentation",
    },
}
DEFAULT_OFFSETS: Mapping[Section, tuple[int, ...]] = {
    Section.ACTORS: (1, 2, 3, 4, 5, 6, 7),
    Section.DATA: (1, 4),
    Section.SPECIAL: (1, 4),
    Section.SUBJECTS: (1, 4),
    Section.RECIPIENTS: (1, 4),
    Section.MEASURES: (1, 4),
    Section.TRANSFERS: (1, 2, 3, 5),
}

_NUMBERED: tuple[tuple[re.Pattern[str], Label], ...] = tuple(
    (re.compile(rf"{pattern}\s*(?:n°|no|n)?\s*\d*\s*:?"), label)
    for pattern, label in (
        (r"finalite principale", Label(Section.PURPOSES, "main")),
        (r"sous[ -]?finalite", Label(Section.PURPOSES, "secondary")),
        (r"categorie de personnes?", Label(Section.SUBJECTS, "line")),
        (r"organisme destinataire", Label(Section.TRANSFERS, "line")),
        (r"destinataire", Label(Section.RECIPIENTS, "line")),
        (r"mesure de securite", Label(Section.MEASURES, "line")),
        (r"responsable(?:\(s\)|s)? conjoint(?:\(s\)|s)?", Label(Section.ACTORS, JOINT)),
    )
)
_STARTS: tuple[tuple[str, Label], ...] = (
    ("etat civil", Label(Section.DATA, DataCategory.IDENTITY)),
    ("vie personnelle", Label(Section.DATA, DataCategory.FAMILY)),
    ("informations d'ordre economique", Label(Section.DATA, DataCategory.ECONOMIC)),
    ("donnees de connexion", Label(Section.DATA, DataCategory.CONNECTION)),
    ("donnees de localisation", Label(Section.DATA, DataCategory.LOCATION)),
    ("numero de securite sociale", Label(Section.DATA, DataCategory.NIR)),
    ("n° de securite sociale", Label(Section.DATA, DataCategory.NIR)),
    ("donnees revelant l'origine", Label(Section.SPECIAL, SpecialCategory.ETHNIC)),
    ("donnees revelant les opinions", Label(Section.SPECIAL, SpecialCategory.POLITICAL)),
    ("donnees revelant les convictions", Label(Section.SPECIAL, SpecialCategory.RELIGION)),
    ("donnees revelant l'appartenance", Label(Section.SPECIAL, SpecialCategory.UNION)),
    ("donnees genetiques", Label(Section.SPECIAL, SpecialCategory.GENETIC)),
    ("donnees biometriques", Label(Section.SPECIAL, SpecialCategory.BIOMETRIC)),
    ("donnees concernant la sante", Label(Section.SPECIAL, SpecialCategory.HEALTH)),
    ("donnees concernant la vie sexuelle", Label(Section.SPECIAL, SpecialCategory.SEX_LIFE)),
    ("donnees relatives a des condamnations", Label(Section.SPECIAL, CRIMINAL)),
    ("societe du dpo", Label(Section.ACTORS, DPO_COMPANY)),
    ("delegue a la protection", Label(Section.ACTORS, DPO)),
    ("date de creation", Label(Section.IDENTITY, CREATED)),
    ("finalite(s) du traitement", Label(Section.PURPOSES)),
    ("finalites du traitement", Label(Section.PURPOSES)),
)
_WHOLE: Mapping[str, Label] = {
    **{fold(section.value): Label(section) for section in Section},
    **{fold(text): Label(Section.IDENTITY, key) for key, text in IDENTITY_ROWS.items()},
    **{fold(text): Label(Section.ACTORS, key) for key, text in ACTOR_ROWS.items()},
    **{fold(text): Label(Section.DATA, code) for code, text in DATA_ROWS.items()},
    **{fold(text): Label(Section.SPECIAL, code) for code, text in SPECIAL_ROWS.items()},
    fold(CRIMINAL_ROW): Label(Section.SPECIAL, CRIMINAL),
    "responsable de traitement": Label(Section.ACTORS, CONTROLLER),
    "dpo": Label(Section.ACTORS, DPO),
    "reference": Label(Section.IDENTITY, REFERENCE),
    "n° ref": Label(Section.IDENTITY, REFERENCE),
    "derniere mise a jour": Label(Section.IDENTITY, UPDATED),
    "transferts hors eee": Label(Section.TRANSFERS),
}


@cache
def recognise_label(text: str) -> Label | None:
    """What a label announces, whatever its case, accents, spaces and small mistakes. None when it is not CNIL's."""
    folded = fold(text).rstrip(" :")
    if not folded or len(folded) > 160:
        return None
    if (whole := _WHOLE.get(folded)) is not None:
        return whole
    for pattern, label in _NUMBERED:
        if pattern.fullmatch(folded):
            return label
    for start, label in _STARTS:
        if folded.startswith(start):
            return label
    return _closest(folded)


def _closest(folded: str) -> Label | None:
    """The label that differs by a few letters, if there is one."""
    best, score = None, _CLOSE
    matcher = SequenceMatcher(b=folded, autojunk=False)
    for known, label in _WHOLE.items():
        matcher.set_seq1(known)
        if len(known) > 8 and matcher.real_quick_ratio() > score and (ratio := matcher.ratio()) > score:
            best, score = label, ratio
    return best


@cache
def legal_path(text: str) -> str | None:
    """What a label of one's own announces of the law: « Licéité », « Fondement juridique », « Textes applicables »."""
    found = recognise(text.rstrip(" :\u00a0\u202f")) if recognise_label(text) is None and len(text) <= 80 else None
    path = found.target.path if found is not None else None
    return path if path in (LEGAL_BASIS, LEGAL_TEXTS) else None


@cache
def column_named(section: Section, text: str) -> str | None:
    """The field that a heading of a section names: « Code Postal » gives postal_code."""
    folded = fold(text).rstrip(" :")
    for field, label in SECTION_COLUMNS[section].items():
        if folded == fold(label) or (len(folded) > 4 and fold(label).startswith(folded)):
            return field
    return "email" if section is Section.ACTORS and "mail" in folded.replace("mel", "mail") else None
