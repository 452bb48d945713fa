"""The typed value of an ODS cell, and the text it shows when that says more than the value."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta

from egide.formats.grids.grid import Value
from egide.formats.grids.values import moment, number

_SCIENTIFIC = re.compile(r"[-+\d.,\s]+[eE][-+]?\d+")
_SAYS_MORE = re.compile(r"[^\W\d_]|[%€$£]")
_LENGTH = re.compile(r"(-)?P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?", re.ASCII)

Typed = tuple[Value, str | None]


def typed(kind: str, raw: Mapping[str, str], shown: str) -> Typed:
    """The value, and the text to show instead of its neutral rendering (None: no need).

    `raw` has the attributes value, date-value, time-value, boolean-value by these names. What cannot be read
    is kept as the text shown, never lost.
    """
    reader = _READERS.get(kind)
    try:
        return reader(raw, shown) if reader else (shown or None, None)
    except (ValueError, KeyError, OverflowError):
        return shown or None, None


def _float(raw: Mapping[str, str], shown: str) -> Typed:
    value = number(float(raw["value"]))
    postal = shown.startswith("0") and shown.isdigit() and len(shown) > 1
    says_more = not _SCIENTIFIC.fullmatch(shown) and _SAYS_MORE.search(shown)
    return value, shown if postal or says_more else None


def _percentage(raw: Mapping[str, str], shown: str) -> Typed:
    value = number(float(raw["value"]))
    return value, shown or f"{100 * value:.15g}\u00a0%".replace(".", ",")


def _date(raw: Mapping[str, str], _shown: str) -> Typed:
    text = raw["date-value"].rstrip("Z")
    # LibreOffice writes nine digits of fraction; Python reads six.
    return moment(datetime.fromisoformat(text.partition(".")[0])), None


def _time(raw: Mapping[str, str], _shown: str) -> Typed:
    found = _LENGTH.fullmatch(raw["time-value"])
    if found is None:
        raise ValueError(raw["time-value"])
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    if found[1] or days or hours >= 24:
        length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return -length if found[1] else length, None
    return time(hours, minutes, seconds), None


def _boolean(raw: Mapping[str, str], _shown: str) -> Typed:
    return raw["boolean-value"] == "true", None


_READERS: Mapping[str, Callable[[Mapping[str, str], str], Typed]] = {
    "float": _float,
    "currency": _float,
    "percentage": _percentage,
    "date": _date,
    "time": _time,
    "boolean": _boolean,
}
