"""The six legal bases for a public body, and the questions that lead to one."""

import dataclasses
from datetime import date

import pytest

from egide.law.facts.codes import LegalBasis
from egide.law.facts.describing import descriptions
from egide.law.legal_bases import Circumstances, open_in_public_tasks, propose, terms
from tests.law.records import TODAY


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"text_obliges": True}, [LegalBasis.LEGAL_OBLIGATION]),
        ({"text_empowers": True}, [LegalBasis.PUBLIC_TASK]),
        ({"free_choice": True}, [LegalBasis.CONSENT]),
        ({"contract_with_person": True}, [LegalBasis.CONTRACT]),
        ({"life_at_stake": True}, [LegalBasis.VITAL_INTERESTS]),
        ({"outside_public_tasks": True}, [LegalBasis.LEGITIMATE_INTERESTS]),
        ({"free_choice": True, "text_empowers": True}, [LegalBasis.PUBLIC_TASK, LegalBasis.CONSENT]),
        ({"text_obliges": False, "text_empowers": None}, []),
        ({}, []),
    ],
)
def test_answers_lead_to_bases_the_surest_first(answers, expected):
    found = propose(Circumstances(**answers), on=TODAY)
    assert [proposal.basis for proposal in found] == expected


def test_a_proposal_carries_its_article():
    (proposal,) = propose(Circumstances(text_obliges=True), on=TODAY)
    assert proposal.article == "RGPD art. 6(1)(c) et 6(3)"
    assert proposal.why == "Un texte vous oblige à faire ce traitement."


def test_legitimate_interest_is_closed_to_public_authorities_in_their_tasks():
    assert set(LegalBasis) - set(open_in_public_tasks(TODAY)) == {LegalBasis.LEGITIMATE_INTERESTS}


@pytest.mark.parametrize("basis", list(LegalBasis))
def test_each_basis_has_conditions(basis):
    found = terms(basis, on=TODAY)
    assert found.basis is basis
    assert len(found.conditions) >= 2
    assert found.in_public_tasks is (basis is not LegalBasis.LEGITIMATE_INTERESTS)


def test_each_question_asks_and_each_has_its_basis():
    assert all(described.help.endswith("?") for described in descriptions(Circumstances).values())
    everything = Circumstances(**{field.name: True for field in dataclasses.fields(Circumstances)})
    assert {proposal.basis for proposal in propose(everything, on=TODAY)} == set(LegalBasis)


def test_there_was_no_such_law_before():
    assert terms(LegalBasis.CONSENT, on=date(2018, 5, 24)) is None
    assert propose(Circumstances(text_obliges=True), on=date(2018, 5, 24)) == ()
