"""Retention periods in French words: figures only where they are sure."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.formats.french.durations import read_retention, write_retention
from egide.law.durations import Duration
from egide.law.facts import Period, Retention
from egide.law.facts.codes import FinalFate, RetentionTrigger

T, F = RetentionTrigger, FinalFate


@pytest.mark.parametrize(
    ("text", "duration", "trigger"),
    [
        ("5 ans", "P5Y", None),
        ("5ans", "P5Y", None),
        ("10 ans après la fin du contrat", "P10Y", T.END_OF_RELATION),
        ("1 mois", "P1M", None),
        ("1 mois maximum", "P1M", None),
        ("72 heures", "P3D", None),
        ("trois semaines", "P21D", None),
        ("un an et demi", "P1Y6M", None),
        ("1 an et 6 mois à compter de la collecte", "P1Y6M", T.COLLECTION),
        ("3 ans à compter de la collecte des données", "P3Y", T.COLLECTION),
        ("2 ans après le dernier contact", "P2Y", T.LAST_CONTACT),
        ("durée du contrat + 5 ans", "P5Y", T.END_OF_RELATION),
        ("Durée du mandat", None, T.END_OF_MANDATE),
        ("Le temps de la procédure", None, T.CASE_CLOSED),
        ("Jusqu'au départ de l'agent", None, T.DEPARTURE),
        ("Conservation permanente en mairie", None, T.PERMANENT),
        ("DUA : 80 ans à compter de la naissance", "P80Y", T.BIRTH),
        ("Durée de conservation : 5 ans", "P5Y", None),
        ("5 ans à compter du versement de la paie", "P5Y", None),
        ("6 mois. Les images sont ensuite écrasées", "P6M", None),
    ],
)
def test_a_sure_figure_and_a_known_event_are_read(text, duration, trigger):
    active = read_retention(text).active
    assert active.duration == (Duration.parse(duration) if duration else None)
    assert active.trigger == trigger


@pytest.mark.parametrize(
    "text",
    [
        "12/24 mois",
        "6 mois à 1 an",
        "Entre 1 et 3 ans",
        "5 ou 10 ans",
        "5-10 ans",
        "1 an pour les dossiers, 10 ans pour les factures",
        "jusqu’à la dissolution",
        "jusqu'au 31 décembre 2025",
        "Durée légale",
        "Voir le tableau de gestion",
        "1,3 an",
    ],
)
def test_what_is_not_sure_stays_in_words(text):
    read = read_retention(text)
    assert read.active == Period(text=text)
    assert read.certainty == 0.3


def test_words_are_kept_unless_they_say_no_more():
    assert read_retention("5 ans").active.text is None
    assert read_retention("5 ans à compter de : Fin du mandat").active.text is None
    assert read_retention("5 ans après la fin du mandat").active.text == "5 ans après la fin du mandat"


def test_ages_and_fate_are_told_apart():
    read = read_retention(
        "2 ans, puis archivage intermédiaire : 10 ans après la clôture de l’exercice, puis destruction"
    )
    assert read.active == Period(duration=Duration(2))
    assert read.has_intermediate is True
    assert (read.intermediate.duration, read.intermediate.trigger) == (Duration(10), T.END_OF_BUDGET_YEAR)
    assert read.final_fate is F.D


def test_an_archive_that_adds_to_the_active_age_stays_in_words():
    read = read_retention("1 an puis 4 ans en archivage intermédiaire puis versement aux archives")
    assert read.active == Period(duration=Duration(1))
    assert read.intermediate == Period(text="4 ans en archivage intermédiaire")
    assert read.final_fate is F.C


def test_no_archive_no_limit_and_nothing():
    assert read_retention("5 ans, sans archivage intermédiaire").has_intermediate is False
    assert read_retention("5 ans, sans archivage intermédiaire").active == Period(duration=Duration(5))
    assert read_retention("5 ans ; sans archivage intermédiaire").has_intermediate is False
    assert read_retention("Illimitée").unlimited is True
    assert read_retention("Illimitée").active is None
    assert read_retention("À compléter") == read_retention("")
    assert read_retention("").active is None


def test_what_no_clause_understood_keeps_the_whole_text():
    text = "5 ans ; contrats archivés par le notaire"
    assert read_retention(text).active == Period(duration=Duration(5), text=text)


periods = st.builds(
    Period,
    duration=st.none() | st.builds(Duration, st.integers(0, 99), st.integers(0, 11), st.integers(0, 40)),
    trigger=st.none() | st.sampled_from(T),
).filter(lambda p: (p.duration or p.trigger) and not (p.duration and p.duration.in_days == 0))


@settings(max_examples=150, deadline=None)
@given(
    active=st.none() | periods.filter(lambda p: p.duration or p.trigger),
    intermediate=st.none() | periods,
    fate=st.none() | st.sampled_from(F),
    unlimited=st.sampled_from([None, True]),
)
def test_what_is_written_is_read_back(active, intermediate, fate, unlimited):
    line = Retention(
        id=UUID(int=1),
        active=active,
        has_intermediate=None if intermediate is None else True,
        intermediate=intermediate,
        final_fate=fate,
        unlimited=unlimited,
    )
    read = read_retention(write_retention(line))
    assert (read.active, read.intermediate, read.final_fate, read.unlimited) == (active, intermediate, fate, unlimited)
    assert read.certainty == 1 or not write_retention(line)


def test_the_words_of_a_person_are_written_as_they_are():
    line = Retention(id=UUID(int=1), active=Period(duration=Duration(5), text="5 ans, environ"))
    assert write_retention(line) == "5 ans, environ"
    line = Retention(id=UUID(int=1), active=Period(duration=Duration(5), text="selon le dossier"))
    assert write_retention(line) == "5 ans"


@pytest.mark.parametrize(
    ("text", "years", "fate"),
    [
        ("75 ans, puis conservation définitive", 75, F.C),
        ("10 ans puis archivage définitif", 10, F.C),
        ("5 ans puis archives départementales", 5, F.C),
        ("10 ans puis versement", 10, F.C),
        ("10 ans, puis élimination", 10, F.D),
        ("10 ans (destruction)", 10, F.D),
        ("10 ans / élimination", 10, F.D),
        ("10 ans → suppression", 10, F.D),
        ("5 ans – puis tri", 5, F.T),
        ("10 ans puis échantillonnage", 10, F.T),
        ("10 ans (sort final : tri)", 10, F.T),
        ("10 ans\nSort final : C", 10, F.C),
    ],
)
def test_the_fate_that_ends_a_sentence_is_read(text, years, fate):
    read = read_retention(text)
    assert (read.active, read.final_fate, read.certainty) == (Period(duration=Duration(years)), fate, 1.0)


def test_a_fate_within_a_sentence_keeps_its_words_and_a_denied_one_is_no_fate():
    read = read_retention("10 ans puis les données sont supprimées")
    assert (read.final_fate, read.active.text) == (F.D, "10 ans puis les données sont supprimées")
    assert read_retention("10 ans puis ne sont pas détruites").final_fate is None
    assert read_retention("10 ans puis anonymisation").final_fate is None


def test_a_span_alone_before_a_plus_is_the_event():
    assert read_retention("mandat + 1 an").active.trigger is T.END_OF_MANDATE
    assert read_retention("dossier du mandat + 1 an").active.trigger is None


@pytest.mark.parametrize(("text", "duration"), [("6 years", "P6Y"), ("18 months", "P18M"), ("30 days", "P30D")])
def test_english_units_of_templates_are_read(text, duration):
    assert read_retention(text).active.duration == Duration.parse(duration)
