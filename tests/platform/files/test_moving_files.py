"""The files of a body that moves to another installation, whose keys are others."""

import shutil

import pytest

from egide.platform.files import moving
from egide.platform.files.errors import DamagedFileError
from egide.platform.files.models import BodyKey, FileKey
from egide.platform.files.sealing import CHUNK
from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import unlocked
from tests.platform.files.conftest import attach, files_of_folder, read, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def left(body, other, place, settings, tmp_path):
    """What a body took with it, in a folder; here, nothing of it opens any more."""
    settings.FILES_KEYS = "a" * 40
    record, folder = system(body), tmp_path / "carried"
    kept = [attach(record, "un"), attach(record, b"x" * (2 * CHUNK + 5), "deux.txt")]
    attach(system(other), "ailleurs")
    folder.mkdir()
    moving.carried_out(body.id, folder)
    for model in (FileKey, BodyKey):
        unlocked(model).filter(organization_id=body.id).delete()
    for each in kept:
        for path in files_of_folder(place):
            path.unlink() if path.name == each.id.hex else None
    settings.FILES_KEYS = "b" * 40
    return folder, kept


def test_it_arrives_whole_and_nothing_of_others_goes(left, body):
    folder, kept = left
    assert sorted(path.name for path in folder.iterdir()) == sorted(each.id.hex for each in kept)
    with acting(Actor("Installation")):
        moving.brought_in(body.id, folder)
    assert [read(each) for each in kept] == [b"un", b"x" * (2 * CHUNK + 5)]
    assert len({key.master for key in unlocked(BodyKey)}) == 2


def test_what_is_not_what_the_journal_says_is_refused(left, body):
    folder, kept = left
    (folder / kept[0].id.hex).write_bytes(b"autre")
    with pytest.raises(DamagedFileError, match="journal"), acting(Actor("Installation")):
        moving.brought_in(body.id, folder)


def test_what_the_body_does_not_know_is_refused(left, body):
    folder, kept = left
    shutil.copy(folder / kept[0].id.hex, folder / ("0" * 32))
    with pytest.raises(DamagedFileError, match="ne connaît pas"), acting(Actor("Installation")):
        moving.brought_in(body.id, folder)
