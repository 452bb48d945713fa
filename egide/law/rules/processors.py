"""Processors and joint controllers (GDPR art. 26, 28). A processor's own record is asked of its sub-processors."""

from egide.law.calendar import add_months
from egide.law.dated import is_in_eea
from egide.law.facts import ProcessingActivity, Processor
from egide.law.facts.codes import ControllerRole
from egide.law.rules.rule import RECORDS, FindingKind, Rule, Severity, Situation, topic
from egide.law.rules.scopes import active, known_country

_CHECK_EVERY_MONTHS = 36


def _is_joint(a: ProcessingActivity, _s: Situation) -> bool:
    return a.role is ControllerRole.JOINT_CONTROLLER


def _is_outside_eea(processor: Processor, s: Situation) -> bool:
    """As answered; otherwise as its country tells."""
    if processor.in_eea is not None:
        return not processor.in_eea
    if not processor.country:
        return False
    return not is_in_eea(known_country(processor.country, "processors.country"), s.today)


def _not_checked_lately(processor: Processor, _a: object, s: Situation) -> bool:
    last = processor.last_check_on
    return last is None or last < add_months(s.today, -_CHECK_EVERY_MONTHS)


RULES = topic(
    "Sous-traitants et responsables conjoints",
    (
        Rule(
            id="PRO-001",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 28(3)", "Loi Informatique et Libertés art. 60"),
            title="Sous-traitant sans contrat signé",
            message="Un sous-traitant intervient sans contrat ni autre acte juridique.",
            action="Signer un contrat qui comporte les clauses de l’article 28(3).",
            path="processors.contract_signed",
            subjects=RECORDS,
            applies=active,
            lines="processors",
            fires_on=lambda line, _a, _s: line.contract_signed is not True,
        ),
        Rule(
            id="PRO-002",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 28(3)(a) à (h)",),
            title="Clauses obligatoires manquantes",
            message="Le contrat ne comporte pas toutes les clauses obligatoires.",
            action="Conclure un avenant, ou adopter les clauses types de la décision (UE) 2021/915.",
            path="processors.missing_clauses",
            subjects=RECORDS,
            lines="processors",
            fires_on=lambda line, _a, _s: line.contract_signed is True and bool(line.missing_clauses),
        ),
        Rule(
            id="PRO-003",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 28(2) et (4)",),
            title="Sous-traitance ultérieure non autorisée",
            message="Le prestataire confie une partie du travail à d’autres sans votre autorisation écrite.",
            action="Autoriser, refuser ou encadrer cette sous-traitance.",
            path="processors.subprocessing_authorised",
            subjects=RECORDS,
            lines="processors",
            fires_on=lambda line, _a, _s: bool(line.subprocessors) and line.subprocessing_authorised is not True,
        ),
        Rule(
            id="PRO-004",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 44",),
            title="Sous-traitant hors de l’EEE sans transfert déclaré",
            message="Le sous-traitant est établi dans un pays tiers, ou y accède aux données, "
            "et aucun transfert n’est documenté.",
            action="Déclarer le transfert et le mécanisme qui l’autorise.",
            path="processors.transfer_declared",
            subjects=RECORDS,
            lines="processors",
            fires_on=lambda line, _a, s: line.transfer_declared is not True and _is_outside_eea(line, s),
        ),
        Rule(
            id="PRO-005",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 28(3)",),
            title="Contrat de sous-traitance expiré",
            message="Le contrat est arrivé à son terme.",
            action="Le renouveler, ou obtenir la restitution puis la suppression des données.",
            path="processors.contract_end",
            subjects=RECORDS,
            applies=active,
            lines="processors",
            fires_on=lambda line, _a, s: line.contract_end is not None and line.contract_end < s.today,
        ),
        Rule(
            id="PRO-006",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 28(1) et 28(3)(h)",),
            title="Garanties du sous-traitant non vérifiées depuis 36 mois",
            message="Rien ne montre que ses garanties ont été vérifiées récemment.",
            action="Lui envoyer un questionnaire, demander un certificat ou mener un audit.",
            path="processors.last_check_on",
            subjects=RECORDS,
            applies=active,
            lines="processors",
            fires_on=_not_checked_lately,
        ),
        Rule(
            id="PRO-007",
            severity=Severity.MINOR,
            kind=FindingKind.DATA_QUALITY,
            basis=("RGPD art. 28 et 44",),
            title="Lieu d’hébergement inconnu",
            message="Le prestataire héberge les données, et le pays n’est pas indiqué.",
            action="Le demander au prestataire.",
            path="processors.hosting_country",
            subjects=RECORDS,
            lines="processors",
            fires_on=lambda line, _a, _s: line.hosts_data is True and not line.hosting_country,
        ),
        Rule(
            id="PRO-008",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 26(1)", "Loi Informatique et Libertés art. 59"),
            title="Responsabilité conjointe sans accord",
            message="Les obligations de chacun ne sont pas définies.",
            action="Conclure l’accord que prévoit l’article 26.",
            path="joint_controllers.arrangement_signed",
            applies=_is_joint,
            lines="joint_controllers",
            fires_on=lambda line, _a, _s: line.arrangement_signed is not True,
        ),
        Rule(
            id="PRO-009",
            severity=Severity.MINOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 26(2)",),
            title="Grandes lignes de l’accord conjoint non publiées",
            message="Les grandes lignes de l’accord doivent être mises à la disposition des personnes.",
            action="Publier une synthèse et le point de contact.",
            path="joint_controllers.essence_published",
            lines="joint_controllers",
            fires_on=lambda line, _a, _s: line.arrangement_signed is True and line.essence_published is not True,
        ),
        Rule(
            id="PRO-010",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 33(2)",),
            title="Délai d’alerte du sous-traitant non prévu",
            message="Le contrat ne dit pas dans quel délai le sous-traitant signale une violation de données.",
            action="Prévoir un délai, par exemple 24 ou 48 heures.",
            path="processors.breach_notice_hours",
            subjects=RECORDS,
            lines="processors",
            fires_on=lambda line, _a, _s: line.breach_notice_hours is None,
        ),
        Rule(
            id="PRO-011",
            severity=Severity.MAJOR,
            kind=FindingKind.DATA_QUALITY,
            basis=("RGPD art. 26",),
            title="Responsable conjoint déclaré sans partenaire",
            message="Le rôle « responsable conjoint » est choisi, et aucun autre responsable n’est nommé.",
            action="Nommer les autres responsables, ou corriger le rôle.",
            path="joint_controllers",
            applies=_is_joint,
            fires=lambda a, _s: not a.joint_controllers,
        ),
    ),
)
