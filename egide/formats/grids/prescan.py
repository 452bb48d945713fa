"""Before any parser sees an archive (.ods, .xlsx, .xlsb): how many members, how big, and no trap among them.

Sizes are counted while unpacking, because what an archive declares may be a lie.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from egide.formats.errors import Unreadable
from egide.formats.grids.limits import MEGABYTE, Limits, french_number, megabytes

_CHUNK = 1 << 20
_OVERLAP = 64
# Below this size a member does no harm however well it was packed, and honest sheets do repeat themselves.
_RATIO_FROM = 20 * MEGABYTE
_ENCRYPTED = 0x1
# Upper case is the rule of XML; in UTF-16 each letter brings a NUL.
_DECLARATION = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")
_XML_NAMES = (".xml", ".rels", ".vml", ".rdf")
_RESAVE = "Ouvrez-le dans votre tableur et enregistrez-le à nouveau."


@contextmanager
def damaged_archive() -> Iterator[None]:
    """Whatever zipfile says of a damaged or hostile archive becomes one refusal."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        OverflowError,
        KeyError,
    ) as error:
        raise Unreadable(
            "Ce fichier est abîmé ou incomplet\u202f: son contenu compressé ne peut pas être ouvert.",
            "Récupérez-le à nouveau à son emplacement d’origine, ou enregistrez-le depuis votre tableur.",
        ) from error


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """The archive, its list of members checked but nothing unpacked yet. Raises Unreadable."""
    with damaged_archive():
        archive = zipfile.ZipFile(path)
    with archive:
        _check_members(archive.infolist(), limits)
        yield archive


def prescan(path: Path, limits: Limits) -> tuple[str, ...]:
    """Unpack every member once, count, look for traps. Gives back notes in French; raises Unreadable."""
    with opened(path, limits) as archive:
        unpacked = 0
        for member in archive.infolist():
            if not member.is_dir():
                unpacked += _unpack(archive, member, limits, unpacked)
        return _notes(archive.namelist())


def _check_members(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.members:
        raise _refusal(
            f"contient {french_number(len(members))} éléments\u202f; la limite est de {french_number(limits.members)}"
        )
    if sum(member.file_size for member in members) > limits.unpacked_bytes:
        raise _too_big(limits)
    if len({member.filename.lower() for member in members}) < len(members):
        raise _refusal("contient deux éléments du même nom, ce qu’aucun tableur ne produit")
    for member in members:
        _check_member(member)


def _check_member(member: zipfile.ZipInfo) -> None:
    parts = member.filename.replace("\\", "/").split("/")
    if parts[0] == "" or ".." in parts or ":" in parts[0]:
        raise _refusal("contient un chemin qui sort du fichier, ce qu’aucun tableur ne produit")
    if member.flag_bits & _ENCRYPTED:
        raise Unreadable(
            "Ce fichier est protégé par un mot de passe\u202f: il ne peut pas être lu.",
            "Retirez le mot de passe, puis recommencez.",
        )
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refusal("utilise une compression qu’aucun tableur n’emploie")


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits, before: int) -> int:
    size, tail = 0, b""
    with damaged_archive(), archive.open(member) as stream:
        chunk = stream.read(_CHUNK)
        is_xml = member.filename.lower().endswith(_XML_NAMES) or chunk.lstrip().startswith(b"<")
        while chunk:
            size += len(chunk)
            _check_size(size, before, member, limits)
            if is_xml and _DECLARATION.search(tail + chunk):
                raise _refusal("contient une déclaration DOCTYPE ou ENTITY, ce qu’aucun tableur ne produit")
            tail = chunk[-_OVERLAP:]
            chunk = stream.read(_CHUNK)
    return size


def _check_size(size: int, before: int, member: zipfile.ZipInfo, limits: Limits) -> None:
    if before + size > limits.unpacked_bytes:
        raise _too_big(limits)
    if size > _RATIO_FROM and size > limits.ratio * max(member.compress_size, 1):
        raise _refusal(f"est anormalement compressé (plus de {limits.ratio} fois), comme le sont les fichiers piégés")


def _too_big(limits: Limits) -> Unreadable:
    return _refusal(f"dépasse, une fois décompressé, la limite de {megabytes(limits.unpacked_bytes)}")


def _refusal(what: str) -> Unreadable:
    return Unreadable(f"Ce fichier {what}.", _RESAVE)


def _notes(names: list[str]) -> tuple[str, ...]:
    lowered = [name.lower() for name in names]
    notes = []
    # Reading macros would need running nothing, and refusing them would turn away honest .xlsm registers.
    if any(name.endswith("vbaproject.bin") or name.startswith("basic/") for name in lowered):
        notes.append("Ce classeur contient des macros\u202f: elles n’ont été ni lues ni exécutées.")
    if any(name.startswith("xl/externallinks/") for name in lowered):
        notes.append(
            "Ce classeur contient des liens vers d’autres fichiers\u202f: ils n’ont pas été suivis\u202f; les"
            " dernières valeurs enregistrées ont été lues."
        )
    return tuple(notes)
