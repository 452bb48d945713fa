"""Facts in words: what a value reads like on paper. Unknown gives nothing: a document never invents an answer."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID

from egide.law.durations import Duration
from egide.law.facts import Contact, Period
from egide.law.facts.codes import Code
from egide.law.facts.describing import descriptions
from egide.law.french import long_date, number
from egide.law.retention import period_in_words


def in_words(value: Any) -> str | None:
    """A value in French; None when it is unknown. `()` is « Néant », whatever the gender."""
    if value is None:
        return None
    for kind, words in _WORDS:
        if isinstance(value, kind):
            return words(value) or None
    return "\n".join(f"{label}\u00a0: {text}" for label, text in details(value)) or None


def _list_in_words(values: tuple[Any, ...]) -> str | None:
    if not values:
        return "Néant"
    words = [text for value in values if (text := in_words(value))]
    separator = ", " if all(isinstance(value, Code | int) for value in values) else "\n"
    return separator.join(words) or None


def contact_in_words(contact: Contact) -> str | None:
    """On one line: « Madame Anne Martin, maire – 12, rue de la Mairie, 62217 Achicourt – 03 21 00 00 00 »."""
    title = contact.title.label if contact.title else None
    who = ", ".join(
        filter(None, (" ".join(filter(None, (title, contact.name))), contact.function, contact.organization))
    )
    city = " ".join(filter(None, (contact.postal_code, contact.city)))
    where = ", ".join(filter(None, (contact.address, city, contact.country)))
    parts = (who, where, contact.phone, contact.email, contact.url, contact.text)
    return " – ".join(filter(None, parts)) or None


def details(facts: Any, but: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """The known fields of a shape, but some, as (label, words)."""
    shape: type = type(facts)
    for name, described in descriptions(shape).items():
        value = getattr(facts, name)
        if name in but or _only_ids(value):
            continue
        text = f"{value:d}" if described.year and value is not None else in_words(value)
        if text:
            yield described.label, text


def _only_ids(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], UUID)


# The first kind that fits speaks: a code is a text, and a yes or no is a number.
_WORDS: Final[tuple[tuple[type, Callable[[Any], str | None]], ...]] = (
    (bool, lambda value: "Oui" if value else "Non"),
    (Code, lambda value: value.label),
    (int, number),
    (float, lambda value: f"{value:n}".replace(".", ",")),
    (date, long_date),
    (Duration, lambda value: value.french),
    (Contact, contact_in_words),
    (Period, period_in_words),
    (tuple, _list_in_words),
    (str, str.strip),
)
