"""Every fact speaks: label, help, example and article, and lines have a UUID."""

import dataclasses
import typing
from uuid import UUID

import pytest

from egide.law import facts
from egide.law.facts import AiSystem, Organization, ProcessingActivity, ProcessorActivity
from egide.law.facts.describing import descriptions, field_types, is_list, shape_within
from egide.law.facts.paths import describe_path, label_of, leaves, line_of, schema_path, schema_paths

SHAPES = [
    shape
    for name in facts.__all__
    if name not in {"NotApplicable", "Record", "Register"} and isinstance(shape := getattr(facts, name), type)
]
SPOKEN = [(shape, field) for shape in SHAPES for field in dataclasses.fields(shape)]


@pytest.mark.parametrize(("shape", "field"), SPOKEN, ids=lambda x: getattr(x, "__name__", None) or x.name)
def test_each_field_says_what_it_is(shape, field):
    if field.name in {"id", "not_applicable"}:
        return
    described = descriptions(shape)[field.name]
    assert described.label[:1].isupper()
    assert described.help.endswith((".", "?", "…"))
    assert described.example
    assert described.article.startswith(
        (
            "RGPD",
            "Bonne",
            "Code",
            "CNIL",
            "CRPA",
            "CSI",
            "RIA",
            "Loi",
            "Décret",
            "Décision",
            "Ordonnance",
            "Convention",
            "Conseil",
        )
    ), described.article


@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: s.__name__)
def test_unknown_is_the_default_and_lists_hold_identified_lines(shape):
    for field in dataclasses.fields(shape):
        if field.name in {"id", "not_applicable", "role"}:
            continue
        assert field.default is None, field.name
        annotation = field_types(shape)[field.name]
        assert type(None) in typing.get_args(annotation), field.name
        within = shape_within(annotation)
        if within is not None and is_list(annotation):
            assert field_types(within)["id"] is UUID


def test_paths_cover_nested_shapes_and_a_typo_lists_the_valid_names():
    paths = schema_paths(ProcessingActivity)
    assert {"purposes.legal_basis", "retention.active.duration", "processors.contact.email", "dpia.criteria"} <= set(
        paths
    )
    for shape in (ProcessingActivity, ProcessorActivity, Organization, AiSystem):
        for path in schema_paths(shape):
            assert describe_path(shape, path).label
    with pytest.raises(KeyError, match="purposes"):
        describe_path(ProcessingActivity, "purpose")
    with pytest.raises(KeyError, match="no field within"):
        describe_path(ProcessingActivity, "name.length")
    with pytest.raises(KeyError, match="no field within"):
        label_of(ProcessingActivity, "name.length")


def test_labels_go_through_their_container():
    assert label_of(ProcessingActivity, "notice.exists") == "Information des personnes\u00a0: mention d’information"
    assert label_of(ProcessingActivity, "name") == "Nom du traitement"
    consulted = "Analyse d’impact (AIPD)\u00a0: CNIL consultée le"
    assert label_of(ProcessingActivity, "dpia.prior_consultation_on") == consulted


def test_leaves_name_lines_by_their_uuid_and_tell_none_from_unknown():
    line = UUID("11111111-1111-4111-8111-111111111111")
    activity = ProcessingActivity(
        id=UUID(int=1),
        name="Restauration scolaire",
        purposes=(facts.Purpose(id=line, text="Nourrir"),),
        transfers=(),
        notice=facts.Notice(exists=True),
    )
    found = dict(leaves(activity))
    assert found[f"purposes[{line}].text"] == "Nourrir"
    assert found["transfers"] == ()
    assert found["notice.exists"] is True
    assert "processors" not in found
    assert schema_path(f"purposes[{line}].text") == "purposes.text"
    assert line_of(f"purposes[{line}].text") == line
    assert line_of("name") is None
