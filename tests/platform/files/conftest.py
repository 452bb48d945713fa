"""A record in each of two bodies, and the folder where the bytes of their files lie."""

import uuid
from contextlib import closing
from pathlib import Path

import pytest

from egide.law import facts
from egide.platform.files import services
from egide.platform.files.storage import ALIAS
from egide.platform.records.acting import Actor, acting
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope
from egide.registers.systems.models import AiSystem
from tests.platform.files.received import received


@pytest.fixture
def place(tmp_path, settings):
    """The folder of this test alone."""
    settings.STATE = tmp_path
    kept = {"BACKEND": "egide.platform.files.storage.SealedFolder", "OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = {**settings.STORAGES, ALIAS: kept}
    return tmp_path / "files"


def blob(place, attachment):
    (found,) = [path for path in Path(place).rglob("*") if path.name == attachment.id.hex]
    return found


def system(body):
    told = facts.AiSystem(id=uuid.uuid4(), name="Traducteur")
    with scope(body), acting(Actor("test")):
        return save_aggregate(AiSystem.new(body.id, told), told)


def attach(record, content="Bonjour", name=None):
    file = received(content, name)
    try:
        with scope(record.organization), acting(Actor("Anne")):
            return services.attach(record, file)
    finally:
        file.close()


def read(attachment):
    with scope(attachment.organization):
        found = services.content(attachment)
    with closing(found):
        return b"".join(found)


def files_of_folder(place):
    return sorted(path for path in Path(place).rglob("*") if path.is_file())
