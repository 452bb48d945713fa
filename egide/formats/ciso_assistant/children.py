"""A row of a child sheet of CISO Assistant: the lines that it makes in the lists of its processing."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from egide.formats.french.durations import read_retention
from egide.formats.french.vocabulary import country, yes_no
from egide.formats.gathering.answers import Proto
from egide.formats.gathering.meaning import find
from egide.law.durations import Duration
from egide.law.facts import Contact, Period
from egide.law.facts.codes import (
    Article9Exception,
    Code,
    DataCategory,
    DataSubjectCategory,
    FinalFate,
    LegalBasis,
    RecipientKind,
    SpecialCategory,
    TransferMechanism,
)

K = TypeVar("K", bound=Code)
_DAYS = re.compile(r"(\d+)\s*(day|week|month|year)s?", re.IGNORECASE)
_UNITS = {"day": "D", "week": "W", "month": "M", "year": "Y"}


@cache
def enumerations() -> Mapping[str, Mapping[str, str]]:
    """The closed lists of the tool."""
    path = files("egide.formats.ciso_assistant").joinpath("enumerations.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def key_of(text: str) -> str:
    """« privacy_data_processor », « Data processor » and « data-processor » are one key."""
    return re.sub(r"[\s-]+", "_", text.strip().removeprefix("privacy_")).removeprefix("privacy_")


def code_of(section: str, kind: type[K], text: str) -> K | None:
    """The code of the register for a value of the tool, in its own key or in words; None when there is none."""
    table = enumerations()[section]
    value = table.get(key_of(text), table.get(key_of(text).lower()))
    if value is not None:
        return kind(value) if value else None
    found = find(kind, text)
    return found[0] if found and found[1] >= 0.8 else None


@dataclass(slots=True)
class Child:
    """A row by its headings: what each cell says, and which were of use."""

    texts: Mapping[str, tuple[int, str]]
    used: set[str] = field(default_factory=set)

    def text(self, *headings: str) -> str | None:
        """The first of these cells that is filled."""
        for heading in headings:
            if heading in self.texts:
                self.used.add(heading)
                return self.texts[heading][1]
        return None

    def words(self) -> str | None:
        """Name and description together."""
        parts = [text for heading in ("name", "description") if (text := self.text(heading))]
        return "\u00a0: ".join(dict.fromkeys(parts)) or None

    def proto(self, facts: Mapping[str, Any], **headings: str) -> Proto:
        """A line, each fact read in the cell of that heading (`name` where none is told)."""
        kept = {name: value for name, value in facts.items() if value is not None}
        at = {name: self.texts.get(headings.get(name, "name"), next(iter(self.texts.values())))[0] for name in kept}
        return Proto(kept, tuple(at.items()))


Lines = Iterator[tuple[str, Proto]]


def purposes(child: Child) -> Lines:
    basis, condition = child.text("legal_basis"), child.text("article_9_condition")
    facts = {"text": child.words(), "legal_basis": code_of("legal_basis", LegalBasis, basis) if basis else None}
    if basis and facts["legal_basis"] is None:
        facts["justification"] = basis
    yield "purposes", child.proto(facts, legal_basis="legal_basis", justification="legal_basis")
    if condition:
        exception = code_of("article_9_condition", Article9Exception, condition)
        facts = {"exception": exception, "exception_text": None if exception else condition}
        yield "special_data", child.proto(facts, exception="article_9_condition", exception_text="article_9_condition")


def personal_data(child: Child) -> Lines:
    """The category, its retention, and the special category that it is or that the row declares."""
    said, words, declared = child.text("category"), child.words(), child.text("is_sensitive")
    category = code_of("personal_data", DataCategory, said) if said else None
    yield "personal_data", child.proto({"category": category, "detail": words or said}, category="category")
    special = SpecialCategory(category.value) if category and category.value in set(SpecialCategory) else None
    if special or (declared and yes_no(declared)):
        facts = {"category": special, "detail": words}
        yield "special_data", child.proto(facts, category="category" if special else "is_sensitive")
    yield from _retention(child, words)
    for asset in _several(child.text("assets")):
        yield "systems", child.proto({"name": asset}, name="assets")


def _retention(child: Child, words: str | None) -> Lines:
    text, policy = child.text("retention"), child.text("deletion_policy")
    fate = code_of("deletion_policy", FinalFate, policy) if policy else None
    facts: dict[str, Any] = {"final_fate": fate}
    if text:
        days = _DAYS.fullmatch(text)
        read = read_retention(text)
        facts["active"] = (
            Period(duration=Duration.parse(f"P{days[1]}{_UNITS[days[2].lower()]}")) if days else read.active
        )
        facts["final_fate"] = fate or read.final_fate
        facts["unlimited"] = read.unlimited
    if policy and fate is None:
        facts["justification"] = f"Politique de suppression\u00a0: {_plain(policy)}"
    if any(value is not None for value in facts.values()):
        facts["data"] = child.text("name") or words
        places = {"active": "retention", "unlimited": "retention", "justification": "deletion_policy"}
        yield "retention", child.proto(facts, final_fate="deletion_policy" if fate else "retention", **places)


def data_subjects(child: Child) -> Lines:
    said, words = child.text("category"), child.words()
    category = code_of("data_subject", DataSubjectCategory, said) if said else None
    yield "data_subjects", child.proto({"category": category, "detail": words or said}, category="category")


def recipients(child: Child) -> Lines:
    said = child.text("category")
    kind = code_of("recipient", RecipientKind, said) if said else None
    facts = {"kind": kind, "name": child.text("name") or said, "detail": child.text("description")}
    yield "recipients", child.proto(facts, kind="category", detail="description")


def contractors(child: Child) -> Lines:
    """A processor, a joint controller, or a body that decides for itself and is a recipient."""
    said = child.text("relationship_type") or "data_processor"
    relationship = enumerations()["relationship"].get(key_of(said).lower(), "recipient")
    name, service = child.text("entity", "name"), child.text("description")
    place = "entity" if "entity" in child.texts else "name"
    contact = Contact(name=name) if name else None
    if relationship == "joint":
        yield "joint_controllers", child.proto({"contact": contact}, contact=place)
    elif relationship == "recipient":
        yield "recipients", child.proto({"kind": RecipientKind.EXTERNAL, "name": name, "detail": service}, name=place)
    else:
        facts = {"contact": contact, "service": service, "country": _country(child.text("country"))}
        if relationship == "subprocessor" and service is None:
            facts["service"] = "Sous-traitant ultérieur"
        yield "processors", child.proto(facts, contact=place, service="description", country="country")


def transfers(child: Child) -> Lines:
    said = child.text("transfer_mechanism")
    mechanism = code_of("transfer_mechanism", TransferMechanism, said) if said else None
    told = [child.text("guarantees"), None if mechanism or not said else _plain(said), child.text("description")]
    facts = {
        "recipient": child.text("entity", "name"),
        "country": _country(child.text("country")),
        "mechanism": mechanism,
        "guarantees": "\n".join(text for text in told if text) or None,
        "documentation": child.text("documentation_link"),
    }
    places = {"country": "country", "mechanism": "transfer_mechanism", "documentation": "documentation_link"}
    yield "transfers", child.proto(facts, recipient="entity", guarantees="guarantees", **places)


def _country(text: str | None) -> str | None:
    if text is None:
        return None
    found = country(text.upper() if len(text) == 2 else text)
    return found[0] if found else text.upper() if re.fullmatch(r"[A-Za-z]{2}", text) else None


def _several(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _plain(value: str) -> str:
    """A key of the tool as words."""
    return key_of(value).replace("_", " ")


CHILDREN: Mapping[str, Callable[[Child], Lines]] = {
    "purposes": purposes,
    "personal data": personal_data,
    "data subjects": data_subjects,
    "data recipients": recipients,
    "contractors": contractors,
    "transfers": transfers,
}
