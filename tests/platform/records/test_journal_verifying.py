"""What the application writes is sound, on any database, and its anchors are kept and read again."""

import uuid

import pytest
from django.utils import timezone

from egide.platform.records.journal.anchors import Anchors, AnchorsError, read_anchors, save_anchors
from egide.platform.records.journal.chain import Anchor
from egide.platform.records.journal.verifying import verify
from tests.platform.journal.chains import fill

pytestmark = pytest.mark.django_db
BODY = uuid.UUID(int=9)


def test_what_the_application_writes_is_sound(body, other):
    fill(body)
    told = []
    verdict = verify(progress=told.append)
    assert [f.sentence for f in verdict.findings] == []
    assert (verdict.sound, verdict.entries, verdict.unchecked) == (True, 10, 0)
    assert {b: a.seq for b, a in verdict.heads.items()} == {body.id: 9, other.id: 1}


def test_one_body_alone(body, other):
    fill(body)
    assert verify(other.id).entries == 1


def test_anchors_are_kept_and_read_again(body, tmp_path):
    first = verify()
    kept = Anchors(timezone.now(), first.heads)
    save_anchors(tmp_path / "ancres.json", kept)
    assert [file.name for file in tmp_path.iterdir()] == ["ancres.json"]
    again = read_anchors(tmp_path / "ancres.json")
    assert again == kept
    fill(body)
    verdict = verify(anchors=again)
    assert verdict.sound
    assert "avant le" in verdict.limits[0]
    assert "sans ancre" in first.limits[0]


def test_a_body_that_the_anchors_know_and_not_the_database(body):
    known = {BODY: Anchor(3, bytes(32))}
    [finding] = verify(anchors=Anchors(timezone.now(), known)).findings
    assert (finding.body, finding.seq) == (BODY, None)


def test_a_body_that_the_anchors_do_not_know_is_said(body):
    verdict = verify(anchors=Anchors(timezone.now(), {}))
    assert verdict.sound
    assert "ne couvre pas 1 collectivité" in verdict.limits[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"made_at": "2026-01-01T00:00:00+00:00"}',
        '{"made_at": "2026-01-01T00:00:00", "organizations": {}}',
        '{"made_at": "2026-01-01T00:00:00+00:00", "organizations": {"x": [1, ""]}}',
        f'{{"made_at": "2026-01-01T00:00:00+00:00", "organizations": {{"{BODY}": [0, "{bytes(32).hex()}"]}}}}',
        f'{{"made_at": "2026-01-01T00:00:00+00:00", "organizations": {{"{BODY}": [1, "00"]}}}}',
    ],
)
def test_what_is_no_file_of_anchors_is_refused(tmp_path, text):
    file = tmp_path / "a.json"
    file.write_text(text)
    with pytest.raises(AnchorsError, match=r"n’est pas un fichier d’ancres|fuseau"):
        read_anchors(file)
