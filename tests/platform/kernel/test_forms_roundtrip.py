"""What a browser would post from the page of some facts gives the same facts back, for every shape."""

import dataclasses
import typing
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from egide.documents.layouts.sections import CONTROLLER_SECTIONS
from egide.law import facts
from egide.law.facts.codes import Code
from egide.law.facts.describing import descriptions, field_types, is_list, shape_within
from egide.law.facts.paths import schema_path, schema_paths
from egide.platform.kernel.forms import ShapeForm
from egide.platform.organizations.shapes import Assignment, Membership, Service
from tests.law import strategies
from tests.platform.kernel.browsing import browser, control_names, page

SHAPES = (
    facts.ProcessingActivity,
    facts.ProcessorActivity,
    facts.Organization,
    facts.AiSystem,
    Service,
    Membership,
    Assignment,
)


@pytest.mark.parametrize("shape", SHAPES)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    report_multiple_bugs=False,
    phases=[Phase.generate],
)
@given(data=st.data())
def test_nothing_touched_nothing_changed(shape, data):
    known = data.draw(strategies._facts(shape, {}))
    form = ShapeForm(shape, initial=known, data=browser(page(ShapeForm(shape, initial=known))))
    assert form.errors == {}
    assert form.is_valid()
    assert form.facts() == known


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(data=st.data())
def test_the_page_alone_tells_the_facts(shape, data):
    """Parsed against nothing known: the same facts, in the order of lists, without what nobody wrote."""
    known = data.draw(strategies._facts(shape, {}))
    nothing = shape(id=known.id, **dict.fromkeys(descriptions(shape)))
    found = ShapeForm(shape, initial=nothing, data=browser(page(ShapeForm(shape, initial=known)))).facts()
    assert plain(found) == plain(known)


def plain(value):
    """Facts as a page can tell them; ids that the page does not know are refused, hence left out."""
    if isinstance(value, str) and not isinstance(value, Code):
        return value.strip() or None
    if isinstance(value, tuple):
        return _plain_tuple(value)
    if not dataclasses.is_dataclass(value) or not descriptions(type(value)):
        return value
    told = {name: plain(getattr(value, name)) for name in descriptions(type(value))}
    return {name: one for name, one in told.items() if one is not None} or None


def _plain_tuple(value):
    if value == ():
        return value
    if isinstance(value[0], UUID):
        return None
    if dataclasses.is_dataclass(value[0]):
        return [(line.id, told) for line in value if (told := plain(line))] or None
    if isinstance(value[0], Code):
        return [code for code in type(value[0]) if code in value]
    if isinstance(value[0], int):
        return value
    return [line.strip() for text in value for line in text.split("\n") if line.strip()] or None


@pytest.mark.parametrize("shape", SHAPES)
def test_every_fact_of_every_shape_has_its_place(shape):
    """Pair of the shape and of the page, both ways, lines filled with one line each."""
    known = filled(shape)
    names = {schema_path(name) for name in control_names(page(ShapeForm(shape, initial=known)))}
    asked = {path for path in schema_paths(shape) if not is_group_path(shape, path)}
    waivers = {f"{name}.waived" for name, fact in descriptions(shape).items() if fact.waivable}
    declared_none = {f"{path}.none" for path in schema_paths(shape)}
    assert asked <= names
    assert names - declared_none == asked | waivers


def test_no_section_loses_a_fact():
    form = ShapeForm(facts.ProcessingActivity)
    shown = [piece.path for part in form.sections(CONTROLLER_SECTIONS) for piece in part.pieces]
    assert sorted(shown) == sorted(descriptions(facts.ProcessingActivity))
    assert form.sections(CONTROLLER_SECTIONS)[0].title == "L’essentiel"


def is_group_path(shape, path):
    """A nested shape has no control of its own; a list of lines has its ids."""
    *holders, last = path.split(".")
    for name in holders:
        shape = shape_within(field_types(shape)[name])
    return shape_within(field_types(shape)[last]) is not None and not is_list(field_types(shape)[last])


def filled(shape):
    """A shape whose lists have a line each, and whose groups are there."""
    values = {}
    for name in descriptions(shape):
        annotation = field_types(shape)[name]
        within = shape_within(annotation)
        if within is not None:
            values[name] = (filled(within),) if is_list(annotation) else filled(within)
        elif is_list(annotation) and UUID in typing.get_args(typing.get_args(annotation)[0]):
            values[name] = (uuid4(),)
    return shape(**({"id": uuid4()} if "id" in field_types(shape) else {}), **values)


@pytest.mark.parametrize("text", ["\nTexte", "  Texte ", "a\n\nb\n", "<b>&amp;</b>", "« a »", "a" * 20_000, "\t"])
def test_an_untouched_text_is_kept_to_the_letter(text):
    known = facts.ProcessingActivity(id=uuid4(), notes=text, purposes=(facts.Purpose(id=uuid4(), legal_texts=(text,)),))
    sent = browser(page(ShapeForm(facts.ProcessingActivity, initial=known)))
    assert ShapeForm(facts.ProcessingActivity, initial=known, data=sent).facts() == known
