"""Which files are taken: those whose extension is known and whose content is what the extension says."""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, Final

from egide.platform.files.errors import DamagedFileError, FileRefusedError
from egide.platform.files.names import extension

HEAD: Final = 8192
"""How much of the beginning is looked at."""
MOST_MEMBERS: Final = 2_000
MOST_UNPACKED: Final = 500 * 1024 * 1024
MOST_RATIO: Final = 200
_RATIO_FROM: Final = 20 * 1024 * 1024
_PLAIN_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Seen:
    """A file that was received: its beginning, whether it holds a byte that no text holds, and a way to seek in it."""

    name: str
    head: bytes
    is_text: bool
    open: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file. `holds` says whether a content is of this kind."""

    label: str
    media_type: str
    holds: Callable[[Seen], bool]


def _begins(*starts: bytes) -> Callable[[Seen], bool]:
    return lambda seen: seen.head.startswith(starts)


def _open_document(media_type: str) -> Callable[[Seen], bool]:
    """The first member says what it is, not packed."""

    def holds(seen: Seen) -> bool:
        with _archive(seen) as archive:
            members = archive.infolist()
            return bool(members) and members[0].filename == "mimetype" and _says(archive, members[0], media_type)

    return holds


def _says(archive: zipfile.ZipFile, member: zipfile.ZipInfo, media_type: str) -> bool:
    return member.file_size < 200 and archive.read(member).strip() == media_type.encode()


def _office_document(folder: str) -> Callable[[Seen], bool]:
    def holds(seen: Seen) -> bool:
        with _archive(seen) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise FileRefusedError(
                    f"« {seen.name} » contient des macros. Enregistrez-le sans macros, puis déposez-le."
                )
            return "[Content_Types].xml" in names and any(name.startswith(f"{folder}/") for name in names)

    return holds


@contextmanager
def _archive(seen: Seen) -> Iterator[zipfile.ZipFile]:
    """The archive, its list of members checked; nothing is unpacked, here or anywhere."""
    if not seen.head.startswith(b"PK\x03\x04"):
        raise _unlike(seen)
    with closing(seen.open()) as source:
        archive = _opened(seen, source)
        _check(seen, archive.infolist())
        yield archive


def _opened(seen: Seen, source: Any) -> zipfile.ZipFile:
    broken = FileRefusedError(
        f"« {seen.name} » est abîmé : il ne s’ouvre pas. Enregistrez-le de nouveau, puis déposez-le."
    )
    try:
        return zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
        raise broken from error


def _check(seen: Seen, members: Sequence[zipfile.ZipInfo]) -> None:
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    is_bomb = unpacked > MOST_UNPACKED or (unpacked > _RATIO_FROM and unpacked > packed * MOST_RATIO)
    if len(members) > MOST_MEMBERS or is_bomb:
        raise FileRefusedError(f"« {seen.name} » se déplierait en un contenu démesuré. Il n’est pas accepté.")
    if any(_leads_out(member.filename) for member in members):
        raise FileRefusedError(f"« {seen.name} » contient des chemins qui sortent de lui-même. Il n’est pas accepté.")


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or name[1:2] == ":"


def _message(seen: Seen) -> bool:
    return seen.is_text and re.match(rb"(?:From |[A-Za-z][A-Za-z-]+:)[^\n]*\n", seen.head) is not None


_OASIS, _MICROSOFT = "application/vnd.oasis.opendocument.", "application/vnd.openxmlformats-officedocument."
_ODT, _ODS, _ODP = (f"{_OASIS}{name}" for name in ("text", "spreadsheet", "presentation"))
KINDS: Final[Mapping[str, Kind]] = {
    "pdf": Kind("PDF", "application/pdf", _begins(b"%PDF-")),
    "odt": Kind("texte LibreOffice", _ODT, _open_document(_ODT)),
    "ods": Kind("classeur LibreOffice", _ODS, _open_document(_ODS)),
    "odp": Kind("présentation LibreOffice", _ODP, _open_document(_ODP)),
    "docx": Kind("texte Word", f"{_MICROSOFT}wordprocessingml.document", _office_document("word")),
    "xlsx": Kind("classeur Excel", f"{_MICROSOFT}spreadsheetml.sheet", _office_document("xl")),
    "pptx": Kind("présentation PowerPoint", f"{_MICROSOFT}presentationml.presentation", _office_document("ppt")),
    "png": Kind("image", "image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": Kind("image", "image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": Kind("image", "image/jpeg", _begins(b"\xff\xd8\xff")),
    "txt": Kind("texte", "text/plain", lambda seen: seen.is_text),
    "csv": Kind("tableau CSV", "text/csv", lambda seen: seen.is_text),
    "eml": Kind("courriel", "message/rfc822", _message),
}
ACCEPTED: Final = ",".join(f".{known}" for known in KINDS)
"""As the `accept` of a file field."""


def kind_of(seen: Seen) -> Kind:
    """The kind of a file, by its extension and by its content, that must agree. Raises FileRefusedError."""
    kind = KINDS.get(extension(seen.name))
    if kind is None:
        known = ", ".join(known for known in KINDS if known != "jpeg")
        raise FileRefusedError(
            f"« {seen.name} » n’est pas d’un type accepté ({known}). Enregistrez-le en PDF, par exemple."
        )
    try:
        holds = kind.holds(seen)
    except (DamagedFileError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as broken:
        raise _unlike(seen) from broken
    if not holds:
        raise _unlike(seen)
    return kind


def _unlike(seen: Seen) -> FileRefusedError:
    return FileRefusedError(
        f"Le contenu de « {seen.name} » n’est pas celui d’un fichier .{extension(seen.name)}. "
        "Vérifiez le fichier, puis déposez-le de nouveau."
    )


def could_be_text(data: bytes) -> bool:
    """Whether a piece of a file may be that of a text."""
    return _PLAIN_CONTROLS.search(data) is None
