"""What a notice must say: item by item, article by article."""

from datetime import date

import pytest
from hypothesis import given, settings

from egide.law.facts import Algorithm, Notice, Processor, Recipient, Transfer
from egide.law.facts.codes import (
    Article9Exception,
    Collection,
    LegalBasis,
    NoticeArticle,
    NoticeItem,
    Regime,
    Right,
    SpecialCategory,
)
from egide.law.notices import articles_due, missing_items, required_items, rights_wrongly_announced
from egide.law.rights import Answer
from tests.law.records import TODAY, purposes, record, special, uid
from tests.law.strategies import activities

DIRECT, INDIRECT, MIXED = Collection.DIRECT, Collection.INDIRECT, Collection.MIXED
PUBLIC = purposes(LegalBasis.PUBLIC_TASK)
BY_EXCEPTION = Notice(art14_5_exception="Obtention prévue par un texte")
BASE = "N01 N02 N03 N05 N07 N08 N10"


def codes(known):
    return " ".join(due.item for due in required_items(record(**known), TODAY) if due.confirmed)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, BASE),
        ({"collection": DIRECT}, f"{BASE} N11"),
        ({"collection": INDIRECT}, f"{BASE} N13 N14"),
        ({"collection": MIXED}, f"{BASE} N11 N13 N14"),
        ({"collection": MIXED, "notice": BY_EXCEPTION}, f"{BASE} N11"),
        ({"collection": INDIRECT, "notice": BY_EXCEPTION}, ""),
        ({"regime": Regime.LED, "collection": DIRECT}, "N01 N02 N03 N08 N10"),
        ({"regime": Regime.STATE_SECURITY, "collection": DIRECT}, ""),
        ({"recipients": ()}, "N01 N02 N03 N07 N08 N10"),
        ({"recipients": (), "processors": (Processor(id=uid()),)}, BASE),
        ({"recipients": (Recipient(id=uid()),)}, BASE),
    ],
)
def test_items_by_collection_regime_and_recipients(known, expected):
    assert codes(known) == expected


@pytest.mark.parametrize(
    ("known", "added"),
    [
        ({"purposes": PUBLIC}, ""),
        ({"purposes": purposes(LegalBasis.LEGITIMATE_INTERESTS)}, "N04"),
        ({"transfers": (Transfer(id=uid()),)}, "N06"),
        ({"transfers": ()}, ""),
        ({"purposes": purposes(LegalBasis.PUBLIC_TASK, LegalBasis.CONSENT)}, "N09"),
        ({"special_data": special(SpecialCategory.HEALTH, Article9Exception.ART9_2_A)}, "N09"),
        ({"special_data": special(SpecialCategory.HEALTH, Article9Exception.ART9_2_H)}, ""),
        ({"algorithm": Algorithm(solely_automated=True)}, "N12"),
        ({"algorithm": Algorithm(solely_automated=False)}, ""),
    ],
)
def test_items_that_a_fact_calls_for(known, added):
    assert set(codes(known).split()) - set(BASE.split()) == set(added.split())


def test_each_item_says_why_and_by_which_article():
    by_item = {due.item: due for due in required_items(record(collection=MIXED), TODAY)}
    assert by_item[NoticeItem.N02].articles == ("RGPD art. 13(1)(b)", "RGPD art. 14(1)(b)")
    assert by_item[NoticeItem.N13].articles == ("RGPD art. 14(1)(d)",)
    assert by_item[NoticeItem.N11].articles == ("RGPD art. 13(2)(e)",)
    assert all(due.why.endswith(".") for due in by_item.values())


def test_directives_after_death_are_due_but_unconfirmed_so_never_missing():
    subject = record(collection=DIRECT, notice=Notice(items=()))
    (unconfirmed,) = [due for due in required_items(subject, TODAY) if not due.confirmed]
    assert unconfirmed.item is NoticeItem.N15
    assert unconfirmed.articles == ("Loi Informatique et Libertés art. 48 et 85",)
    assert NoticeItem.N15 not in missing_items(subject, TODAY)


def test_what_is_missing_is_what_is_due_less_what_is_there():
    present = (NoticeItem.N01, NoticeItem.N02, NoticeItem.N03, NoticeItem.N05, NoticeItem.N08)
    subject = record(collection=DIRECT, notice=Notice(items=present))
    assert missing_items(subject, TODAY) == (NoticeItem.N07, NoticeItem.N10, NoticeItem.N11)


@pytest.mark.parametrize("notice", [None, Notice(), Notice(exists=True)])
def test_nothing_is_said_of_a_notice_whose_content_is_unknown(notice):
    assert missing_items(record(notice=notice), TODAY) is None


def test_articles_due():
    assert articles_due(record()) is None
    assert articles_due(record(collection=MIXED)) == (NoticeArticle.ART_13, NoticeArticle.ART_14)
    assert articles_due(record(collection=INDIRECT, notice=BY_EXCEPTION)) == ()
    assert articles_due(record(collection=INDIRECT, notice=Notice(exists=True))) == (NoticeArticle.ART_14,)


def test_rights_announced_wrongly_come_with_their_reasons():
    notice = Notice(rights=(Right.ACCESS, Right.PORTABILITY, Right.OBJECTION, Right.WITHDRAW_CONSENT))
    wrong = rights_wrongly_announced(record(purposes=PUBLIC, notice=notice), TODAY)
    assert [found.right for found in wrong] == [Right.PORTABILITY, Right.WITHDRAW_CONSENT]
    assert wrong[0].reasons[0].article == "RGPD art. 20(1)(a) et 20(3)"


def test_no_right_is_wrong_as_long_as_the_basis_is_unknown_or_the_law_not_in_force():
    notice = Notice(rights=tuple(Right))
    assert rights_wrongly_announced(record(notice=notice), TODAY) == ()
    assert rights_wrongly_announced(record(purposes=PUBLIC, notice=notice), date(2017, 1, 1)) == ()
    assert rights_wrongly_announced(record(purposes=PUBLIC), TODAY) == ()


@settings(max_examples=80, deadline=None)
@given(activities())
def test_missing_items_are_due_absent_and_confirmed(activity):
    due = {found.item: found for found in required_items(activity, TODAY)}
    for item in missing_items(activity, TODAY) or ():
        assert item not in activity.notice.items
        assert due[item].confirmed
    assert all(found.articles for found in due.values())


@settings(max_examples=80, deadline=None)
@given(activities())
def test_a_right_wrongly_announced_was_announced_and_does_not_apply(activity):
    for found in rights_wrongly_announced(activity, TODAY):
        assert found.right in activity.notice.rights
        assert {reason.answer for reason in found.reasons} == {Answer.DOES_NOT_APPLY}
