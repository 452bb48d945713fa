"""Whether an impact assessment is needed, what the facts suggest, and how its risks are rated (GDPR art. 35, 36)."""

from egide.law.impact.criteria import Suggestion, suggested_criteria, undeclared_criteria
from egide.law.impact.need import Need, Reason, Verdict, exemption_refusals, exemption_stands, need
from egide.law.impact.risk import FearedEvent, Rating, needs_prior_consultation, residual_risk, risk_level

__all__ = [
    "FearedEvent",
    "Need",
    "Rating",
    "Reason",
    "Suggestion",
    "Verdict",
    "exemption_refusals",
    "exemption_stands",
    "need",
    "needs_prior_consultation",
    "residual_risk",
    "risk_level",
    "suggested_criteria",
    "undeclared_criteria",
]
