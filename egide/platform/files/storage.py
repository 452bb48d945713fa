"""Where the sealed bytes lie: a folder that no web server serves, or a bucket. What is there is never changed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final
from uuid import UUID

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from egide.state import keep_names

ALIAS: Final = "attachments"


class SealedFolder(FileSystemStorage):
    """A folder of the installation's alone; a file is there whole, through a power cut, or not at all."""

    def __init__(self, location: str) -> None:
        super().__init__(location=location, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = path.with_suffix(".partial")
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as written:
            for chunk in content.chunks():
                written.write(chunk)
            written.flush()
            os.fsync(written.fileno())
        partial.replace(path)
        keep_names(path.parent)
        return name


class PlaceUnavailableError(OSError):
    """The place does not answer, or refuses."""


@contextmanager
def _answering() -> Iterator[None]:
    """What the libraries of S3 raise is no OSError."""
    try:
        yield
    except OSError:
        raise
    except Exception as failure:
        if type(failure).__module__.partition(".")[0] in {"botocore", "boto3", "s3transfer"}:
            raise PlaceUnavailableError(str(failure)) from failure
        raise


def keep(organization_id: UUID, file_id: UUID, path: Path) -> None:
    """Put there a sealed file that lies in the waiting folder. Raises OSError."""
    with _answering(), path.open("rb") as source:
        _storage().save(address(organization_id, file_id), File(source))


def read(organization_id: UUID, file_id: UUID) -> BinaryIO:
    """The sealed bytes. Raises FileNotFoundError (OSError when the place does not answer)."""
    with _answering():
        found: BinaryIO = _storage().open(address(organization_id, file_id), "rb")  # type: ignore[assignment]
    return found


def size(organization_id: UUID, file_id: UUID) -> int:
    """How many bytes lie there. Raises FileNotFoundError (OSError)."""
    with _answering():
        return _storage().size(address(organization_id, file_id))


def remove(organization_id: UUID, file_id: UUID) -> None:
    """Nothing to do when it is gone already. Raises OSError."""
    with _answering():
        _storage().delete(address(organization_id, file_id))


def address(organization_id: UUID, file_id: UUID) -> str:
    """Where a file lies: only what was drawn, nothing that was typed."""
    return f"{organization_id.hex}/{file_id.hex[:2]}/{file_id.hex}"


def _storage() -> Storage:
    return storages[ALIAS]
