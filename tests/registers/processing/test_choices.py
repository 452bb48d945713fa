"""The choices of a record's form fit its shape, and say what the day's law says."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from egide.law import facts
from egide.platform.kernel.forms import ShapeForm
from egide.registers.processing.choices import choices
from tests.law import strategies
from tests.platform.kernel.browsing import browser, page

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("shape", [facts.ProcessingActivity, facts.ProcessorActivity])
def test_a_form_takes_them_all(shape):
    system = facts.AiSystem(id=uuid4(), name="Assistant")
    known = choices(shape, (system,), TODAY)
    form = ShapeForm(shape, choices=known)
    suggested = {path for path in known if "country" in path} | {"catalogue_id"}
    assert {listed for listed, _ in form.suggestions} == {f"list_{path}" for path in suggested}
    assert "Restauration scolaire" in str(form.suggestions)
    assert "transfers.country" in known
    if shape is facts.ProcessingActivity:
        assert len(known["dpia.cnil_required"]) == 14
        assert len(known["dpia.cnil_exempt"]) == 12
        assert "Assistant" in str(form["ai_systems"])
        assert "N°\u00a04" in str(form["dpia.cnil_required"])


def test_before_the_lists_there_was_no_choice():
    assert choices(facts.ProcessingActivity, (), date(2018, 6, 1))["dpia.cnil_required"] == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(known=strategies.activities() | strategies.processor_activities())
def test_nothing_touched_nothing_changed_with_them(known):
    offered = choices(type(known), (), TODAY)
    sent = browser(page(ShapeForm(type(known), initial=known, choices=offered)))
    form = ShapeForm(type(known), initial=known, data=sent, choices=offered)
    assert form.errors == {}
    assert form.facts() == known
