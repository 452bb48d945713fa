"""Rights by legal basis: the matrix cell by cell, several purposes, other regimes, facts that settle."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.law.facts import Algorithm
from egide.law.facts.codes import (
    Article9Exception,
    Collection,
    Domain,
    LegalBasis,
    Regime,
    Right,
    SpecialCategory,
    Support,
)
from egide.law.rights import Answer, applicable_rights
from tests.law.records import TODAY, purpose, purposes, record, sans_objet, special

BASES = (
    LegalBasis.CONSENT,
    LegalBasis.CONTRACT,
    LegalBasis.LEGAL_OBLIGATION,
    LegalBasis.VITAL_INTERESTS,
    LegalBasis.PUBLIC_TASK,
    LegalBasis.LEGITIMATE_INTERESTS,
)
CONSENT, CONTRACT, LEGAL, VITAL, PUBLIC, INTEREST = BASES
LETTERS = {
    "Y": Answer.APPLIES,
    "C": Answer.CONDITIONAL,
    "N": Answer.DOES_NOT_APPLY,
    "?": Answer.CANNOT_SAY,
}
MATRIX = {
    Right.INFORMATION: "YYYYYY",
    Right.ACCESS: "YYYYYY",
    Right.RECTIFICATION: "YYYYYY",
    Right.ERASURE: "YCNCCY",
    Right.RESTRICTION: "YYYYYY",
    Right.PORTABILITY: "CCNNNN",
    Right.OBJECTION: "NNNNCY",
    Right.AUTOMATED_DECISION: "CCCCCC",
    Right.WITHDRAW_CONSENT: "YNNNNN",
    Right.POST_MORTEM: "YYYYYY",
}


def answer(right, subject, on=TODAY):
    return applicable_rights(subject, on)[right].answer


@pytest.mark.parametrize(
    ("right", "basis", "letter"),
    [(right, basis, letter) for right, row in MATRIX.items() for basis, letter in zip(BASES, row, strict=True)],
)
def test_matrix(right, basis, letter):
    (reason,) = applicable_rights(record(purposes=purposes(basis)), TODAY)[right].reasons
    assert reason.answer is LETTERS[letter]
    assert reason.why.endswith(".")
    assert reason.article.startswith(("RGPD", "Loi"))


@pytest.mark.parametrize("subject", [record(), record(purposes=()), record(purposes=purposes(None))])
def test_an_unknown_basis_leaves_only_what_all_bases_give(subject):
    expected = {right: "Y" if set(row) == {"Y"} else "?" for right, row in MATRIX.items()}
    found = {right: found.answer for right, found in applicable_rights(subject, TODAY).items()}
    assert found == {right: LETTERS[letter] for right, letter in expected.items()}


def test_one_purpose_is_enough_and_each_says_why():
    legal, consented = purpose(LEGAL), purpose(CONSENT)
    found = applicable_rights(record(purposes=(legal, consented)), TODAY)[Right.ERASURE]
    assert found.answer is Answer.APPLIES
    assert [(reason.purpose, reason.answer) for reason in found.reasons] == [
        (legal.id, Answer.DOES_NOT_APPLY),
        (consented.id, Answer.APPLIES),
    ]


@pytest.mark.parametrize(
    ("bases", "expected"),
    [
        ((LEGAL, None), Answer.CANNOT_SAY),
        ((PUBLIC, None), Answer.CONDITIONAL),
        ((INTEREST, None), Answer.APPLIES),
        ((LEGAL, PUBLIC), Answer.CONDITIONAL),
    ],
)
def test_a_purpose_of_unknown_basis_beside_a_known_one(bases, expected):
    assert answer(Right.OBJECTION, record(purposes=purposes(*bases))) is expected


@pytest.mark.parametrize(
    ("right", "known", "expected"),
    [
        (Right.PORTABILITY, {"support": Support.PAPER}, Answer.DOES_NOT_APPLY),
        (Right.PORTABILITY, {"support": Support.MIXED}, Answer.CONDITIONAL),
        (Right.PORTABILITY, {"collection": Collection.INDIRECT}, Answer.DOES_NOT_APPLY),
        (Right.PORTABILITY, {"collection": Collection.MIXED}, Answer.CONDITIONAL),
        (Right.AUTOMATED_DECISION, {"algorithm": Algorithm(solely_automated=False)}, Answer.DOES_NOT_APPLY),
        (Right.AUTOMATED_DECISION, {"algorithm": Algorithm(individual_decision=False)}, Answer.DOES_NOT_APPLY),
        (Right.AUTOMATED_DECISION, {"algorithm": Algorithm(solely_automated=True)}, Answer.CONDITIONAL),
        (Right.AUTOMATED_DECISION, {"not_applicable": sans_objet("algorithm")}, Answer.DOES_NOT_APPLY),
        (Right.OBJECTION, {"commercial_use": True}, Answer.APPLIES),
        (Right.OBJECTION, {"commercial_use": False}, Answer.DOES_NOT_APPLY),
        (Right.WITHDRAW_CONSENT, {"commercial_use": True, "collection": Collection.INDIRECT}, Answer.APPLIES),
        (Right.ERASURE, {"support": Support.PAPER, "collection": Collection.INDIRECT}, Answer.APPLIES),
        (Right.PORTABILITY, {"algorithm": Algorithm(solely_automated=False)}, Answer.CONDITIONAL),
        (Right.ACCESS, {"domain": Domain.ARCHIVES}, Answer.CONDITIONAL),
        (Right.INFORMATION, {"domain": Domain.ARCHIVES}, Answer.APPLIES),
    ],
)
def test_facts_that_settle_a_right_of_a_purpose_by_consent(right, known, expected):
    assert answer(right, record(purposes=purposes(CONSENT), **known)) is expected


def test_archives_give_no_right_that_the_basis_refuses():
    kept = record(purposes=purposes(LEGAL), domain=Domain.ARCHIVES)
    assert answer(Right.OBJECTION, kept) is Answer.DOES_NOT_APPLY
    assert answer(Right.ACCESS, record(domain=Domain.ARCHIVES)) is Answer.CONDITIONAL


def test_explicit_consent_to_special_data_can_be_withdrawn_whatever_the_basis():
    by_consent = special(SpecialCategory.HEALTH, Article9Exception.ART9_2_A)
    by_law = special(SpecialCategory.HEALTH, Article9Exception.ART9_2_H)
    assert answer(Right.WITHDRAW_CONSENT, record(purposes=purposes(PUBLIC), special_data=by_consent)) is Answer.APPLIES
    assert answer(Right.WITHDRAW_CONSENT, record(purposes=purposes(PUBLIC), special_data=by_law)) is not Answer.APPLIES


def test_police_files_have_rights_of_their_own():
    found = applicable_rights(record(regime=Regime.LED, purposes=purposes(CONSENT)), TODAY)
    assert {right: found[right].answer for right in Right} == {
        right: LETTERS[letter] for right, letter in zip(MATRIX, "YYYYYNCYN?", strict=True)
    }
    assert "106" in found[Right.ERASURE].reasons[0].article
    assert not found[Right.OBJECTION].reasons[0].confirmed


def test_state_security_is_beyond_what_we_can_say():
    found = applicable_rights(record(regime=Regime.STATE_SECURITY, purposes=purposes(CONSENT)), TODAY)
    assert {right_answer.answer for right_answer in found.values()} == {Answer.CANNOT_SAY}
    assert set(found) == set(Right)


def test_nothing_is_said_of_days_before_the_law():
    assert applicable_rights(record(purposes=purposes(CONSENT)), date(2018, 5, 24)) == {}
    assert applicable_rights(record(regime=Regime.LED), date(2019, 5, 31)) == {}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*BASES, None]), min_size=1, max_size=4), st.sampled_from([*BASES, None]))
def test_adding_a_purpose_never_takes_a_right_away(bases, added):
    before = applicable_rights(record(purposes=purposes(*bases)), TODAY)
    after = applicable_rights(record(purposes=purposes(*bases, added)), TODAY)
    order = list(Answer)
    for right in Right:
        assert order.index(after[right].answer) <= order.index(before[right].answer)
