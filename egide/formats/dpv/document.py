"""The register in the Data Privacy Vocabulary of the W3C (DPV 2.3), as JSON-LD. Only terms that exist in it.

`HELD` are the facts that it carries; `cannot_hold` of egide.formats.converting tells the others.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from egide.formats.dpv.nodes import CONTEXT, Node, day, french, label, length, node, several, term, to, uri
from egide.formats.dpv.parties import body, client, entity, joint_controller, processor, recipient, transfer
from egide.law.facts import (
    AiSystem,
    DataSubjects,
    ImpactAssessment,
    Notice,
    Organization,
    PersonalData,
    ProcessingActivity,
    ProcessorActivity,
    Purpose,
    Record,
    Register,
    Retention,
    SecurityMeasure,
    Source,
    SpecialData,
)
from egide.law.facts.codes import ControllerRole, FinalFate
from egide.law.facts.paths import leaves, schema_path
from egide.law.facts.retention import Period

_CONTACT: Final = (
    "name",
    "organization",
    "function",
    "address",
    "postal_code",
    "city",
    "country",
    "phone",
    "email",
    "url",
    "text",
)
_SHARED: Final = ("name", "reference", "status", "created_on", "updated_on", "department")


def _within(container: str, names: Iterable[str]) -> list[str]:
    return [f"{container}.{name}" for name in names]


_PROCESSOR: Final = [
    *_within("contact", _CONTACT),
    "service",
    "country",
    *_within("subprocessors", ("name", "country", "service")),
]

HELD: Final[frozenset[str]] = frozenset(
    [
        *_SHARED,
        *(path for contact in ("controller", "representative", "dpo") for path in _within(contact, _CONTACT)),
        *_within("joint_controllers.contact", _CONTACT),
        *_within("purposes", ("text", "kind", "legal_basis", "legal_texts", "justification")),
        *_within("data_subjects", ("category", "detail")),
        *_within("personal_data", ("category", "detail")),
        *_within("special_data", ("category", "detail", "exception")),
        *_within("sources", ("kind", "detail")),
        *_within("recipients", ("kind", "name", "detail")),
        *_within("processors", _PROCESSOR),
        *_within("subprocessors", _PROCESSOR),
        *_within("transfers", ("recipient", "country", "mechanism", "derogation", "guarantees")),
        *_within("retention", ("data", "final_fate")),
        *(
            path
            for age in ("active", "intermediate")
            for path in _within(f"retention.{age}", ("duration", "trigger", "text"))
        ),
        *_within("security_measures", ("code", "detail")),
        *_within("notice", ("exists", "channel", "version_date", "articles", "rights")),
        *_within("dpia", ("status", "validated_on")),
        *(path for party in ("contact", "representative", "dpo") for path in _within(f"clients.{party}", _CONTACT)),
        "processing_categories.text",
    ]
)
HELD_OF_THE_BODY: Final[frozenset[str]] = frozenset(
    ["name", "siren", "siret", *(p for c in ("contact", "representative", "dpo.contact") for p in _within(c, _CONTACT))]
)


def write_dpv(register: Register) -> bytes:
    """A JSON-LD document: the register (dpv:ROPA), its body, and one process for each record."""
    organization = register.organization
    processes = [_process(activity, uri(organization.id)) for activity in register.activities]
    ropa = node(
        "dpv:ROPA",
        dct__title=french(f"Registre des activités de traitement – {organization.name}") if organization.name else None,
        dpv__hasResponsibleEntity=to(uri(organization.id)),
        dpv__hasProcess=[to(process["@id"]) for process in processes],
    )
    graph = [ropa, body(organization), *processes]
    return (json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1) + "\n").encode()


def unheld(record: Record | Organization | AiSystem) -> Iterator[str]:
    """The paths of known facts that the document leaves out: « none » among them, that the semantic web cannot say."""
    held = HELD if isinstance(record, Record) else HELD_OF_THE_BODY if isinstance(record, Organization) else frozenset()
    notice = getattr(record, "notice", None)
    silent = notice is not None and notice.exists is False
    for path, value in leaves(record):
        schema = schema_path(path)
        told = (schema in held and value != ()) or value is ControllerRole.CONTROLLER
        if not told or (silent and schema.startswith("notice.") and schema != "notice.rights"):
            yield path


def _lines(lines: tuple[Any, ...] | None, write: Callable[[Any], Node]) -> list[Node] | Node | None:
    return several(map(write, lines or ()))


def _process(activity: ProcessingActivity | ProcessorActivity, body_uri: str) -> Node:
    own = (
        _as_controller(activity, body_uri)
        if isinstance(activity, ProcessingActivity)
        else _as_processor(activity, body_uri)
    )
    return (
        node(
            "dpv:Process",
            activity.id,
            dct__title=french(activity.name),
            dct__identifier=activity.reference,
            dct__created=day(activity.created_on),
            dct__modified=day(activity.updated_on),
            dpv__hasActivityStatus=to(term(activity.status)) if activity.status else None,
            dpv__hasOrganisationalUnit=node("dpv:OrganisationalUnit", dct__title=french(activity.department))
            if activity.department is not None
            else None,
            dpv__hasRepresentative=entity("dpv:Representative", activity.representative),
            dpv__hasDataProtectionOfficer=entity("dpv:DataProtectionOfficer", activity.dpo),
            dpv__hasDataSubject=_lines(activity.data_subjects, _people),
            dpv__hasStorageCondition=_lines(activity.retention, _storage),
            dpv__hasTechnicalOrganisationalMeasure=_lines(activity.security_measures, _measure),
        )
        | own
    )


def _as_controller(activity: ProcessingActivity, body_uri: str) -> Node:
    special = [_special(line) for line in activity.special_data or ()]
    data = [_data(line) for line in activity.personal_data or ()]
    return node(
        "dpv:Process",
        dpv__hasDataController=entity("dpv:DataController", activity.controller) or to(body_uri),
        dpv__hasJointDataControllers=_lines(activity.joint_controllers, joint_controller),
        dpv__hasPurpose=_lines(activity.purposes, _purpose),
        dpv__hasPersonalData=several([*data, *special]),
        dpv__hasDataSource=_lines(activity.sources, _source),
        dpv__hasRecipient=_lines(activity.recipients, recipient),
        dpv__hasDataProcessor=_lines(activity.processors, processor),
        dpv__hasProcess=_lines(activity.transfers, transfer),
        dpv__hasNotice=_notice(activity.notice),
        dpv__hasRight=several(to(term(right)) for right in (activity.notice.rights or () if activity.notice else ())),
        dpv__hasImpactAssessment=_impact(activity.dpia),
    )


def _as_processor(activity: ProcessorActivity, body_uri: str) -> Node:
    return node(
        "dpv:Process",
        dpv__hasDataProcessor=several([to(body_uri), *map(processor, activity.subprocessors or ())]),
        dpv__hasDataController=_lines(activity.clients, client),
        dpv__hasService=several(
            node("dpv:Service", line.id, dct__title=french(line.text)) for line in activity.processing_categories or ()
        ),
        dpv__hasPersonalData=_lines(activity.personal_data, _data),
        dpv__hasProcess=_lines(activity.transfers, transfer),
    )


def _purpose(line: Purpose) -> Node:
    return node(
        ["dpv:Purpose", *([term(line.kind)] if line.kind else [])],
        line.id,
        dct__title=french(line.text),
        dct__type=label(line.kind),
        dpv__hasLegalBasis=to(term(line.legal_basis)) if line.legal_basis else None,
        dpv__hasApplicableLaw=several(node("dpv:Law", dct__title=french(text)) for text in line.legal_texts or ()),
        dpv__hasJustification=_justification(line.justification),
    )


def _justification(text: str | None) -> Node | None:
    return None if text is None else node("dpv:Justification", dct__description=french(text))


def _people(line: DataSubjects) -> Node:
    return node(
        [term(line.category) if line.category else "dpv:DataSubject"],
        line.id,
        dct__title=label(line.category),
        dct__description=french(line.detail),
    )


def _data(line: PersonalData) -> Node:
    return node(
        ["dpv:PersonalData", *([term(line.category)] if line.category else [])],
        line.id,
        dct__title=label(line.category),
        dct__description=french(line.detail),
    )


def _special(line: SpecialData) -> Node:
    return node(
        ["dpv:SpecialCategoryPersonalData", *([term(line.category)] if line.category else [])],
        line.id,
        dct__title=label(line.category),
        dct__description=french(line.detail),
        dpv__hasLegalBasis=to(term(line.exception)) if line.exception else None,
    )


def _source(line: Source) -> Node:
    return node(
        [term(line.kind) if line.kind else "dpv:DataSource"],
        line.id,
        dct__title=label(line.kind),
        dct__description=french(line.detail),
    )


def _storage(line: Retention) -> Node:
    kind = "dpv:StorageDeletion" if line.final_fate is FinalFate.D else "dpv:StorageCondition"
    return node(
        kind,
        line.id,
        dct__title=french(line.data),
        dpv__hasDuration=several(
            [_period(line.active, "Base active"), _period(line.intermediate, "Archivage intermédiaire")]
        ),
        dct__description=label(line.final_fate),
    )


def _period(period: Period | None, age: str) -> Node | None:
    """A duration from an event; without a duration, until that event."""
    if period is None:
        return None
    return node(
        "dpv:StorageDuration" if period.duration else "dpv:UntilEventDuration",
        dct__title=french(age),
        dct__extent=length(period.duration),
        dct__temporal=label(period.trigger),
        dct__description=french(period.text),
    )


def _measure(line: SecurityMeasure) -> Node:
    return node(
        [term(line.code) if line.code else "dpv:TechnicalOrganisationalMeasure"],
        line.id,
        dct__title=label(line.code),
        dct__description=french(line.detail),
    )


def _notice(notice: Notice | None) -> Node | None:
    if notice is None or notice.exists is False:
        return None
    return node(
        ["dpv:PrivacyNotice", *map(term, notice.articles or ())],
        dct__description=french(notice.channel),
        dct__issued=day(notice.version_date),
    )


def _impact(dpia: ImpactAssessment | None) -> Node | None:
    if dpia is None or (dpia.status is None and dpia.validated_on is None):
        return None
    return node(
        "dpv:DPIA",
        dct__title=label(dpia.status),
        dpv__hasStatus=to(term(dpia.status)) if dpia.status else None,
        dct__dateAccepted=day(dpia.validated_on),
    )
