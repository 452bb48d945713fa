"""One fact in one cell, for people, and back. What a cell cannot show as it is stands in it as JSON: nothing is lost.

Empty is unknown, « Aucun » is none; a list has one item a line. `json:"…"` holds texts that a spreadsheet would change.
"""

import json
import re
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from egide.formats.french.answers import yes_no
from egide.formats.french.dates import read_date
from egide.formats.french.words import fold
from egide.formats.grids.grid import Value, neutral_text
from egide.formats.package.decoding import JsonObject, Problems, decoder, quoted
from egide.formats.package.encoding import encode
from egide.formats.sheets.layout import Plain
from egide.law.durations import Duration
from egide.law.facts.codes import Code

NONE: Final = "Aucun"
JSON: Final = "json:"
LONG_TEXT: Final = re.compile(r"(?P<head>.*) … \[texte long (?P<number>\d+)\]", re.DOTALL)
_FIRST_DATE = date(1900, 3, 1)  # before, a spreadsheet counts a day that never was
_EXACT = 2**53
# Forbidden by XML, or invisible, so that a reader may change or drop it.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u2060\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
# What XLSX uses to escape characters: left as text, a reader would take it for one of them.
_XLSX_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")
_DURATION = re.compile(
    r"(?:(?P<years>\d+) ?ans?)?(?:(?:,| et)? ?(?P<months>\d+) ?mois)?"
    r"(?:(?:,| et)? ?(?P<weeks>\d+) ?semaines?)?(?:(?:,| et)? ?(?P<days>\d+) ?jours?)?"
)


class UnreadCellError(ValueError):
    """What stands in a cell is no value of its column; the message says, in French, what would be."""


def is_plain(text: str) -> bool:
    """Whether a spreadsheet, of any format, gives this text back exactly as it is."""
    return (
        bool(text)
        and text == text.strip()
        and not _UNSAFE.search(text)
        and not text.startswith(JSON)
        and not _XLSX_ESCAPE.search(text)
        and not LONG_TEXT.fullmatch(text)
    )


def escaped(value: Any) -> str:
    """The value as JSON in a cell, in plain ASCII where it must be."""
    shown = f"{JSON}{json.dumps(encode(value), ensure_ascii=False, allow_nan=False)}"
    return shown if is_plain(shown.removeprefix(JSON)) else f"{JSON}{_ascii(value)}"


def _ascii(value: Any) -> str:
    written = json.dumps(encode(value), allow_nan=False)
    return written.replace("_", "\\u005f") if _XLSX_ESCAPE.search(written) else written


def to_cell(value: Any) -> Plain:
    """What a person reads in a cell for a fact; None for what is unknown."""
    kind: type = type(value)
    return _writer(kind)(value)


@cache
def _writer(kind: type) -> Callable[[Any], Plain]:
    if issubclass(kind, Code):
        return lambda code: typing.cast("Code", code).label
    return _WRITERS[kind]


def _from_float(value: float) -> Plain:
    return value if float(f"{value:.15g}") == value else escaped(value)


def _from_list(values: tuple[Any, ...]) -> Plain:
    if not values:
        return NONE
    items = [_item(value) for value in values]
    if all(item is not None and is_plain(item) and "\n" not in item for item in items) and items != [NONE]:
        return "\n".join(item for item in items if item is not None)
    return escaped(values)


def _item(value: Any) -> str | None:
    """One line of a list, or None when it needs the escape."""
    cell = to_cell(value)
    return cell if isinstance(cell, str) else str(cell) if isinstance(cell, int) else None


_WRITERS: Mapping[type, Callable[[Any], Plain]] = {
    type(None): lambda _: None,
    str: lambda text: text if is_plain(text) else escaped(text),
    bool: lambda value: "Oui" if value else "Non",
    int: lambda value: value if abs(value) <= _EXACT else escaped(value),
    float: _from_float,
    date: lambda value: value if value >= _FIRST_DATE else value.isoformat(),
    Duration: lambda value: value.french,
    tuple: _from_list,
}


def from_cell(annotation: Any, value: Value, text: str) -> Any:
    """The fact that a cell holds: `value` as typed, `text` as shown. Raises UnreadCellError."""
    if isinstance(value, str) and value.startswith(JSON):
        return _from_json(annotation, value)
    return _reader(annotation)(value, text)


def _from_json(annotation: Any, cell: str) -> Any:
    problems = Problems()
    try:
        written = json.loads(cell.removeprefix(JSON), object_pairs_hook=JsonObject.of_pairs)
    except (ValueError, RecursionError):
        raise UnreadCellError("ce qui suit «\u202fjson:\u202f» n’est pas du JSON complet") from None
    fact = decoder(annotation)(written, "", problems)
    if problems.messages:
        raise UnreadCellError(problems.messages[0])
    return fact


@cache
def _reader(annotation: Any) -> Callable[[Value, str], Any]:
    options = [part for part in typing.get_args(annotation) if part is not types.NoneType]
    if isinstance(annotation, types.UnionType):
        return _reader(options[0])
    if typing.get_origin(annotation) is tuple:
        return _list_of(options[0])
    if annotation in _READERS:
        return _READERS[annotation]
    return _code(annotation)


def _list_of(item: Any) -> Callable[[Value, str], Any]:
    read = _reader(item)

    def read_list(value: Value, text: str) -> Any:
        if fold(text) in {"aucun", "aucune", "neant"}:
            return ()
        if not isinstance(value, str):
            return (read(value, text),)
        items = [line.strip() for line in value.split("\n") if line.strip()]
        return tuple(read(line, line) for line in items)

    return read_list


@cache
def words_for(kind: type[Code]) -> Mapping[str, Code]:
    """The codes by their folded French words and by their own names."""
    return {fold(code.value): code for code in kind} | {fold(code.label): code for code in kind}


def _code(kind: type[Code]) -> Callable[[Value, str], Any]:
    def read(_value: Value, text: str) -> Any:
        found = words_for(kind).get(fold(text))
        if found is None:
            expected = ", ".join(f"«\u202f{code.label}\u202f»" for code in kind)
            raise UnreadCellError(f"{quoted(text)} n’est pas dans la liste\u202f; attendu\u202f: {expected}")
        return found

    return read


def _boolean(value: Value, text: str) -> Any:
    answer = value if isinstance(value, bool) else yes_no(text)
    if answer is None:
        raise UnreadCellError(
            f"attendu\u202f: «\u202fOui\u202f» ou «\u202fNon\u202f»\u202f; reçu\u202f: {quoted(text)}"
        )
    return answer


def _digits(text: str) -> str:
    return re.sub(r"\s", "", text).replace("−", "-")


def _integer(value: Value, text: str) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if re.fullmatch(r"[+-]?\d{1,40}", digits := _digits(text), re.ASCII):
        return int(digits)
    raise UnreadCellError(f"attendu\u202f: un nombre entier\u202f; reçu\u202f: {quoted(text)}")


def _number(value: Value, text: str) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    digits = _digits(text).replace(",", ".")
    if re.fullmatch(r"[+-]?\d{1,40}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,3})?", digits, re.ASCII):
        return float(digits)
    raise UnreadCellError(f"attendu\u202f: un nombre\u202f; reçu\u202f: {quoted(text)}")


def _date(value: Value, text: str) -> Any:
    try:
        return date.fromisoformat(text) if isinstance(value, str) else _typed_date(value, text)
    except ValueError:
        return _typed_date(value, text)


def _typed_date(value: Value, text: str) -> date:
    found = value.date() if isinstance(value, datetime) else read_date(value)
    if found is None:
        raise UnreadCellError(f"attendu\u202f: une date (17/11/2025)\u202f; reçu\u202f: {quoted(text)}")
    return found


def _duration(_value: Value, text: str) -> Any:
    found = _DURATION.fullmatch(" ".join(text.lower().split()))
    if found is not None and any(found.groups()):
        years, months, weeks, days = (int(part or 0) for part in found.groups())
        return Duration(years, months, days + 7 * weeks)
    try:
        return Duration.parse(text.strip())
    except ValueError:
        raise UnreadCellError(
            f"attendu\u202f: une durée (5 ans, 18 mois, 30 jours)\u202f; reçu\u202f: {quoted(text)}"
        ) from None


_READERS: Mapping[Any, Callable[[Value, str], Any]] = {
    str: lambda value, text: value if isinstance(value, str) else text or neutral_text(value),
    bool: _boolean,
    int: _integer,
    float: _number,
    date: _date,
    Duration: _duration,
}
