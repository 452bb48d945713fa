"""Lines in a few words: what stands in the cells of « Registre », and names a line that another refers to."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from egide.formats.export.cells import to_cell
from egide.law import facts
from egide.law.facts.describing import descriptions, is_shape

LONGEST: Final = 2_000
LONGEST_FACT: Final = 200
EMPTY: Final = "(sans précision)"
# Line ends, tabs, control characters, surrogates, and what is not seen.
_UNPRINTABLE: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\u2060\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
# The facts that name a line: the first, then the others in brackets. A shape that is not here: its first two.
_NAMING: Final[Mapping[type, tuple[str, ...]]] = {
    facts.Purpose: ("text", "legal_basis"),
    facts.SpecialData: ("category", "exception"),
    facts.Recipient: ("name", "kind"),
    facts.SubProcessor: ("name", "country", "service"),
    facts.Processor: ("contact", "service"),
    facts.Retention: ("data", "active", "final_fate"),
    facts.Period: ("duration", "trigger", "text"),
    facts.Contact: ("name", "organization", "function", "email", "phone", "address", "city", "text"),
    facts.JointController: ("contact",),
    facts.Client: ("contact",),
    facts.Referent: ("contact",),
    facts.PlannedMeasure: ("text", "due_on"),
    facts.Transfer: ("recipient", "country", "mechanism"),
    facts.SecurityMeasure: ("code", "detail", "status"),
    facts.Notice: ("exists", "channel", "version_date"),
    facts.ImpactAssessment: ("status", "criteria", "validated_on"),
    facts.Video: ("kind", "cameras"),
    facts.AiSystem: ("name", "supplier"),
}


def in_words(value: Any, longest: int = LONGEST_FACT) -> str:
    """A line, a group or a fact on one line: « Nourrir les enfants (Mission d’intérêt public – art. 6(1)(e)) ».

    Each fact is cut at `longest` characters.
    """
    kind: type = type(value)
    names = naming(kind)
    if names is None:
        return _shortened(_shown(value), longest)
    facts = [fact for name in names if (fact := getattr(value, name)) is not None]
    known = [words for fact in facts if (words := in_words(fact, longest))]
    return f"{known[0]} ({', '.join(known[1:])})" if len(known) > 1 else "".join(known)


@cache
def naming(kind: type) -> tuple[str, ...] | None:
    """The facts that name a line of this shape; None when it is no shape but a fact."""
    return _NAMING.get(kind) or tuple(descriptions(kind))[:2] if is_shape(kind) else None


def _shown(value: Any) -> str:
    if type(value) is tuple:
        return ", ".join(_shown(item) for item in value)
    if type(value) is str:
        return " ".join((value if value.isprintable() else _UNPRINTABLE.sub(" ", value)).split())
    cell = to_cell(value)
    return f"{cell:%d/%m/%Y}" if hasattr(cell, "strftime") else str(cell)


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest].rstrip()}…"


def summary(lines: Iterable[Any], longest: int = LONGEST, longest_fact: int = LONGEST_FACT) -> str:
    """Lines one under the other, shortened where a cell would be too long to read."""
    return _shortened("\n".join(in_words(line, longest_fact) or EMPTY for line in lines), longest)
