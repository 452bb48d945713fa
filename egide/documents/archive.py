"""A ZIP that depends on its contents alone: entries in the order given, all dated from the document's day."""

import io
import zipfile
from collections.abc import Iterable
from datetime import date


def pack(entries: Iterable[tuple[str, bytes]], day: date, *, stored: frozenset[str] = frozenset()) -> bytes:
    """The archive's bytes; `stored` names the entries left uncompressed. `day` is 1980 or later."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in entries:
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def unpack(data: bytes) -> list[tuple[str, bytes]]:
    """The entries of an archive of our own making, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]
