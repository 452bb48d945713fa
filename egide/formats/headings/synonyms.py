"""Which fact a heading announces: its own words, or nearly, or two at once. A guess says how sure it is."""

import re
import tomllib
import typing
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, get_close_matches
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from egide.formats.french.vocabulary import fold, words
from egide.formats.gathering.blindness import seen_by
from egide.formats.gathering.columns import codes_given
from egide.formats.gathering.families import FAMILIES
from egide.formats.gathering.leaves import parser_for, type_at
from egide.formats.gathering.meaning import find
from egide.formats.gathering.targets import Target
from egide.law.facts import ProcessingActivity
from egide.law.facts.codes import Code
from egide.law.facts.paths import label_of, schema_paths

_HOLLOW = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "un",
        "une",
        "en",
        "au",
        "aux",
        "the",
        "of",
        "a",
        "to",
        "if",
        "applicable",
        "possible",
        "any",
    ]
)
_NUMBERED = re.compile(r"^(.*\D)\s*(?:n°\s*)?(\d{1,2})$")
_LEADING = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*\s*[.)–-]|[A-Z]\s*[.)–-]\s|[IVX]+\s*[.)–-]\s)\s*")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{3})")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_JOINTS = re.compile(r"\s*(?:/|\+|&|\n|;|,|\bet\b|\band\b)\s*", re.IGNORECASE)
# Words with which a heading speaks of something else than the hint it holds.
_AMISS = frozenset({"breach", "violation", "incident", "link", "lien", "date", "nombre", "number", "adherence"})
_LONGEST = 160
_NEAR = 0.84
CERTAIN = 0.9
_BOX = 1.0
_LONE = 0.8
_BOXES, _OTHERS = 1000, 500

Shape = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """What a heading announces. `certainty` is 1 for its own words; under 0.9 it is a guess to verify.

    `is_lone_box`: a word of a closed list, with no heading above it to say that it is a box to tick.
    """

    target: Target
    certainty: float
    rank: int
    number: int = 0
    also: tuple[Target, ...] = ()
    is_lone_box: bool = False


@dataclass(frozen=True)
class Synonyms:
    """The headings of one section of the table, by the words that matter in them."""

    by_words: dict[Shape, tuple[Target, int]]
    by_set: dict[frozenset[str], tuple[Target, int]]

    def exact(self, heading: str) -> Match | None:
        """A heading in its own words, whatever their order, its brackets set aside if need be."""
        for attempt, certainty in ((heading, 1.0), (_BRACKETS.sub(" ", heading), 0.95)):
            shape = shape_of(attempt)
            if shape and (found := self.by_words.get(shape)):
                return Match(found[0], certainty, found[1])
            if len(shape) > 1 and (found := self.by_set.get(frozenset(shape))):
                return Match(found[0], min(certainty, 0.95), found[1])
        return self._numbered(heading)

    def _numbered(self, heading: str) -> Match | None:
        found = _NUMBERED.match(heading.strip(" \t\n:*?."))
        base = self.by_words.get(shape_of(found[1])) if found else None
        return Match(base[0], 1.0, base[1], int(found[2])) if found and base else None


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("egide.formats.headings").joinpath("headings.toml").read_text(encoding="utf-8"))


@cache
def synonyms(*sections: str) -> Synonyms:
    """The headings of these sections together; an earlier section wins."""
    by_words: dict[Shape, tuple[Target, int]] = {}
    by_set: dict[frozenset[str], tuple[Target, int]] = {}
    rank = 0
    for section in sections:
        for written, headings in _table()[section].items():
            rank += 1
            target = Target.parse(written)
            for heading in headings:
                shape = shape_of(heading)
                by_words.setdefault(shape, (target, rank))
                by_set.setdefault(frozenset(shape), (target, rank))
    return Synonyms(by_words, by_set)


@cache
def own_labels() -> Synonyms:
    """The labels of Égide itself, which its advice and its exports use: « Sous-traitants : contrat signé »."""
    by_words: dict[Shape, tuple[Target, int]] = {}
    for rank, path in enumerate(readable_paths(), 500):
        by_words.setdefault(shape_of(label_of(ProcessingActivity, path)), (Target(path), rank))
    return Synonyms(by_words, {})


@cache
def readable_paths() -> tuple[str, ...]:
    """Every fact of a record that one column can give."""
    return tuple(path for path in schema_paths(ProcessingActivity) if _is_readable(path))


def _is_readable(path: str) -> bool:
    head, _, within = path.partition(".")
    family = FAMILIES.get(head)
    if family is None:
        return path.count(".") <= 1 and parser_for(ProcessingActivity, path) is not None
    return within in ("country", family.main) or (
        "." not in within and bool(within) and parser_for(family.shape, within) is not None
    )


@cache
def preferred_headings() -> dict[str, str]:
    """For each path that a column can tell, the heading that it should bear, and that is understood when it does."""
    plain = {written: headings[0] for written, headings in _table()["activity"].items() if "(" not in written}
    found: dict[str, str] = {}
    for path in schema_paths(ProcessingActivity):
        within = (heading for written, heading in plain.items() if written.startswith(f"{path}."))
        wanted = (plain.get(path), label_of(ProcessingActivity, path), *within)
        heading = next((text for text in wanted if text and _tells(text, path)), None)
        if heading is not None:
            found[path] = heading
    return found


def _tells(heading: str, path: str) -> bool:
    match = of_register().exact(heading) or own_labels().exact(heading)
    return match is not None and path in seen_by(match.target)


def of_register() -> Synonyms:
    """Headings of a table of activities."""
    return synonyms("activity", "organization")


def of_front() -> Synonyms:
    """Labels of what stands above a table, or of a sheet that identifies the body."""
    return synonyms("front", "organization")


@lru_cache(maxsize=16_384)
def shape_of(heading: str) -> Shape:
    """The words that matter in a heading. Too long to be one: nothing."""
    if len(heading) > _LONGEST:
        return ()
    return tuple(word for word in words(_CAMEL.sub(" ", _LEADING.sub("", heading))) if word not in _HOLLOW)


@lru_cache(maxsize=4096)
def recognise(heading: str, parent: str = "") -> Match | None:
    """What a heading announces, under the merged heading `parent` when there is one."""
    known = of_register()
    own = known.exact(heading)
    if parent:
        under = known.exact(f"{parent} {heading}") or known.exact(f"{parent} : {heading}") or box(heading, parent)
        # « Transferts hors UE » under « Destinataires » says enough by itself.
        if under is not None and (own is None or own.certainty <= under.certainty):
            return under
    alone = own or _composite(heading) or own_labels().exact(heading)
    if alone is not None:
        return alone
    if not parent and any(lone_box(heading, group) for group in BOXES):
        # « Usagers » is a box to tick, not a slip of the keyboard in « Usage ».
        return None
    return _nearly(f"{parent} {heading}".strip()) or _hinted(f"{parent} {heading}".strip())


def is_known(heading: str) -> bool:
    """Whether the heading is one in its own words: quick, for looking through many cells."""
    return len(heading) <= _LONGEST and of_register().exact(heading) is not None


def is_help(text: str) -> bool:
    """A sentence printed on a form to help who fills it, or the number of a line left empty."""
    return fold(text).startswith(_helps()) or text.strip().rstrip(".)").isdigit()


@cache
def _helps() -> tuple[str, ...]:
    return tuple(fold(text) for text in _table()["help"]["starts"])


def group_of(parent: str) -> str | None:
    """The list that a merged heading is about."""
    shape = shape_of(parent)
    return next((head for head, names in _table()["groups"].items() if shape in {shape_of(n) for n in names}), None)


def box(heading: str, parent: str) -> Match | None:
    """A box to tick under a merged heading: « Agents » under « Personnes concernées »."""
    group = group_of(parent)
    return _box_in(group, heading, _BOX) if group else None


BOXES = ("personal_data", "data_subjects", "security_measures", "purposes.legal_basis", "special_data")


def lone_box(heading: str, group: str) -> Match | None:
    """A box to tick with no heading above it: only the code’s own words, and a guess."""
    found = _box_in(group, heading, _LONE)
    return None if found is None else replace(found, is_lone_box=True)


def _box_in(group: str, heading: str, certainty: float) -> Match | None:
    head, _, within = group.partition(".")
    family = FAMILIES.get(head)
    field = within or (family.code if family else None)
    if field is None:
        return None
    kind = _codes_at(f"{head}.{field}")
    if kind is None:
        return None
    found: Any = find(kind, heading)
    if found is None or found[1] < (0.8 if certainty == _BOX else 1.0):
        return None
    target = Target(head, ((field, found[0].value),)) if family else Target(group, (("is", found[0].value),))
    return Match(target, certainty, rank_of(target))


def rank_of(target: Target) -> int:
    """The place of a column among those of its list; boxes come last, in the order of their codes."""
    known = _ranks().get(target)
    if known is not None or not target.given:
        return _OTHERS if known is None else known
    name, value = target.given[0]
    kind = codes_given(target, name)
    return _BOXES + (list(kind).index(kind(value)) if kind is not None else 0)


@cache
def _ranks() -> dict[Target, int]:
    return dict(of_register().by_words.values())


def _codes_at(path: str) -> type[Code] | None:
    """The closed list of a fact, or of the items of a fact."""
    annotation = type_at(ProcessingActivity, path)
    kind = typing.get_args(annotation)[0] if typing.get_origin(annotation) is tuple else annotation
    return kind if isinstance(kind, type) and issubclass(kind, Code) else None


def _composite(heading: str) -> Match | None:
    """« Finalité(s) / base légale »: two facts in one column."""
    parts = [part for part in _JOINTS.split(heading) if part.strip()]
    if not 2 <= len(parts) <= 4:
        return None
    found = [of_register().exact(part) for part in parts]
    known = [match for match in found if match is not None]
    if len(known) != len(parts):
        return None
    first, *others = known
    also = tuple(match.target for match in others if match.target != first.target)
    return replace(first, certainty=0.7, also=also) if also else replace(first, certainty=0.85)


def _nearly(heading: str) -> Match | None:
    """A slip of the keyboard, or one word more or less."""
    text = " ".join(shape_of(heading))
    if len(text) < 5:
        return None
    near = get_close_matches(text, _joined(), n=1, cutoff=_NEAR)
    if not near:
        return None
    target, rank = _joined()[near[0]]
    ratio = SequenceMatcher(None, text, near[0]).ratio()
    return Match(target, round(min(ratio, 0.89), 2), rank)


@cache
def _joined() -> dict[str, tuple[Target, int]]:
    return {" ".join(shape): found for shape, found in of_register().by_words.items()}


def _hinted(heading: str) -> Match | None:
    """A long heading that holds a word of no doubt."""
    shape = shape_of(heading)
    best: tuple[int, Match] | None = None
    if not _AMISS.isdisjoint(shape):
        return None
    for target, hint in _hints():
        if _within(hint, shape) and (best is None or len(hint) > best[0]):
            share = len(hint) / len(shape)
            best = len(hint), Match(target, round(0.55 + 0.3 * share, 2), 900)
    return best[1] if best else None


@cache
def _hints() -> tuple[tuple[Target, Shape], ...]:
    return tuple(
        (Target.parse(written), shape_of(hint)) for written, hints in _table()["hints"].items() for hint in hints
    )


def _within(part: Iterable[str], whole: Shape) -> bool:
    part = tuple(part)
    return any(whole[start : start + len(part)] == part for start in range(len(whole) - len(part) + 1))
