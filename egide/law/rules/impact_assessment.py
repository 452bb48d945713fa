"""When an impact assessment is due and what it must hold (GDPR art. 35, 36)."""

from egide.law.calendar import add_months
from egide.law.dated import parameter
from egide.law.facts import ImpactAssessment, ProcessingActivity
from egide.law.facts.codes import DpiaStatus, RiskLevel, SpecialCategory
from egide.law.impact.need import exemption_stands
from egide.law.rules.rule import FindingKind, Rule, Severity, Situation, topic
from egide.law.rules.scopes import active, active_controller, has_special_data

_NONE = ImpactAssessment()
_VALIDATED = (DpiaStatus.VALIDATED, DpiaStatus.VALIDATED_WITH_RESERVATIONS)
_CONCLUDED = (*_VALIDATED, DpiaStatus.PRIOR_CONSULTATION)
_BEGUN = (*_CONCLUDED, DpiaStatus.IN_PROGRESS)
# CNIL, délibération 2019-118: type 1 is staff management by a body that employs fewer than 250 people.
_STAFF_EXEMPTION = 1


def _dpia(a: ProcessingActivity) -> ImpactAssessment:
    return a.dpia or _NONE


def _is_validated(a: ProcessingActivity, _s: Situation) -> bool:
    return _dpia(a).status in _VALIDATED


def _is_active_and_assessed(a: ProcessingActivity, s: Situation) -> bool:
    return active(a, s) and _dpia(a).status is not None


def _exceeds_staff_exemption(a: ProcessingActivity, s: Situation) -> bool:
    agents = s.organization.agents_count if _dpia(a).cnil_exempt == _STAFF_EXEMPTION else None
    return agents is not None and agents > parameter("hr_dpia_exemption_max_agents", on=s.today).whole


def _exemption_is_excluded(a: ProcessingActivity, _s: Situation) -> bool:
    return a.profiling is True or has_special_data(a, SpecialCategory.BIOMETRIC) or bool(_dpia(a).cnil_required)


def _may_need_one(a: ProcessingActivity, s: Situation) -> bool:
    return active_controller(a, s) and not exemption_stands(a, s.organization, s.today)


def _is_presumed_to_need_one(a: ProcessingActivity, s: Situation) -> bool:
    """Two criteria found a presumption, which a validated justification rebuts (WP248 rev. 01)."""
    return _may_need_one(a, s) and _dpia(a).not_required_validated is not True


def _has_not_begun(a: ProcessingActivity) -> bool:
    """Nor is covered by another one: a similar processing's (art. 35(1)), or that of the law itself (art. 35(10))."""
    return _dpia(a).status not in _BEGUN and not _dpia(a).covered_by


def _criteria(a: ProcessingActivity) -> int:
    return len(set(_dpia(a).criteria or ()))


def _is_due(a: ProcessingActivity, s: Situation) -> bool:
    dpia = _dpia(a)
    return active(a, s) and (_criteria(a) >= 2 or bool(dpia.cnil_required) or bool(dpia.art35_3_cases))


def _came_after(a: ProcessingActivity, _s: Situation) -> bool:
    validated = _dpia(a).validated_on
    return validated is not None and a.start_date is not None and a.start_date < validated


def _is_to_review(a: ProcessingActivity, s: Situation) -> bool:
    validated, changed = _dpia(a).validated_on, a.last_substantive_change_on
    if validated is None:
        return False
    years = parameter("dpia_review_years", on=s.today).whole
    return validated < add_months(s.today, -12 * years) or (changed is not None and validated < changed)


def _has_late_measures(a: ProcessingActivity, s: Situation) -> bool:
    plan = _dpia(a).action_plan or ()
    return any(m.done_on is None and m.due_on is not None and m.due_on < s.today for m in plan)


RULES = topic(
    "Analyse d’impact",
    (
        Rule(
            id="DPIA-001",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 35(1)", "WP248 rév. 01"),
            title="Deux critères de risque ou plus, sans analyse d’impact",
            message="Au moins deux critères de risque élevé sont réunis : l’analyse d’impact est présumée obligatoire.",
            action="Lancer l’analyse d’impact, ou démontrer par écrit l’absence de risque élevé.",
            path="dpia.status",
            applies=_is_presumed_to_need_one,
            fires=lambda a, _s: _criteria(a) >= 2 and _has_not_begun(a),
        ),
        Rule(
            id="DPIA-002",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 35(4)", "CNIL, délibération 2018-327"),
            title="Traitement de la liste de la CNIL, sans analyse d’impact",
            message="Ce type de traitement figure sur la liste de ceux pour lesquels l’analyse d’impact est requise.",
            action="Mener l’analyse d’impact avant la mise en œuvre.",
            path="dpia.status",
            applies=active_controller,
            fires=lambda a, _s: bool(_dpia(a).cnil_required) and _has_not_begun(a),
        ),
        Rule(
            id="DPIA-003",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 35(3)",),
            title="Cas de l’article 35(3), sans analyse d’impact",
            message="Décision automatisée, données sensibles à grande échelle ou surveillance systématique "
            "d’une zone publique : l’analyse d’impact est obligatoire.",
            action="Mener l’analyse d’impact.",
            path="dpia.status",
            applies=active_controller,
            fires=lambda a, _s: bool(_dpia(a).art35_3_cases) and _has_not_begun(a),
        ),
        Rule(
            id="DPIA-004",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("CNIL, délibération 2019-118",),
            title="Dispense d’analyse d’impact revendiquée à tort",
            message="La dispense est exclue en cas de profilage, de biométrie, ou de type inscrit "
            "sur la liste obligatoire.",
            action="Revoir la qualification du traitement.",
            path="dpia.cnil_exempt",
            applies=lambda a, _s: _dpia(a).cnil_exempt is not None,
            fires=_exemption_is_excluded,
        ),
        Rule(
            id="DPIA-005",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("CNIL, délibération 2019-118, type n° 1",),
            title="Dispense pour le personnel, avec 250 agents ou plus",
            message="La dispense n° 1 vise les organismes qui emploient moins de 250 personnes.",
            action="Examiner les critères et, s’il le faut, mener l’analyse d’impact.",
            path="dpia.cnil_exempt",
            applies=lambda a, _s: _dpia(a).cnil_exempt == _STAFF_EXEMPTION,
            fires=_exceeds_staff_exemption,
        ),
        Rule(
            id="DPIA-006",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 35(2)", "RGPD art. 39(1)(c)"),
            title="Avis du délégué absent de l’analyse d’impact",
            message="Le conseil du délégué à la protection des données doit être demandé et consigné.",
            action="Recueillir son avis.",
            path="dpia.dpo_opinion",
            applies=lambda a, _s: _dpia(a).status in _CONCLUDED,
            fires=lambda a, _s: not _dpia(a).dpo_opinion,
        ),
        Rule(
            id="DPIA-007",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 35(1)",),
            title="Analyse d’impact postérieure à la mise en œuvre",
            message="L’analyse d’impact doit précéder le traitement.",
            action="Consigner la régularisation et les mesures prises.",
            path="dpia.validated_on",
            applies=_is_validated,
            fires=_came_after,
        ),
        Rule(
            id="DPIA-008",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 36(1)", "Loi Informatique et Libertés art. 63"),
            title="Risque résiduel élevé, sans consultation de la CNIL",
            message="Si le risque reste élevé, la CNIL doit être consultée avant la mise en œuvre.",
            action="Saisir la CNIL (huit semaines, prolongeables de six), ou réduire le risque.",
            path="dpia.prior_consultation_on",
            applies=lambda a, _s: _dpia(a).residual_risk is not None,
            fires=lambda a, _s: _dpia(a).residual_risk is RiskLevel.HIGH and _dpia(a).prior_consultation_on is None,
        ),
        Rule(
            id="DPIA-009",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 35(11)", "CNIL, lignes directrices sur les analyses d’impact (3 ans)"),
            title="Analyse d’impact à réexaminer",
            message="L’analyse d’impact a plus de trois ans, ou précède un changement important.",
            action="Réexaminer l’analyse d’impact.",
            path="dpia.validated_on",
            applies=_is_validated,
            fires=_is_to_review,
        ),
        Rule(
            id="DPIA-010",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 35(1)", "RGPD art. 24"),
            title="Analyse d’impact validée sans décision du responsable",
            message="La validation revient au responsable (le maire ou le président), non au délégué.",
            action="Faire signer la décision.",
            path="dpia.controller_validator",
            applies=_is_validated,
            fires=lambda a, _s: not _dpia(a).controller_validator,
        ),
        Rule(
            id="DPIA-011",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 35(9)",),
            title="Avis des personnes ni recueilli ni écarté",
            message="L’avis des personnes concernées ou de leurs représentants n’a été ni recueilli, "
            "ni écarté de façon motivée.",
            action="Recueillir l’avis (comité social territorial, usagers), ou dire pourquoi il n’est pas demandé.",
            path="dpia.data_subjects_view",
            applies=_is_validated,
            fires=lambda a, _s: not _dpia(a).data_subjects_view and not _dpia(a).no_consultation_reason,
        ),
        Rule(
            id="DPIA-012",
            severity=Severity.INFO,
            kind=FindingKind.SUGGESTION,
            basis=("WP248 rév. 01",),
            title="Un seul critère de risque : décision à motiver",
            message="Un seul critère est réuni : la nécessité d’une analyse d’impact s’apprécie au cas par cas.",
            action="Écrire le motif de la décision.",
            path="dpia.not_required_justification",
            applies=_may_need_one,
            fires=lambda a, _s: _criteria(a) == 1 and not _dpia(a).not_required_justification,
        ),
        Rule(
            id="DPIA-013",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 36(1)",),
            title="Traitement en cours pendant la consultation de la CNIL",
            message="La consultation préalable doit précéder le traitement.",
            action="Suspendre le traitement jusqu’à l’avis de la CNIL.",
            path="dpia.status",
            applies=_is_active_and_assessed,
            fires=lambda a, _s: _dpia(a).status is DpiaStatus.PRIOR_CONSULTATION,
        ),
        Rule(
            id="DPIA-014",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 35(7)(d)", "RGPD art. 24"),
            title="Mesures du plan d’action en retard",
            message="Des mesures décidées n’ont pas été mises en œuvre à leur échéance.",
            action="Les réaliser, ou fixer une nouvelle date avec l’accord du responsable.",
            path="dpia.action_plan",
            applies=lambda a, _s: bool(_dpia(a).action_plan),
            fires=_has_late_measures,
        ),
        Rule(
            id="DPIA-015",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 24, 25 et 35",),
            title="Analyse d’impact refusée, et traitement en cours",
            message="Le responsable a refusé de valider l’analyse d’impact.",
            action="Arrêter le traitement, ou reprendre l’analyse d’impact.",
            path="dpia.status",
            applies=_is_active_and_assessed,
            fires=lambda a, _s: _dpia(a).status is DpiaStatus.REFUSED,
        ),
        Rule(
            id="DPIA-016",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 35(1)",),
            title="Traitement en cours avant la fin de l’analyse d’impact obligatoire",
            message="L’analyse d’impact doit être achevée avant la mise en œuvre.",
            action="Achever l’analyse d’impact, ou suspendre le traitement.",
            path="dpia.status",
            applies=_is_due,
            fires=lambda a, _s: _dpia(a).status is DpiaStatus.IN_PROGRESS,
        ),
    ),
)
