"""Dated law: a change is a new row, what was computed under the old one stays computable."""

from datetime import date
from decimal import Decimal

import pytest

from egide.law.dated import (
    NotInForceError,
    TableError,
    UnknownParameterError,
    load_table,
    parameter,
    parameter_names,
    read_table,
)
from egide.law.durations import Duration

TODAY = date(2026, 11, 23)
TWO_ROWS = """
[[hours]]
value = 72
valid_from = 2018-05-25
valid_to = 2027-06-30
source = "RGPD art. 33(1)"
confirmed = true

[[hours]]
value = 96
valid_from = 2027-07-01
source = "Règlement à venir"
confirmed = false
watch = "Non adopté."
note = "Pour l’essai."
"""


def row(**changes):
    fields = {"value": "1", "valid_from": "2020-01-01", "source": '"Texte"', "confirmed": "true"} | changes
    return "[[x]]\n" + "\n".join(f"{name} = {value}" for name, value in fields.items() if value is not None)


def test_a_change_of_law_is_a_new_row_and_old_computations_stay():
    table = read_table(TWO_ROWS, "essai")
    before = parameter("hours", on=date(2027, 6, 30), table=table)
    after = parameter("hours", on=date(2027, 7, 1), table=table)
    assert (before.whole, after.whole) == (72, 96)
    assert (before.valid_from, before.valid_to, before.source) == (
        date(2018, 5, 25),
        date(2027, 6, 30),
        "RGPD art. 33(1)",
    )
    assert (before.confirmed, before.watch, before.note) == (True, None, None)
    assert (after.confirmed, after.watch, after.note) == (False, "Non adopté.", "Pour l’essai.")


def test_the_delivered_law_already_has_a_change():
    """The high-risk duties of the AI Act were put off in June 2026."""
    assert parameter("ai_high_risk_annex3_from", on=date(2026, 1, 1)).day == date(2026, 8, 2)
    assert parameter("ai_high_risk_annex3_from", on=TODAY).day == date(2027, 12, 2)


def test_an_unknown_name_and_a_day_before_the_law_are_clear_errors():
    with pytest.raises(UnknownParameterError, match=r"inconnu.*«.breach_hours.»"):
        parameter("breach_hours", on=TODAY)
    with pytest.raises(NotInForceError, match=r"au 24 mai 2018 .*première.: 25 mai 2018"):
        parameter("breach_notification_hours", on=date(2018, 5, 24))


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("breach_notification_hours", "whole", 72),
        ("breach_threshold", "text", "RISK"),
        ("dsr_base_months", "whole", 1),
        ("dsr_extension_months", "whole", 2),
        ("art36_weeks", "whole", 8),
        ("art36_extension_weeks", "whole", 6),
        ("minor_consent_age", "whole", 15),
        ("video_max_retention", "duration", Duration(months=1)),
        ("video_authorisation_years", "whole", 5),
        ("bodycam_max_retention", "duration", Duration(months=1)),
        ("logs_retention_days", "numbers", (180, 366)),
        ("algorithms_publication_min_fte", "whole", 50),
        ("open_data_min_inhabitants", "whole", 3500),
        ("hr_dpia_exemption_max_agents", "whole", 249),
        ("dpia_review_years", "whole", 3),
        ("ai_prohibited_from", "day", date(2025, 2, 2)),
        ("ai_literacy_from", "day", date(2025, 2, 2)),
        ("ai_new_prohibition_from", "day", date(2026, 12, 2)),
        ("ai_transparency_from", "day", date(2026, 8, 2)),
        ("ai_high_risk_annex3_from", "day", date(2027, 12, 2)),
        ("ai_high_risk_annex1_from", "day", date(2028, 8, 2)),
        ("centre_vat_rate", "decimal", Decimal(0)),
    ],
)
def test_every_parameter_of_the_law_has_its_value_and_its_source(name, kind, expected):
    found = parameter(name, on=TODAY)
    assert getattr(found, kind) == expected
    assert found.source
    assert name in parameter_names()


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        ("breach_threshold", "whole", "un nombre entier attendu"),
        ("breach_threshold", "day", "une date attendu"),
        ("breach_threshold", "numbers", "une suite de nombres attendu"),
        ("breach_threshold", "duration", "une durée attendu"),
        ("breach_threshold", "decimal", "un nombre décimal attendu"),
        ("dsr_base_months", "text", "un texte attendu"),
    ],
)
def test_a_value_read_as_another_type_is_refused(name, kind, message):
    with pytest.raises(TableError, match=message):
        getattr(parameter(name, on=TODAY), kind)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[x]\n", "illisible"),
        ("x = 3", r"suite de lignes \[\[x\]\]"),
        ("x = [1, 2]", r"suite de lignes \[\[x\]\]"),
        (row(valid_from=None), "«.valid_from.» doit être de type date, trouvé rien"),
        (row(valid_from="2020-01-01T00:00:00"), "doit être de type date"),
        (row(valid_to="2019-12-31"), "valid_to .2019-12-31. précède"),
        (row(source=None), "«.source.» doit être de type str"),
        (row(source='"  "'), "source vide"),
        (row(confirmed='"oui"'), "«.confirmed.» doit être de type bool"),
    ],
)
def test_a_table_that_is_not_dated_law_is_refused_and_says_where(text, message):
    with pytest.raises(TableError, match=message):
        read_table(text, "essai")


def test_two_values_for_one_day_are_refused():
    table = read_table(row() + "\n" + row(valid_from="2021-01-01"), "essai")
    with pytest.raises(TableError, match=r"ligne 2.*deux valeurs au 2021-01-01"):
        parameter("x", on=TODAY, table=table)


def test_rows_read_their_fields_by_type_and_never_change():
    (found,) = read_table(row(list="[1, 2]", inner="{a = [3]}"), "essai").rows("x")
    assert found.get("list", tuple) == (1, 2)
    assert found.optional("absent", str) is None
    assert found.optional("value", int) == 1
    with pytest.raises(TableError, match=r"ligne 1.*«.value.» doit être de type str, trouvé «.1.»"):
        found.get("value", str)
    assert found.fields["inner"]["a"] == (3,)
    with pytest.raises(TypeError):
        found.fields["value"] = 2


def test_a_table_is_read_once_and_knows_its_sections():
    assert load_table("parameters") is load_table("parameters")
    with pytest.raises(TableError, match=r"aucune section «.absente.»"):
        load_table("parameters").rows("absente")
