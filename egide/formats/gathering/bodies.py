"""Which body a record belongs to: a column, a sheet, a title or a section names it; one register each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from egide.formats.french.vocabulary import fold
from egide.formats.gathering.doubts import Key
from egide.formats.gathering.identity import base_of, line_id, record_id
from egide.formats.gathering.leaves import parser_for, type_at
from egide.formats.gathering.meaning import find
from egide.formats.gathering.recording import Activity
from egide.formats.reading import Ledger
from egide.law.facts import Organization, Register
from egide.law.facts.codes import OrganizationKind
from egide.law.facts.describing import is_list

# Kinds that are always public authorities (GDPR art. 37(1)(a)); a tourist office may be an association.
_PUBLIC = frozenset(OrganizationKind) - {OrganizationKind.OFFICE_TOURISME, OrganizationKind.AUTRE}
_KIND = (
    r"(?i:commune|ville|mairie|village|département|conseil départemental|région|métropole|ccas|cias|sdis|mdph"
    r"|communauté (?:de communes|d['’]agglomération|urbaine)|syndicat|s[ie]vu|sivom|sivos|caisse des écoles"
    r"|office (?:de|du) tourisme|centre de gestion|centre (?:inter)?communal d['’]action sociale)\b"
)
_SMALL = r"les|la|le|en|sur|et|de|du|des|sous|aux?|mixte|intercommunal\w*|départemental"
_WORD = r"(?:[dlDL]['’])?[A-ZÀ-Ý0-9][\w'’.-]*"
_BODY = re.compile(rf"{_KIND}(?:\s+(?:{_SMALL}|{_WORD})(?![\w'’]))+")
_STARTS = re.compile(_KIND)
_END = re.compile(rf"(?:\s+(?:{_SMALL}|20\d\d))+$|[\s.,:–-]+$")
_WHOLE_SIREN = re.compile(r"\D")


@dataclass(slots=True)
class Body:
    """A body being gathered: its facts by path, where they were read, its records."""

    facts: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    activities: list[Activity] = field(default_factory=list)

    def learn(self, facts: Mapping[str, tuple[Any, Key]]) -> None:
        """Keep what is not known yet."""
        for path, (value, key) in facts.items():
            if self.facts.setdefault(path, value) is value:
                self.keys.setdefault(path, key)

    @property
    def seed(self) -> str:
        """What identifies the body from one file to the next."""
        return str(self.facts.get("siren") or self.facts.get("siret", "")[:9] or fold(self.facts.get("name") or ""))

    def register(self, ledger: Ledger, fallback: str) -> Register:
        """The body with its records."""
        base = base_of(f"organization|{self.seed or fallback}")
        uid = record_id(base)
        for path, key in self.keys.items():
            ledger.provenance[uid, path] = key
        known = _nested(Organization, self.facts, base)
        if known.get("kind") in _PUBLIC:
            known.setdefault("is_public_authority", True)
        return Register(
            organization=Organization(id=uid, **known),
            activities=tuple(self.activities),
        )


def _nested(shape: type, facts: Mapping[str, Any], base: int) -> dict[str, Any]:
    """Facts by dotted path as arguments of a shape; a group within a list makes its one line."""
    arguments: dict[str, Any] = {}
    groups: dict[str, dict[str, Any]] = {}
    for path, value in facts.items():
        head, dot, rest = path.partition(".")
        if dot:
            groups.setdefault(head, {})[rest] = value
        else:
            arguments[head] = value
    for rank, (head, inner) in enumerate(groups.items()):
        kind = type_at(shape, head)
        if is_list(kind):
            line = kind.__args__[0]
            arguments[head] = (line(id=line_id(base, 30, rank), **_nested(line, inner, base)),)
        else:
            arguments[head] = kind(**_nested(kind, inner, base))
    return arguments


class Bodies:
    """The bodies of a file, in the order in which they are met."""

    def __init__(self, whole: Body) -> None:
        self._whole = whole
        self._bodies: dict[str, Body] = {}

    def add(self, activity: Activity, facts: Mapping[str, tuple[Any, Key]]) -> None:
        """A record of the body that these facts name; of the whole file’s body when they name none."""
        identity = _identity(facts)
        body = self._bodies.get(identity)
        if body is None:
            body = self._bodies[identity] = Body()
        body.learn(facts)
        body.activities.append(activity)

    def registers(self, ledger: Ledger, fallback: str) -> tuple[Register, ...]:
        """One register a body; what the file says of its one body completes it."""
        if not self._bodies:
            return (self._whole.register(ledger, fallback),)
        if len(self._bodies) == 1 or set(self._bodies) == {""}:
            for body in self._bodies.values():
                body.learn({path: (value, self._whole.keys[path]) for path, value in self._whole.facts.items()})
        elif "" in self._bodies:
            nameless = self._bodies[""]
            nameless.learn({path: (value, self._whole.keys[path]) for path, value in self._whole.facts.items()})
        return tuple(body.register(ledger, f"{fallback}|{identity}") for identity, body in self._bodies.items())


def _identity(facts: Mapping[str, tuple[Any, Key]]) -> str:
    for path in ("siren", "siret", "name", "insee_code"):
        if path in facts:
            value = str(facts[path][0])
            return value[:9] if path == "siret" else fold(value)
    return ""


def body_facts(path: str, value: Any, text: str, key: Key) -> dict[str, tuple[Any, Key]]:
    """What a cell says of a body; a SIREN keeps its nine digits, a name gives its kind."""
    if path in ("siren", "siret"):
        digits = _WHOLE_SIREN.sub("", text)
        return {path: (digits, key)} if len(digits) == (9 if path == "siren" else 14) else {}
    parse = parser_for(Organization, path)
    leaf = parse(value, text) if parse else None
    if leaf is None:
        return {}
    facts = {path: (leaf.value, key)}
    if path == "name" and (kind := kind_of(text)) is not None:
        facts["kind"] = (kind, key)
    return facts


@lru_cache(maxsize=1024)
def kind_of(name: str) -> OrganizationKind | None:
    """What kind of body bears that name: « Commune d’Achicourt » is a commune."""
    found = find(OrganizationKind, name)
    return found[0] if found and found[1] >= 0.8 else None


@lru_cache(maxsize=1024)
def body_named(text: str) -> str | None:
    """The body that a title, a section or a sheet names: « Registre de la commune de Lens » names that one."""
    found = _BODY.search(" ".join(text.split()))
    name = _END.sub("", found[0]) if found else ""
    return name[:1].upper() + name[1:] if len(name.split()) > 1 else None


@lru_cache(maxsize=1024)
def is_body(text: str) -> bool:
    """Whether a short text is a body’s name and nothing else."""
    return bool(_STARTS.match(text.strip())) and len(text.split()) <= 12 and body_named(text) is not None


def names(registers: Sequence[Register]) -> list[str]:
    """The names of the bodies, for a message."""
    return [register.organization.name or "(sans nom)" for register in registers]
