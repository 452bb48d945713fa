"""The score: counted first, explained point by point, capped by a single critical gap, absent when nothing spoke."""

from dataclasses import replace
from datetime import date

import pytest

from egide.law.dated import NotInForceError
from egide.law.rules import rule
from egide.law.rules.assessment import Assessment, Tally
from egide.law.rules.rule import Finding, Severity
from egide.law.score import Grade, score
from tests.law.records import uid

TODAY = date(2026, 11, 23)
CRITICAL, MAJOR, MINOR, INFO = rule("PRO-001"), rule("SEC-002"), rule("PRO-006"), rule("DPIA-012")


def noted(*tallies, today=TODAY):
    """The score of rules that fired, held and could not say so many times."""
    known = tuple(Tally(*tally) for tally in tallies)
    findings = tuple(Finding(tally.rule, uid(), tally.rule.path) for tally in known for _ in range(tally.fires))
    return score(Assessment(today, findings, (), known))


def test_each_finding_takes_its_weight_from_what_could_be_lost():
    found = noted((MAJOR, 1, 2, 0), (MINOR, 3, 1, 0))
    assert (found.lost, found.total) == (1 * 4 + 3 * 1, 3 * 4 + 4 * 1)
    assert found.value == pytest.approx(1 - 7 / 16)
    assert found.percent == 56
    assert found.counts == {Severity.CRITICAL: 0, Severity.MAJOR: 1, Severity.MINOR: 3, Severity.INFO: 0}


def test_what_cannot_say_weighs_nothing_and_is_listed_apart():
    found = noted((MAJOR, 0, 1, 50), (MINOR, 0, 4, 0))
    assert (found.total, found.percent) == (8, 100)
    assert [tally.rule for tally in found.silent] == [MAJOR]


def test_the_losses_are_told_the_most_costly_first():
    found = noted((MINOR, 3, 1, 0), (MAJOR, 2, 10, 0), (INFO, 5, 0, 0))
    assert [(loss.rule, loss.points) for loss in found.losses] == [(MAJOR, 8), (MINOR, 3), (INFO, 0)]
    assert found.losses[0].text == (
        "SEC-002 – Habilitations non gérées\u00a0: 2 écarts sur 12, 4 points chacun, 8 points perdus"
    )
    assert noted((MINOR, 1, 0, 0)).losses[0].text.endswith("1 écart sur 1, 1 point chacun, 1 point perdu")


@pytest.mark.parametrize(
    ("tallies", "grade"),
    [
        ([(CRITICAL, 1, 9999, 0)], Grade.NON_COMPLIANT),
        ([(MAJOR, 0, 10, 0)], Grade.CLEAN),
        ([(MAJOR, 0, 10, 0), (INFO, 3, 0, 0)], Grade.CLEAN),
        ([(MAJOR, 1, 9, 0)], Grade.GOOD),
        ([(MAJOR, 11, 89, 0)], Grade.PARTIAL),
        ([(MAJOR, 3, 7, 0)], Grade.PARTIAL),
        ([(MAJOR, 31, 69, 0)], Grade.INSUFFICIENT),
        ([], Grade.UNKNOWN),
        ([(CRITICAL, 0, 0, 12)], Grade.UNKNOWN),
        ([(INFO, 3, 2, 0)], Grade.UNKNOWN),
    ],
)
def test_the_label_says_what_the_figure_hides(tallies, grade):
    assert noted(*tallies).grade is grade


def test_nothing_applicable_is_no_score_and_says_so():
    found = noted((CRITICAL, 0, 0, 3))
    assert (found.value, found.percent) == (None, None)
    assert found.grade.label.startswith("Non noté")


def test_a_hundred_means_that_nothing_was_lost():
    assert noted((MINOR, 1, 99_999, 0)).percent == 99
    assert noted((MINOR, 0, 1, 0)).percent == 100


def test_what_is_still_to_come_is_outside_the_score():
    coming = replace(CRITICAL, effective_from=date(2030, 1, 1))
    assessment = Assessment(TODAY, (Finding(coming, uid(), coming.path, upcoming=True),), (), (Tally(MAJOR, 0, 1, 0),))
    assert score(assessment).grade is Grade.CLEAN


def test_there_is_no_scale_before_the_regulation():
    with pytest.raises(NotInForceError, match="barème"):
        noted((MAJOR, 0, 1, 0), today=date(2018, 5, 24))
