"""One verification of figures: the formula, the figures in it, whether it holds, and why it must."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariant:
    """A formula applied to figures. `holds` is None when the record does not allow to tell.

    `rule` names the rule of the register that the failure, or the silence, corresponds to.
    """

    id: str
    formula: str
    figures: str
    holds: bool | None
    explanation: str
    basis: tuple[str, ...]
    rule: str | None = None
