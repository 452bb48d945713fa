"""What an information notice must say, given the activity, and what it lacks or says wrongly (GDPR art. 12 to 14)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from egide.law.dated import Row, load_table
from egide.law.facts import ProcessingActivity
from egide.law.facts.codes import Article9Exception, Collection, LegalBasis, NoticeArticle, NoticeItem, Regime
from egide.law.rights import Answer, RightAnswer, right_answer


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredItem:
    """An item the notice must have, why, and the articles that ask for it.

    When `confirmed` is False, the duty itself remains to be verified: its absence is no breach.
    """

    item: NoticeItem
    articles: tuple[str, ...]
    why: str
    confirmed: bool


_ARTICLES_BY_COLLECTION = {
    Collection.DIRECT: (NoticeArticle.ART_13,),
    Collection.INDIRECT: (NoticeArticle.ART_14,),
    Collection.MIXED: (NoticeArticle.ART_13, NoticeArticle.ART_14),
}
_Condition = Callable[[ProcessingActivity], bool]
_FIELDS = {NoticeArticle.ART_13: "art13", NoticeArticle.ART_14: "art14"}


def articles_due(activity: ProcessingActivity) -> tuple[NoticeArticle, ...] | None:
    """Which of articles 13 and 14 the notice answers; None as long as nobody said where the data come from.

    A documented exception (art. 14(5)) takes article 14 away.
    """
    if activity.collection is None:
        return None
    due = _ARTICLES_BY_COLLECTION[activity.collection]
    if activity.notice is not None and activity.notice.art14_5_exception:
        return tuple(article for article in due if article is not NoticeArticle.ART_14)
    return due


def required_items(activity: ProcessingActivity, on: date) -> tuple[RequiredItem, ...]:
    """The items due for this activity, in the order of the articles.

    Where the data come from unknown, only what both articles ask is due. Police files follow their own article (104
    of the French act); files of State security have no notice that we can list.
    """
    if activity.regime is Regime.STATE_SECURITY:
        return ()
    led = activity.regime is Regime.LED
    asked = _asked(led, None if led else articles_due(activity), on)
    return tuple(due for calls_for, due in asked if calls_for(activity))


def missing_items(activity: ProcessingActivity, on: date) -> tuple[NoticeItem, ...] | None:
    """The items due and absent, those whose duty is not confirmed left aside; None when its content is unknown."""
    if activity.notice is None or activity.notice.items is None:
        return None
    present = activity.notice.items
    return tuple(due.item for due in required_items(activity, on) if due.confirmed and due.item not in present)


def rights_wrongly_announced(activity: ProcessingActivity, on: date) -> tuple[RightAnswer, ...]:
    """The rights that the notice offers and that people do not have, with the reasons. Conditional ones are right."""
    if activity.notice is None or not activity.notice.rights:
        return ()
    answers = (right_answer(right, activity, on) for right in activity.notice.rights)
    return tuple(found for found in answers if found is not None and found.answer is Answer.DOES_NOT_APPLY)


def _rests_on(activity: ProcessingActivity, basis: LegalBasis) -> bool:
    return any(purpose.legal_basis is basis for purpose in activity.purposes or ())


def _always(_activity: ProcessingActivity) -> bool:
    return True


def _has_recipients(activity: ProcessingActivity) -> bool:
    """« Le cas échéant », says the article: only a known absence of recipients and processors dispenses."""
    return activity.recipients != () or bool(activity.processors)


def _asks_consent(activity: ProcessingActivity) -> bool:
    """Consent as a legal basis, or as what lifts the prohibition of article 9: article 13(2)(c) names both."""
    return _rests_on(activity, LegalBasis.CONSENT) or any(
        line.exception is Article9Exception.ART9_2_A for line in activity.special_data or ()
    )


def _machine_decides(activity: ProcessingActivity) -> bool:
    return activity.algorithm is not None and activity.algorithm.solely_automated is True


_CALLS_FOR: Mapping[str, _Condition] = MappingProxyType(
    {
        "ALWAYS": _always,
        "LEGITIMATE_INTERESTS": lambda activity: _rests_on(activity, LegalBasis.LEGITIMATE_INTERESTS),
        "RECIPIENTS": _has_recipients,
        "TRANSFERS": lambda activity: bool(activity.transfers),
        "CONSENT": _asks_consent,
        "AUTOMATED_DECISION": _machine_decides,
    }
)


@cache
def _asked(led: bool, due: tuple[NoticeArticle, ...] | None, on: date) -> tuple[tuple[_Condition, RequiredItem], ...]:
    """The items that these articles ask for on that day, each with the fact that calls for it."""
    rows = (row for row in load_table("notices").rows("items") if row.in_force(on))
    found = ((row, _articles(row, led, due)) for row in rows)
    return tuple((_CALLS_FOR[row.get("when", str)], _required(row, articles)) for row, articles in found if articles)


def _articles(row: Row, led: bool, due: tuple[NoticeArticle, ...] | None) -> tuple[str, ...]:
    if led:
        return tuple(filter(None, [row.optional("led", str)]))
    asked = [row.optional(_FIELDS[article], str) for article in (tuple(NoticeArticle) if due is None else due)]
    if due is None and None in asked:
        return ()
    return tuple(dict.fromkeys(article for article in asked if article))


def _required(row: Row, articles: tuple[str, ...]) -> RequiredItem:
    return RequiredItem(
        item=NoticeItem(row.get("item", str)), articles=articles, why=row.get("why", str), confirmed=row.confirmed
    )
