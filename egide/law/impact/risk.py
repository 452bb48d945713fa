"""How the risks of an impact assessment are rated, after the method of the CNIL.

The map from two levels to one is our own decision: no official formula exists.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from egide.law.facts.codes import Code, RiskLevel

LEVELS = {1: "Négligeable", 2: "Limitée", 3: "Importante", 4: "Maximale"}
_IMPORTANT = 3
_ORDER = tuple(RiskLevel)


class FearedEvent(Code):
    """What may happen to data (CNIL, PIA method)."""

    ILLEGITIMATE_ACCESS = "ILLEGITIMATE_ACCESS", "Accès illégitime"
    UNWANTED_MODIFICATION = "UNWANTED_MODIFICATION", "Modification non désirée"
    DISAPPEARANCE = "DISAPPEARANCE", "Disparition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One feared event, rated from 1 (negligible) to 4 (maximal) on both scales, once measures are taken."""

    event: FearedEvent
    severity: int
    likelihood: int


def risk_level(severity: int, likelihood: int) -> RiskLevel:
    """HIGH when both are important or more, MEDIUM when one is, else LOW. Raises ValueError, in French, outside 1–4."""
    for name, level in (("gravité", severity), ("vraisemblance", likelihood)):
        if level not in LEVELS:
            raise ValueError(f"{name} : {level} n’est pas un niveau ; attendu : 1 (négligeable) à 4 (maximale)")
    important = (severity >= _IMPORTANT) + (likelihood >= _IMPORTANT)
    return _ORDER[important]


def residual_risk(ratings: Iterable[Rating]) -> RiskLevel | None:
    """The highest of the three feared events; None as long as one is not rated, unless another is HIGH already."""
    levels: dict[FearedEvent, RiskLevel] = {}
    for rating in ratings:
        level = risk_level(rating.severity, rating.likelihood)
        levels[rating.event] = max(level, levels.get(rating.event, RiskLevel.LOW), key=_ORDER.index)
    highest = max(levels.values(), key=_ORDER.index, default=None)
    return highest if highest is RiskLevel.HIGH or len(levels) == len(FearedEvent) else None


def needs_prior_consultation(risk: RiskLevel | None) -> bool:
    """Whether the CNIL must be consulted before the processing starts (GDPR art. 36(1))."""
    return risk is RiskLevel.HIGH
