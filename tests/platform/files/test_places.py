"""Where the bytes lie: a folder, or a bucket of S3, chosen by one setting."""

import os

import pytest
from botocore.config import Config

from egide.files import place as place_of
from egide.platform.files import services
from egide.platform.files.errors import DamagedFileError
from egide.platform.files.models import Attachment
from egide.platform.files.sealing import CHUNK
from egide.platform.files.storage import ALIAS, PlaceUnavailableError, address
from egide.platform.records.models import unlocked
from egide.platform.records.scope import scope
from tests.platform.files.bucket import bucket
from tests.platform.files.conftest import attach, files_of_folder, read, system


@pytest.mark.django_db
def test_in_a_bucket(body, settings, tmp_path, django_capture_on_commit_callbacks):
    with bucket() as server:
        url = f"s3://key:se%2Fcret@seau/egide/pi%C3%A8ces?endpoint={server.address}&region=fr-par"
        settings.STATE = tmp_path
        settings.STORAGES = {**settings.STORAGES, ALIAS: place_of(url, tmp_path)}
        content = b"CANARY" * 1_000 + os.urandom(3 * CHUNK)
        kept = attach(system(body), b"%PDF-" + content, "a.pdf")
        (path,) = server.objects
        assert path == f"/seau/egide/pi%C3%A8ces/{address(body.id, kept.id)}"
        assert b"CANARY" not in server.objects[path]
        assert files_of_folder(tmp_path) == []
        assert read(kept) == b"%PDF-" + content
        assert all("Credential=key/" in signed and "/fr-par/s3/" in signed for _, _, signed in server.asked)
        held = bytearray(server.objects[path])
        held[CHUNK + 100] ^= 1
        server.objects[path] = bytes(held)
        with pytest.raises(DamagedFileError):
            read(kept)
        with django_capture_on_commit_callbacks(execute=True), scope(body):
            services.destroy_content(body.id, kept.id)
        assert server.objects == {}
        with scope(body), pytest.raises(services.LostKeyError):
            services.content(kept)


@pytest.mark.django_db
def test_a_bucket_that_lost_the_object_says_so(body, settings, tmp_path):
    with bucket() as server:
        settings.STATE = tmp_path
        settings.STORAGES = {**settings.STORAGES, ALIAS: place_of(f"s3://k:s@seau?endpoint={server.address}", tmp_path)}
        kept = attach(system(body))
        server.objects.clear()
        with scope(body), pytest.raises(DamagedFileError):
            services.content(kept)


@pytest.mark.django_db
def test_a_bucket_that_does_not_answer_keeps_nothing(body, settings, tmp_path):
    settings.STATE = tmp_path
    url = "s3://k:s@seau?endpoint=http://127.0.0.1:1"
    told = place_of(url, tmp_path)
    told["OPTIONS"]["client_config"] = Config(retries={"max_attempts": 0}, connect_timeout=1)
    settings.STORAGES = {**settings.STORAGES, ALIAS: told}
    with pytest.raises(PlaceUnavailableError):
        attach(system(body))
    assert unlocked(Attachment).count() == 0


def test_an_address_says_where(tmp_path):
    assert place_of("", tmp_path)["OPTIONS"] == {"location": str(tmp_path / "files")}
    assert place_of("file:///srv/pi%C3%A8ces", tmp_path)["OPTIONS"] == {"location": "/srv/pièces"}
    told = place_of("s3://seau", tmp_path)
    assert told["OPTIONS"] == {
        "bucket_name": "seau", "location": "", "max_memory_size": 1_000_000, "file_overwrite": True,
    }  # fmt: skip


@pytest.mark.parametrize("url", ["ftp://x/y", "s3://", "file://", "/srv/files"])
def test_an_address_that_is_none_says_what_one_is(tmp_path, url):
    with pytest.raises(ValueError, match="EGIDE_FILES_URL"):
        place_of(url, tmp_path)
