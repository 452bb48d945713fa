"""What the body does as a whole: its register, its governance. A question that nobody answered stays a question."""

from datetime import date

from egide.law.calendar import add_months
from egide.law.catalogue import models
from egide.law.dated import parameter
from egide.law.facts import Organization
from egide.law.facts.codes import ActivityStatus, AgreementStatus
from egide.law.rules.delegate import RULES as OF_THE_DELEGATE
from egide.law.rules.rule import CannotSay, FindingKind, Rule, Severity, Shapes, Situation, topic

_BODY: Shapes = (Organization,)
_PROCEDURES = ("has_policy", "has_dsr_procedure", "has_breach_procedure")


def _register_is_empty(_o: Organization, s: Situation) -> bool:
    """A record whose state is unknown may be active."""
    states = {record.status for record in s.register.activities}
    if ActivityStatus.ACTIVE in states:
        return False
    if None in states:
        raise CannotSay("status")
    return True


def _usual_activities_are_missing(o: Organization, s: Situation) -> bool:
    """Records that name no model of the catalogue may well be those activities under other names."""
    held = {record.catalogue_id for record in s.register.activities} - {None}
    if s.register.activities and not held:
        raise CannotSay("catalogue_id")
    usual = (model.id for model in models().values() if o.kind in model.usual_for)
    return any(model not in held and o.waived(f"catalogue.{model}") is None for model in usual)


def _is_older_than(last: date | None, months: int, question: str, o: Organization, s: Situation) -> bool:
    """No date means never, once the body has answered something about its governance; nothing at all, before."""
    if last is not None:
        return last < add_months(s.today, -months)
    if all(getattr(o, name) is None for name in _PROCEDURES):
        raise CannotSay(f"organization.{question}")
    return True


def _hides_its_algorithms(o: Organization, s: Situation) -> bool:
    if not o.principal_algorithms_count or o.algorithms_published:
        return False
    least = parameter("algorithms_publication_min_fte", on=s.today).whole
    return o.agents_fte is not None and o.agents_fte >= least


_REGISTER = topic(
    "Tenue du registre",
    (
        Rule(
            id="REG-017",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 30(1)", "RGPD art. 30(5)"),
            title="Registre vide",
            message="Aucun traitement n’est en cours. La dispense des organismes de moins de 250 salariés ne joue pas "
            "pour des traitements habituels ou sensibles.",
            action="Démarrer par les modèles du catalogue : état civil, élections, paie, ressources humaines…",
            path="name",
            subjects=_BODY,
            fires=_register_is_empty,
        ),
        Rule(
            id="REG-018",
            severity=Severity.INFO,
            kind=FindingKind.SUGGESTION,
            basis=("RGPD art. 30",),
            title="Traitements habituels manquants",
            message="Des traitements habituels pour ce type de structure ne figurent pas au registre.",
            action="Regarder chaque modèle proposé : l’ajouter, ou indiquer qu’il est sans objet.",
            path="kind",
            subjects=_BODY,
            answered_by=("kind",),
            fires=_usual_activities_are_missing,
        ),
        Rule(
            id="REG-020",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("CRPA L311-1 et L311-5", "CADA, conseil 20225787"),
            title="Version communicable du registre avec des détails de sécurité",
            message="La version communicable ne doit rien exposer qui porte atteinte à la sécurité des systèmes.",
            action="Produire la version publique sans les mesures de sécurité ni les coordonnées nominatives d’agents.",
            path="public_register_has_security_details",
            subjects=_BODY,
            answered_by=("public_register_has_security_details",),
            fires=lambda o, _s: o.public_register_has_security_details is True,
            to_confirm="La portée exacte des occultations.",
        ),
    ),
)

_INFORMATION = topic(
    "Information des personnes",
    (
        Rule(
            id="INF-010",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 12(1)", "RGPD art. 13"),
            title="Page « données personnelles » absente du site",
            message="Le site ne comporte pas de page d’information sur les données personnelles.",
            action="Publier cette page, avec les coordonnées du délégué.",
            path="privacy_page_published",
            subjects=_BODY,
            answered_by=("has_website", "privacy_page_published"),
            applies=lambda o, _s: o.has_website is True,
            fires=lambda o, _s: o.privacy_page_published is not True,
        ),
    ),
)

_SECURITY = topic(
    "Sécurité",
    (
        Rule(
            id="SEC-007",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 32(1)(c) et (d)",),
            title="Restauration non essayée depuis plus de 12 mois",
            message="Rien ne montre que les sauvegardes fonctionnent.",
            action="Planifier un essai de restauration.",
            path="last_restore_test_on",
            subjects=_BODY,
            fires=lambda o, s: _is_older_than(o.last_restore_test_on, 12, "last_restore_test_on", o, s),
        ),
    ),
)

_ALGORITHMS = topic(
    "Algorithmes",
    (
        Rule(
            id="ALG-006",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("CRPA L312-1-3", "CRPA D312-1-4"),
            title="Règles des principaux algorithmes non publiées",
            message="Les administrations d’au moins 50 agents (équivalent temps plein) publient en ligne les règles "
            "des principaux algorithmes qui fondent des décisions individuelles.",
            action="Publier l’inventaire de ces algorithmes et leurs règles.",
            path="algorithms_published",
            subjects=_BODY,
            answered_by=("principal_algorithms_count", "algorithms_published", "agents_fte"),
            fires=_hides_its_algorithms,
            to_confirm="L’application du seuil de 3 500 habitants à l’article L312-1-3.",
        ),
    ),
)

_GOVERNANCE = topic(
    "Gouvernance",
    (
        Rule(
            id="GOV-001",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 39(1)(b)", "Convention art. 3 et 4"),
            title="Sensibilisation de plus de 24 mois",
            message="Les agents n’ont pas été sensibilisés récemment.",
            action="Faire remonter le besoin au centre de gestion et fixer une date.",
            path="last_awareness_on",
            subjects=_BODY,
            fires=lambda o, s: _is_older_than(o.last_awareness_on, 24, "last_awareness_on", o, s),
        ),
        Rule(
            id="GOV-002",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 12(2) et 24",),
            title="Procédure pour les demandes de droits absente",
            message="Rien n’organise la réponse aux personnes qui exercent leurs droits.",
            action="Adopter la procédure type.",
            path="has_dsr_procedure",
            subjects=_BODY,
            answered_by=("has_dsr_procedure",),
            fires=lambda o, _s: o.has_dsr_procedure is not True,
        ),
        Rule(
            id="GOV-003",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 33, 34 et 24",),
            title="Procédure en cas de violation absente",
            message="Rien n’organise la réaction à une violation de données.",
            action="Adopter la procédure type et désigner qui est d’astreinte.",
            path="has_breach_procedure",
            subjects=_BODY,
            answered_by=("has_breach_procedure",),
            fires=lambda o, _s: o.has_breach_procedure is not True,
        ),
        Rule(
            id="GOV-004",
            severity=Severity.MINOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 24(2)", "Convention art. 3"),
            title="Politique de protection des données absente",
            message="Aucune politique n’est formalisée.",
            action="Faire adopter une politique de protection des données.",
            path="has_policy",
            subjects=_BODY,
            answered_by=("has_policy",),
            fires=lambda o, _s: o.has_policy is not True,
        ),
        Rule(
            id="GOV-006",
            severity=Severity.INFO,
            kind=FindingKind.SUGGESTION,
            basis=("CNIL, modèle de maturité (2021)",),
            title="Maturité inférieure à la cible",
            message="Au moins une activité est en dessous du niveau visé.",
            action="Mettre à jour le plan d’action.",
            path="maturity_gap_max",
            subjects=_BODY,
            answered_by=("maturity_gap_max",),
            fires=lambda o, _s: o.maturity_gap_max > 0,
        ),
        Rule(
            id="GOV-009",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("Convention art. 4",),
            title="Référent non désigné",
            message="La convention oblige à désigner un référent ou une équipe référente.",
            action="Désigner au moins un référent.",
            path="referents",
            subjects=_BODY,
            answered_by=("agreement_status", "referents"),
            applies=lambda o, _s: o.agreement_status is AgreementStatus.ACTIVE,
            fires=lambda o, _s: not o.referents,
        ),
    ),
)

RULES = _REGISTER + _INFORMATION + _SECURITY + _ALGORITHMS + OF_THE_DELEGATE + _GOVERNANCE
