"""Individual decisions founded on algorithms (CRPA L311-3-1; Loi Informatique et Libertés art. 47)."""

from egide.law.facts import Algorithm, ProcessingActivity
from egide.law.rules.rule import FindingKind, Rule, Severity, Situation, topic

_NONE = Algorithm()


def _algorithm(a: ProcessingActivity) -> Algorithm:
    return a.algorithm or _NONE


def _decides_alone(a: ProcessingActivity, _s: Situation) -> bool:
    return _algorithm(a).solely_automated is True


def _says_nothing(a: ProcessingActivity, _s: Situation) -> bool:
    return _algorithm(a).mention_present is not True


RULES = topic(
    "Algorithmes",
    (
        Rule(
            id="ALG-001",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("CRPA L311-3-1", "CRPA R311-3-1-1"),
            title="Décision individuelle fondée sur un algorithme, sans mention",
            message="Une décision fondée sur un traitement algorithmique doit le dire par une mention explicite.",
            action="Ajouter à la décision la finalité de l’algorithme, le droit d’obtenir ses règles et "
            "ses principales caractéristiques, et la façon d’exercer ce droit.",
            path="algorithm.mention_present",
            applies=lambda a, _s: _algorithm(a).individual_decision is True,
            fires=_says_nothing,
        ),
        Rule(
            id="ALG-002",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("Loi Informatique et Libertés art. 47", "CRPA L311-3-1"),
            title="Décision entièrement automatisée sans mention : nullité",
            message="Sans la mention, une décision entièrement automatisée encourt la nullité.",
            action="Suspendre l’automatisation, ou ajouter la mention.",
            path="algorithm.mention_present",
            applies=_decides_alone,
            fires=_says_nothing,
        ),
        Rule(
            id="ALG-003",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("Loi Informatique et Libertés art. 47", "RGPD art. 22(4)"),
            title="Décision entièrement automatisée sur des données sensibles",
            message="Une décision administrative individuelle ne peut pas reposer sur le seul traitement automatisé "
            "de données sensibles.",
            action="Faire intervenir réellement un agent.",
            path="algorithm.solely_automated",
            applies=_decides_alone,
            fires=lambda a, _s: bool(a.special_data),
        ),
        Rule(
            id="ALG-004",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("Loi Informatique et Libertés art. 47",),
            title="Recours administratif tranché par la machine",
            message="Aucune décision sur un recours administratif ne peut être prise sur le seul fondement "
            "d’un traitement automatisé.",
            action="Confier le recours à un agent.",
            path="algorithm.decides_administrative_appeal",
            applies=_decides_alone,
            fires=lambda a, _s: _algorithm(a).decides_administrative_appeal is True,
        ),
        Rule(
            id="ALG-005",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("Conseil constitutionnel, décision 2018-765 DC",),
            title="Algorithme auto-apprenant qui fonde seul une décision",
            message="Le responsable doit maîtriser le traitement et pouvoir l’expliquer en détail.",
            action="Renoncer à un algorithme qui révise lui-même ses règles.",
            path="algorithm.self_learning",
            applies=_decides_alone,
            fires=lambda a, _s: _algorithm(a).self_learning is True,
        ),
        Rule(
            id="ALG-007",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 22(3)", "Loi Informatique et Libertés art. 47"),
            title="Réexamen par un agent impossible",
            message="La personne doit pouvoir obtenir qu’un agent intervienne, et contester la décision.",
            action="Créer un circuit de réexamen.",
            path="algorithm.human_review_available",
            applies=_decides_alone,
            fires=lambda a, _s: _algorithm(a).human_review_available is not True,
        ),
    ),
)
