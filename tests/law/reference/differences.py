"""Where we conclude otherwise than the reference, on purpose: see docs/decisions/003-rules-and-their-reference.md."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from egide.law.facts import (
    ImpactAssessment,
    NotApplicable,
    Notice,
    Period,
    PersonalData,
    ProcessingActivity,
    Processor,
    Retention,
    SpecialData,
    Transfer,
    Video,
)
from egide.law.facts.codes import (
    ActivityStatus,
    Article9Exception,
    Collection,
    DataCategory,
    FinalFate,
    HighRiskCriterion,
    Regime,
    SpecialCategory,
    Support,
    TransferMechanism,
    VideoKind,
)
from egide.law.rules import rule

_ID = UUID(int=7, version=4)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """These rules are not compared `when` a record is so; `example` is one on which the first of them differs."""

    name: str
    rules: tuple[str, ...]
    when: Callable[[ProcessingActivity], bool]
    example: ProcessingActivity


def explained(identifier: str, a: ProcessingActivity) -> bool:
    """Whether a known difference covers the rule on this record."""
    return _is_waived(identifier, a) or any(identifier in d.rules and d.when(a) for d in DIFFERENCES)


def _is_waived(identifier: str, a: ProcessingActivity) -> bool:
    """The reference knows no « sans objet »."""
    path = rule(identifier).path
    return any(path == answer.path or path.startswith(f"{answer.path}.") for answer in a.not_applicable)


def _lines(a: ProcessingActivity, name: str) -> tuple:
    return getattr(a, name) or ()


def _record(**facts) -> ProcessingActivity:
    return ProcessingActivity(id=_ID, status=ActivityStatus.ACTIVE, **facts)


_TWO_CRITERIA = (HighRiskCriterion.SENSITIVE, HighRiskCriterion.VULNERABLE)
_SECRET = (SpecialData(id=_ID, category=SpecialCategory.HEALTH, exception=Article9Exception.ART9_2_H),)
_UNION = SpecialData(id=_ID, category=SpecialCategory.UNION, exception=Article9Exception.ART9_2_H)
_HEALTH = SpecialData(id=_ID, category=SpecialCategory.HEALTH, exception=Article9Exception.ART9_2_A)

DIFFERENCES = (
    Difference(
        name="sans objet",
        rules=("VID-007",),
        when=lambda a: bool(a.not_applicable),
        example=_record(
            video=Video(kind=VideoKind.SURVEILLANCE, continuous_employee_monitoring=True),
            not_applicable=(NotApplicable(path="video", reason="Caméras factices"),),
        ),
    ),
    Difference(
        name="no base without a purpose",
        rules=("LB-001",),
        when=lambda a: not a.purposes,
        example=_record(purposes=()),
    ),
    Difference(
        name="paper and digital",
        rules=("SEC-001", "SEC-003", "SEC-004"),
        when=lambda a: a.support is Support.MIXED,
        example=_record(support=Support.MIXED, special_data=_SECRET),
    ),
    Difference(
        name="every special category",
        rules=("SP-013",),
        when=lambda a: bool(a.personal_data),
        example=_record(personal_data=(PersonalData(id=_ID, category=DataCategory.RELIGION),)),
    ),
    Difference(
        name="one exception a category",
        rules=("SP-007",),
        when=lambda a: len(_lines(a, "special_data")) > 1,
        example=_record(special_data=(_UNION, _HEALTH), processors=(Processor(id=_ID, hosts_data=True),)),
    ),
    Difference(
        name="retention in words",
        rules=("RET-001",),
        when=lambda a: any(r.unlimited or (r.active and r.active.text) for r in _lines(a, "retention")),
        example=_record(
            retention=(Retention(id=_ID, active=Period(text="Jusqu’à la dissolution"), final_fate=FinalFate.D),)
        ),
    ),
    Difference(
        name="archiving without a duration",
        rules=("RET-010",),
        when=lambda a: any(r.has_intermediate for r in _lines(a, "retention")),
        example=_record(retention=(Retention(id=_ID, has_intermediate=True),)),
    ),
    Difference(
        name="exception to article 14",
        rules=("INF-001",),
        when=lambda a: a.collection is Collection.INDIRECT,
        example=_record(collection=Collection.INDIRECT, notice=Notice(art14_5_exception="Prévue par un texte")),
    ),
    Difference(
        name="covered by another assessment",
        rules=("DPIA-001", "DPIA-002", "DPIA-003"),
        when=lambda a: a.dpia is not None and bool(a.dpia.covered_by),
        example=_record(dpia=ImpactAssessment(criteria=_TWO_CRITERIA, covered_by="AIPD du centre de gestion, 2025")),
    ),
    Difference(
        name="narrow exemptions",
        rules=("DPIA-001", "DPIA-012"),
        when=lambda a: a.dpia is not None and (a.dpia.cnil_exempt == 11 or a.regime is Regime.LED),
        example=_record(special_data=_SECRET, dpia=ImpactAssessment(criteria=_TWO_CRITERIA, cnil_exempt=11)),
    ),
    Difference(
        name="inside the EEA",
        rules=("TRF-002",),
        when=lambda a: any(t.country in {"FR", "DE", "NO"} for t in _lines(a, "transfers")),
        example=_record(transfers=(Transfer(id=_ID, country="NO", mechanism=TransferMechanism.ADEQUACY),)),
    ),
    Difference(
        name="every safeguard of article 46",
        rules=("TRF-003",),
        when=lambda a: any(
            t.mechanism
            in {
                TransferMechanism.CERTIFICATION,
                TransferMechanism.CODE_OF_CONDUCT,
                TransferMechanism.ADMIN_ARRANGEMENT,
            }
            for t in _lines(a, "transfers")
        ),
        example=_record(transfers=(Transfer(id=_ID, country="IN", mechanism=TransferMechanism.CERTIFICATION),)),
    ),
)
