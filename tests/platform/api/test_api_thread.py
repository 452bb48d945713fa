"""One register read and written with a token, from the first call to the journal."""

import pytest

from egide.platform.records.journal.reading import versions
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity
from tests.platform.api.calling import Program, activity

pytestmark = pytest.mark.django_db


def test_a_record_is_added_read_changed_and_put_away(program, base, body, referent):
    sent = activity()
    added = program.post(base, {"facts": sent, "reason": "Repris du tableur"})
    assert added.status_code == 201, added.content
    assert added["Location"] == f"{base}{sent['id']}/"
    assert added.json()["facts"] == sent
    one = program.get(added["Location"])
    assert (one.status_code, one["ETag"], one.json()) == (200, '"1"', added.json())
    changed = program.put(
        one["Location"] if one.has_header("Location") else added["Location"],
        {"facts": {**sent, "name": "Cantine"}},
        etag=one["ETag"],
    )
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    patched = program.patch(added["Location"], {"facts": {"department": "Écoles"}}, etag='"2"')
    assert patched.json()["facts"] == {**sent, "name": "Cantine", "department": "Écoles"}
    moved = program.post(f"{added['Location']}ranger/", {"state": "archived"}, etag='"3"')
    assert moved.json()["state"] == "archived"
    with scope(body):
        told = versions(ProcessingActivity.storage.record_type, ProcessingActivity.objects.get().id)
    assert [(v.origin, v.action, v.actor_id) for v in told] == [
        ("api", "create", referent.id), ("api", "change", referent.id),
        ("api", "change", referent.id), ("api", "archive", referent.id),
    ]  # fmt: skip
    assert told[0].reason == "Repris du tableur"
    assert "jeton" in told[0].actor


def test_without_a_token_nothing_opens(base, body):
    for path in (base, f"/api/v1/o/{body.slug}/", "/api/v1/", "/api/v1/nulle-part/"):
        for key in ("", "egide_faux"):
            refused = Program(key).get(path)
            assert refused.status_code == 401
            assert refused["Content-Type"] == "application/problem+json"
            assert refused["WWW-Authenticate"].startswith("Bearer")
