"""Something an act must correct or document, with the rule it comes under and its article."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flag:
    """`rule` is a rule of the register (DEL-…), or the invariant (I1 to I8) when none says it."""

    rule: str
    message: str
    basis: tuple[str, ...]
