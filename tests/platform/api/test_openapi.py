"""The contract: a sound OpenAPI document, in French, that names every address, status and fact."""

import jsonschema
import pytest
import schemathesis
from django.test import Client

from egide.law.facts import ProcessingActivity
from egide.law.facts.describing import descriptions
from egide.urls import REGISTERS
from tests.machinery.routes import every_api_route

PATH = "/api/v1/openapi.json"


@pytest.fixture(scope="module")
def contract():
    return Client().get(PATH).json()


def test_it_is_sound(contract):
    schemathesis.openapi.from_dict(contract).validate()
    for name, schema in contract["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(schema), name


def test_every_address_and_method_is_told(contract):
    told = {(path, method) for path, found in contract["paths"].items() for method in found if method != "parameters"}
    asked = {
        ("/" + route.pattern.replace("<slug:", "{").replace("<uuid:", "{").replace("<int:", "{").replace(">", "}"),
         operation.method.lower())
        for route in every_api_route() if route.name != "api-openapi" for operation in route.view.operations
    }  # fmt: skip
    assert told == asked
    assert len(told) > 8 * len(REGISTERS)


def test_every_operation_has_a_name_of_its_own_and_every_reference_leads_somewhere(contract):
    names = [o["operationId"] for p in contract["paths"].values() for m, o in p.items() if m != "parameters"]
    assert len(names) == len(set(names))
    known = {f"#/components/schemas/{name}" for name in contract["components"]["schemas"]}
    assert set(_references(contract)) <= known


def _references(value):
    if isinstance(value, dict):
        yield from ([value["$ref"]] if isinstance(value.get("$ref"), str) else [])
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def test_facts_are_told_in_the_words_of_the_forms(contract):
    told = contract["components"]["schemas"]["ProcessingActivity"]["properties"]
    for name, described in descriptions(ProcessingActivity).items():
        assert told[name]["title"] == described.label
        assert described.help in told[name]["description"]
        assert told[name]["x-article"] == described.article


def test_it_is_open_to_all_and_made_once():
    client = Client()
    first = client.get(PATH)
    assert first["Content-Type"] == "application/json"
    assert client.get(PATH, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.post(PATH).status_code == 405
