"""The history of the demonstration: steps that apply one after the other and end at today's registers."""

from collections import Counter
from datetime import date, timedelta

import pytest

from demo.content import bodies, register
from demo.content.bodies import DEPARTEMENT, TOWN
from demo.history import PARIS, Action, State, history, play, steps
from demo.people import BY_EMAIL
from egide.law.facts import Register
from egide.law.rules.engine import assess
from egide.platform.organizations.shapes import Role
from egide.typography import french

TODAY = date(2026, 11, 24)
BODIES = (DEPARTEMENT, TOWN)


def test_there_are_sixty_to_a_hundred_steps_by_several_people():
    told = history(TODAY)
    assert 60 <= len(told) <= 100
    assert len({step.person for step in told}) >= 6
    counted = Counter(step.action for step in told)
    assert counted[Action.IMPORT] == counted[Action.BIN] == counted[Action.RESTORE] == counted[Action.ARCHIVE] == 2


@pytest.mark.parametrize("key", BODIES)
def test_played_to_the_end_it_gives_the_register_of_the_day(key):
    standing = play(steps(key, TODAY))
    active = {identifier: facts for identifier, (facts, state) in standing.items() if state is State.ACTIVE}
    assert active == {each.id: each for each in register(key, TODAY).activities}
    assert [state for _, state in standing.values() if state is not State.ACTIVE] == [State.ARCHIVED]


@pytest.mark.parametrize("key", BODIES)
def test_it_starts_with_an_import_nine_months_ago_and_no_step_is_in_the_future(key):
    told = steps(key, TODAY)
    assert told[0].action is Action.IMPORT
    assert TODAY - timedelta(days=275) <= told[0].at.date() <= TODAY - timedelta(days=270)
    assert {each.created_on for each in told[0].created} == {told[0].at.date()}
    assert list(told) == sorted(told, key=lambda step: step.at)
    assert all(step.at.tzinfo is PARIS and step.at.weekday() < 5 and step.at.date() < TODAY for step in told)


@pytest.mark.parametrize("key", BODIES)
def test_the_register_gets_better(key):
    told = steps(key, TODAY)
    organization = bodies(TODAY)[key].facts
    imported = assess(Register(organization=organization, activities=told[0].created), TODAY)
    assert len(imported.findings) > len(assess(register(key, TODAY), TODAY).findings) + 15


def test_a_step_out_of_its_place_is_refused():
    told = steps(TOWN, TODAY)
    with pytest.raises(ValueError, match="not there yet"):
        play(told[1:])
    edit = next(step for step in told if step.action is Action.EDIT)
    with pytest.raises(ValueError, match="nothing changes"):
        play((*told, edit))
    binned = next(step for step in told if step.action is Action.BIN)
    with pytest.raises(ValueError, match="in_bin"):
        play((told[0], binned, binned))


@pytest.mark.parametrize("key", BODIES)
def test_each_writes_only_where_a_role_lets_them_that_day(key):
    told = steps(key, TODAY)
    for number, step in enumerate(told):
        allowed = [h for h in BY_EMAIL[step.person].habilitations if h.body == key or h.every_member]
        assert allowed, step.person
        assert all(each.role is not Role.READER for each in allowed)
        if allowed[0].role is Role.CONTRIBUTOR:
            assert play(told[:number])[step.record][0].department in allowed[0].services


def test_reviews_are_dated_on_the_day_they_are_made():
    for key in BODIES:
        standing = play(steps(key, TODAY))
        reviews = [step for step in steps(key, TODAY) if step.reason and step.reason.startswith("Campagne")]
        assert len(reviews) >= 8
        assert all(standing[step.record][0].last_review_on == step.at.date() for step in reviews)


def test_reasons_are_set_the_french_way():
    reasons = [step.reason for step in history(TODAY) if step.reason]
    assert len(reasons) >= 30
    assert all(reason == french(reason) and "'" not in reason for reason in reasons)


def test_another_day_tells_the_same_history_later():
    later = TODAY + timedelta(days=28)
    first, second = history(TODAY), history(later)
    assert [step.record for step in first] == [step.record for step in second]
    assert {b.at - a.at for a, b in zip(first, second, strict=True)} <= {timedelta(days=28)}
