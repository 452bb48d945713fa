"""What no program should send: always a clear problem, in French or in English, never a fault; nothing is written."""

import json
import uuid

import pytest

from egide.law.facts.describing import field_types
from egide.platform.api.representation import document_of
from egide.platform.organizations.services import add_services
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import JournalEntry, unlocked
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity
from egide.urls import REGISTERS
from tests.machinery.world import canaried
from tests.platform.api.calling import MERGE, Program, activity, key_of, person

pytestmark = pytest.mark.django_db
ONE = {"record": "controller", "id": str(uuid.UUID(int=7))}
DEEP = "[" * 100_000
BODIES = {
    "nothing": (" ", 400),
    "not JSON": ("{", 400),
    "a list": ("[]", 400),
    "a number": ("1", 400),
    "null": ("null", 400),
    "not UTF-8": (b'{"facts": "\xff"}', 400),
    "UTF-16": ('{"facts": {}}'.encode("utf-16"), 400),
    "NaN": ('{"facts": NaN}', 400),
    "a bomb of depth": (DEEP, 400),
    "deep and whole": ('{"facts":' + "[" * 900 + "]" * 900 + "}", 400),
    "deep objects": ('{"facts":' + '{"a":' * 200 + "1" + "}" * 200 + "}", 400),
    "too large": (" " * 3_000_000, 413),
    "no facts": ("{}", 422),
    "null facts": ('{"facts": null}', 422),
    "unknown member": ('{"facts": {}, "state": "bin"}', 422),
    "twice": ('{"facts": {}, "facts": {}}', 422),
    "reason not a text": (json.dumps({"facts": ONE, "reason": 1}), 422),
    "reason too long": (json.dumps({"facts": ONE, "reason": "a" * 501}), 422),
    "reason with NUL": (json.dumps({"facts": ONE, "reason": "a\0b"}), 422),
    "reason half a character": (json.dumps({"facts": ONE, "reason": "\ud800"}), 422),
    "a member that is half a character": ('{"\\ud800": 1}', 422),
    "infinite": ('{"facts": {"record": "controller", "people_count": 1e400}}', 422),
    "ten thousand digits": ('{"facts": {"record": "controller", "people_count": ' + "9" * 10_000 + "}}", 422),
}
FACTS = {
    "no identifier": {"record": "controller"},
    "identifier not one": {**ONE, "id": "7"},
    "of no register": {"id": ONE["id"]},
    "of the other register": {**ONE, "record": "processor"},
    "unknown fact": {**ONE, "naem": "x"},
    "a column of the model": {**ONE, "search_text": "x"},
    "another body": {**ONE, "organization_id": str(uuid.uuid4())},
    "NUL": {**ONE, "name": "a\0b"},
    "half a character": {**ONE, "name": "\ud800"},
    "too long": {**ONE, "name": "a" * 20_001},
    "a number for a text": {**ONE, "name": 1},
    "an unknown code": {**ONE, "status": "OPEN"},
    "a day that is not": {**ONE, "start_date": "2026-02-30"},
    "a number too large": {**ONE, "people_count": 10**30},
    "beyond what a form takes": {**ONE, "people_count": 10**18},
    "a line without identifier": {**ONE, "purposes": [{"text": "x"}]},
    "a line twice": {**ONE, "purposes": [{"id": ONE["id"], "text": "x"}] * 2},
    "a line that is null": {**ONE, "purposes": [None]},
    "a system of nobody": {**ONE, "ai_systems": [str(uuid.uuid4())]},
    "a duration without end": {**ONE, "retention": [{"id": ONE["id"], "active": {"duration": f"P{'9' * 60}Y"}}]},
}


def journaled(body):
    return unlocked(JournalEntry).filter(organization_id=body.id).count()


def is_problem(answer, status):
    assert answer.status_code == status, answer.content[:500]
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["type"].startswith("urn:egide:problem:")
    assert told["title"]
    assert told["detail"]
    return told


@pytest.mark.parametrize("name", list(BODIES))
def test_a_body_that_is_none(program, base, body, name):
    sent, status = BODIES[name]
    before = journaled(body)
    is_problem(program.post(base, sent), status)
    assert journaled(body) == before


@pytest.mark.parametrize("name", list(FACTS))
def test_facts_that_are_none(program, base, body, name):
    before = journaled(body)
    told = is_problem(program.post(base, json.dumps({"facts": FACTS[name]})), 422)
    assert told["errors"], told
    for error in told["errors"]:
        assert error["path"].startswith("facts")
        assert error["language"] == "fr"
        assert "\u202f" in error["message"] or ":" not in error["message"]
    assert journaled(body) == before


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", MERGE, ""])
def test_a_wrong_content_type(program, base, kind):
    refused = program.post(base, {"facts": ONE}, content_type=kind)
    is_problem(refused, 415)
    assert refused["Accept"] == "application/json"


def test_a_patch_says_its_type(program, base):
    added = program.post(base, {"facts": activity()})
    refused = program.call("PATCH", added["Location"], {"facts": {}}, etag='"1"')
    is_problem(refused, 415)
    assert refused["Accept-Patch"] == MERGE


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=" + "a" * 201, "page=0", "page=-1", "page=x", "page=99999999999999999999", "taille=1001", "tri=naem",
     "situation=gone", "au=hier", "au=2999-01-01", "au=2020-02-30", "nimporte=quoi", "page=1&page=2", "status=NO",
     "au=2020-01-01&status=VALIDATED", "au=2020-01-01&tri=updated", "page=%C2%B2", "q=%ED%A0%80%00"],
)  # fmt: skip
def test_a_parameter_that_means_nothing_is_told_and_not_left_out(program, base, query):
    told = is_problem(program.get(f"{base}?{query}"), 400)
    assert told["errors"]
    assert told["errors"][0]["path"] in query


@pytest.mark.parametrize("method", ["DELETE", "TRACE", "PURGE", "GETT"])
def test_a_method_that_is_none(program, base, method):
    refused = program.call(method, base)
    is_problem(refused, 405)
    assert refused["Allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize("etag", ["", "*", "1", '"0"', 'W/"9"', '"' + "9" * 400 + '"', '"é"', '"1x"', ",,"])
def test_a_version_that_was_not_read(program, base, etag):
    added = program.post(base, {"facts": activity()})
    refused = program.put(added["Location"], {"facts": added.json()["facts"]}, etag=etag)
    is_problem(refused, 428 if etag in {"", "*", ",,"} else 412)


def test_compression_on_the_way_does_not_change_a_version(program, base):
    added = program.post(base, {"facts": activity()}, **{"Accept-Encoding": "gzip"})
    assert added["ETag"].startswith("W/")
    kept = program.put(
        added["Location"], {"facts": {**activity(), "id": added["Location"][-37:-1]}}, etag=added["ETag"]
    )
    assert (kept.status_code, kept["ETag"]) == (200, '"2"')


def test_a_problem_is_told_in_english_and_says_what_is_not(program, base):
    refused = program.post(
        base, {"facts": {**ONE, "naem": "x"}, "more": 1}, **{"Accept-Language": "de, en-GB;q=0.9, fr;q=0.1"}
    )
    told = is_problem(refused, 422)
    assert (refused["Content-Language"], told["title"]) == ("en", "Refused content")
    assert told["errors"] == [{"path": "more", "message": "unknown member", "language": "en"}]
    refused = program.post(base, {"facts": {**ONE, "naem": "x"}}, **{"Accept-Language": "en"})
    assert [error["language"] for error in refused.json()["errors"]] == ["fr"]
    refused = program.post(base, {"facts": {**ONE, "naem": "x"}}, **{"Accept-Language": "de;q=1, *;q=0.5"})
    assert refused["Content-Language"] == "fr"


@pytest.mark.parametrize("register", REGISTERS, ids=lambda r: r.name)
def test_no_fact_of_another_record_can_be_named(program, body, other, register):
    """Every identifier that a record may hold, given that of a record or of a line of another body."""
    with scope(other), acting(Actor("test")):
        theirs = {}
        for each in REGISTERS:
            value = canaried(each.storage.shape, "theirs")
            theirs[each.name] = save_aggregate(each.model.new(other.id, value), value).id
    base = f"/api/v1/o/{body.slug}/{register.path}/"
    types = field_types(register.storage.shape)
    pointing = [name for name in register.storage.columns if "UUID" in str(types[name])]
    sent = document_of(register.storage.shape(id=uuid.uuid4()))
    for name in pointing:
        for identifier in theirs.values():
            refused = program.post(
                f"/api/v1/o/{body.slug}/{register.path}/", {"facts": {**sent, name: [str(identifier)]}}
            )
            told = is_problem(refused, 422)
            assert told["errors"][0]["path"] == f"facts.{name}"
    assert program.post(base, {"facts": sent}).status_code == 201


def test_a_line_points_at_lines_of_its_own_record_only(program, base):
    own = activity(personal_data=[{"id": str(uuid.uuid4()), "category": "CIVIL_STATUS"}])
    kept = {"id": str(uuid.uuid4()), "personal_data": [own["personal_data"][0]["id"]]}
    assert program.post(base, {"facts": {**own, "retention": [kept]}}).status_code == 201
    lost = {**kept, "personal_data": [str(uuid.uuid4())]}
    told = is_problem(program.post(base, {"facts": {**own, "id": str(uuid.uuid4()), "retention": [lost]}}), 422)
    assert told["errors"] == [{"path": "facts.retention[0].personal_data", "language": "fr",
                               "message": "Ce choix n’est pas dans la liste. Choisissez-en un autre."}]  # fmt: skip


def test_a_contributor_writes_for_their_services_and_no_other(body):
    with acting(Actor("test")):
        mine = add_services(body, ["Écoles"])["Écoles"]
    program = Program(key_of(person(body, Role.CONTRIBUTOR, "contributeur@exemple.fr", services=(mine.id,))))
    base = f"/api/v1/o/{body.slug}/traitements/"
    added = program.post(base, {"facts": activity(department="Écoles")})
    assert added.status_code == 201, added.content
    told = is_problem(program.post(base, {"facts": activity(department="État civil")}), 422)
    assert [error["path"] for error in told["errors"]] == ["facts.department"]
    told = is_problem(program.patch(added["Location"], {"facts": {"department": "État civil"}}, etag='"1"'), 422)
    assert [error["path"] for error in told["errors"]] == ["facts.department"]
    is_problem(program.post(f"{added['Location']}ranger/", {"state": "bin"}, etag='"1"'), 404)
    with scope(body):
        assert ProcessingActivity.objects.get().revision == 1
