"""One file that holds others and says what they are: a compressed tar, sealed or not, whose last member is a manifest
with the size and the SHA-256 of each of the others. Written whole or not at all."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Final, cast

from egide.operations.backup.sealing import Opener, Sealer, SealError, is_sealed
from egide.state import FILE, FOLDER, keep_names

MANIFEST: Final = "manifest.json"
_AT_ONCE: Final = 1 << 20
_FASTEST: Final = 1
Manifest = dict[str, Any]


class ArchiveError(ValueError):
    """Not an archive of ours, or not as it was written. In French."""


class _Hashed:
    """A file that is hashed as it goes by."""

    def __init__(self, source: BinaryIO) -> None:
        self._source, self._digest, self.size = source, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self._digest.update(data)
        self.size += len(data)
        return data

    @property
    def told(self) -> list[Any]:
        return [self.size, self._digest.hexdigest()]


def write(target: Path, members: Iterable[tuple[str, Path]], manifest: Manifest, passphrase: str = "") -> int:
    """The size of the archive. `members`: names in the archive, and files. Raises OSError.

    The file appears under its name once it is whole and on the disk; only its owner reads it.
    """
    partial = target.with_name(f".{target.name}.part")
    try:
        with _created(partial) as opened:
            with _compressing(opened, passphrase) as tar:
                held = {name: _add(tar, name, file) for name, file in members}
                _add_manifest(tar, {**manifest, "members": held})
            opened.flush()
            os.fsync(opened.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    keep_names(target.parent)
    return target.stat().st_size


def _created(file: Path) -> BinaryIO:
    file.unlink(missing_ok=True)
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE), "wb")


@contextmanager
def _compressing(opened: BinaryIO, passphrase: str) -> Iterator[tarfile.TarFile]:
    with ExitStack() as stack:
        into: Any = stack.enter_context(Sealer(opened, passphrase)) if passphrase else opened
        packed = stack.enter_context(gzip.GzipFile(fileobj=into, mode="wb", compresslevel=_FASTEST))
        yield stack.enter_context(tarfile.open(fileobj=cast("BinaryIO", packed), mode="w|"))


def _add(tar: tarfile.TarFile, name: str, file: Path) -> list[Any]:
    with file.open("rb") as opened:
        hashed = _Hashed(opened)
        tar.addfile(_info(name, os.fstat(opened.fileno()).st_size), cast("BinaryIO", hashed))
    return hashed.told


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, FILE
    return info


def _add_manifest(tar: tarfile.TarFile, manifest: Manifest) -> None:
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
    tar.addfile(_info(MANIFEST, len(text)), io.BytesIO(text))


def read(source: Path, folder: Path, form: str, passphrase: str = "") -> Manifest:
    """Put the members in `folder`, each as the manifest says; give the manifest. `form`: what its `format` must be.

    Raises ArchiveError, in French; OSError.
    """
    try:
        with source.open("rb") as opened:
            found, manifest = _extract(_clear(opened, passphrase), folder)
    except (tarfile.TarError, EOFError, ValueError, zlib.error, gzip.BadGzipFile) as error:
        told = str(error) if isinstance(error, SealError | ArchiveError) else "Ce fichier est abîmé ou coupé."
        raise ArchiveError(f"« {source.name} » : {told}") from error
    if manifest.get("format") != form or manifest.get("number") != 1:
        raise ArchiveError(f"« {source.name} » n’est pas ce qu’il faut ici ({manifest.get('format')}).")
    _compare(source.name, found, manifest["members"])
    return manifest


def _clear(opened: BinaryIO, passphrase: str) -> BinaryIO:
    if not is_sealed(opened):
        return opened
    if not passphrase:
        raise ArchiveError(
            "il est chiffré. Donnez sa phrase : EGIDE_BACKUP_PASSPHRASE ou EGIDE_BACKUP_PASSPHRASE_FILE."
        )
    return io.BufferedReader(Opener(opened, passphrase), _AT_ONCE)


def _extract(clear: BinaryIO, folder: Path) -> tuple[dict[str, list[Any]], Manifest]:
    found: dict[str, list[Any]] = {}
    manifest: Manifest | None = None
    unpacked = gzip.GzipFile(fileobj=clear, mode="rb")
    with tarfile.open(fileobj=cast("BinaryIO", unpacked), mode="r|") as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is None or manifest is not None:
                raise ArchiveError("il contient ce qu’une archive d’Égide ne contient pas.")
            if member.name == MANIFEST:
                manifest = json.loads(content.read())
            else:
                found[member.name] = _put(cast("BinaryIO", content), folder / _safe(member.name))
    while unpacked.read(_AT_ONCE):  # a stream is whole once its end was read
        pass
    if not isinstance(manifest, dict):
        raise ArchiveError("il est coupé : son sommaire manque.")
    return found, manifest


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ArchiveError(f"il contient un nom dangereux ({name}).")
    return path


def _put(content: BinaryIO, target: Path) -> list[Any]:
    target.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER)
    hashed = _Hashed(content)
    with _created(target) as written:
        while data := hashed.read(_AT_ONCE):
            written.write(data)
        written.flush()
        os.fsync(written.fileno())
    return hashed.told


def _compare(name: str, found: Mapping[str, list[Any]], told: Mapping[str, list[Any]]) -> None:
    wrong = sorted(member for member in found.keys() | told.keys() if found.get(member) != told.get(member))
    if wrong:
        raise ArchiveError(f"« {name} » a été modifié : {', '.join(wrong[:3])} n’est pas ce que dit son sommaire.")
