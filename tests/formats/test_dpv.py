"""The W3C vocabulary: only terms that exist in DPV 2.3, valid nodes, and an honest list of what is left out."""

import dataclasses
import json
import tomllib
import typing
from datetime import date
from importlib.resources import files
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings

from egide.formats.dpv import unheld, write_dpv
from egide.formats.dpv.document import HELD, HELD_OF_THE_BODY
from egide.formats.dpv.nodes import CONTEXT, term
from egide.law import facts
from egide.law.facts import (
    NotApplicable,
    Notice,
    Organization,
    ProcessingActivity,
    ProcessorActivity,
    Purpose,
    Register,
    codes,
)
from egide.law.facts.codes import ControllerRole, LegalBasis
from egide.law.facts.paths import describe_path, leaves, schema_path
from tests.formats.strategies_facts import full_register, registers

EXISTING = set(Path(__file__).with_name("dpv-2.3-terms.txt").read_text(encoding="utf-8").split("\n\n")[1].split())
TABLE = tomllib.loads(files("egide.formats.dpv").joinpath("terms.toml").read_text(encoding="utf-8"))
FULL = full_register()
KEYWORDS = {"@id", "@type", "@value", "@language", "@context", "@graph"}
OURS = ("dpv:", "eu-gdpr:", "pd:")


def graph(register):
    return json.loads(write_dpv(register))["@graph"]


def values(node):
    """Every (key, value) of a JSON-LD document, whatever the depth."""
    if isinstance(node, list):
        for item in node:
            yield from values(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            yield key, value
            yield from values(value)


def terms(register):
    for key, value in values(graph(register)):
        yield from [key] if key not in KEYWORDS else []
        if key in {"@type", "@id"}:
            yield from [value] if isinstance(value, str) else value


@pytest.mark.parametrize("name", TABLE)
def test_each_code_has_a_term_that_exists(name):
    assert set(TABLE[name]) == {code.value for code in getattr(codes, name)}
    for code in getattr(codes, name):
        assert term(code) in EXISTING


def test_only_terms_that_exist_are_written():
    written = {found for found in terms(FULL) if found.startswith(OURS)}
    assert written <= EXISTING
    assert len(written) > 50


@settings(max_examples=20, deadline=None)
@given(registers())
def test_every_node_is_json_ld(register):
    document = json.loads(write_dpv(register))
    assert document["@context"] == CONTEXT
    for key, value in values(document["@graph"]):
        assert key in KEYWORDS or key.partition(":")[0] in CONTEXT
        assert value is not None
        assert value != []
        if key == "@id":
            assert value.startswith("urn:uuid:") or value.partition(":")[0] in CONTEXT
        if key == "@type":
            assert value
    described = [node["@id"] for node in document["@graph"] if "@id" in node]
    assert len(described) == len(set(described)) == len(register.activities) + 1


def test_a_register_points_at_its_processes_with_their_legal_bases():
    purpose = Purpose(id=UUID(int=3), text="Nourrir", legal_basis=LegalBasis.PUBLIC_TASK)
    activity = ProcessingActivity(id=UUID(int=2), name="Cantine", purposes=(purpose,), created_on=date(2026, 3, 12))
    body = Organization(id=UUID(int=1), name="Commune d’Achicourt")
    ropa, controller, process = graph(Register(organization=body, activities=(activity,)))
    assert ropa["@type"] == "dpv:ROPA"
    assert ropa["dpv:hasProcess"] == [{"@id": process["@id"]}]
    assert process["dpv:hasDataController"] == {"@id": controller["@id"]}
    assert process["dct:title"] == {"@value": "Cantine", "@language": "fr"}
    assert process["dct:created"] == {"@value": "2026-03-12", "@type": "xsd:date"}
    assert process["dpv:hasPurpose"]["dpv:hasLegalBasis"] == {"@id": "eu-gdpr:A6-1-e"}


def test_a_processor_s_record_names_its_clients_as_controllers():
    client = facts.Client(id=UUID(int=3), contact=facts.Contact(name="Commune"))
    activity = ProcessorActivity(id=UUID(int=2), clients=(client,))
    *_, process = graph(Register(organization=Organization(id=UUID(int=1)), activities=(activity,)))
    assert process["dpv:hasDataController"]["dpv:hasName"]["@value"] == "Commune"
    assert process["dpv:hasDataProcessor"] == {"@id": f"urn:uuid:{UUID(int=1)}"}


def changed(value):
    """Another value of the same type, or nothing."""
    if isinstance(value, codes.Code):
        return next(iter(type(value)))
    if isinstance(value, tuple):
        return (changed(value[0]),)
    return {bool: False, str: "Autre texte", int: 99, float: 9.5, date: date(2020, 1, 1)}.get(type(value))


def replaced(shape, path, value):
    """The same facts with the fact at a schema path (of the first line) changed."""
    head, _, rest = path.partition(".")
    inner = getattr(shape, head)
    if not rest:
        return dataclasses.replace(shape, **{head: value})
    if isinstance(inner, tuple):
        return dataclasses.replace(shape, **{head: (replaced(inner[0], rest, value), *inner[1:])})
    return dataclasses.replace(shape, **{head: replaced(inner, rest, value)})


def records():
    yield FULL.organization, HELD_OF_THE_BODY
    for activity in FULL.activities:
        yield activity, HELD


@pytest.mark.parametrize(("record", "held"), list(records()), ids=lambda x: type(x).__name__)
def test_what_is_said_to_be_held_shows_and_nothing_else_does(record, held):
    before = write_dpv(FULL)
    for path, value in {schema_path(path): value for path, value in leaves(record)}.items():
        other = replaced(record, path, changed(value))
        organization = other if isinstance(other, Organization) else FULL.organization
        activities = tuple(other if a.id == other.id else a for a in FULL.activities)
        after = write_dpv(dataclasses.replace(FULL, organization=organization, activities=activities))
        assert (after != before) == (path in held), path


def test_paths_said_to_be_held_exist():
    for path in HELD:
        shape = (
            ProcessingActivity
            if path.partition(".")[0] in typing.get_type_hints(ProcessingActivity)
            else ProcessorActivity
        )
        assert describe_path(shape, path)
    for path in HELD_OF_THE_BODY:
        assert describe_path(Organization, path)


def test_none_and_no_notice_cannot_be_said():
    activity = ProcessingActivity(
        id=UUID(int=2), transfers=(), notice=Notice(exists=False, channel="Site"), people_count=3
    )
    assert list(unheld(activity)) == ["people_count", "transfers", "notice.exists", "notice.channel"]
    joint = dataclasses.replace(activity, role=ControllerRole.JOINT_CONTROLLER)
    assert "role" in list(unheld(joint))
    waived = dataclasses.replace(activity, not_applicable=(NotApplicable(path="video", reason="x"),))
    assert list(unheld(waived)) == list(unheld(activity))
