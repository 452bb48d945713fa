"""The ENISA severity of a breach (law §5.4): worked case, clamping, bands, flags; a proposal, never a decision."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.law.dated import NotInForceError
from egide.law.severity import (
    BreachRisk,
    Circumstances,
    DataNature,
    Exposure,
    Identification,
    Loss,
    SeverityBand,
    SeverityFlag,
    assess,
)

TODAY = date(2026, 11, 23)
PAYSLIPS = (Exposure(DataNature.FINANCIAL),)


def severity(*exposures, easy=Identification.MAXIMUM, **options):
    circumstances = options.pop("circumstances", Circumstances())
    return assess(exposures, easy, circumstances, on=TODAY, **options)


def test_payslips_sent_to_a_wrong_supplier():
    found = severity(*PAYSLIPS, circumstances=Circumstances(confidentiality=Loss.PARTIAL))
    assert (found.processing_context, found.identification, found.circumstances) == (3, Decimal(1), Decimal("0.25"))
    assert found.score == Decimal("3.25")
    assert found.band is SeverityBand.HIGH
    assert found.suggested_risk is BreachRisk.HIGH_RISK
    assert found.steps == (
        "Données financières\u202f: base 3, DPC = 3.",
        "Identification maximale\u202f: EI = 1.",
        "Confidentialité\u202f: destinataires connus, 0,25.",
        "Intégrité\u202f: aucune altération constatée, 0.",
        "Disponibilité\u202f: rétablie sans difficulté, 0.",
        "Gravité\u202f: 3 × 1 + 0,25 = 3,25.",
    )
    assert "décide" in found.doubts[0]
    assert found.basis[0] == "RGPD art. 33(1) et 34(1)"


@pytest.mark.parametrize(
    ("nature", "base"),
    [
        (DataNature.SIMPLE, 1),
        (DataNature.BEHAVIOURAL, 2),
        (DataNature.FINANCIAL, 3),
        (DataNature.SENSITIVE, 4),
    ],
)
def test_the_base_of_each_nature(nature, base):
    assert severity(Exposure(nature)).processing_context == base


@pytest.mark.parametrize(
    ("exposure", "clamped"),
    [
        (Exposure(DataNature.SIMPLE, -1), 1),
        (Exposure(DataNature.SIMPLE, 2), 3),
        (Exposure(DataNature.SENSITIVE, 1), 4),
        (Exposure(DataNature.SENSITIVE, -2), 2),
        (Exposure(DataNature.FINANCIAL, -9), 1),
    ],
)
def test_the_context_stays_between_1_and_4(exposure, clamped):
    found = severity(exposure)
    assert found.processing_context == clamped
    assert f"ajusté de {exposure.context:+d}, entre 1 et 4" in found.steps[0]


def test_of_several_categories_the_highest_counts():
    found = severity(Exposure(DataNature.SIMPLE), Exposure(DataNature.SENSITIVE, -3), Exposure(DataNature.BEHAVIOURAL))
    assert found.processing_context == 2
    assert found.steps[0].startswith("Données de comportement")


@pytest.mark.parametrize(
    ("easy", "value"),
    [
        (Identification.NEGLIGIBLE, "0.25"),
        (Identification.LIMITED, "0.5"),
        (Identification.SIGNIFICANT, "0.75"),
        (Identification.MAXIMUM, "1"),
    ],
)
def test_how_easily_persons_are_identified(easy, value):
    assert severity(*PAYSLIPS, easy=easy).identification == Decimal(value)


@pytest.mark.parametrize(
    ("circumstances", "value"),
    [
        (Circumstances(), "0"),
        (Circumstances(confidentiality=Loss.FULL), "0.5"),
        (Circumstances(integrity=Loss.PARTIAL), "0.25"),
        (Circumstances(availability=Loss.FULL), "0.5"),
        (Circumstances(malicious=True), "0.5"),
        (Circumstances(confidentiality=Loss.FULL, integrity=Loss.FULL, availability=Loss.FULL, malicious=True), "2"),
    ],
)
def test_circumstances_add_up(circumstances, value):
    found = severity(*PAYSLIPS, circumstances=circumstances)
    assert found.circumstances == Decimal(value)
    assert any("Acte malveillant" in step for step in found.steps) is circumstances.malicious


@pytest.mark.parametrize(
    ("exposure", "easy", "circumstances", "score", "band", "risk"),
    [
        (DataNature.SENSITIVE, "NEGLIGIBLE", {"integrity": "PARTIAL"}, "1.25", "LOW", "NO_RISK"),
        (DataNature.BEHAVIOURAL, "SIGNIFICANT", {"confidentiality": "PARTIAL"}, "1.75", "LOW", "NO_RISK"),
        (DataNature.BEHAVIOURAL, "MAXIMUM", {}, "2", "MEDIUM", "RISK"),
        (DataNature.FINANCIAL, "SIGNIFICANT", {"availability": "FULL"}, "2.75", "MEDIUM", "RISK"),
        (DataNature.FINANCIAL, "MAXIMUM", {}, "3", "HIGH", "HIGH_RISK"),
        (
            DataNature.FINANCIAL,
            "MAXIMUM",
            {"integrity": "FULL", "availability": "PARTIAL"},
            "3.75",
            "HIGH",
            "HIGH_RISK",
        ),
        (DataNature.SENSITIVE, "MAXIMUM", {}, "4", "VERY_HIGH", "HIGH_RISK"),
        (DataNature.SENSITIVE, "MAXIMUM", {"malicious": True}, "4.5", "VERY_HIGH", "HIGH_RISK"),
    ],
)
def test_the_bands_and_the_risk_they_suggest(exposure, easy, circumstances, score, band, risk):
    given = {name: value if value is True else Loss(value) for name, value in circumstances.items()}
    found = severity(Exposure(exposure), easy=Identification(easy), circumstances=Circumstances(**given))
    assert (found.score, found.band, found.suggested_risk) == (Decimal(score), band, risk)


@pytest.mark.parametrize(
    ("persons", "unintelligible", "flags"),
    [
        (None, False, ()),
        (100, False, ()),
        (101, False, (SeverityFlag.MANY_PERSONS,)),
        (5000, True, (SeverityFlag.MANY_PERSONS, SeverityFlag.UNINTELLIGIBLE)),
    ],
)
def test_flags_beside_the_score(persons, unintelligible, flags):
    assert severity(*PAYSLIPS, persons=persons, unintelligible=unintelligible).flags == flags


def test_nothing_is_scored_without_data_or_with_a_negative_count():
    with pytest.raises(ValueError, match="au moins une catégorie"):
        severity()
    with pytest.raises(ValueError, match="négatif"):
        severity(*PAYSLIPS, persons=-1)


def test_there_was_no_method_before_the_end_of_2013():
    with pytest.raises(NotInForceError, match="19 décembre 2013"):
        assess(PAYSLIPS, Identification.LIMITED, Circumstances(), on=date(2013, 12, 19))


losses = st.sampled_from(Loss)
circumstances_of = st.builds(
    Circumstances, confidentiality=losses, integrity=losses, availability=losses, malicious=st.booleans()
)


@settings(max_examples=80)
@given(
    st.lists(st.builds(Exposure, st.sampled_from(DataNature), st.integers(-4, 4)), min_size=1, max_size=3),
    st.sampled_from(Identification),
    circumstances_of,
)
def test_one_more_category_never_lowers_the_score(exposures, easy, circumstances):
    more = assess([*exposures, Exposure(DataNature.FINANCIAL)], easy, circumstances, on=TODAY)
    found = assess(exposures, easy, circumstances, on=TODAY)
    assert Decimal("0.25") <= found.score <= more.score <= 6
    assert (found.score >= 2) is (found.band is not SeverityBand.LOW)
