"""The one door for reading a register, whatever its form: opened in the sandbox, recognised, read, all said."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from egide.formats import ciso_assistant, cnil, export, headings, madis, openrgpd, package
from egide.formats.errors import Unreadable
from egide.formats.grids.grid import Workbook
from egide.formats.grids.limits import Limits
from egide.formats.grids.sandbox import read_in_sandbox
from egide.formats.grids.workbooks import read_workbook
from egide.formats.headings import Mapping
from egide.formats.reading import Doubt, DoubtKind, Reading

_BELIEVED: Final = 0.7
_SURE: Final = 0.9
_TIE: Final = 0.1
_HEAD: Final = 4096


@dataclass(frozen=True, slots=True)
class Format:
    """A form of register that Égide knows. `recognises` says how sure it is, from 0 to 1, without reading."""

    label: str
    recognises: Callable[[Workbook], float]
    read: Callable[[Workbook], Reading]


FORMATS: Final = (
    Format(export.LABEL, lambda workbook: float(export.recognises(workbook)), export.read),
    Format(cnil.FORMAT_LABEL, cnil.recognises, cnil.read),
    Format(madis.LABEL, madis.recognises, madis.read),
    Format(openrgpd.LABEL, openrgpd.recognises, openrgpd.read),
    Format(ciso_assistant.LABEL, ciso_assistant.recognises, ciso_assistant.read),
)


def read_register(
    path: Path, *, mapping: Mapping | None = None, limits: Limits | None = None, encoding: str | None = None
) -> Reading:
    """The registers of a file. With a mapping, it is read as the mapping says, whatever it looks like.

    `encoding` is for delimited text whose accents came out wrong (`mac_roman`, say). Raises Unreadable, ready to be
    shown, when the file cannot be opened or is no register.
    """
    data = _package(path)
    if data is not None:
        return package.reading(data, path.name)
    return read_opened(read_in_sandbox(path, read_workbook, limits, encoding=encoding), mapping=mapping)


def _package(path: Path) -> bytes | None:
    """The bytes of a package of ours, or None: another file is not read here, but in the sandbox."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            return head + file.read(package.LARGEST) if package.recognises(head) else None
    except OSError as error:
        reason = error.strerror or "raison inconnue"
        raise Unreadable(f"Ce fichier ne peut pas être ouvert\u00a0: {reason}.", "Vérifiez ses droits.") from None


def read_opened(workbook: Workbook, *, mapping: Mapping | None = None) -> Reading:
    """The registers of a workbook already opened. Raises Unreadable."""
    if mapping is not None:
        return _with_notes(_by_headings(workbook, mapping), workbook)
    certain = sorted(((known.recognises(workbook), known) for known in FORMATS), key=lambda found: -found[0])
    best, known = certain[0]
    if best < _BELIEVED:
        return _with_notes(_by_headings(workbook, None), workbook)
    reading = known.read(workbook)
    # A file that bears our mark is ours, whatever its sheets look like.
    least = max(_BELIEVED, best - _TIE) if best < 1 else 1
    rivals = [other.label for certainty, other in certain[1:] if certainty >= least]
    if rivals or best < _SURE:
        reading.ledger.doubt(_which(known, best, rivals))
    return _with_notes(reading, workbook)


def _by_headings(workbook: Workbook, mapping: Mapping | None) -> Reading:
    reading, used = headings.read_with_mapping(workbook, mapping)
    return replace(reading, mapping_text=headings.write_mapping(used))


def _which(known: Format, certainty: float, rivals: list[str]) -> Doubt:
    others = f", mais peut venir de {' ou '.join(rivals)}" if rivals else ""
    message = f"Ce fichier a été lu comme\u00a0: {known.label}{others}\u202f; vérifiez que les fiches sont justes."
    return Doubt(DoubtKind.GUESSED, message, certainty=0.5 if rivals else certainty)


def _with_notes(reading: Reading, workbook: Workbook) -> Reading:
    """What the opening of the file left aside or guessed comes first among what to verify."""
    reading.ledger.doubts[:0] = [Doubt(DoubtKind.LEFT_OUT, note) for note in workbook.notes]
    return reading
