"""The published schema and the code say the same thing."""

import json

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from egide.formats.package import write_package
from egide.formats.package.document import KIND
from egide.formats.package.schema import PATH, register_schema, schema_text
from egide.law.facts import AiSystem, Organization, ProcessingActivity, ProcessorActivity
from egide.law.facts.describing import descriptions
from tests.formats.strategies_facts import full_register, registers

VALIDATOR = Draft202012Validator(register_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
FULL = json.loads(write_package(full_register()))


def test_the_published_schema_is_the_one_the_code_makes():
    assert PATH.read_text(encoding="utf-8") == schema_text(), "run: python -m egide.formats.package.schema"
    Draft202012Validator.check_schema(register_schema())


@settings(max_examples=25, deadline=None)
@given(registers())
def test_what_is_written_is_valid(register):
    VALIDATOR.validate(json.loads(write_package(register)))


def test_every_fact_is_valid():
    VALIDATOR.validate(FULL)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"extra": 1},
        {"organization": {}},
        {"activities": [{**FULL["activities"][0], KIND: "processor"}]},
        {"activities": [{**FULL["activities"][0], KIND: None}]},
        {"activities": [{**FULL["activities"][0], "status": "OPEN"}]},
        {"activities": [{**FULL["activities"][0], "created_on": "hier"}]},
        {"activities": [{**FULL["activities"][0], "purposes": [{}]}]},
        {"ai_systems": [{"id": "x"}]},
        {"ai_systems": [{**FULL["ai_systems"][0], "logs_retention": "P"}]},
    ],
    ids="-".join,
)
def test_what_the_reader_refuses_is_not_valid(change):
    assert not VALIDATOR.is_valid(FULL | change)


@pytest.mark.parametrize("shape", [Organization, ProcessingActivity, ProcessorActivity, AiSystem])
def test_every_fact_speaks_in_the_schema(shape):
    properties = register_schema()["$defs"][shape.__name__]["properties"]
    assert set(properties) - {"id", "not_applicable", KIND} == set(descriptions(shape))
    for name, described in descriptions(shape).items():
        assert properties[name]["title"] == described.label
        assert properties[name]["x-article"] == described.article
        assert described.help in properties[name]["description"]


def test_no_fact_takes_the_name_of_the_kind_of_record():
    assert all(KIND not in descriptions(shape) for shape in (ProcessingActivity, ProcessorActivity))


def test_codes_carry_the_words_that_people_read():
    basis = register_schema()["$defs"]["LegalBasis"]
    assert basis["x-labels"]["PUBLIC_TASK"] == "Mission d’intérêt public – art. 6(1)(e)"
    assert basis["enum"] == list(basis["x-labels"])
