"""The files of a body that moves to another installation: their content goes, sealed anew under the keys there."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import UUID

from egide.platform.files import sealing, services, storage
from egide.platform.files.errors import DamagedFileError
from egide.platform.files.incoming import waiting_folder
from egide.platform.files.models import Attachment, FileKey
from egide.platform.records.models import unlocked
from egide.platform.records.scope import unscoped

_WHY: Final = "the files of a body that leaves or arrives, by the installation"


def carried_out(organization_id: UUID, folder: Path) -> None:
    """Write each content in clear, under the identifier of its file. Raises DamagedFileError, LostKeyError, OSError."""
    kept = unlocked(FileKey).filter(organization_id=organization_id).values("id")
    for attachment in unlocked(Attachment).filter(organization_id=organization_id, id__in=kept):
        with unscoped(_WHY):
            content = services.content(attachment)
        with closing(content), (folder / attachment.id.hex).open("wb") as written:
            for chunk in content:
                written.write(chunk)


def brought_in(organization_id: UUID, folder: Path) -> None:
    """Seal and keep each content, once it is what the journal says. Raises DamagedFileError, OSError."""
    attachments = {a.id.hex: a for a in unlocked(Attachment).filter(organization_id=organization_id)}
    for path in sorted(folder.iterdir()):
        attachment = attachments.get(path.name)
        if attachment is None:
            raise DamagedFileError(
                f"Cette archive contient un fichier que sa collectivité ne connaît pas ({path.name})."
            )
        _seal(attachment, path)


def _seal(attachment: Attachment, path: Path) -> None:
    key, digest = sealing.new_key(), sha256()
    with tempfile.NamedTemporaryFile(dir=waiting_folder(), prefix="in-") as sealed:
        sealer = sealing.Sealer(sealed, key)
        for chunk in _chunks(path):
            digest.update(chunk)
            sealer.write(chunk)
        sealer.close()
        sealed.flush()
        if digest.hexdigest() != attachment.sha256:
            raise DamagedFileError(f"« {attachment} » n’est pas, dans cette archive, ce que dit son journal.")
        services.keep_key(attachment, key)
        storage.keep(attachment.organization_id, attachment.id, Path(sealed.name))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while chunk := source.read(sealing.CHUNK):
            yield chunk
