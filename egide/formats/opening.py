"""The door of every file: opened in the sandbox, recognised among the formats we know, read as a register."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from egide.formats import ciso_assistant, headings, madis, openrgpd, package
from egide.formats.errors import Unreadable
from egide.formats.export import importing
from egide.formats.grid import Workbook
from egide.formats.headings import Mapping
from egide.formats.limits import Limits
from egide.formats.reading import Doubt, DoubtKind, Reading
from egide.formats.sandbox import read_in_sandbox
from egide.formats.workbooks import read_workbook

_SURE = 0.9
_LIKELY = 0.5
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class KnownFormat:
    """A format of workbook: how sure it is to be one (0 to 1), and how it is read."""

    label: str
    recognises: Callable[[Workbook], float]
    read: Callable[[Workbook], Reading]


# From the most particular to the most general; any other workbook is read by its headings.
KNOWN_FORMATS = (
    KnownFormat("l’export d’Égide", lambda workbook: float(importing.recognises(workbook)), importing.read_export),
    KnownFormat("un export de MADIS", madis.recognises, madis.read),
    KnownFormat("un export d’OpenRGPD", openrgpd.recognises, openrgpd.read),
    KnownFormat("un classeur de CISO Assistant", ciso_assistant.recognises, ciso_assistant.read),
)


def read_register(
    path: Path, *, mapping: Mapping | None = None, limits: Limits | None = None, encoding: str | None = None
) -> Reading:
    """Read any register. Raises Unreadable, in French, with what to do.

    `mapping` says what the columns are, and forces reading by headings. `encoding` is for delimited text whose accents
    came out wrong (`mac_roman`, say).
    """
    try:
        with path.open("rb") as file:
            start = file.read(_HEAD)
            if package.recognises(start):
                return package.reading(start + file.read(package.LARGEST), path.name)
    except OSError as error:
        reason = error.strerror or "raison inconnue"
        raise Unreadable(f"Ce fichier ne peut pas être ouvert\u00a0: {reason}.", "Vérifiez ses droits.") from None
    workbook = read_in_sandbox(path, read_workbook, limits, encoding=encoding)
    return _noted(read_grid(workbook, mapping=mapping), workbook)


def read_grid(workbook: Workbook, *, mapping: Mapping | None = None) -> Reading:
    """Read a register from a grid already opened. Raises Unreadable when nothing in it looks like one."""
    if mapping is not None:
        return _by_headings(workbook, mapping)
    found = sorted(
        ((known.recognises(workbook), -rank, known) for rank, known in enumerate(KNOWN_FORMATS)),
        key=lambda each: each[:2],
        reverse=True,
    )
    certainty, _, best = found[0]
    if certainty < _LIKELY:
        return _by_headings(workbook, None)
    reading = best.read(workbook)
    if certainty < _SURE:
        reading.ledger.doubts.insert(0, _unsure(best, certainty))
    return reading


def _by_headings(workbook: Workbook, mapping: Mapping | None) -> Reading:
    reading, used = headings.read_with_mapping(workbook, mapping)
    return replace(reading, mapping_text=headings.write_mapping(used))


def _unsure(known: KnownFormat, certainty: float) -> Doubt:
    words = f"Lu comme {known.label}, dont il ne porte pas tous les signes\u00a0: vérifiez que c’en est un."
    return Doubt(DoubtKind.GUESSED, words, certainty=certainty)


def _noted(reading: Reading, workbook: Workbook) -> Reading:
    """What opening the file left aside comes first among what to verify."""
    notes = [Doubt(DoubtKind.LEFT_OUT, note) for note in workbook.notes]
    reading.ledger.doubts[:0] = notes
    return reading
