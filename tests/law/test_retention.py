"""How long data are kept: in words, in days, against a due date or a model."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.law.catalogue import model, models
from egide.law.durations import Duration
from egide.law.facts.codes import FinalFate, RetentionTrigger
from egide.law.retention import days_after, due_on, exceeds_model, in_words, period_in_words, reference, says_when
from tests.law.records import TODAY, kept, lasting

SCHOOL, BUDGET, RIGHTS, LEFT, CLOSED, GOOD = (
    RetentionTrigger.END_OF_SCHOOL_YEAR,
    RetentionTrigger.END_OF_BUDGET_YEAR,
    RetentionTrigger.END_OF_RIGHTS,
    RetentionTrigger.DEPARTURE,
    RetentionTrigger.CASE_CLOSED,
    RetentionTrigger.PERMANENT,
)
C, T, D = FinalFate.C, FinalFate.T, FinalFate.D


def line(active=None, **known):
    return kept(active, **known)[0]


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (lasting("P1Y", SCHOOL), "1 an après la fin de l’année scolaire"),
        (lasting("P1M", RetentionTrigger.RECORDING, is_maximum=True), "1 mois au plus après l’enregistrement"),
        (lasting(None, LEFT), "jusqu’au départ de l’agent"),
        (lasting(None, RIGHTS), "jusqu’à la fin des droits"),
        (lasting(None, RetentionTrigger.RECORDING), "jusqu’à l’enregistrement"),
        (lasting("P5Y"), "5 ans"),
        (lasting(None, GOOD), "en permanence"),
        (lasting(None, text="Le temps du contrat"), "Le temps du contrat"),
        (lasting("P2Y", CLOSED, "sauf recours"), "2 ans après la clôture du dossier (sauf recours)"),
        (lasting(None), None),
        (None, None),
    ],
)
def test_one_age_in_words(period, words):
    assert period_in_words(period) == words


@pytest.mark.parametrize(
    ("retention", "words"),
    [
        (
            line(lasting("P1Y", SCHOOL), intermediate=lasting("P5Y", BUDGET), final_fate=D),
            (
                "1 an après la fin de l’année scolaire, puis archivage intermédiaire jusqu’à 5 ans après la clôture de "
                "l’exercice, puis destruction après visa des archives départementales"
            ),
        ),
        (
            line(lasting(None, LEFT), final_fate=C),
            "Jusqu’au départ de l’agent, puis conservation définitive aux archives",
        ),
        (
            line(lasting("P1Y", SCHOOL), has_intermediate=True, final_fate=T),
            (
                "1 an après la fin de l’année scolaire, puis archivage intermédiaire, puis tri par les archives, le "
                "reste détruit après visa"
            ),
        ),
        (
            line(has_intermediate=True, intermediate=lasting(None, LEFT)),
            "Archivage intermédiaire jusqu’au départ de l’agent",
        ),
        (line(intermediate=lasting("P5Y")), "Archivage intermédiaire\u00a0: 5 ans"),
        (
            line(has_intermediate=False, intermediate=lasting(None, LEFT), final_fate=C),
            "Conservation définitive aux archives",
        ),
        (line(unlimited=True, final_fate=C), "Sans limite de durée"),
        (line(), None),
    ],
)
def test_the_whole_life_in_words(retention, words):
    assert in_words(retention) == words


@pytest.mark.parametrize("trigger", list(RetentionTrigger))
def test_every_event_has_its_words(trigger):
    assert period_in_words(lasting(None, trigger))


@pytest.mark.parametrize(
    "text",
    [
        "Jusqu’à la dissolution du PACS",
        "jusqu'au départ",
        "5 ans apres la clôture",
        "2 ans à compter de la décision",
        "À partir de la naissance",
        "Depuis le dernier contact",
        "dès la radiation",
        "Le temps du contrat",
        "Durée du mandat",
        "durée de l’abonnement",
        "Durée des droits",
        "Pendant toute la scolarité",
        "3 mois, fin de saison",
        "Conservation illimitée",
        "Définitive",
    ],
)
def test_words_that_say_when(text):
    assert says_when(lasting(None, text=text))


@pytest.mark.parametrize("text", ["5 ans", "5 ans de conservation", "Durée de conservation : 10 ans", "DUA 10 ans", ""])
def test_words_that_only_say_how_long(text):
    assert not says_when(lasting(None, text=text))
    assert not says_when(lasting("P5Y", text=text))
    assert says_when(lasting("P5Y", CLOSED, text=text))


@pytest.mark.parametrize(
    ("retention", "due"),
    [
        (line(lasting("P1Y", CLOSED), triggered_on=date(2024, 2, 29)), date(2025, 2, 28)),
        (line(lasting(None, RIGHTS), triggered_on=date(2026, 3, 1)), date(2026, 3, 1)),
        (line(lasting("P1Y", SCHOOL), triggered_on=date(2025, 10, 1)), date(2027, 8, 31)),
        (line(lasting("P1Y", CLOSED)), None),
        (line(), None),
        (line(triggered_on=TODAY), None),
        (line(lasting(None, text="5 ans"), triggered_on=date(2000, 1, 1)), None),
        (line(lasting(None, GOOD), triggered_on=date(2000, 1, 1)), None),
        (line(lasting("P1Y", CLOSED), triggered_on=date(2000, 1, 1), unlimited=True), None),
        (line(lasting("P9999Y", CLOSED), triggered_on=TODAY), None),
        (line(lasting("P1Y", CLOSED), triggered_on=date(2020, 1, 1), has_intermediate=True), None),
    ],
)
def test_due_date(retention, due):
    assert due_on(retention) == due


def test_the_intermediate_age_is_a_total_from_its_own_event():
    ages = {"active": lasting("P2Y", CLOSED), "triggered_on": date(2020, 1, 1)}
    assert due_on(line(**ages, intermediate=lasting("P5Y", CLOSED))) == date(2025, 1, 1)
    assert due_on(line(**ages, intermediate=lasting("P5Y", BUDGET))) is None
    dated = line(**ages, intermediate=lasting("P5Y", BUDGET), intermediate_triggered_on=date(2020, 3, 1))
    assert due_on(dated) == date(2025, 12, 31)


def test_days_after_an_event_is_the_longest_age_not_their_sum():
    both = line(lasting("P2Y", RIGHTS), intermediate=lasting("P6Y", RIGHTS))
    assert days_after(both, RIGHTS) == Duration(years=6).in_days
    assert days_after(line(lasting(None, RIGHTS), intermediate=lasting("P6Y", CLOSED)), RIGHTS) == 0


def test_a_line_is_compared_with_that_of_the_same_data_from_the_same_event():
    generous, strict = (model("RH_PAIE").retention[0], model("RH_RECRUTEMENT").retention[0])
    rows = (generous, strict)
    longer = lasting("P5Y", strict.active_from)
    assert exceeds_model(line(longer, data=f"  {strict.data.upper()} "), rows)
    assert exceeds_model(line(longer, data="Autre chose"), rows)
    assert exceeds_model(line(longer, data=None), rows)
    assert not exceeds_model(line(longer, data=generous.data), rows)
    assert not exceeds_model(line(lasting("P2Y", strict.active_from), data=strict.data), rows)
    assert exceeds_model(line(intermediate=lasting("P11Y", BUDGET), data=generous.data), rows)
    assert not exceeds_model(line(data=generous.data), rows)


def test_a_model_without_a_duration_bounds_nothing():
    (benefit,) = model("APA").retention
    assert benefit.active is None
    assert not exceeds_model(line(lasting("P9Y", RIGHTS), data=benefit.data), (benefit,))


@pytest.mark.parametrize("identifier", list(models()))
def test_no_model_is_longer_than_itself(identifier):
    for row in models()[identifier].retention:
        same = line(
            lasting(row.active and str(row.active), row.active_from),
            intermediate=lasting(row.intermediate and str(row.intermediate), row.intermediate_from),
            data=row.data,
        )
        assert not exceeds_model(same, models()[identifier].retention)


@pytest.mark.parametrize(
    ("about", "shortest", "longest"),
    [("LOGS", 180, 366), ("CANDIDATES", 0, 731), ("SOCIAL_SUPPORT", 0, 731), ("APA", 0, 2192)],
)
def test_references(about, shortest, longest):
    found = reference(about, TODAY)
    assert (found.shortest, found.longest) == (shortest, longest)
    assert found.source
    assert reference(about, date(2010, 1, 1)) is None


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 40), st.integers(0, 40))
def test_a_longer_duration_is_never_due_sooner(event, years, more):
    shorter = due_on(line(lasting(f"P{years}Y", CLOSED), triggered_on=event))
    longer = due_on(line(lasting(f"P{years + more}Y", CLOSED), triggered_on=event))
    assert shorter <= longer
