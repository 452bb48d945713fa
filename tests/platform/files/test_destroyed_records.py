"""A record that is destroyed takes its files with it; the content of a file that is destroyed cannot be read again."""

import pytest

from egide.platform.files.models import Attachment, FileKey
from egide.platform.records.acting import Actor, acting
from egide.platform.records.destroying import destroy
from egide.platform.records.journal.verifying import verify
from egide.platform.records.models import JournalContent, unlocked
from egide.platform.records.saving import put_in_bin
from egide.platform.records.scope import scope
from tests.platform.files.conftest import attach, files_of_folder, system

pytestmark = pytest.mark.django_db


def thrown_away(record, *, keep_history=True):
    with scope(record.organization), acting(Actor("Anne")):
        put_in_bin(record, expected=record.revision)
        destroy(record, expected=record.revision, basis="Doublon", keep_history=keep_history)


@pytest.mark.parametrize("keeps", [True, False])
def test_the_files_of_a_record_go_with_it(body, place, keeps, django_capture_on_commit_callbacks):
    """Their past is kept when that of the record is."""
    record, other = system(body), system(body)
    attach(record, name="durand.txt")
    kept = attach(other, "Autre", name="autre.txt")
    with django_capture_on_commit_callbacks(execute=True):
        thrown_away(record, keep_history=keeps)
    assert [a.id for a in unlocked(Attachment).all()] == [kept.id]
    assert [k.id for k in unlocked(FileKey).all()] == [kept.id]
    assert len(files_of_folder(place)) == 1
    with scope(body):
        assert ("durand" in " ".join(JournalContent.objects.values_list("rows", flat=True))) is keeps
    assert verify().sound


def test_a_file_of_the_bin_that_is_destroyed(body, place, django_capture_on_commit_callbacks):
    attachment = attach(system(body))
    with django_capture_on_commit_callbacks(execute=True):
        thrown_away(attachment)
    assert files_of_folder(place) == []
    assert not unlocked(FileKey).exists()
