"""Delimited text (.csv, .tsv, .txt): which encoding, which separator, then the cells; guesses are noted.

Encodings in order: byte order mark, strict UTF-8, Windows-1252: statistics err on short French files.
"""

import codecs
import csv
import io
from collections import Counter
from math import log2
from pathlib import Path

from egide.formats.errors import Unreadable
from egide.formats.grids.grid import Sheet, Value
from egide.formats.grids.limits import Budget, Limits, french_number
from egide.formats.grids.texts import clean_text
from egide.formats.grids.values import trim

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In the order of trust: a semicolon that splits every line alike is no accident, a comma often is (1,5;2,5).
SEPARATORS = (";", "\t", ",", "|")
_SPOKEN = {";": "point-virgule", "\t": "tabulation", ",": "virgule", "|": "barre verticale"}
_CP1252 = (
    "Encodage reconnu\u202f: Windows-1252 (ancien Excel). Si des accents sont faux, enregistrez le fichier en UTF-8."
)
_NULS = "Ce fichier contient des caractères nuls\u202f: ils ont été retirés."
_ODD_QUOTES = (
    "Des guillemets sont mal placés\u202f: vérifiez les cellules qui en contiennent (la première fois ligne {line})."
)
# A record that no file holds: if it does not come out last and whole, a quote was left open.
_SENTINEL = "\ue000\uf8ff\ue000"
_SAMPLE_CHARACTERS = 200_000
_SAMPLE_RECORDS = 200
_STEADY = 0.9
_UTF16_NULS = 0.25


def read_delimited(
    path: Path, limits: Limits, *, encoding: str | None = None
) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """One sheet named after the file, and notes. `encoding`: imposed by the person (mac_roman, say)."""
    text, notes = _decode(path.read_bytes(), encoding)
    if "\0" in text:
        notes.append(_NULS)
    text, separator = _announced(text)
    if separator is None:
        separator, sure = _vote(_sample(text))
        if not sure:
            notes.append(f"Séparateur de colonnes incertain, lu comme\u202f: {_SPOKEN[separator]}.")
    values, more = _cells(text, separator, path.stem, limits)
    return (Sheet(path.stem, values),), tuple(notes + more)


def _decode(data: bytes, encoding: str | None) -> tuple[str, list[str]]:
    if encoding is not None:
        return _decode_as(data, encoding), []
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, name), []
    if data.count(b"\0") > len(data) * _UTF16_NULS:
        little = data[1::2].count(b"\0") > data[::2].count(b"\0")
        return _decode_as(data, "utf-16-le" if little else "utf-16-be"), []
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        # The five codes that Windows-1252 leaves undefined become the replacement mark, which shows.
        return data.decode("cp1252", errors="replace"), [_CP1252]


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError) as error:
        raise Unreadable(
            f"Ce fichier n’est pas un texte en {encoding}.",
            "Enregistrez-le depuis votre tableur au format CSV UTF-8, ou en .ods ou .xlsx.",
        ) from error


def _announced(text: str) -> tuple[str, str | None]:
    """The text without the « sep=; » line that Excel understands, and the separator it announces."""
    first, _, rest = text.partition("\n")
    first = first.rstrip("\r")
    if len(first) == 5 and first.lower().startswith("sep=") and first[4] in SEPARATORS:
        return rest, first[4]
    return text, None


def _sample(text: str) -> str:
    """The beginning, cut at the end of a line."""
    sample = text[:_SAMPLE_CHARACTERS]
    return sample if len(sample) == len(text) else sample.rpartition("\n")[0] or sample


def _vote(sample: str) -> tuple[str, bool]:
    """The separator, and whether it splits nearly every line alike."""
    scores: dict[str, float] = {}
    for separator in SEPARATORS:
        share, width = _steadiness(sample, separator)
        if width > 1 and share >= _STEADY:
            return separator, True
        scores[separator] = share * log2(width) if width > 1 else 0.0
    best = max(scores, key=scores.__getitem__)
    # Nothing splits anything: one column, and no doubt about it.
    return best, not scores[best]


def _steadiness(sample: str, separator: str) -> tuple[float, int]:
    """The commonest number of cells in a record, and the share of records that have it."""
    widths: Counter[int] = Counter()
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            if record:
                widths[len(record)] += 1
            if widths.total() >= _SAMPLE_RECORDS:
                break
    except csv.Error:
        return 0.0, 0
    if not widths:
        return 0.0, 0
    width, times = widths.most_common(1)[0]
    return times / widths.total(), width


class _MisquotedError(Exception):
    """csv stumbled in the record that starts at this line."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _cells(text: str, separator: str, name: str, limits: Limits) -> tuple[dict[int, list[Value]], list[str]]:
    csv.field_size_limit(limits.cell_characters)
    try:
        return _parse(text, separator, name, limits, strict=True), []
    except _MisquotedError as stumble:
        line = stumble.line
    try:
        return _parse(text, separator, name, limits, strict=False), [_ODD_QUOTES.format(line=line)]
    except _MisquotedError as stumble:  # lenient, csv stumbles on size alone
        raise Unreadable(
            f"Une cellule dépasse la limite de {french_number(limits.cell_characters)} caractères\u202f: ce"
            " fichier n’est sans doute pas un tableau.",
            "Vérifiez le fichier et son séparateur, ou enregistrez-le au format .ods ou .xlsx.",
            f"ligne {stumble.line}",
        ) from stumble


def _parse(text: str, separator: str, name: str, limits: Limits, *, strict: bool) -> dict[int, list[Value]]:
    lines = io.StringIO(f"{text}\n{_SENTINEL}", newline="")
    reader = csv.reader(lines, delimiter=separator, strict=strict)
    budget, values, opened, following = Budget(limits), dict[int, list[Value]](), 1, 1
    try:
        for row, record in enumerate(reader):
            if record == [_SENTINEL]:
                return values
            opened, following = following, reader.line_num + 1
            _keep(values, row, record, name, limits)
            budget.spend(len(record))
    except csv.Error as error:
        raise _MisquotedError(following) from error
    raise Unreadable(
        "Un guillemet ouvert n’est jamais refermé\u202f: la suite se lirait comme une seule cellule.",
        'Refermez-le, doublez-le s’il fait partie du texte (""), ou enregistrez le fichier en .ods ou .xlsx.',
        f"ligne {opened}",
    )


def _keep(values: dict[int, list[Value]], row: int, record: list[str], name: str, limits: Limits) -> None:
    line: list[Value] = [(cell if cell.isprintable() else clean_text(cell)) or None for cell in record]
    trim(line)
    if line:
        if row >= limits.rows or len(line) > limits.columns:
            raise limits.too_far(name, row, len(line) - 1)
        values[row] = line
