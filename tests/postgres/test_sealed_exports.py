"""An export only reads, in a transaction that PostgreSQL closes to writes: its checkpoint is made beside it."""

import io
import zipfile

import pytest

from egide.platform.organizations.shapes import Role
from egide.platform.proofs.models import CheckedHead, Checkpoint
from egide.platform.proofs.verifying import verify_all
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import unlocked
from tests.platform.conftest import make_body
from tests.platform.kernel.conftest import activity, address, person, store
from tests.platform.kernel.pages import said

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_an_export_signs_the_journals_and_says_so(settings, tmp_path):
    settings.STATE, settings.ANCHORS_DIR = tmp_path, tmp_path / "published"
    body, other = make_body("a"), make_body("b")
    client = person(body, Role.READER)
    record = store(body, activity())
    url = f"{address(body, 'processingactivity-export-one', record)}?format=html"
    told = said(client.get(url), "//body").replace("\xa0", " ")
    assert "point de contrôle 1 du" in told
    assert "pas encore dans un point de contrôle" not in told
    client.get(url)
    with identified(SYSTEM):
        assert Checkpoint.objects.count() == 1
        assert {head.organization_id for head in unlocked(CheckedHead).all()} == {body.id, other.id}
        assert verify_all().sound


def test_a_version_is_proved_from_its_page(settings, tmp_path):
    settings.STATE, settings.ANCHORS_DIR = tmp_path, tmp_path / "published"
    body = make_body("a")
    record = store(body, activity())
    answer = person(body, Role.READER).get(f"{address(body, 'processingactivity-prove', record)}?version=1")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as bundle:
        assert "verifier.py" in bundle.namelist()
