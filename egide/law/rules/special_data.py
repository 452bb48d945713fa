"""Data that the law forbids unless an exception lifts the prohibition: articles 9 and 10, social security number."""

from egide.law.facts import PersonalData, ProcessingActivity, Processor, SpecialData
from egide.law.facts.codes import (
    Article9Exception,
    DataCategory,
    DataSubjectCategory,
    Domain,
    PurposeKind,
    SecurityMeasureCode,
    SpecialCategory,
)
from egide.law.rules.rule import CannotSay, FindingKind, Rule, Severity, Situation, topic
from egide.law.rules.scopes import active, has_data, has_measure, has_special_data

_EXCEPTIONS_WITH_A_TEXT = frozenset(
    {
        Article9Exception.ART9_2_B,
        Article9Exception.ART9_2_G,
        Article9Exception.ART9_2_H,
        Article9Exception.ART9_2_I,
        Article9Exception.ART9_2_J,
    }
)
_USUAL_FOR_THE_NIR = frozenset(
    {
        Domain.HR,
        Domain.SOCIAL,
        Domain.AUTONOMY,
        Domain.INSERTION,
        Domain.HEALTH,
        Domain.CHILD_PROTECTION,
        Domain.HOUSING,
        Domain.CDG_MISSIONS,
    }
)
_WORKPLACE = frozenset({PurposeKind.ACCESS_CONTROL, PurposeKind.TIME_TRACKING})
_SCHOOL = frozenset({Domain.EDUCATION, Domain.CHILDHOOD})
_REVEALED_BY_A_MENU = frozenset({SpecialCategory.RELIGION, SpecialCategory.ETHNIC})
# A category of data and the special category of the same nature have the same code.
_SPECIAL_AMONG_DATA = {DataCategory(category.value): category for category in SpecialCategory}
_FREE_TEXT = (DataCategory.OPINION_FREE_TEXT, DataCategory.SOCIAL_DIFFICULTY)


def _has_special_data(a: ProcessingActivity, _s: Situation) -> bool:
    return bool(a.special_data)


def _has_exception_with_a_text(a: ProcessingActivity, _s: Situation) -> bool:
    return any(line.exception in _EXCEPTIONS_WITH_A_TEXT for line in a.special_data or ())


def _by_explicit_consent(a: ProcessingActivity, _s: Situation) -> bool:
    return any(line.exception is Article9Exception.ART9_2_A for line in a.special_data or ())


def _not_explicit(a: ProcessingActivity, _s: Situation) -> bool:
    return a.consent is None or not a.consent.explicit


def _uses_nir(a: ProcessingActivity, _s: Situation) -> bool:
    return a.nir_used is True


def _unusual_for_the_nir(a: ProcessingActivity, _s: Situation) -> bool:
    if a.domain is None:
        raise CannotSay("domain")
    return a.domain not in _USUAL_FOR_THE_NIR


def _health_data_for_care(a: ProcessingActivity, _s: Situation) -> bool:
    return any(
        line.category is SpecialCategory.HEALTH and line.exception is Article9Exception.ART9_2_H
        for line in a.special_data or ()
    )


def _hosts_without_certificate(p: Processor, _a: ProcessingActivity, _s: Situation) -> bool:
    return p.hosts_data is True and not p.hds_certified


def _at_work(a: ProcessingActivity, _s: Situation) -> bool:
    return any(line.category is DataSubjectCategory.AGENTS for line in a.data_subjects or ()) or any(
        p.kind in _WORKPLACE for p in a.purposes or ()
    )


def _reveals_faith_or_origin(line: SpecialData, _a: ProcessingActivity, _s: Situation) -> bool:
    return line.category in _REVEALED_BY_A_MENU


def _active_with_free_text(a: ProcessingActivity, s: Situation) -> bool:
    return active(a, s) and has_data(a, *_FREE_TEXT)


def _political(line: SpecialData, _a: ProcessingActivity, _s: Situation) -> bool:
    return line.category is SpecialCategory.POLITICAL


def _undeclared(line: PersonalData, a: ProcessingActivity, _s: Situation) -> bool:
    if line.category is DataCategory.CRIMINAL:
        return not a.criminal_data
    if line.category is DataCategory.NIR:
        return not a.nir_used
    special = _SPECIAL_AMONG_DATA.get(line.category) if line.category is not None else None
    return special is not None and not has_special_data(a, special)


RULES = topic(
    "Données sensibles",
    (
        Rule(
            id="SP-001",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 9(1) et 9(2)", "Loi Informatique et Libertés art. 6 et 44"),
            title="Données sensibles sans exception",
            message="Ces données sensibles sont interdites, sauf exception prévue par la loi, et la fiche n’en indique "
            "aucune.",
            action="Choisir l’exception qui s’applique, ou ne plus recueillir cette donnée.",
            path="special_data.exception",
            applies=_has_special_data,
            lines="special_data",
            fires_on=lambda line, _a, _s: line.exception is None,
        ),
        Rule(
            id="SP-002",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 9(2)(a)",),
            title="Données sensibles sans consentement exprès",
            message="L’exception choisie demande un consentement exprès, à part, et rien ne montre qu’il est "
            "recueilli.",
            action="Recueillir un consentement exprès : une case dédiée, non cochée d’avance, ou une signature.",
            path="consent.explicit",
            applies=_by_explicit_consent,
            fires=_not_explicit,
        ),
        Rule(
            id="SP-003",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 9(2)", "Loi Informatique et Libertés art. 44"),
            title="Exception de l’article 9 sans texte",
            message="L’exception choisie – points b), g), h), i) ou j) – doit s’appuyer sur un texte qui prévoit des "
            "garanties, et la fiche n’en cite aucun.",
            action="Citer le texte, français ou européen.",
            path="special_data.exception_text",
            applies=_has_exception_with_a_text,
            lines="special_data",
            fires_on=lambda line, _a, _s: line.exception in _EXCEPTIONS_WITH_A_TEXT and not line.exception_text,
        ),
        Rule(
            id="SP-004",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 10", "Loi Informatique et Libertés art. 46"),
            title="Données d’infraction sans texte qui les autorise",
            message="Condamnations et infractions ne se traitent que sous le contrôle de l’autorité publique ou si un "
            "texte le permet, et la fiche n’en cite aucun.",
            action="Citer le texte, ou ne plus recueillir cette donnée.",
            path="criminal_basis",
            applies=lambda a, _s: a.criminal_data is True,
            fires=lambda a, _s: not a.criminal_basis,
        ),
        Rule(
            id="SP-005",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("Loi Informatique et Libertés art. 30", "Décret n° 2019-341 du 19 avril 2019", "RGPD art. 87"),
            title="Numéro de sécurité sociale sans fondement",
            message="Le numéro de sécurité sociale (NIR) ne peut servir que dans les cas prévus par décret, et la "
            "fiche n’en indique aucun.",
            action="Choisir le cas du décret qui s’applique, ou ne plus utiliser ce numéro.",
            path="nir_ground",
            applies=_uses_nir,
            fires=lambda a, _s: a.nir_ground is None,
        ),
        Rule(
            id="SP-006",
            severity=Severity.MAJOR,
            kind=FindingKind.WARNING,
            basis=("Décret n° 2019-341 du 19 avril 2019",),
            title="Numéro de sécurité sociale dans un domaine inhabituel",
            message="Utiliser le numéro de sécurité sociale est exceptionnel dans ce domaine.",
            action="Vérifier qu’il est nécessaire et qu’un texte le permet ; sinon, employer un identifiant interne.",
            path="nir_used",
            applies=_uses_nir,
            fires=_unusual_for_the_nir,
        ),
        Rule(
            id="SP-007",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("Code de la santé publique L1111-8",),
            title="Données de santé chez un hébergeur non certifié",
            message="Des données de santé recueillies à l’occasion de soins ou d’un suivi médico-social sont hébergées "
            "par un prestataire dont la certification « hébergeur de données de santé » n’est pas établie.",
            action="Demander au prestataire son certificat HDS en cours de validité.",
            path="processors.hds_certified",
            applies=_health_data_for_care,
            lines="processors",
            fires_on=_hosts_without_certificate,
            to_confirm="Périmètre de la certification HDS selon la nature du suivi : soins, médico-social, simple "
            "allergie.",
        ),
        Rule(
            id="SP-008",
            severity=Severity.MAJOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 9", "CNIL, règlement type biométrie (délibération 2019-001)"),
            title="Biométrie pour l’accès ou le temps de travail",
            message="Empreinte, visage, contour de la main : sur un lieu de travail, la biométrie doit être justifiée "
            "et suivre le règlement type de la CNIL.",
            action="Écrire pourquoi un badge ne suffit pas, garder le gabarit sur un support confié à la personne, et "
            "mener une analyse d’impact.",
            path="special_data",
            applies=_at_work,
            fires=lambda a, _s: has_special_data(a, SpecialCategory.BIOMETRIC),
        ),
        Rule(
            id="SP-009",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 9", "CNIL, ancienne norme simplifiée NS-058"),
            title="Religion ou origine dans un service pour les enfants",
            message="Le fichier d’un service scolaire ou de l’enfance ne doit rien révéler de la religion ni de "
            "l’origine : pas de mention « halal » ni « casher ».",
            action="Employer un libellé neutre : « sans porc », « sans viande ».",
            path="special_data.category",
            applies=lambda a, _s: a.domain in _SCHOOL,
            lines="special_data",
            fires_on=_reveals_faith_or_origin,
        ),
        Rule(
            id="SP-010",
            severity=Severity.MINOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 5(1)(c)", "CNIL, zones de commentaire libre"),
            title="Zones de texte libre sans règles de saisie",
            message="Une zone de commentaire sans consigne finit par contenir des propos excessifs ou sensibles.",
            action="Donner des consignes de saisie, préférer des listes fermées et relire les commentaires de temps en "
            "temps.",
            path="security_measures",
            applies=_active_with_free_text,
            fires=lambda a, _s: not has_measure(a, SecurityMeasureCode.M26_ZONES_LIBRES),
        ),
        Rule(
            id="SP-011",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 9", "Loi Informatique et Libertés art. 6"),
            title="Opinions politiques dans un fichier de communication",
            message="Un fichier de communication ne peut ni contenir ni révéler d’opinion politique.",
            action="Supprimer cette donnée, et tout ciblage qui s’en servirait.",
            path="special_data.category",
            applies=lambda a, _s: a.domain is Domain.COMMUNICATION,
            lines="special_data",
            fires_on=_political,
        ),
        Rule(
            id="SP-012",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 5(1)(c)", "Loi Informatique et Libertés art. 46"),
            title="Bulletin de casier judiciaire conservé",
            message="Le bulletin de casier judiciaire se consulte ; il ne se garde pas.",
            action="Détruire les bulletins et ne noter que la date et le résultat de la vérification.",
            path="criminal_extract_kept",
            fires=lambda a, _s: a.criminal_extract_kept is True,
        ),
        Rule(
            id="SP-013",
            severity=Severity.MAJOR,
            kind=FindingKind.DATA_QUALITY,
            basis=("RGPD art. 9 et 10",),
            title="Donnée sensible cochée mais non déclarée",
            message="Cette catégorie de données est sensible, et la fiche ne le déclare pas dans la partie prévue "
            "(données sensibles, infractions ou numéro de sécurité sociale) : les contrôles utiles ne se font pas.",
            action="Déclarer la donnée sensible, ou retirer la catégorie cochée par erreur.",
            path="personal_data.category",
            lines="personal_data",
            fires_on=_undeclared,
        ),
    ),
)
