"""Rules about what people are told."""

from datetime import date

import pytest

from egide.law.facts import Notice, Transfer
from egide.law.facts.codes import ActivityStatus, Collection, LegalBasis, NoticeArticle, NoticeItem, Right
from egide.law.rules.information import RULES
from tests.law.records import outcome, purposes, record, sans_objet, uid

RULE = {rule.id: rule for rule in RULES}
DIRECT, INDIRECT, MIXED = Collection.DIRECT, Collection.INDIRECT, Collection.MIXED
COMPLETE = tuple(NoticeItem)
ABROAD = (Transfer(id=uid(), country="US"),)
PUBLIC = purposes(LegalBasis.PUBLIC_TASK)
CHILDREN_ONLINE = {"minors": True, "online_service": True}
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def told(collection=DIRECT, items=COMPLETE, *, of=None, **known):
    """A record whose notice exists."""
    return record(collection=collection, notice=Notice(exists=True, items=items, **known), **(of or {}))


FIRING = [
    ("INF-001", record()),
    ("INF-001", record(notice=Notice(exists=False))),
    ("INF-001", record(collection=MIXED, notice=Notice(art14_5_exception="Obtention prévue par un texte"))),
    ("INF-002", told(items=())),
    ("INF-002", told(items=tuple(item for item in NoticeItem if item is not NoticeItem.N07))),
    ("INF-003", told(INDIRECT)),
    ("INF-003", told(MIXED, articles=(NoticeArticle.ART_13,))),
    ("INF-004", record(collection=INDIRECT, notice=Notice(delay_days=32))),
    ("INF-005", told(items=(NoticeItem.N01,))),
    ("INF-005", told(items=None)),
    ("INF-006", told(version_date=SEPTEMBER, of={"last_substantive_change_on": OCTOBER})),
    ("INF-007", record(**CHILDREN_ONLINE)),
    ("INF-007", record(**CHILDREN_ONLINE, notice=Notice(child_friendly=False))),
    ("INF-008", told(items=None, of={"transfers": ABROAD})),
    ("INF-008", told(items=(NoticeItem.N01,), of={"transfers": ABROAD})),
    ("INF-009", record(purposes=PUBLIC, notice=Notice(rights=(Right.ACCESS, Right.PORTABILITY)))),
]
HOLDING = [
    ("INF-001", record(notice=Notice(exists=True))),
    ("INF-001", record(not_applicable=sans_objet("notice"))),
    ("INF-001", record(collection=INDIRECT, notice=Notice(art14_5_exception="Obtention prévue par un texte"))),
    ("INF-002", told()),
    ("INF-002", told(items=None)),
    ("INF-003", told(MIXED, articles=(NoticeArticle.ART_13, NoticeArticle.ART_14))),
    ("INF-004", record(collection=INDIRECT, notice=Notice(delay_days=31))),
    ("INF-004", record(collection=MIXED)),
    ("INF-005", told()),
    ("INF-005", told(items=(NoticeItem.N01,), rights=(Right.POST_MORTEM,))),
    ("INF-006", told(version_date=OCTOBER, of={"last_substantive_change_on": OCTOBER})),
    ("INF-006", told(version_date=OCTOBER)),
    ("INF-006", told(of={"last_substantive_change_on": OCTOBER})),
    ("INF-007", record(**CHILDREN_ONLINE, notice=Notice(child_friendly=True))),
    ("INF-007", record(**CHILDREN_ONLINE, not_applicable=sans_objet("notice"))),
    ("INF-008", told(of={"transfers": ABROAD})),
    ("INF-009", record(purposes=PUBLIC, notice=Notice(rights=(Right.ACCESS, Right.OBJECTION)))),
    ("INF-009", record()),
]
SILENT = [
    ("INF-001", record(status=ActivityStatus.DRAFT)),
    ("INF-002", record(notice=Notice(items=()))),
    ("INF-003", told(DIRECT)),
    ("INF-003", told(INDIRECT, art14_5_exception="Secret professionnel")),
    ("INF-003", record(collection=INDIRECT)),
    ("INF-003", record(collection=INDIRECT, notice=Notice(exists=False))),
    ("INF-004", record(collection=DIRECT, notice=Notice(delay_days=60))),
    ("INF-005", record()),
    ("INF-006", record(notice=Notice(version_date=SEPTEMBER), last_substantive_change_on=OCTOBER)),
    ("INF-007", record(minors=True)),
    ("INF-007", record(online_service=True)),
    ("INF-008", told(items=(), of={"transfers": ()})),
    ("INF-008", record(transfers=ABROAD)),
]


@pytest.mark.parametrize(("rule", "subject"), FIRING)
def test_fires(rule, subject):
    assert outcome(RULE[rule], subject) == "fires"


@pytest.mark.parametrize(("rule", "subject"), HOLDING)
def test_holds(rule, subject):
    assert outcome(RULE[rule], subject) == "holds"


@pytest.mark.parametrize(("rule", "subject"), SILENT)
def test_does_not_apply(rule, subject):
    assert outcome(RULE[rule], subject) == "does not apply"


def test_every_rule_is_seen_to_fire_and_to_hold():
    assert {rule for rule, _ in FIRING} == set(RULE)
    assert {rule for rule, _ in HOLDING} == set(RULE)
