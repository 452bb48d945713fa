"""Pieces of JSON-LD: nodes, French texts, references to terms. What is unknown leaves no trace."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

from egide.law.durations import Duration
from egide.law.facts.codes import Code

Node = dict[str, Any]

CONTEXT: Final[Mapping[str, Any]] = {
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "pd": "https://w3id.org/dpv/pd#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("egide.formats.dpv").joinpath("terms.toml").read_text(encoding="utf-8"))


def term(code: Code) -> str:
    """The DPV term of a code. Raises KeyError for an enumeration that has none."""
    return _table()[type(code).__name__][code.value]


def uri(identifier: UUID) -> str:
    """The identifier of a record or a line as a URI."""
    return f"urn:uuid:{identifier}"


def french(text: str | None) -> Node | None:
    """A text in French."""
    return None if text is None else {"@value": text, "@language": "fr"}


def label(code: Code | None) -> Node | None:
    """The French words of a code."""
    return None if code is None else french(code.label)


def day(value: date | None) -> Node | None:
    """A typed date."""
    return None if value is None else {"@value": value.isoformat(), "@type": "xsd:date"}


def length(value: Duration | None) -> Node | None:
    """A typed duration."""
    return None if value is None else {"@value": str(value), "@type": "xsd:duration"}


def to(target: str | None) -> Node | None:
    """A reference to a term or to another node."""
    return None if target is None else {"@id": target}


def node(kinds: str | Iterable[str], identifier: UUID | None = None, **properties: Any) -> Node:
    """A node of these types; `dpv__hasPurpose` is the property `dpv:hasPurpose`. Unknown properties are left out."""
    types = [kinds] if isinstance(kinds, str) else list(dict.fromkeys(kinds))
    made: Node = {"@id": uri(identifier)} if identifier else {}
    made["@type"] = types[0] if len(types) == 1 else types
    known = {name.replace("__", ":"): value for name, value in properties.items() if value not in (None, [], ())}
    return made | known


def several(values: Iterable[Node | None]) -> list[Node] | Node | None:
    """One value alone, or a list; None when there is none."""
    known = [value for value in values if value is not None]
    return known[0] if len(known) == 1 else known or None
