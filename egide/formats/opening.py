"""The one door for reading a register, whatever its form: opened in the sandbox, recognised, read, all said."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from egide.formats import ciso_assistant, headings, madis, openrgpd
from egide.formats.errors import Unreadable
from egide.formats.grid import Workbook
from egide.formats.headings import Mapping
from egide.formats.limits import Limits
from egide.formats.reading import Doubt, DoubtKind, Reading
from egide.formats.sandbox import read_in_sandbox
from egide.formats.workbooks import read_workbook

_BELIEVED = 0.7
_SURE = 0.9
_TIE = 0.1


@dataclass(frozen=True, slots=True)
class Format:
    """A form of register that Égide knows. `recognises` says how sure it is, from 0 to 1, without reading."""

    name: str
    label: str
    recognises: Callable[[Workbook], float]
    read: Callable[[Workbook], Reading]


FORMATS: tuple[Format, ...] = (
    Format(madis.FORMAT, madis.LABEL, madis.recognises, madis.read),
    Format(openrgpd.FORMAT, openrgpd.LABEL, openrgpd.recognises, openrgpd.read),
    Format(ciso_assistant.FORMAT, ciso_assistant.LABEL, ciso_assistant.recognises, ciso_assistant.read),
)


def read_register(path: Path, *, mapping: Mapping | None = None, limits: Limits | None = None) -> Reading:
    """The registers of a file. With a mapping, it is read as the mapping says, whatever it looks like.

    Raises Unreadable, ready to be shown, when the file cannot be opened or is no register.
    """
    return read_opened(read_in_sandbox(path, read_workbook, limits), mapping=mapping)


def read_opened(workbook: Workbook, *, mapping: Mapping | None = None) -> Reading:
    """The registers of a workbook already opened. Raises Unreadable."""
    if mapping is not None:
        return _with_notes(headings.read(workbook, mapping), workbook)
    certain = sorted(((known.recognises(workbook), known) for known in FORMATS), key=lambda found: -found[0])
    best, known = certain[0]
    if best < _BELIEVED:
        return _with_notes(headings.read(workbook), workbook)
    reading = known.read(workbook)
    rivals = [other.label for certainty, other in certain[1:] if certainty >= max(_BELIEVED, best - _TIE)]
    if rivals or best < _SURE:
        reading.ledger.doubt(_which(known, best, rivals))
    return _with_notes(reading, workbook)


def _which(known: Format, certainty: float, rivals: list[str]) -> Doubt:
    others = f", mais peut venir de {' ou '.join(rivals)}" if rivals else ""
    message = f"Ce fichier a été lu comme un fichier de {known.label}{others}\u202f; vérifiez que les fiches sont justes."
    return Doubt(DoubtKind.GUESSED, message, certainty=0.5 if rivals else certainty)


def _with_notes(reading: Reading, workbook: Workbook) -> Reading:
    """What the opening of the file left aside or guessed is said with the rest."""
    for note in workbook.notes:
        reading.ledger.doubt(Doubt(DoubtKind.LEFT_OUT, note))
    return reading


def readable_formats() -> tuple[str, ...]:
    """What Égide reads, for a help text."""
    return (*(known.label for known in FORMATS), "tout tableau dont les titres se reconnaissent")


__all__ = ["FORMATS", "Format", "Unreadable", "read_opened", "read_register", "readable_formats"]
