"""Security of processing (GDPR art. 32). A measure that is only planned protects nobody yet."""

from egide.law.facts import ProcessingActivity
from egide.law.facts.codes import Article9Exception, SecurityMeasureCode, Support
from egide.law.rules.rule import RECORDS, FindingKind, Rule, Severity, Situation, topic
from egide.law.rules.scopes import active, has_measure

_DIGITAL = (Support.DIGITAL, Support.MIXED)


def _has_secret_data(a: ProcessingActivity) -> bool:
    """Special categories, unless the person made them public."""
    return any(line.exception is not Article9Exception.ART9_2_E for line in a.special_data or ())


def _needs_encryption(a: ProcessingActivity, s: Situation) -> bool:
    digital = active(a, s) and a.support in _DIGITAL
    return digital and (_has_secret_data(a) or a.nir_used is True or a.criminal_data is True)


def _needs_logs(a: ProcessingActivity, s: Situation) -> bool:
    digital = active(a, s) and a.support in _DIGITAL
    return digital and (_has_secret_data(a) or a.large_scale is True or a.nir_used is True)


def _needs_backups(a: ProcessingActivity, s: Situation) -> bool:
    """Recordings of cameras are excepted: they are not kept, and a backup would outlive the month."""
    backed_up = active(a, s) and a.support in _DIGITAL and a.backup_not_relevant is not True
    return backed_up and (a.video is None or a.video.kind is None)


def _exposes_secret_data(a: ProcessingActivity, _s: Situation) -> bool:
    return a.remote_access is True and (bool(a.special_data) or a.nir_used is True)


RULES = topic(
    "Sécurité",
    (
        Rule(
            id="SEC-001",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 32(1)(a)",),
            title="Données sensibles sans chiffrement",
            message="Des données sensibles, le numéro de sécurité sociale ou des données d’infraction sont traités, "
            "et aucune mesure de chiffrement n’est déclarée.",
            action="Chiffrer les données au repos, ou justifier une mesure équivalente.",
            path="security_measures",
            applies=_needs_encryption,
            fires=lambda a, _s: not has_measure(a, SecurityMeasureCode.M21_CHIFFREMENT),
        ),
        Rule(
            id="SEC-002",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 32", "RGPD art. 29"),
            title="Habilitations non gérées",
            message="L’accès aux données doit être limité à ceux qui ont besoin d’en connaître.",
            action="Définir des profils d’accès et les revoir chaque année.",
            path="security_measures",
            subjects=RECORDS,
            applies=active,
            fires=lambda a, _s: not has_measure(a, SecurityMeasureCode.M05_HABILITATIONS),
        ),
        Rule(
            id="SEC-003",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 32(1)(c)",),
            title="Données non sauvegardées",
            message="Aucune sauvegarde n’est déclarée.",
            action="Mettre en place des sauvegardes testées, dont une déconnectée du réseau.",
            path="security_measures",
            applies=_needs_backups,
            fires=lambda a, _s: not has_measure(a, SecurityMeasureCode.M17_SAUVEGARDES),
        ),
        Rule(
            id="SEC-004",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 32", "CNIL, délibération 2021-122"),
            title="Accès non journalisés",
            message="Le traitement est sensible ou à grande échelle, et les accès ne laissent pas de trace.",
            action="Journaliser les accès et conserver les journaux de 6 à 12 mois.",
            path="security_measures",
            applies=_needs_logs,
            fires=lambda a, _s: not has_measure(a, SecurityMeasureCode.M16_JOURNALISATION),
        ),
        Rule(
            id="SEC-005",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("Ordonnance n° 2005-1516, art. 9", "Décret n° 2010-112"),
            title="Téléservice non homologué",
            message="Un téléservice doit faire l’objet d’une homologation de sécurité (RGS).",
            action="Mener l’analyse de risques et prendre la décision d’homologation.",
            path="security_measures",
            applies=lambda a, _s: a.is_teleservice is True,
            fires=lambda a, _s: not has_measure(a, SecurityMeasureCode.M30_HOMOLOGATION_RGS),
        ),
        Rule(
            id="SEC-006",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 32", "CNIL, délibération 2022-100 (mots de passe)"),
            title="Authentification faible pour un accès à distance",
            message="Des données sensibles sont accessibles à distance sans second facteur d’authentification.",
            action="Activer l’authentification multifacteur.",
            path="security_measures",
            applies=_exposes_secret_data,
            fires=lambda a, _s: not has_measure(a, SecurityMeasureCode.M04_MFA),
        ),
        Rule(
            id="SEC-008",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 25 et 32",),
            title="Données réelles utilisées en test",
            message="Des données personnelles réelles alimentent un environnement de test.",
            action="Anonymiser ces données ou en générer de fictives.",
            path="real_data_in_test",
            fires=lambda a, _s: a.real_data_in_test is True,
        ),
    ),
)
