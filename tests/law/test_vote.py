"""The reconciliation of a vote (law §1.6, I1 to I8, DEL-001 to DEL-012), first on the deliberation of 17 Nov. 2025."""

from dataclasses import replace
from datetime import date

import pytest

from egide.law.vote import Ballot, Choice, Proxy, QuorumBasis, UnknownAssemblyError, assembly, reconcile

MEETING = date(2025, 11, 17)
STANDING_COMMITTEE = assembly("COMMISSION_PERMANENTE", on=MEETING)
COUNCIL = assembly("CONSEIL_MUNICIPAL", on=MEETING)

DELIBERATION = Ballot(
    members=44,
    present=37,
    excused=5,
    absent=2,
    votes_for=35,
    votes_against=0,
    abstentions=7,
    not_participating=0,
    absent_without_proxy=2,
    interested_present=7,
    interested_not_present=2,
    contradictory_names=("Duporge", "Hocq"),
)
PROXIES = tuple(Proxy(f"Excusé {n}", f"Présent {n}") for n in range(5))
PLAIN = Ballot(
    members=15,
    present=15,
    excused=0,
    absent=0,
    votes_for=10,
    votes_against=3,
    abstentions=2,
    not_participating=0,
    absent_without_proxy=0,
    proxies=(),
)


def rules(found):
    return [flag.rule for flag in found.flags]


def result(found, identifier):
    return next(invariant for invariant in found.invariants if invariant.id == identifier)


def test_the_deliberation_reconciles_and_only_needs_three_corrections():
    found = reconcile(DELIBERATION, STANDING_COMMITTEE)
    assert rules(found) == ["DEL-006", "DEL-010", "DEL-011"]
    assert [invariant.holds for invariant in found.invariants] == [True, True, True, True, None, True, True, True]
    assert [invariant.id for invariant in found.invariants] == [f"I{n}" for n in range(1, 9)]
    assert found.consistent
    assert found.adopted


def test_the_figures_of_the_deliberation():
    found = reconcile(DELIBERATION, STANDING_COMMITTEE)
    assert found.reading.voters_in_person == 30
    assert found.reading.implied_proxies == 5
    assert (found.reading.printed_as_abstaining, found.reading.abstentions) == (7, 0)
    assert (found.quorum.required, found.quorum.counted, found.quorum.without_interested) == (23, 42, 35)
    figures = {invariant.id: invariant.figures for invariant in found.invariants}
    assert figures["I1"] == "37 + 5 + 2 = 44, membres\u202f: 44"
    assert figures["I2"] == "35 + 0 + 7 + 0 + 2 = 44, membres\u202f: 44"
    assert figures["I3"] == "37 − 7 = 30"
    assert figures["I4"] == "35 − 30 = 5, représentés\u202f: 5"
    assert figures["I5"] == "nécessaires\u202f: 5, listés\u202f: 0, mandataires possibles\u202f: 30"
    assert figures["I6"] == "2 ≥ 2"
    assert figures["I8"] == "35 sur 35"


def test_every_invariant_carries_its_article_and_its_reason():
    found = reconcile(DELIBERATION, STANDING_COMMITTEE)
    assert all(invariant.basis and invariant.explanation and invariant.formula for invariant in found.invariants)
    assert result(found, "I7").basis == ("CGCT L3121-14-1",)
    assert result(found, "I5").basis == ("CGCT L3121-16",)
    assert result(found, "I8").basis == ("CGCT L3121-14",)
    assert "Duporge, Hocq" in found.flags[-1].message


def test_the_same_act_well_written_raises_nothing():
    corrected = replace(DELIBERATION, abstentions=0, not_participating=7, proxies=PROXIES, contradictory_names=())
    found = reconcile(corrected, STANDING_COMMITTEE)
    assert rules(found) == []
    assert all(invariant.holds for invariant in found.invariants)


@pytest.mark.parametrize(
    ("changes", "failed", "raised"),
    [
        ({"present": 36}, ["I1", "I4"], ["I1", "I4", "DEL-006", "DEL-010"]),
        ({"votes_for": 34}, ["I2", "I4"], ["DEL-001", "I4", "DEL-006", "DEL-010"]),
        ({"absent_without_proxy": 1, "votes_for": 36}, ["I6"], ["DEL-003", "DEL-006", "DEL-010"]),
        ({"interested_present": 8}, ["I3"], ["DEL-002", "DEL-010"]),
    ],
)
def test_figures_that_contradict_each_other(changes, failed, raised):
    corrected = replace(DELIBERATION, contradictory_names=(), **changes)
    found = reconcile(corrected, STANDING_COMMITTEE)
    assert [invariant.id for invariant in found.invariants if invariant.holds is False] == failed
    assert not found.consistent
    assert rules(found) == raised


def test_interested_members_not_set_aside_have_voted():
    """DEL-002: seven are interested and present, three abstain, none is recused."""
    ballot = replace(DELIBERATION, votes_for=39, abstentions=3)
    found = reconcile(ballot, STANDING_COMMITTEE)
    assert "DEL-002" in rules(found)
    assert "DEL-006" not in rules(found)


def test_some_recused_and_printed_apart_are_not_printed_as_abstaining():
    ballot = replace(DELIBERATION, abstentions=0, not_participating=7)
    found = reconcile(ballot, STANDING_COMMITTEE)
    assert found.reading.recused == 7
    assert found.reading.printed_as_abstaining == 0


def test_true_abstentions_beside_printed_recusals_stay_abstentions():
    ballot = replace(DELIBERATION, votes_for=28, not_participating=7, abstentions=7)
    found = reconcile(ballot, STANDING_COMMITTEE)
    assert found.reading.abstentions == 7
    assert "DEL-006" not in rules(found)


def test_more_proxies_than_members_able_to_hold_one():
    ballot = replace(PLAIN, present=2, excused=13, votes_for=15, votes_against=0, abstentions=0, proxies=None)
    found = reconcile(ballot, STANDING_COMMITTEE)
    assert result(found, "I5").holds is False
    assert rules(found) == ["I5", "DEL-010"]


def test_a_municipal_council_counts_only_those_present():
    """CGCT L2121-17."""
    ballot = replace(PLAIN, present=7, excused=8, votes_for=15, votes_against=0, abstentions=0)
    found = reconcile(replace(ballot, proxies=PROXIES[:4]), COUNCIL)
    assert COUNCIL.quorum is QuorumBasis.PRESENT
    assert (found.quorum.required, found.quorum.counted) == (8, 7)
    assert "DEL-005" in rules(found)
    same = reconcile(ballot, STANDING_COMMITTEE)
    assert same.quorum.counted == 15
    assert "DEL-005" not in rules(same)


@pytest.mark.parametrize(("members", "required"), [(44, 23), (45, 23), (15, 8), (1, 1)])
def test_the_quorum_is_more_than_half(members, required):
    assert reconcile(replace(PLAIN, members=members), COUNCIL).quorum.required == required


def test_a_quorum_that_needs_the_interested_members_is_disputed():
    ballot = replace(
        PLAIN,
        present=8,
        absent=7,
        absent_without_proxy=7,
        votes_for=6,
        votes_against=0,
        abstentions=0,
        not_participating=2,
        interested_present=2,
    )
    found = reconcile(ballot, COUNCIL)
    assert (found.quorum.reached, found.quorum.disputed) == (True, True)
    assert result(found, "I7").holds is None
    assert "à examiner" in result(found, "I7").explanation
    assert "7 autres absents sans pouvoir" in result(found, "I6").explanation
    assert rules(found) == []


@pytest.mark.parametrize(
    ("votes_for", "votes_against", "casting_vote", "adopted"),
    [
        (8, 7, None, True),
        (7, 8, None, False),
        (5, 5, None, None),
        (5, 5, Choice.FOR, True),
        (5, 5, Choice.AGAINST, False),
        (0, 0, None, False),
        (1, 0, None, True),
    ],
)
def test_the_majority_is_of_the_votes_cast(votes_for, votes_against, casting_vote, adopted):
    ballot = replace(
        PLAIN, votes_for=votes_for, votes_against=votes_against, abstentions=15 - votes_for - votes_against
    )
    found = reconcile(ballot, COUNCIL, casting_vote=casting_vote)
    assert found.adopted is adopted
    assert result(found, "I8").holds is adopted
    assert found.consistent
    assert ("DEL-012" in rules(found)) is (votes_for == votes_against != 0)


def test_an_assembly_that_is_not_known_names_those_that_are():
    with pytest.raises(UnknownAssemblyError, match=r"«.CONSEIL.».*CONSEIL_MUNICIPAL, CONSEIL_COMMUNAUTAIRE"):
        assembly("CONSEIL", on=MEETING)
    with pytest.raises(UnknownAssemblyError, match="aucune à cette date"):
        assembly("CONSEIL_MUNICIPAL", on=date(1980, 1, 1))


def test_a_rule_not_read_at_its_source_says_so():
    assert STANDING_COMMITTEE.confirmed
    assert not assembly("CONSEIL_COMMUNAUTAIRE", on=MEETING).confirmed


def test_a_negative_figure_is_a_typing_error():
    with pytest.raises(ValueError, match=r"décompte négatif.*abstentions = -1"):
        replace(PLAIN, abstentions=-1)
