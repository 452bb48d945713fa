"""How long data are kept and what becomes of them: the GDPR, the archives code, the references of the CNIL."""

from egide.law.catalogue import model
from egide.law.facts import ProcessingActivity, Retention
from egide.law.facts.codes import Domain, FinalFate, RetentionKind, RetentionTrigger
from egide.law.retention import days_after, due_on, exceeds_model, has_intermediate_age, reference, says_when
from egide.law.rules.rule import FindingKind, Rule, Severity, Situation, topic
from egide.law.rules.scopes import active

_SOCIAL_SUPPORT = frozenset({Domain.SOCIAL, Domain.AUTONOMY, Domain.INSERTION, Domain.CHILD_PROTECTION})


def _active_days(line: Retention) -> int | None:
    return line.active.duration.in_days if line.active is not None and line.active.duration is not None else None


def _from_nowhere(line: Retention, _a: ProcessingActivity, _s: Situation) -> bool:
    """What is kept without limit needs no starting point: RET-004 says what is wrong with it."""
    return line.unlimited is not True and not says_when(line.active)


def _without_limit(line: Retention, _a: ProcessingActivity, _s: Situation) -> bool:
    return line.unlimited is True and line.final_fate is not FinalFate.C


def _unusual_logs(line: Retention, _a: ProcessingActivity, s: Situation) -> bool:
    if line.kind is not RetentionKind.LOGS or (days := _active_days(line)) is None:
        return False
    usual = reference("LOGS", s.today)
    return usual is not None and not usual.shortest <= days <= usual.longest and not line.justification


def _candidates_kept_too_long(line: Retention, _a: ProcessingActivity, s: Situation) -> bool:
    return line.kind is RetentionKind.CANDIDATES and _longer_than("CANDIDATES", _active_days(line), s)


def _followed_too_long(line: Retention, _a: ProcessingActivity, s: Situation) -> bool:
    return (
        line.active is not None
        and line.active.trigger is RetentionTrigger.LAST_CONTACT
        and _longer_than("SOCIAL_SUPPORT", _active_days(line), s)
        and not line.justification
    )


def _longer_than(about: str, days: int | None, s: Situation) -> bool:
    usual = reference(about, s.today) if days is not None else None
    return usual is not None and days is not None and days > usual.longest


def _longer_than_model(line: Retention, a: ProcessingActivity, _s: Situation) -> bool:
    origin = model(a.catalogue_id) if a.catalogue_id is not None else None
    return origin is not None and exceeds_model(line, origin.retention) and not line.justification


def _overdue(line: Retention, _a: ProcessingActivity, s: Situation) -> bool:
    if line.disposed_on is not None:
        return False
    due = due_on(line)
    return due is not None and due < s.today


def _archived_among_the_rest(line: Retention, _a: ProcessingActivity, _s: Situation) -> bool:
    return has_intermediate_age(line) and not line.separated_storage


def _aid_kept_too_long(line: Retention, _a: ProcessingActivity, s: Situation) -> bool:
    return _longer_than("APA", days_after(line, RetentionTrigger.END_OF_RIGHTS), s)


RULES = topic(
    "Conservation et archives",
    (
        Rule(
            id="RET-001",
            severity=Severity.MINOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 5(1)(e)",),
            title="Durée sans point de départ",
            message="La fiche dit combien de temps les données sont gardées, mais pas à partir de quand : on ne peut "
            "pas calculer la date de fin.",
            action="Préciser l’événement d’où part la durée : fin de l’année scolaire, départ de l’agent, dernier "
            "contact…",
            path="retention.active.trigger",
            lines="retention",
            fires_on=_from_nowhere,
        ),
        Rule(
            id="RET-002",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("Code du patrimoine L212-2 et L212-3", "RGPD art. 5(1)(e)"),
            title="Sort final absent",
            message="La fiche ne dit pas ce que deviennent les données au bout. Ce sont des archives publiques : elles "
            "sont conservées, triées ou détruites avec l’accord des archives départementales.",
            action="Indiquer le sort final d’après le tableau de gestion des archives.",
            path="retention.final_fate",
            lines="retention",
            fires_on=lambda line, _a, _s: line.final_fate is None,
        ),
        Rule(
            id="RET-004",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 5(1)(e)",),
            title="Conservation sans limite hors archives définitives",
            message="Les données sont gardées sans limite, alors qu’elles ne sont pas destinées aux archives "
            "définitives.",
            action="Fixer une durée, ou choisir « conservation définitive » comme sort final.",
            path="retention.unlimited",
            lines="retention",
            fires_on=_without_limit,
        ),
        Rule(
            id="RET-005",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("CNIL, délibération 2021-122",),
            title="Journaux gardés moins de six mois ou plus d’un an",
            message="La CNIL recommande de garder les journaux de connexion de six mois à un an, jusqu’à trois ans si "
            "un contrôle interne le justifie.",
            action="Ajuster la durée, ou écrire pourquoi elle s’écarte de ce repère.",
            path="retention.active.duration",
            lines="retention",
            fires_on=_unusual_logs,
        ),
        Rule(
            id="RET-006",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("CNIL, délibération 2019-160",),
            title="Candidatures non retenues gardées plus de deux ans",
            message="Le dossier d’un candidat non retenu est gardé trop longtemps.",
            action="Le garder deux ans au plus après le dernier contact.",
            path="retention.active.duration",
            lines="retention",
            fires_on=_candidates_kept_too_long,
        ),
        Rule(
            id="RET-007",
            severity=Severity.MAJOR,
            kind=FindingKind.WARNING,
            basis=("CNIL, délibération 2021-028", "CNIL, délibération 2023-095"),
            title="Accompagnement social : plus de deux ans en usage courant",
            message="Le repère de la CNIL est de deux ans d’usage courant après le dernier contact avec la personne.",
            action="Passer ensuite les dossiers en archivage intermédiaire, ou citer le texte qui justifie une durée "
            "plus longue.",
            path="retention.active.duration",
            applies=lambda a, _s: a.domain in _SOCIAL_SUPPORT,
            lines="retention",
            fires_on=_followed_too_long,
        ),
        Rule(
            id="RET-008",
            severity=Severity.INFO,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 5(1)(e)",),
            title="Durée plus longue que celle du modèle",
            message="La durée dépasse le repère du traitement type dont la fiche est issue.",
            action="Écrire pourquoi, ou revenir à la durée du modèle.",
            path="retention.active.duration",
            applies=lambda a, _s: a.catalogue_id is not None,
            lines="retention",
            fires_on=_longer_than_model,
        ),
        Rule(
            id="RET-009",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 5(1)(e)",),
            title="Échéance de conservation dépassée",
            message="Des données sont encore là alors que leur durée de conservation est passée.",
            action="Les verser aux archives, ou les détruire après visa du bordereau d’élimination, puis noter la "
            "date.",
            path="retention.disposed_on",
            applies=active,
            lines="retention",
            fires_on=_overdue,
        ),
        Rule(
            id="RET-010",
            severity=Severity.MINOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 5(1)(e) et (f)", "CNIL, guide des durées de conservation"),
            title="Archives intermédiaires mêlées à l’usage courant",
            message="Les données archivées doivent être mises à part, avec un accès restreint, et la fiche ne le dit "
            "pas.",
            action="Séparer les archives de la base courante et limiter les accès à quelques agents.",
            path="retention.separated_storage",
            lines="retention",
            fires_on=_archived_among_the_rest,
        ),
        Rule(
            id="RET-011",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("CASF R232-46",),
            title="APA ou aide sociale : données gardées plus de six ans",
            message="Les données de l’allocation personnalisée d’autonomie et de l’aide sociale à l’hébergement ne se "
            "gardent pas plus de six ans après la fin des droits.",
            action="Supprimer ces données ou les rendre anonymes six ans après la fin des droits ou la décision de "
            "justice définitive.",
            path="retention",
            applies=lambda a, _s: a.catalogue_id == "APA",
            lines="retention",
            fires_on=_aid_kept_too_long,
        ),
    ),
)
