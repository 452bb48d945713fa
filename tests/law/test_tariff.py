"""The tariff of the agreement (REQ-A5, CNV-006, CNV-007, DEC-07, DEC-08, DEC-11): every row and every border."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.law.dated import NotInForceError
from egide.law.facts.codes import OrganizationKind
from egide.law.tariff import (
    Assimilation,
    Grid,
    Resolution,
    TariffRow,
    band_change,
    kind_of_body,
    quote,
    tariff_grid,
)

TODAY = date(2026, 11, 23)


def ask(kind, population=None, **options):
    return quote(kind, population, on=TODAY, population_year=2026, **options)


def references(found):
    return [doubt.reference for doubt in found.doubts]


def assimilation(kind, target, decided_on=date(2026, 4, 2)):
    return Assimilation(
        kind=kind,
        target=target,
        decided_on=decided_on,
        decided_by="Conseil d’administration",
        legal_reference="Délibération n° 2026-12",
    )


@pytest.mark.parametrize(
    ("population", "fee"),
    [
        (0, 300),
        (249, 300),
        (250, 350),
        (499, 350),
        (500, 400),
        (749, 400),
        (750, 450),
        (999, 450),
        (1000, 550),
        (1999, 550),
        (2000, 800),
        (4999, 800),
        (5000, 1250),
        (9999, 1250),
        (10_000, 3000),
        (250_000, 3000),
    ],
)
def test_the_fee_of_a_commune(population, fee):
    found = ask("COMMUNE", population)
    assert found.fee == Decimal(fee)
    assert len(found.candidates) == 1


@pytest.mark.parametrize(
    ("population", "codes", "fee"),
    [
        (0, ["EPCI_LT_50K"], 3000),
        (49_999, ["EPCI_LT_50K"], 3000),
        (50_000, ["EPCI_50K_100K"], 4000),
        (99_999, ["EPCI_50K_100K"], 4000),
        (100_000, ["EPCI_50K_100K", "EPCI_100K_200K"], 4000),
        (100_001, ["EPCI_100K_200K"], 5000),
        (200_000, ["EPCI_100K_200K"], 5000),
        (200_001, ["EPCI_GT_200K"], 7000),
    ],
)
def test_the_fee_of_an_epci(population, codes, fee):
    found = ask("EPCI", population)
    assert [row.code for row in found.candidates] == codes
    assert found.fee == Decimal(fee)
    assert ("CNV-006" in references(found)) is (len(codes) > 1)


def test_exactly_100_000_gives_the_lower_fee_and_says_it_is_a_choice():
    found = ask("EPCI", 100_000)
    assert references(found) == ["CNV-006", "DEC-07", "AMB-05"]
    assert "4\u202f000,00\u00a0€" in found.doubts[0].message
    assert "5\u202f000,00\u00a0€" in found.doubts[0].message


@pytest.mark.parametrize("kind", ["CCAS", "SYNDICAT", "OFFICE_TOURISME"])
def test_one_fee_whatever_the_population(kind):
    found = ask(kind)
    assert found.fee == Decimal(300)
    assert found.basis == ("Convention art. 5",)


def test_the_departement_pays_as_a_large_epci_by_article_5():
    found = ask("DEPARTEMENT", 1_460_000)
    assert found.chosen.code == "EPCI_GT_200K"
    assert found.fee == Decimal(7000)
    assert references(found) == ["DEC-11", "AMB-05"]
    assert "Pas-de-Calais" in found.doubts[0].message


@pytest.mark.parametrize(
    ("kind", "population", "proposal"),
    [
        ("CIAS", None, ["CCAS"]),
        ("CAISSE_ECOLES", None, ["CCAS"]),
        ("PETR", None, ["SYNDICAT"]),
        ("POLE_METROPOLITAIN", None, ["SYNDICAT"]),
        ("SDIS", 1_460_000, ["EPCI_GT_200K"]),
        ("SDIS", None, ["EPCI_LT_50K", "EPCI_50K_100K", "EPCI_100K_200K", "EPCI_GT_200K"]),
        ("REGION", 6_000_000, ["EPCI_GT_200K"]),
        ("MDPH", None, []),
        ("CDG", None, []),
        ("AUTRE", None, []),
        ("EPCC", None, []),
    ],
)
def test_a_kind_that_the_grid_does_not_name_waits_for_a_decision(kind, population, proposal):
    found = ask(kind, population)
    assert (found.fee, found.chosen, found.candidates) == (None, None, ())
    assert [row.code for row in found.decision_needed.proposal] == proposal
    assert (found.decision_needed.rule, found.decision_needed.reference) == ("CNV-007", "DEC-11")
    assert "facturation bloquée" in found.decision_needed.message


def test_every_kind_of_body_has_a_known_resolution():
    by_text = {kind for kind in OrganizationKind if kind_of_body(kind, TODAY).resolution is Resolution.BY_TEXT}
    assert by_text == {"COMMUNE", "EPCI", "CCAS", "SYNDICAT", "OFFICE_TOURISME"}
    assert all(kind_of_body(kind, TODAY).target or kind in {"MDPH", "CDG", "AUTRE"} for kind in OrganizationKind)


def test_a_recorded_decision_gives_the_fee_and_its_reference():
    found = ask("SDIS", 120_000, assimilation=assimilation("SDIS", "EPCI"))
    assert found.chosen.code == "EPCI_100K_200K"
    assert found.decision_needed is None
    assert found.basis == ("Convention art. 5", "Délibération n° 2026-12")
    assert references(found) == ["AMB-05"]
    assert ask("CIAS", assimilation=assimilation("CIAS", "CCAS")).fee == Decimal(300)


@pytest.mark.parametrize(
    ("kind", "decision", "message"),
    [
        ("SDIS", assimilation("CIAS", "CCAS"), "vise «.CIAS.», non «.SDIS.»"),
        ("COMMUNE", assimilation("COMMUNE", "CCAS"), "nommé par la grille"),
        ("CIAS", assimilation("CIAS", "CCAS", date(2026, 12, 1)), "postérieure au calcul"),
        ("CIAS", assimilation("CIAS", "METROPOLE"), "ni ligne ni famille «.METROPOLE.»"),
    ],
)
def test_a_decision_that_does_not_apply_is_refused(kind, decision, message):
    with pytest.raises(ValueError, match=message):
        ask(kind, 3000, assimilation=decision)


def test_an_unknown_population_gives_no_fee():
    found = ask("COMMUNE")
    assert found.fee is None
    assert found.decision_needed is None
    assert "Population inconnue" in next(d for d in found.doubts if d.reference == "DEC-08").message


def test_a_grid_of_one_s_own_may_leave_a_gap():
    rows = (
        TariffRow(code="A", label="A", family="EPCI", minimum=0, maximum=99, fee=Decimal(1)),
        TariffRow(code="B", label="B", family="EPCI", minimum=200, maximum=None, fee=Decimal(2)),
    )
    found = ask("EPCI", 150, grid=Grid(id="essai", rows=rows, source="Essai"))
    assert found.fee is None
    assert "hors de toute tranche" in found.doubts[0].message


def test_a_negative_population_is_a_typing_error():
    with pytest.raises(ValueError, match="population négative"):
        ask("COMMUNE", -1)


def test_which_population_counts_is_said_when_it_is_not_the_one_in_force():
    municipal = quote("EPCI", 60_000, on=TODAY, population_basis="MUNICIPALE")
    assert [d.reference for d in municipal.doubts] == ["DEC-08", "DEC-08", "AMB-05"]
    old = quote("EPCI", 60_000, on=TODAY, population_year=2025)
    assert [d.reference for d in old.doubts] == ["CNV-013", "AMB-05"]


def test_the_reading_of_the_left_column_is_a_reservation():
    assert references(ask("COMMUNE", 300)) == ["AMB-06", "AMB-05"]


def test_a_change_of_band_alerts_and_never_changes_the_price_alone():
    before, same, after = ask("COMMUNE", 240), ask("COMMUNE", 249), ask("COMMUNE", 250)
    assert band_change(before, same) is None
    assert "de moins de 250 habitants" in band_change(before, after).message
    assert band_change(before, ask("COMMUNE")) is None
    assert band_change(ask("COMMUNE"), before) is None


def test_there_was_no_grid_before_april_2025():
    with pytest.raises(NotInForceError, match="2 avril 2025"):
        tariff_grid(date(2025, 4, 2))


families = st.sampled_from(["COMMUNE", "EPCI"])
populations = st.one_of(st.integers(0, 300_000), st.sampled_from([49_999, 99_999, 100_000, 100_001, 200_000]))


@settings(max_examples=150)
@given(families, populations, st.integers(0, 5000))
def test_fees_never_fall_when_population_grows(family, population, more):
    assert ask(family, population).fee <= ask(family, population + more).fee


def test_exactly_one_row_for_every_population_but_100_000():
    """Every integer is covered by checking each side of each border: rows are intervals."""
    rows = tariff_grid(TODAY).rows
    for family in ("COMMUNE", "EPCI"):
        bands = [row for row in rows if row.family == family]
        borders = {edge + step for row in bands for edge in (row.minimum, row.maximum or 0) for step in (-1, 0, 1)}
        double = {n for n in borders if n >= 0 and sum(row.holds(n) for row in bands) != 1}
        assert double == ({100_000} if family == "EPCI" else set())


@settings(max_examples=100)
@given(families, populations)
def test_one_candidate_except_at_100_000(family, population):
    expected = 2 if (family, population) == ("EPCI", 100_000) else 1
    assert len(ask(family, population).candidates) == expected
