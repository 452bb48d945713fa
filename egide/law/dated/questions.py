"""What no text settles: the decisions to take (DEC) and the ambiguities of the agreement (AMB), with their defaults."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from egide.law.dated.rows import Row, load_table


class UnknownQuestionError(LookupError):
    """No decision nor ambiguity bears that identifier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """One open question, and what Égide does until somebody decides."""

    id: str
    question: str
    default: str
    source: str
    note: str | None


def decisions() -> tuple[OpenQuestion, ...]:
    """The decision register, DEC-01 to DEC-14."""
    return tuple(_question(row) for row in load_table("decisions").rows("decision"))


def ambiguities() -> tuple[OpenQuestion, ...]:
    """The ambiguity register, AMB-01 to AMB-15."""
    return tuple(_question(row) for row in load_table("decisions").rows("ambiguity"))


def open_question(identifier: str) -> OpenQuestion:
    """The decision or ambiguity of that identifier. Raises UnknownQuestionError."""
    found = _by_id().get(identifier)
    if found is None:
        raise UnknownQuestionError(f"décision ou ambiguïté inconnue : « {identifier} »")
    return found


@cache
def _by_id() -> Mapping[str, OpenQuestion]:
    return MappingProxyType({question.id: question for question in (*decisions(), *ambiguities())})


def _question(row: Row) -> OpenQuestion:
    return OpenQuestion(
        id=row.get("id", str),
        question=row.get("question", str),
        default=row.get("default", str),
        source=row.source,
        note=row.note,
    )
