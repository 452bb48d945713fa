"""A vote counted from the list of the members, and what is wrong with its proxies (DEL-002, 003, 004, 006, 011)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.law.vote import Attendance, Choice, Member, Proxy, assembly, reconcile, tally

COMMITTEE = assembly("COMMISSION_PERMANENTE", on=date(2025, 11, 17))


def present(name, choice=Choice.FOR, **options):
    return Member(name=name, attendance=Attendance.PRESENT, choice=choice, **options)


def away(name, proxy_to=None, choice=Choice.NONE, attendance=Attendance.EXCUSED, **options):
    return Member(name=name, attendance=attendance, choice=choice, proxy_to=proxy_to, **options)


def committee():
    """The meeting of 17 November 2025 as its list would give it, well written: 37, 5 and 2, seven recused."""
    return [
        *(present(f"Présent {n}") for n in range(30)),
        *(present(f"Déport {n}", Choice.NOT_PARTICIPATING, interested=True) for n in range(7)),
        *(away(f"Excusé {n}", f"Présent {n}", Choice.FOR) for n in range(5)),
        *(away(name, attendance=Attendance.ABSENT, interested=True) for name in ("Duporge", "Hocq")),
        Member(name="Directeur", attendance=Attendance.ATTENDING_NON_VOTING),
        Member(name="Préfet", attendance=Attendance.EXCUSED_NON_VOTING),
    ]


def rules(members, **options):
    return [flag.rule for flag in reconcile(tally(members), COMMITTEE, **options).flags]


def test_the_list_gives_the_figures_of_the_act():
    ballot = tally(committee())
    assert (ballot.members, ballot.present, ballot.excused, ballot.absent) == (44, 37, 5, 2)
    assert (ballot.votes_for, ballot.votes_against, ballot.abstentions) == (35, 0, 0)
    assert (ballot.not_participating, ballot.absent_without_proxy) == (7, 2)
    assert (ballot.interested_present, ballot.interested_not_present) == (7, 2)
    assert (ballot.interested_voted, ballot.interested_abstaining) == (0, 0)
    assert ballot.proxies[0] == Proxy("Excusé 0", "Présent 0")
    found = reconcile(ballot, COMMITTEE)
    assert found.flags == ()
    assert all(invariant.holds for invariant in found.invariants)


def test_an_interested_member_who_votes():
    members = [*committee()[1:], present("Présent 0", Choice.AGAINST, interested=True)]
    assert "DEL-002" in rules(members)


def test_an_interested_member_recorded_as_abstaining_took_no_part():
    members = committee()
    members[30] = replace(members[30], choice=Choice.ABSTAIN)
    found = reconcile(tally(members), COMMITTEE)
    assert [flag.rule for flag in found.flags] == ["DEL-006"]
    assert found.flags[0].message.startswith("1 membre intéressé")
    assert found.reading.recused == 7


def test_two_proxies_in_one_hand():
    members = committee()
    members[38] = replace(members[38], proxy_to="Présent 0")
    found = reconcile(tally(members), COMMITTEE)
    assert [flag.rule for flag in found.flags] == ["DEL-004"]
    assert "Présent 0 détient 2 pouvoirs" in found.flags[0].message


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"proxy_to": "Déport 0"}, "Déport 0, membre intéressé, reçoit un pouvoir."),
        ({"interested": True, "choice": Choice.NOT_PARTICIPATING}, "Excusé 0, membre intéressé, donne un pouvoir."),
    ],
)
def test_an_interested_member_neither_gives_nor_receives_a_proxy(changes, message):
    members = committee()
    members[37] = replace(members[37], **changes)
    assert message in [flag.message for flag in reconcile(tally(members), COMMITTEE).flags if flag.rule == "DEL-003"]


def test_a_holder_must_be_present_and_a_giver_away():
    members = committee()
    members[37] = replace(members[37], proxy_to="Duporge")
    ballot = tally(members)
    flags = reconcile(ballot, COMMITTEE).flags
    assert [flag.rule for flag in flags] == ["DEL-003", "I5"]
    odd = replace(ballot, interested_names=(), proxies=(Proxy("Présent 1", "Présent 2"),))
    assert "donne pourtant un pouvoir" in reconcile(odd, COMMITTEE).flags[0].message


def test_more_proxies_listed_than_votes():
    ballot = replace(tally(committee()), proxies=tuple(Proxy(f"Inconnu {n}", f"Présent {n}") for n in range(6)))
    found = reconcile(ballot, COMMITTEE)
    assert found.invariants[4].holds is False
    assert [flag.rule for flag in found.flags] == ["I5"]


def test_without_the_names_of_those_present_their_presence_is_not_judged():
    ballot = replace(tally(committee()), present_names=(), interested_names=())
    assert reconcile(ballot, COMMITTEE).flags == ()


def test_a_member_listed_twice_with_two_statuses_is_counted_once_and_reported():
    members = [*committee(), away("Duporge", interested=True)]
    ballot = tally(members)
    assert ballot.members == 44
    assert ballot.contradictory_names == ("Duporge",)
    assert rules(members) == ["DEL-011"]


def test_the_number_in_office_may_exceed_the_list():
    ballot = tally(committee(), members=45)
    assert [invariant.holds for invariant in reconcile(ballot, COMMITTEE).invariants][:2] == [False, False]


choices = st.sampled_from([Choice.FOR, Choice.AGAINST, Choice.ABSTAIN, Choice.NOT_PARTICIPATING])


@settings(max_examples=80)
@given(st.lists(choices, min_size=5, max_size=30), st.integers(0, 5), st.integers(0, 5))
def test_a_complete_list_always_reconciles(voices, represented, missing):
    members = [present(f"P{n}", choice) for n, choice in enumerate(voices)]
    members += [away(f"E{n}", f"P{n}", Choice.FOR) for n in range(represented)]
    members += [away(f"A{n}", attendance=Attendance.ABSENT) for n in range(missing)]
    found = reconcile(tally(members), COMMITTEE)
    assert all(invariant.holds for invariant in found.invariants if invariant.id in {"I1", "I2", "I3", "I4", "I6"})
    assert found.reading.implied_proxies == represented
