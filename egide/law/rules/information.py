"""What people are told (GDPR art. 12 to 14): that they are told, that nothing is missing, that nothing is wrong."""

from egide.law.facts import ProcessingActivity
from egide.law.facts.codes import Collection, NoticeArticle, NoticeItem, Right
from egide.law.notices import missing_items, rights_wrongly_announced
from egide.law.rules.rule import FindingKind, Rule, Severity, Situation, topic
from egide.law.rules.scopes import active_controller

_FROM_ELSEWHERE = frozenset({Collection.INDIRECT, Collection.MIXED})
_ONE_MONTH = 31


def _nobody_told(a: ProcessingActivity, _s: Situation) -> bool:
    """Indirect collection with a documented exception (art. 14(5)) needs no notice."""
    if a.notice is None:
        return True
    return not a.notice.exists and not (a.collection is Collection.INDIRECT and a.notice.art14_5_exception)


def _has_notice(a: ProcessingActivity, _s: Situation) -> bool:
    return a.notice is not None and a.notice.exists is True


def _from_elsewhere(a: ProcessingActivity, _s: Situation) -> bool:
    return a.collection in _FROM_ELSEWHERE


def _notice_due_by_article_14(a: ProcessingActivity, _s: Situation) -> bool:
    return (
        a.collection in _FROM_ELSEWHERE
        and a.notice is not None
        and a.notice.exists is True
        and not a.notice.art14_5_exception
    )


def _says_nothing_of_article_14(a: ProcessingActivity, _s: Situation) -> bool:
    return a.notice is not None and NoticeArticle.ART_14 not in (a.notice.articles or ())


def _late(a: ProcessingActivity, _s: Situation) -> bool:
    return a.notice is not None and a.notice.delay_days is not None and a.notice.delay_days > _ONE_MONTH


def _silent_on_death(a: ProcessingActivity, _s: Situation) -> bool:
    return (
        a.notice is not None
        and NoticeItem.N15 not in (a.notice.items or ())
        and Right.POST_MORTEM not in (a.notice.rights or ())
    )


def _outdated(a: ProcessingActivity, _s: Situation) -> bool:
    return (
        a.notice is not None
        and a.notice.version_date is not None
        and a.last_substantive_change_on is not None
        and a.notice.version_date < a.last_substantive_change_on
    )


def _online_for_minors(a: ProcessingActivity, _s: Situation) -> bool:
    return a.minors is True and a.online_service is True


def _too_hard_for_children(a: ProcessingActivity, _s: Situation) -> bool:
    return a.notice is None or not a.notice.child_friendly


def _notice_with_transfers(a: ProcessingActivity, s: Situation) -> bool:
    return bool(a.transfers) and _has_notice(a, s)


def _silent_on_transfers(a: ProcessingActivity, _s: Situation) -> bool:
    return a.notice is not None and NoticeItem.N06 not in (a.notice.items or ())


RULES = topic(
    "Information des personnes",
    (
        Rule(
            id="INF-001",
            severity=Severity.CRITICAL,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 12 à 14", "Loi Informatique et Libertés art. 48"),
            title="Aucune mention d’information",
            message="Les personnes ne sont pas informées de ce que la collectivité fait de leurs données.",
            action="Rédiger la mention à partir de la fiche et la faire figurer sur le formulaire, le site ou une "
            "affiche.",
            path="notice.exists",
            applies=active_controller,
            fires=_nobody_told,
        ),
        Rule(
            id="INF-002",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 13", "RGPD art. 14"),
            title="Mention d’information incomplète",
            message="Il manque à la mention d’information des éléments obligatoires pour ce traitement.",
            action="Ajouter les éléments manquants.",
            path="notice.items",
            applies=_has_notice,
            fires=lambda a, s: bool(missing_items(a, s.today)),
        ),
        Rule(
            id="INF-003",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 14",),
            title="Données venues d’ailleurs : mention propre absente",
            message="Des données viennent d’un tiers, et la mention ne dit pas lesquelles ni d’où.",
            action="Ajouter la source et les catégories de données (article 14), ou écrire pourquoi l’information "
            "n’est pas due (article 14(5)).",
            path="notice.articles",
            applies=_notice_due_by_article_14,
            fires=_says_nothing_of_article_14,
        ),
        Rule(
            id="INF-004",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 14(3)(a)",),
            title="Information trop tardive",
            message="Quand les données viennent d’un tiers, les personnes doivent être informées dans le mois.",
            action="Informer les personnes plus tôt : au premier contact, et un mois au plus après avoir obtenu les "
            "données.",
            path="notice.delay_days",
            applies=_from_elsewhere,
            fires=_late,
        ),
        Rule(
            id="INF-005",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("Loi Informatique et Libertés art. 48 et 85",),
            title="Directives après le décès non mentionnées",
            message="La mention ne dit pas que chacun peut décider de ce que deviendront ses données après son décès, "
            "comme il est d’usage en France.",
            action="Ajouter cette phrase à la mention.",
            path="notice.items",
            applies=_has_notice,
            fires=_silent_on_death,
            to_confirm="Caractère obligatoire de la mention depuis l’ordonnance de 2018.",
        ),
        Rule(
            id="INF-006",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 13(3)", "RGPD art. 5(1)(a)"),
            title="Mention antérieure au dernier changement important",
            message="Le traitement a changé depuis que la mention a été rédigée : les personnes lisent une information "
            "dépassée.",
            action="Mettre la mention à jour et la redater.",
            path="notice.version_date",
            applies=_has_notice,
            fires=_outdated,
        ),
        Rule(
            id="INF-007",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 12(1)", "RGPD considérant 58"),
            title="Mention non adaptée aux enfants",
            message="Le service en ligne s’adresse à des mineurs, et la mention n’est pas à leur portée.",
            action="En écrire une version courte, avec des mots simples.",
            path="notice.child_friendly",
            applies=_online_for_minors,
            fires=_too_hard_for_children,
        ),
        Rule(
            id="INF-008",
            severity=Severity.MAJOR,
            kind=FindingKind.NON_CONFORMITY,
            basis=("RGPD art. 13(1)(f)", "RGPD art. 14(1)(f)"),
            title="Transferts absents de la mention",
            message="Des données partent hors de l’Espace économique européen, et la mention ne le dit pas.",
            action="Ajouter à la mention le pays, les garanties et la façon d’en obtenir une copie.",
            path="notice.items",
            applies=_notice_with_transfers,
            fires=_silent_on_transfers,
        ),
        Rule(
            id="INF-009",
            severity=Severity.MINOR,
            kind=FindingKind.WARNING,
            basis=("RGPD art. 17(3), 20 et 21",),
            title="Droit annoncé à tort",
            message="La mention propose un droit que les personnes n’ont pas pour ce traitement, par exemple la "
            "portabilité pour une mission d’intérêt public.",
            action="N’annoncer que les droits ouverts par la base légale.",
            path="notice.rights",
            fires=lambda a, s: bool(rights_wrongly_announced(a, s.today)),
        ),
    ),
)
