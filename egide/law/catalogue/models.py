"""The models as they are stored: one TOML file per domain, read once and checked against the closed lists."""

import tomllib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeVar

from egide.law.durations import Duration
from egide.law.facts.codes import (
    Article9Exception,
    Code,
    Collection,
    DataCategory,
    DataSubjectCategory,
    Domain,
    FinalFate,
    HighRiskCriterion,
    LegalBasis,
    NirGround,
    OrganizationKind,
    Regime,
    RetentionTrigger,
    SecurityMeasureCode,
    SpecialCategory,
    VideoKind,
)

_Code = TypeVar("_Code", bound=Code)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRetention:
    """A retention of a model. `confirmed` is False as long as it was not verified at its source."""

    data: str
    active: Duration | None
    active_from: RetentionTrigger
    active_text: str | None
    active_is_maximum: bool
    intermediate: Duration | None
    intermediate_from: RetentionTrigger | None
    intermediate_text: str | None
    final_fate: FinalFate
    source: str
    confirmed: bool
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A typical activity. `role` is CONTROLLER, JOINT_CONTROLLER or PROCESSOR; texts are French, for people.

    `usual_for` are the kinds of bodies that nearly all have it; `service` is the service it comes with;
    `usual_from_population` the size (inhabitants) from which a body usually has it: our proposal, not the law.
    """

    id: str
    name: str
    domain: Domain
    kinds: tuple[OrganizationKind, ...]
    usual_for: tuple[OrganizationKind, ...]
    service: str | None
    usual_from_population: int | None
    role: str
    regime: Regime
    purpose: str
    sub_purposes: tuple[str, ...]
    legal_basis: LegalBasis
    legal_texts: tuple[str, ...]
    legal_basis_note: str | None
    data_subjects: tuple[DataSubjectCategory, ...]
    minors: bool
    personal_data: tuple[DataCategory, ...]
    special_data: tuple[SpecialCategory, ...]
    special_exception: Article9Exception | None
    criminal_basis: str | None
    nir_ground: NirGround | None
    collection: Collection
    recipients_internal: tuple[str, ...]
    recipients_external: tuple[str, ...]
    retention: tuple[ModelRetention, ...]
    security_measures: tuple[SecurityMeasureCode, ...]
    dpia_needed: str
    dpia_reason: str
    dpia_criteria: tuple[HighRiskCriterion, ...]
    dpia_criteria_to_ask: tuple[HighRiskCriterion, ...]
    dpia_cnil_required: int | None
    dpia_cnil_exempt: int | None
    video: VideoKind | None
    objection_note: str | None
    note: str | None
    to_confirm: tuple[str, ...]

    def kinds_share(self, kinds: AbstractSet[OrganizationKind]) -> bool:
        """Whether every one of these kinds has it."""
        return kinds <= set(self.kinds)


@cache
def services() -> Mapping[str, str]:
    """The services that a body may hold: key and French words."""
    return MappingProxyType(tomllib.loads((files(__package__) / "services.toml").read_text(encoding="utf-8")))


@cache
def models() -> Mapping[str, Model]:
    """Every model by its id, in the order of domains. Raises ValueError, naming the model, if the data are wrong."""
    found: dict[str, Model] = {}
    for domain in Domain:
        stored = files(__package__) / "models" / f"{domain.lower()}.toml"
        if stored.is_file():
            found |= parse(domain, stored.read_text(encoding="utf-8"))
    return MappingProxyType(found)


def parse(domain: Domain, text: str) -> dict[str, Model]:
    """The models of one domain, from TOML. Raises ValueError, naming the model, on anything unknown or missing."""
    found = {}
    for identifier, row in tomllib.loads(text).items():
        try:
            found[identifier] = _model(identifier, domain, row)
        except (KeyError, ValueError) as error:
            raise ValueError(f"catalogue, {identifier} : {error}") from error
    return found


def model(identifier: str) -> Model | None:
    """The model of this id, or None: a record may carry the id of a model that was withdrawn."""
    return models().get(identifier)


def _model(identifier: str, domain: Domain, row: dict[str, Any]) -> Model:
    return Model(
        id=identifier,
        name=row.pop("name"),
        domain=domain,
        kinds=_codes(OrganizationKind, row, "kinds"),
        usual_for=_codes(OrganizationKind, row, "usual_for"),
        service=_known_service(row.pop("service", None)),
        usual_from_population=row.pop("usual_from_population", None),
        role=_one_of(row.pop("role"), "CONTROLLER", "JOINT_CONTROLLER", "PROCESSOR"),
        regime=Regime(row.pop("regime", "GDPR")),
        purpose=row.pop("purpose"),
        sub_purposes=tuple(row.pop("sub_purposes", ())),
        legal_basis=LegalBasis(row.pop("legal_basis")),
        legal_texts=tuple(row.pop("legal_texts")),
        legal_basis_note=row.pop("legal_basis_note", None),
        data_subjects=_codes(DataSubjectCategory, row, "data_subjects"),
        minors=row.pop("minors"),
        personal_data=_codes(DataCategory, row, "personal_data"),
        special_data=_codes(SpecialCategory, row, "special_data"),
        special_exception=_code(Article9Exception, row, "special_exception"),
        criminal_basis=row.pop("criminal_basis", None),
        nir_ground=_code(NirGround, row, "nir_ground"),
        collection=Collection(row.pop("collection")),
        recipients_internal=tuple(row.pop("recipients_internal", ())),
        recipients_external=tuple(row.pop("recipients_external", ())),
        retention=tuple(_retention(line) for line in row.pop("retention")),
        security_measures=_codes(SecurityMeasureCode, row, "security_measures"),
        dpia_needed=_one_of(row.pop("dpia_needed"), "YES", "NO", "DEPENDS"),
        dpia_reason=row.pop("dpia_reason"),
        dpia_criteria=_codes(HighRiskCriterion, row, "dpia_criteria"),
        dpia_criteria_to_ask=_codes(HighRiskCriterion, row, "dpia_criteria_to_ask"),
        dpia_cnil_required=row.pop("dpia_cnil_required", None),
        dpia_cnil_exempt=row.pop("dpia_cnil_exempt", None),
        video=_code(VideoKind, row, "video"),
        objection_note=row.pop("objection_note", None),
        note=row.pop("note", None),
        to_confirm=tuple(row.pop("to_confirm", ())),
        **_nothing_left(row),
    )


def _retention(row: dict[str, Any]) -> ModelRetention:
    row.pop("evidence")
    return ModelRetention(
        data=row.pop("data"),
        active=_duration(row.pop("active", None)),
        active_from=RetentionTrigger(row.pop("active_from")),
        active_text=row.pop("active_text", None),
        active_is_maximum=row.pop("active_is_maximum", False),
        intermediate=_duration(row.pop("intermediate", None)),
        intermediate_from=_code(RetentionTrigger, row, "intermediate_from"),
        intermediate_text=row.pop("intermediate_text", None),
        final_fate=FinalFate(row.pop("final_fate")),
        source=row.pop("source"),
        confirmed=row.pop("confirmed"),
        note=row.pop("note", None),
        **_nothing_left(row),
    )


def _codes(codes: type[_Code], row: dict[str, Any], name: str) -> tuple[_Code, ...]:
    return tuple(codes(value) for value in row.pop(name, ()))


def _code(codes: type[_Code], row: dict[str, Any], name: str) -> _Code | None:
    value = row.pop(name, None)
    return None if value is None else codes(value)


def _duration(text: str | None) -> Duration | None:
    return None if text is None else Duration.parse(text)


def _one_of(value: str, *allowed: str) -> str:
    if value not in allowed:
        raise ValueError(f"« {value} » n’est pas l’un de {', '.join(allowed)}")
    return value


def _known_service(service: str | None) -> str | None:
    if service is not None and service not in services():
        raise ValueError(f"service inconnu : « {service} »")
    return service


def _nothing_left(row: dict[str, Any]) -> dict[str, Any]:
    if row:
        raise ValueError(f"champs inconnus : {', '.join(sorted(row))}")
    return {}
