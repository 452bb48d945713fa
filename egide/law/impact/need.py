"""Whether an impact assessment is needed, with reasons and articles (GDPR art. 35, lists of the CNIL)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from egide.law.dated import dpia_exempt_types, dpia_required_types, parameter
from egide.law.facts import ImpactAssessment, Organization, ProcessingActivity
from egide.law.facts.codes import Code, HighRiskCriterion, Regime, SpecialCategory
from egide.law.impact.criteria import sensitive

_REQUIRED_LIST = "RGPD art. 35(4), CNIL délibération 2018-327"
_EXEMPT_LIST = "RGPD art. 35(5), CNIL délibération 2019-118"
_GUIDELINES = "RGPD art. 35(1), WP248 rév. 01"
_COVERED = "RGPD art. 35(1) et 35(10)"
_POLICE = "Loi Informatique et Libertés art. 90, décret n° 2019-536 art. 130"
# Numbers of the exemption list whose terms facts can contradict.
_STAFF = 1
_ACCESS_CONTROL = 11


class Need(Code):
    """What the law says of an impact assessment for an activity."""

    REQUIRED = "REQUIRED", "AIPD obligatoire"
    REQUIRED_PRESUMED = "REQUIRED_PRESUMED", "AIPD présumée obligatoire"
    TO_JUSTIFY = "TO_JUSTIFY", "Absence d’AIPD à motiver"
    NOT_REQUIRED = "NOT_REQUIRED", "AIPD non nécessaire"
    EXEMPT = "EXEMPT", "Dispensé d’AIPD"
    COVERED = "COVERED", "Couvert par une autre AIPD"
    CANNOT_SAY = "CANNOT_SAY", "Impossible à dire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason of a verdict, in French, with its article."""

    text: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether an impact assessment is needed, and every reason, the deciding one first."""

    need: Need
    reasons: tuple[Reason, ...]


def need(activity: ProcessingActivity, organization: Organization, on: date) -> Verdict:
    """Decide from what was declared; criteria that facts only suggest play no part (see `suggested_criteria`).

    A claimed exemption stands unless a known fact contradicts it; what remains unknown is a reason « à condition que ».
    """
    dpia = activity.dpia or ImpactAssessment()
    if activity.regime is Regime.STATE_SECURITY:
        return _verdict(
            Need.CANNOT_SAY,
            "Les fichiers de la sûreté de l’État suivent des règles propres : interroger le délégué.",
            "Loi Informatique et Libertés, titre IV",
        )
    required = tuple(_required(activity, dpia, on))
    if dpia.covered_by:
        covered = Reason(text=f"Une autre analyse couvre ce traitement : {dpia.covered_by}.", article=_COVERED)
        return Verdict(need=Need.COVERED, reasons=(covered, *required))
    if required:
        return Verdict(need=Need.REQUIRED, reasons=required)
    refusals = exemption_refusals(activity, organization, on)
    if dpia.cnil_exempt is not None and not refusals:
        return Verdict(need=Need.EXEMPT, reasons=tuple(_exempt(activity, organization, dpia.cnil_exempt, on)))
    by_criteria = _by_criteria(activity, dpia)
    return Verdict(need=by_criteria.need, reasons=(*by_criteria.reasons, *refusals))


def exemption_stands(activity: ProcessingActivity, organization: Organization, on: date) -> bool:
    """Whether an exemption of the CNIL's list is claimed and no known fact contradicts it."""
    claimed = activity.dpia is not None and activity.dpia.cnil_exempt is not None
    return claimed and not exemption_refusals(activity, organization, on)


def exemption_refusals(activity: ProcessingActivity, organization: Organization, on: date) -> tuple[Reason, ...]:
    """Why the claimed exemption does not stand; empty when it stands, or when none is claimed."""
    if activity.dpia is None or activity.dpia.cnil_exempt is None:
        return ()
    found = _refusals(activity, organization, activity.dpia, activity.dpia.cnil_exempt, on)
    return tuple(Reason(text=f"La dispense invoquée ne vaut pas : {why}.", article=article) for why, article in found)


def _verdict(found: Need, text: str, article: str) -> Verdict:
    return Verdict(need=found, reasons=(Reason(text=text, article=article),))


def _required(activity: ProcessingActivity, dpia: ImpactAssessment, on: date) -> Iterator[Reason]:
    titles = {listed.number: listed.title for listed in dpia_required_types(on)}
    for number in dpia.cnil_required or ():
        title = titles.get(number)
        said = f" : {title[:1].lower()}{title[1:]}" if title else ""
        yield Reason(
            text=f"Le traitement figure sur la liste obligatoire de la CNIL, n° {number}{said}.", article=_REQUIRED_LIST
        )
    for case in dpia.art35_3_cases or ():
        yield Reason(text=f"Le règlement l’impose : {_lower(case.label)}.", article="RGPD art. 35(3)")
    if activity.regime is Regime.LED and activity.special_data:
        yield Reason(
            text="Un fichier de police qui contient des données sensibles présente toujours un risque élevé.",
            article=_POLICE,
        )


def _refusals(
    activity: ProcessingActivity, organization: Organization, dpia: ImpactAssessment, number: int, on: date
) -> Iterator[tuple[str, str]]:
    if number not in {listed.number for listed in dpia_exempt_types(on)}:
        yield f"la liste de la CNIL n’a pas de n° {number}", _EXEMPT_LIST
    if activity.regime is Regime.LED:
        yield "la liste de la CNIL ne concerne pas les fichiers de police", _POLICE
    if dpia.cnil_required:
        yield "le traitement figure aussi sur la liste obligatoire", _REQUIRED_LIST
    if activity.profiling is True:
        yield "le traitement comporte un profilage", _EXEMPT_LIST
    if any(line.category is SpecialCategory.BIOMETRIC for line in activity.special_data or ()):
        yield "le traitement emploie la biométrie", _EXEMPT_LIST
    if number == _ACCESS_CONTROL and sensitive(activity, on) is not None:
        yield "le n° 11 exclut les données sensibles ou hautement personnelles", _EXEMPT_LIST
    if number == _STAFF and organization.agents_count is not None and organization.agents_count > _most_agents(on):
        yield f"le n° 1 vaut jusqu’à {_most_agents(on)} personnes employées", _EXEMPT_LIST


def _exempt(activity: ProcessingActivity, organization: Organization, number: int, on: date) -> Iterator[Reason]:
    titles = {listed.number: listed.title for listed in dpia_exempt_types(on)}
    yield Reason(
        text=f"Dispense n° {number} de la CNIL : {_lower(titles[number])}. Gardez-en la trace.", article=_EXEMPT_LIST
    )
    if activity.profiling is None:
        yield Reason(text="À condition qu’il n’y ait pas de profilage.", article=_EXEMPT_LIST)
    if number == _STAFF and organization.agents_count is None:
        yield Reason(text=f"À condition d’employer {_most_agents(on)} personnes au plus.", article=_EXEMPT_LIST)


def _by_criteria(activity: ProcessingActivity, dpia: ImpactAssessment) -> Verdict:
    if dpia.criteria is None:
        return _without_criteria(activity)
    criteria = tuple(dict.fromkeys(dpia.criteria))
    if not criteria:
        return _verdict(Need.NOT_REQUIRED, "Aucun des neuf critères de risque élevé n’est réuni.", _GUIDELINES)
    met = _met(criteria)
    if len(criteria) == 1:
        return _one_criterion(dpia, met)
    if dpia.not_required_justification and dpia.not_required_validated is True:
        return _rebutted(dpia.not_required_justification, met)
    return Verdict(need=Need.REQUIRED_PRESUMED, reasons=(met,))


def _without_criteria(activity: ProcessingActivity) -> Verdict:
    waived = activity.waived("dpia")
    if waived is not None:
        return _verdict(Need.NOT_REQUIRED, f"Déclarée sans objet : {waived}", _GUIDELINES)
    return _verdict(
        Need.CANNOT_SAY, "Personne n’a dit lesquels des neuf critères de risque élevé sont réunis.", _GUIDELINES
    )


def _met(criteria: tuple[HighRiskCriterion, ...]) -> Reason:
    named = ", ".join(_lower(criterion.label) for criterion in criteria)
    said = (
        "Un critère de risque élevé est réuni"
        if len(criteria) == 1
        else (f"{len(criteria)} critères de risque élevé sont réunis")
    )
    return Reason(text=f"{said} : {named}.", article=_GUIDELINES)


def _one_criterion(dpia: ImpactAssessment, met: Reason) -> Verdict:
    if dpia.not_required_justification:
        return _rebutted(dpia.not_required_justification, met)
    return Verdict(need=Need.TO_JUSTIFY, reasons=(met,))


def _rebutted(justification: str, met: Reason) -> Verdict:
    because = Reason(text=f"L’absence de risque élevé est motivée : {justification}", article=_GUIDELINES)
    return Verdict(need=Need.NOT_REQUIRED, reasons=(because, met))


def _most_agents(on: date) -> int:
    return parameter("hr_dpia_exemption_max_agents", on=on).whole


def _lower(label: str) -> str:
    return f"{label[:1].lower()}{label[1:]}"
