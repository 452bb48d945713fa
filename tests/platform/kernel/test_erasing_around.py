"""What is erased from a record goes too from the proposals about it and from the files that wait to be brought in."""

import dataclasses

import pytest
from django.utils import timezone

from egide.platform.kernel.proposals.models import Proposal
from egide.platform.kernel.proposals.services import propose
from egide.platform.records.acting import Actor, acting
from egide.platform.records.journal.verifying import verify
from egide.platform.records.models import JournalContent, unlocked
from egide.platform.records.scope import scope
from egide.registers.imports.models import Waiting
from egide.registers.processing.registers import PROCESSING_ACTIVITIES
from tests.platform.kernel.conftest import activity, address, store
from tests.platform.kernel.pages import posted, said

pytestmark = pytest.mark.django_db
WHY = "Demande du 3 mars (art. 17)"


@pytest.fixture
def record(body, settings, tmp_path, contributor):
    settings.STATE = tmp_path
    found = store(body, activity(name="Cantine", notes="Suivi par Mme Durand", manager="Mme Durand"))
    with scope(body), acting(Actor("Zoé Petit", contributor.person.id)):
        facts = dataclasses.replace(found.facts(), minors=True)
        propose(PROCESSING_ACTIVITIES, found, facts, base=1, user=contributor.person, message="Avec Mme Durand")
    return found


@pytest.mark.parametrize("asked", [{"texte": "Mme Durand"}, {"rubrique": "manager"}])
def test_proposals_about_it(body, record, referent, asked):
    url = address(body, "processingactivity-erase", record)
    page = referent.get(url, asked)
    assert "Proposition" in said(page)
    assert referent.post(url, posted(page, raison=WHY, certain="1")).status_code == 302
    with scope(body):
        [kept] = Proposal.objects.all()
        assert "Durand" not in f"{kept.document} {kept.message}"
        rows = " ".join(JournalContent.objects.values_list("rows", flat=True))
    assert ("Suivi par Mme Durand" in rows) is ("rubrique" in asked)
    assert '"Mme Durand"' not in rows
    assert verify().sound
    assert referent.get(address(body, "processingactivity-proposals")).status_code == 200


def test_files_that_wait(body, other, record, referent):
    def wait(whose, text):
        made = Waiting(
            organization_id=whose.id, user_id=record.id, file_name="f", form="x", package=text, at=timezone.now()
        )
        unlocked(Waiting).bulk_create([made])
        return made.id

    doomed = wait(body, '{"notes":"suivi par mme durand"}')
    kept = {wait(body, '{"notes":"Autre"}'), wait(other, '{"notes":"Suivi par Mme Durand"}')}
    url = address(body, "processingactivity-erase", record)
    referent.post(url, posted(referent.get(url, {"texte": "Mme Durand"}), raison=WHY, certain="1"))
    left = set(unlocked(Waiting).values_list("id", flat=True))
    assert doomed not in left
    assert left == kept
