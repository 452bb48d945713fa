"""A state folder and a folder of checkpoints of their own for each test."""

import pytest


@pytest.fixture(autouse=True)
def apart(settings, tmp_path):
    """The key and the published checkpoints of a test are not those of another."""
    settings.STATE = tmp_path / "state"
    settings.ANCHORS_DIR = tmp_path / "published"
    settings.TSA_URL = settings.TSA_ROOTS = ""
    settings.ANCHORS_MAIL = []
    return tmp_path
