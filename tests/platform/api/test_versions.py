"""Two programs at once, what changed told in words, histories, past days, pages; lists cost the same for any length."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egide.platform.api import records as api_records
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import unlocked
from egide.platform.records.saving import Change, save_many
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity
from egide.registers.processing.registers import PROCESSING_ACTIVITIES
from tests.machinery.world import canaried
from tests.platform.api.calling import activity, links_of

pytestmark = pytest.mark.django_db


def test_an_old_version_is_refused_with_the_difference_in_words(program, base):
    added = program.post(base, {"facts": activity()})
    one = added["Location"]
    first = program.patch(one, {"facts": {"name": "Cantine", "minors": True}}, etag='"1"')
    assert first["ETag"] == '"2"'
    late = program.patch(one, {"facts": {"department": "Écoles"}}, etag='"1"')
    assert late.status_code == 412
    told = late.json()
    assert late["ETag"] == '"2"'
    assert told["revision"] == 2
    assert told["actor"].startswith("Alice Martin (jeton")
    said = {change["path"]: (change["before"], change["after"]) for change in told["changes"]}
    assert said["name"] == ("Cantine scolaire", "Cantine")
    assert set(said) == {"name", "minors"}
    assert program.get(one).json()["facts"]["name"] == "Cantine"
    assert "department" not in program.get(one).json()["facts"]


def test_who_saves_between_our_reading_and_our_writing_is_not_overwritten(program, base, body, monkeypatch):
    added = program.post(base, {"facts": activity()})
    really = api_records.facts_of

    def meanwhile(shape, document):
        with scope(body), acting(Actor("Un autre")):
            stored = ProcessingActivity.objects.get()
            saving.save_aggregate(stored, really(shape, {**document, "name": "Par un autre"}), expected=1)
        return really(shape, document)

    monkeypatch.setattr(api_records, "facts_of", meanwhile)
    late = program.put(added["Location"], {"facts": {**added.json()["facts"], "name": "Par moi"}}, etag='"1"')
    assert late.status_code == 412
    assert late.json()["actor"] == "Un autre"


def test_a_record_sent_twice_is_added_once(program, base):
    sent = {"facts": activity()}
    first, second = program.post(base, sent), program.post(base, sent)
    assert (first.status_code, second.status_code) == (201, 409)
    assert second["Location"] == first["Location"]
    assert program.get(base).json()["count"] == 1


def test_facts_that_are_none_or_of_another_record_change_nothing(program, base):
    added = program.post(base, {"facts": activity()})
    one = added["Location"]
    for sent, path in (({"facts": ["x"]}, "facts"), ({"facts": {"id": str(uuid.uuid4())}}, "facts.id")):
        refused = program.patch(one, sent, etag='"1"')
        assert refused.status_code == 422
        assert [each["path"] for each in refused.json()["errors"]] == [path]
    whole = program.put(one, {"facts": activity()}, etag='"1"')
    assert whole.status_code == 422
    assert program.get(one)["ETag"] == '"1"'
    assert program.get(base).json()["count"] == 1


def test_a_record_is_not_moved_from_a_version_that_was_not_read(program, base):
    added = program.post(base, {"facts": activity()})
    one = added["Location"]
    program.patch(one, {"facts": {"name": "Cantine"}}, etag='"1"')
    assert program.post(f"{one}ranger/", {"state": "bin"}, etag='"1"').status_code == 412
    assert program.post(f"{one}ranger/", {"state": "bin"}).status_code == 428
    assert program.get(one).json()["state"] == "active"


def test_nothing_is_told_of_what_is_not_there(program, base):
    for tail in ("", "versions/", "versions/1/"):
        assert program.get(f"{base}{uuid.uuid4()}/{tail}").status_code == 404
    assert program.patch(f"{base}{uuid.uuid4()}/", {"facts": {}}, etag='"1"').status_code == 404
    assert program.post(f"{base}{uuid.uuid4()}/ranger/", {"state": "bin"}, etag='"1"').status_code == 404


def test_what_changes_nothing_makes_no_version(program, base):
    added = program.post(base, {"facts": activity()})
    again = program.put(added["Location"], {"facts": added.json()["facts"]}, etag='"1"')
    assert (again.status_code, again["ETag"]) == (200, '"1"')
    assert program.patch(added["Location"], {}, etag='"1"')["ETag"] == '"1"'


def test_a_patch_makes_unknown_goes_within_and_replaces_lists(program, base):
    dpia = {"status": "NOT_STARTED", "covered_by": "AIPD de la paie"}
    added = program.post(base, {"facts": activity(department="Écoles", dpia=dpia)})
    assert added.status_code == 201, added.content
    line = {"id": str(uuid.uuid4()), "text": "Facturer"}
    patch = {"department": None, "purposes": [line], "dpia": {"status": "IN_PROGRESS"}}
    patched = program.patch(added["Location"], {"facts": patch}, etag='"1"')
    assert patched.status_code == 200, patched.content
    facts = patched.json()["facts"]
    assert "department" not in facts
    assert facts["purposes"] == [line]
    assert facts["dpia"] == {**dpia, "status": "IN_PROGRESS"}
    assert facts["name"] == "Cantine scolaire"


def test_nothing_is_sent_again_to_who_has_it(program, base):
    added = program.post(base, {"facts": activity()})
    for etag in ('"1"', 'W/"1"', '"7", "1"'):
        kept = program.get(added["Location"], **{"If-None-Match": etag})
        assert (kept.status_code, kept.content, kept["ETag"]) == (304, b"", '"1"')
    assert program.get(added["Location"], **{"If-None-Match": '"2"'}).status_code == 200


def test_what_is_away_is_brought_back_before_it_is_changed(program, base):
    one = program.post(base, {"facts": activity()})["Location"]
    assert program.post(f"{one}ranger/", {"state": "bin", "reason": "Doublon"}, etag='"1"').json()["state"] == "bin"
    refused = program.patch(one, {"facts": {"name": "x"}}, etag='"2"')
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:egide:problem:out-of-service")
    assert program.get(base).json()["count"] == 0
    assert program.get(f"{base}?situation=bin").json()["count"] == 1
    same = program.post(f"{one}ranger/", {"state": "bin"}, etag='"2"')
    assert same["ETag"] == '"2"'
    assert program.post(f"{one}ranger/", {"state": "active"}, etag='"2"')["ETag"] == '"3"'
    assert program.post(f"{one}ranger/", {"state": "gone"}, etag='"3"').status_code == 422


def test_the_history_is_told_and_each_version_read(program, base):
    one = program.post(base, {"facts": activity(), "reason": "Reprise"})["Location"]
    program.patch(one, {"facts": {"name": "Cantine"}, "reason": "Plus court"}, etag='"1"')
    told = program.get(f"{one}historique/").json()
    said = [(v["revision"], v["reason"], v["origin"]) for v in told["items"]]
    assert said == [(2, "Plus court", "api"), (1, "Reprise", "api")]
    [change] = told["items"][0]["changes"]
    assert (change["before"], change["after"]) == ("Cantine scolaire", "Cantine")
    assert program.get(f"{one}historique/1/").json()["facts"]["name"] == "Cantine scolaire"
    assert program.get(f"{one}historique/9/").status_code == 404
    assert program.get(f"{one}historique/?page=2&taille=1").json()["items"][0]["revision"] == 1


def test_a_past_day_is_told(program, base, body):
    value = canaried(PROCESSING_ACTIVITIES.storage.shape, "old")
    before = timezone.now() - timedelta(days=10)
    with scope(body), acting(Actor("test", at=before)):
        saving.save_aggregate(ProcessingActivity.new(body.id, value), value)
    one = f"{base}{value.id}/"
    program.patch(one, {"facts": {"name": "Aujourd’hui"}}, etag='"1"')
    day = (before + timedelta(days=5)).date().isoformat()
    assert program.get(f"{one}?au={day}").json()["facts"]["name"] == value.name
    assert program.get(f"{base}?au={day}").json()["items"][0]["facts"]["name"] == value.name
    assert program.get(f"{one}?au=2020-01-01").status_code == 404
    assert program.get(f"{base}?au=2020-01-01").json()["count"] == 0


def test_what_the_law_says_is_that_of_the_fiche(program, base):
    one = program.post(base, {"facts": activity()})["Location"]
    told = program.get(f"{one}constats/").json()
    assert told["findings"]
    found = told["findings"][0]
    assert found["severity"] == "MAJOR"
    assert found["path"].startswith("facts.")
    assert all("[" not in f["path"] or f["path"].partition("[")[2][0].isdigit() for f in told["findings"])
    systems = base.replace("traitements", "systemes-ia")
    assert program.get(f"{systems}{uuid.uuid4()}/constats/").status_code == 404


def test_pages_lead_to_one_another(program, base, body):
    fill(body, 5)
    first = program.get(f"{base}?taille=2&tri=-title")
    assert set(links_of(first)) == {"first", "next", "last"}
    seen, url = [], f"{base}?taille=2&tri=-title"
    for _ in range(3):
        answer = program.get(url)
        seen += [item["title"] for item in answer.json()["items"]]
        url = links_of(answer).get("next", "")
    assert len(seen) == 5
    assert seen == sorted(seen, reverse=True)
    assert url == ""
    assert program.get(f"{base}?page=9").json()["items"] == []


def test_search_and_filters_are_those_of_the_screen(program, base):
    program.post(base, {"facts": activity(department="Écoles", minors=True)})
    program.post(base, {"facts": activity(name="Paie", purposes=[])})
    for query, names in (
        ("q=cantine", {"Cantine scolaire"}), ("minors=1", {"Cantine scolaire"}), ("minors=?", {"Paie"}),
        ("department=%C3%89coles", {"Cantine scolaire"}), ("purposes.legal_basis=PUBLIC_TASK", {"Cantine scolaire"}),
        ("q=", {"Cantine scolaire", "Paie"}), ("q=nulle+part", set()),
    ):  # fmt: skip
        assert {i["title"] for i in program.get(f"{base}?{query}").json()["items"]} == names, query


def fill(body, count):
    with scope(body), acting(Actor("test")):
        made = [canaried(PROCESSING_ACTIVITIES.storage.shape, f"N{n}") for n in range(count)]
        save_many([Change(ProcessingActivity.new(body.id, value), value) for value in made])


def test_a_list_costs_the_same_whatever_its_length(program, base, body):
    counts = []
    program.get(base)  # the first of the day leaves a trace
    for more in (1, 2, 17):
        fill(body, more)
        with CaptureQueriesContext(connection) as counted:
            assert len(program.get(base).json()["items"]) == unlocked(ProcessingActivity).count()
        told = [q["sql"] for q in counted if "set_config" not in q["sql"] and "current_setting" not in q["sql"]]
        counts.append(len([s for s in told if not s.startswith(("SAVEPOINT", "RELEASE", "SET TRANSACTION"))]))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 11, counts
