"""Criteria of high risk that the facts suggest: questions for a person, never answers put in their place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from egide.law.dated import load_table
from egide.law.facts import ProcessingActivity
from egide.law.facts.codes import (
    DataCategory,
    DataSubjectCategory,
    HighRiskCriterion,
    SpecialCategory,
    VideoKind,
)

_WP248 = "RGPD art. 35(1), WP248 rév. 01"
_FILMS_THE_PUBLIC = frozenset({VideoKind.PROTECTION, VideoKind.LAPI, VideoKind.DRONE, VideoKind.BODYCAM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A criterion that one fact of the activity brings to mind, and which fact. Only a person declares it."""

    criterion: HighRiskCriterion
    why: str
    article: str = _WP248


def suggested_criteria(activity: ProcessingActivity, on: date) -> tuple[Suggestion, ...]:
    """The criteria suggested by what is known, in the order of the guidelines, one reason each.

    Unknown facts suggest nothing. EXCLUSION is never suggested: no fact of the register tells what a person loses.
    """
    found = (
        (HighRiskCriterion.SCORING, _scoring(activity)),
        (HighRiskCriterion.AUTOMATED_DECISION, _automated(activity)),
        (HighRiskCriterion.SYSTEMATIC_MONITORING, _monitoring(activity)),
        (HighRiskCriterion.SENSITIVE, sensitive(activity, on)),
        (HighRiskCriterion.LARGE_SCALE, _large_scale(activity)),
        (HighRiskCriterion.MATCHING, _matching(activity)),
        (HighRiskCriterion.VULNERABLE, _vulnerable(activity, on)),
        (HighRiskCriterion.INNOVATIVE, _innovative(activity)),
    )
    return tuple(Suggestion(criterion=criterion, why=why) for criterion, why in found if why is not None)


def undeclared_criteria(activity: ProcessingActivity, on: date) -> tuple[Suggestion, ...]:
    """The suggestions that nobody declared."""
    declared = (activity.dpia.criteria if activity.dpia is not None else None) or ()
    return tuple(found for found in suggested_criteria(activity, on) if found.criterion not in declared)


def sensitive(activity: ProcessingActivity, on: date) -> str | None:
    """Why the data are sensitive in the broad sense of the guidelines, which goes beyond article 9; None if not."""
    if activity.special_data:
        return "Des données sensibles sont déclarées."
    if activity.criminal_data is True:
        return "Des données d’infraction sont traitées."
    personal = next(_highly_personal_among(activity, on), None)
    return None if personal is None else f"Des données hautement personnelles sont traitées : {_lower(personal.label)}."


def _highly_personal_among(activity: ProcessingActivity, on: date) -> Iterator[DataCategory]:
    listed = _listed("highly_personal", on)
    return (
        line.category for line in activity.personal_data or () if line.category is not None and line.category in listed
    )


def _scoring(activity: ProcessingActivity) -> str | None:
    if activity.profiling is True:
        return "La fiche déclare un profilage."
    if activity.algorithm is not None and activity.algorithm.individual_decision is True:
        return "Une décision individuelle repose sur un calcul : cotation, points, classement."
    return None


def _automated(activity: ProcessingActivity) -> str | None:
    if activity.algorithm is not None and activity.algorithm.solely_automated is True:
        return "Une décision est prise par la seule machine."
    return None


def _monitoring(activity: ProcessingActivity) -> str | None:
    video = activity.video
    if video is not None and (video.kind in _FILMS_THE_PUBLIC or video.continuous_employee_monitoring is True):
        return "Des caméras observent des personnes de façon systématique."
    if _has_data(activity, DataCategory.LOCATION) and _concerns(activity, DataSubjectCategory.AGENTS):
        return "Des agents sont géolocalisés."
    return None


def _large_scale(activity: ProcessingActivity) -> str | None:
    return "La fiche déclare un traitement à grande échelle." if activity.large_scale is True else None


def _matching(activity: ProcessingActivity) -> str | None:
    if activity.further_processing is True:
        return "Des données recueillies pour autre chose sont réutilisées."
    return None


def _vulnerable(activity: ProcessingActivity, on: date) -> str | None:
    if activity.minors is True:
        return "Des mineurs sont concernés."
    listed = _listed("vulnerable", on)
    for line in activity.data_subjects or ():
        if line.category is not None and line.category in listed:
            return f"Des personnes vulnérables sont concernées : {_lower(line.category.label)}."
    return None


def _innovative(activity: ProcessingActivity) -> str | None:
    if activity.ai_systems:
        return "Un système d’intelligence artificielle est employé."
    if activity.video is not None and activity.video.augmented is True:
        return "Des images sont analysées automatiquement."
    if any(line.category is SpecialCategory.BIOMETRIC for line in activity.special_data or ()):
        return "Des personnes sont reconnues par leur corps (biométrie)."
    return None


def _has_data(activity: ProcessingActivity, category: DataCategory) -> bool:
    return any(line.category is category for line in activity.personal_data or ())


def _concerns(activity: ProcessingActivity, category: DataSubjectCategory) -> bool:
    return any(line.category is category for line in activity.data_subjects or ())


def _lower(label: str) -> str:
    return f"{label[:1].lower()}{label[1:]}"


@cache
def _listed(section: str, on: date) -> frozenset[str]:
    rows = load_table("high_risk").rows(section)
    return frozenset(category for row in rows if row.in_force(on) for category in row.get("categories", tuple))
