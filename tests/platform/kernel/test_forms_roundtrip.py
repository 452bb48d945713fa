"""What a browser would post from the page of some facts gives the same facts back, for every shape."""

import pytest
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import html

from egide.documents.layouts.sections import CONTROLLER_SECTIONS
from egide.law import facts
from egide.law.facts.describing import field_types, is_list, shape_within
from egide.law.facts.paths import schema_path, schema_paths
from egide.platform.kernel.forms import ShapeForm
from egide.platform.organizations.shapes import Assignment, Membership, Service
from tests.law import strategies

SHAPES = (
    facts.ProcessingActivity,
    facts.ProcessorActivity,
    facts.Organization,
    facts.AiSystem,
    Service,
    Membership,
    Assignment,
)


def page(form, sections=()):
    return render_to_string("kernel/forms/form.html", {"form": form, "parts": form.sections(sections)})


def browser(markup):
    """What a browser posts: nothing of <template>, no button; line breaks as CR LF, the first of a text area dropped."""
    tree = html.fromstring(f"<form>{markup}</form>")
    for inert in tree.xpath("//template"):
        inert.getparent().remove(inert)
    data = MultiValueDict()
    for control in tree.xpath("//input|//select|//textarea"):
        for value in _values(control):
            data.appendlist(control.get("name"), value.replace("\n", "\r\n"))
    return data


def _values(control):
    if control.tag == "select":
        return [option.get("value") for option in (control.xpath("./option[@selected]") or control.xpath("./option[1]"))]
    if control.tag == "textarea":
        return [(control.text or "").removeprefix("\n")]
    if control.get("type") in {"radio", "checkbox"}:
        return [control.get("value", "on")] if control.get("checked") is not None else []
    return [control.get("value", "")]


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], report_multiple_bugs=False, phases=[Phase.generate])
@given(data=st.data())
def test_nothing_touched_nothing_changed(shape, data):
    known = data.draw(strategies._facts(shape, {}))
    form = ShapeForm(shape, initial=known, data=browser(page(ShapeForm(shape, initial=known))))
    assert form.errors == {}
    assert form.is_valid()
    assert form.facts() == known


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow], report_multiple_bugs=False, phases=[Phase.generate])
@given(data=st.data())
def test_the_page_alone_tells_the_facts(shape, data):
    """Parsed against nothing known, what the page posts is the same facts, save what no page can tell apart."""
    known = data.draw(strategies._facts(shape, {}))
    sent = browser(page(ShapeForm(shape, initial=known)))
    again = ShapeForm(shape, initial=shape(id=known.id), data=sent).facts()
    once_more = ShapeForm(shape, initial=shape(id=known.id), data=browser(page(ShapeForm(shape, initial=again)))).facts()
    assert once_more == again
