"""Plain JSON values to facts, driven by the annotations of the shapes. Every problem says where it is, in French."""

import dataclasses
import difflib
import math
import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from egide.law.durations import Duration
from egide.law.facts.codes import Code
from egide.law.facts.describing import field_types

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CODES_LISTED = 16
_SHOWN = 60


class JsonObject(dict[str, Any]):
    """An object as it was written, with the keys that were written twice."""

    repeated: tuple[str, ...] = ()

    @classmethod
    def of_pairs(cls, pairs: list[tuple[str, Any]]) -> "JsonObject":
        """For `json.loads(object_pairs_hook=…)`."""
        made = cls(pairs)
        if len(made) < len(pairs):
            keys = [key for key, _ in pairs]
            made.repeated = tuple(key for key in made if keys.count(key) > 1)
        return made


@dataclass(slots=True)
class Problems:
    """What is wrong in a document, in the order of reading."""

    messages: list[str] = field(default_factory=list)

    def add(self, path: str, message: str) -> None:
        """`path` is the JSON path, « activities[3].purposes[0].legal_basis ». Returns None, the value of a failure."""
        self.messages.append(f"{path}\u202f: {message}" if path else message)


Decoder = Callable[[Any, str, Problems], Any]


def quoted(value: Any) -> str:
    """A value as a message shows it: « texte », shortened when long."""
    text = str(value) if isinstance(value, str) else repr(value)
    text = text.encode("utf-8", "backslashreplace").decode()
    return f"«\u202f{text[:_SHOWN]}…\u202f»" if len(text) > _SHOWN else f"«\u202f{text}\u202f»"


def in_french(value: Any) -> str:
    """The kind of a JSON value, for a message."""
    return _FRENCH.get(type(value), "un objet")


_FRENCH: Mapping[type, str] = {
    str: "un texte",
    bool: "vrai ou faux",
    int: "un nombre",
    float: "un nombre",
    list: "une liste",
    type(None): "rien",
}


@cache
def decoder(annotation: Any) -> Decoder:
    """What reads a JSON value as the annotated type. It returns None, and adds a problem, on anything else."""
    options = [part for part in typing.get_args(annotation) if part is not types.NoneType]
    if isinstance(annotation, types.UnionType) and len(options) == 1:
        return _or_unknown(decoder(options[0]))
    if typing.get_origin(annotation) is tuple:
        return _list_of(decoder(options[0]))
    if annotation in _LEAVES:
        return _LEAVES[annotation]
    if isinstance(annotation, type) and issubclass(annotation, Code):
        return _code(annotation)
    if dataclasses.is_dataclass(annotation) and isinstance(annotation, type):
        return _object_of(annotation)
    raise TypeError(f"no JSON decoder for {annotation!r}")


def _or_unknown(inner: Decoder) -> Decoder:
    return lambda value, path, problems: None if value is None else inner(value, path, problems)


def _list_of(inner: Decoder) -> Decoder:
    def decode(value: Any, path: str, problems: Problems) -> Any:
        if not isinstance(value, list):
            return problems.add(path, f"attendu\u202f: une liste\u202f; reçu\u202f: {in_french(value)}")
        return tuple(inner(item, f"{path}[{n}]", problems) for n, item in enumerate(value))

    return decode


def _code(kind: type[Code]) -> Decoder:
    known: dict[Any, Code] = {code.value: code for code in kind}

    def decode(value: Any, path: str, problems: Problems) -> Any:
        if not isinstance(value, str):
            return problems.add(path, f"attendu\u202f: un code\u202f; reçu\u202f: {in_french(value)}")
        if value not in known:
            return problems.add(
                path, f"valeur inconnue {quoted(value)}\u202f; attendu\u202f: {_offer(value, list(known))}"
            )
        return known[value]

    return decode


def _offer(value: str, known: list[str]) -> str:
    if len(known) <= _CODES_LISTED:
        return ", ".join(known)
    near = difflib.get_close_matches(value, known, n=3, cutoff=0.5) or known[:3]
    return f"l’un des {len(known)} codes du schéma, par exemple {', '.join(near)}"


def _object_of(shape: type) -> Decoder:
    """Reads a shape. An absent field is unknown, save a list that cannot be (`not_applicable`): it is empty."""
    annotations = field_types(shape)
    decoders = {name: decoder(annotation) for name, annotation in annotations.items()}
    absent = {name: _absent(annotation) for name, annotation in annotations.items()}
    required = [
        name for name, annotation in annotations.items() if absent[name] is None and not _may_be_none(annotation)
    ]

    def decode(value: Any, path: str, problems: Problems) -> Any:
        if not isinstance(value, dict):
            return problems.add(path, f"attendu\u202f: un objet\u202f; reçu\u202f: {in_french(value)}")
        before = len(problems.messages)
        check_keys(value, path, problems, tuple(decoders))
        for name in required:
            if name not in value:
                problems.add(_join(path, name), "champ obligatoire absent")
        facts = dict(absent)
        for name in value:
            if name in decoders:
                facts[name] = decoders[name](value[name], _join(path, name), problems)
        return shape(**facts) if len(problems.messages) == before else None

    return decode


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _may_be_none(annotation: Any) -> bool:
    return types.NoneType in typing.get_args(annotation)


def _absent(annotation: Any) -> Any:
    return () if typing.get_origin(annotation) is tuple else None


def check_keys(value: Mapping[str, Any], path: str, problems: Problems, known: tuple[str, ...]) -> None:
    """Refuse keys that are not known or written twice: what a reader does not understand, it must not drop."""
    for name in getattr(value, "repeated", ()):
        problems.add(_join(path, name), "champ écrit deux fois")
    for name in value:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"\u202f; vouliez-vous dire {quoted(near[0])}\u202f?" if near else ""
            problems.add(path, f"champ inconnu {quoted(name)}{hint}")


def _text(value: Any, path: str, problems: Problems) -> Any:
    if not isinstance(value, str):
        return problems.add(path, f"attendu\u202f: un texte\u202f; reçu\u202f: {in_french(value)}")
    if _SURROGATE.search(value):
        return problems.add(path, f"texte qui contient un demi-caractère\u202f: {quoted(value)}")
    return value


def _boolean(value: Any, path: str, problems: Problems) -> Any:
    return (
        value
        if isinstance(value, bool)
        else problems.add(path, f"attendu\u202f: true ou false\u202f; reçu\u202f: {quoted(value)}")
    )


def _integer(value: Any, path: str, problems: Problems) -> Any:
    if type(value) is int:
        return value
    return problems.add(path, f"attendu\u202f: un nombre entier\u202f; reçu\u202f: {quoted(value)}")


def _number(value: Any, path: str, problems: Problems) -> Any:
    try:
        number = float(value) if type(value) in (int, float) else math.nan
    except OverflowError:
        number = math.inf
    return (
        number
        if math.isfinite(number)
        else problems.add(path, f"attendu\u202f: un nombre\u202f; reçu\u202f: {quoted(value)}")
    )


def _date(value: Any, path: str, problems: Problems) -> Any:
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        return problems.add(path, f"date qui n’existe pas\u202f: {quoted(value)}")
    return problems.add(path, f"attendu\u202f: une date (AAAA-MM-JJ)\u202f; reçu\u202f: {quoted(value)}")


def _duration(value: Any, path: str, problems: Problems) -> Any:
    if not isinstance(value, str):
        return problems.add(
            path, f"attendu\u202f: une durée (P10Y, P6M, P2W, P30D…)\u202f; reçu\u202f: {quoted(value)}"
        )
    try:
        return Duration.parse(value)
    except ValueError:
        return problems.add(path, f"durée illisible {quoted(value)}\u202f; attendu\u202f: P10Y, P6M, P2W, P30D…")


def _identifier(value: Any, path: str, problems: Problems) -> Any:
    if isinstance(value, UUID):  # from a database: a file has texts
        return value
    if isinstance(value, str) and _UUID.fullmatch(value):
        return UUID(value)
    return problems.add(path, f"attendu\u202f: un identifiant (UUID)\u202f; reçu\u202f: {quoted(value)}")


_LEAVES: Mapping[Any, Decoder] = {
    str: _text,
    bool: _boolean,
    int: _integer,
    float: _number,
    date: _date,
    Duration: _duration,
    UUID: _identifier,
}
