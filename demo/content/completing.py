"""From the draft of a model to a record that a careful service would have filled in. Gaps are made afterwards."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar
from uuid import uuid5

from demo.content.bodies import Body
from demo.content.details import in_words
from demo.content.suppliers import processors_for, systems_for
from egide.law import facts
from egide.law.catalogue import Model, draft, model
from egide.law.facts import ProcessingActivity, ProcessorActivity
from egide.law.facts.codes import (
    ActivityStatus,
    Article9Exception,
    Collection,
    ControllerCapacity,
    ControllerRole,
    DataCategory,
    DataSubjectCategory,
    DpiaStatus,
    LegalBasis,
    MeasureStatus,
    NoticeArticle,
    RiskLevel,
    SourceKind,
    Support,
    VideoKind,
)
from egide.law.notices import articles_due, required_items
from egide.law.rights import applicable_rights

_Record = TypeVar("_Record", ProcessingActivity, ProcessorActivity)
_FOR_THE_STATE = {"ETAT_CIVIL", "LISTES_ELECTORALES", "RECENSEMENT_CITOYEN", "ATTESTATION_ACCUEIL", "JURY_ASSISES"}
_ONLINE = {"SITE_WEB", "TELESERVICES", "PORTAIL_FAMILLE", "BILLETTERIE", "NEWSLETTER", "WIFI_PUBLIC", "CHATBOT"}
_NEEDS_TEXT = {"ART9_2_B", "ART9_2_G", "ART9_2_H", "ART9_2_I", "ART9_2_J"}


def from_catalogue(body: Body, identifier: str, number: int, on: date) -> ProcessingActivity | ProcessorActivity:
    """The record number `number` of a body, born of a model of the catalogue, complete as of `on`."""
    known = model(identifier)
    assert known is not None, identifier  # noqa: S101 - the names are ours
    record = draft(known, seed=body.facts.id, today=workday(on, 270))
    if isinstance(record, ProcessorActivity):
        return complete_processor(body, record, number, on)
    return complete(body, _of_model(record, known), number, on)


def complete(body: Body, record: ProcessingActivity, number: int, on: date) -> ProcessingActivity:
    """Everything a record of article 30(1) has to say."""
    record = _dated(body, record, number, on)
    record = in_words(_answered(record))
    record = replace(
        record,
        processors=processors_for(record, on),
        systems=systems_for(record),
        people_count=_people(record, body),
        special_data=_with_texts(record),
        sources=_sources(record),
        retention=tuple(_kept_apart(line) for line in record.retention or ()),
        security_measures=_in_place(record.security_measures),
        dpia=_dpia(record, body, number, on),
        start_date=_validated(number, on) + timedelta(days=40) if _assessed(record) else record.start_date,
        video=_video(record, on),
    )
    return replace(record, notice=_notice(record, on))


def complete_processor(body: Body, record: ProcessorActivity, number: int, on: date) -> ProcessorActivity:
    """Everything a record of article 30(2) has to say, its clients aside when it names them already."""
    record = _dated(body, record, number, on)
    clients = record.clients or (
        facts.Client(
            id=uuid5(record.id, "client/0"),
            contact=facts.Contact(
                organization="Les collectivités qui ont signé la convention", email="collectivites@exemple.fr"
            ),
        ),
    )
    return replace(
        record,
        clients=clients,
        subprocessors=processors_for(record, on),
        systems=systems_for(record),
        transfers=(),
        retention=tuple(_kept_apart(line) for line in record.retention or ()),
        security_measures=_in_place(record.security_measures),
    )


def workday(on: date, days: int) -> date:
    """The day so many days before `on`, or the Friday before when it falls on a week-end."""
    day = on - timedelta(days=days)
    return day - timedelta(days=max(0, day.weekday() - 4))


def _of_model(record: ProcessingActivity, known: Model) -> ProcessingActivity:
    """The text of the model without its notes for the drafter; what it says of texts serves the special data."""
    text = known.legal_texts[0] if known.legal_texts else None
    special = tuple(replace(line, exception_text=text) for line in record.special_data or ())
    return replace(record, special_data=special, notes=None)


def _dated(body: Body, record: _Record, number: int, on: date) -> _Record:
    service = body.service_of(record.domain)
    return replace(
        record,
        reference=f"T-{number:03}",
        status=ActivityStatus.ACTIVE,
        department=service.name,
        manager=service.manager,
        created_on=workday(on, 270),
        start_date=date(2012 + number % 11, 1 + number % 12, 1),
        last_review_on=workday(on, 20 + 11 * number % 240),
        is_public=True,
    )


def _answered(record: ProcessingActivity) -> ProcessingActivity:
    """The questions that are answered alike wherever one takes care."""
    has = {line.category for line in record.personal_data or ()}
    state = record.catalogue_id in _FOR_THE_STATE
    return replace(
        record,
        controller_capacity=ControllerCapacity.MAIRE_AGENT_ETAT if state else ControllerCapacity.COLLECTIVITE,
        public_mission=True,
        further_processing=False,
        legal_basis_changed_after_start=False,
        consent=facts.Consent(explicit=True, proof_kept=True, withdrawal_as_easy=True) if _consents(record) else None,
        criminal_extract_kept=False,
        has_payment_purpose=True if DataCategory.BANK in has else None,
        id_document_justification="Copie demandée à distance, détruite après vérification"
        if DataCategory.ID_DOCUMENT in has
        else None,
        asks_documents_available_via_api=False,
        commercial_use=False,
        joint_controllers=_joint(record),
        transfers=(),
        support=Support.MIXED,
        remote_access=False,
        real_data_in_test=False,
        online_service=record.catalogue_id in _ONLINE,
        is_teleservice=record.catalogue_id == "TELESERVICES",
    )


def _consents(record: ProcessingActivity) -> bool:
    basis = any(line.legal_basis is LegalBasis.CONSENT for line in record.purposes or ())
    return basis or any(line.exception is Article9Exception.ART9_2_A for line in record.special_data or ())


def _joint(record: ProcessingActivity) -> tuple[facts.JointController, ...] | None:
    if record.role is not ControllerRole.JOINT_CONTROLLER:
        return None
    return (
        facts.JointController(
            id=uuid5(record.id, "joint/0"),
            contact=facts.Contact(organization="Éditeur du réseau social", email="contact@reseau.exemple.fr"),
            arrangement_signed=True,
            essence_published=True,
        ),
    )


def _people(record: ProcessingActivity, body: Body) -> int:
    """An order of magnitude: all agents, or a share of the inhabitants that depends on the record alone."""
    categories = {line.category for line in record.data_subjects or ()}
    if categories <= {DataSubjectCategory.AGENTS, DataSubjectCategory.CANDIDATES, DataSubjectCategory.ELECTED}:
        return body.facts.agents_count or 20
    share = 3 + record.id.int % 40
    return max(10, (body.facts.population or 40_000) * share // 10_000 * 10)


def _with_texts(record: ProcessingActivity) -> tuple[facts.SpecialData, ...]:
    text = next((text for line in record.purposes or () for text in line.legal_texts or ()), None)
    return tuple(
        replace(line, exception_text=line.exception_text or text) if line.exception in _NEEDS_TEXT else line
        for line in record.special_data or ()
    )


def _sources(record: ProcessingActivity) -> tuple[facts.Source, ...]:
    if record.collection is Collection.DIRECT:
        return ()
    return record.sources or (
        facts.Source(
            id=uuid5(record.id, "source/0"),
            kind=SourceKind.OTHER_AUTHORITY,
            detail="Administrations partenaires, dans le cadre des textes cités",
        ),
    )


def _kept_apart(line: facts.Retention) -> facts.Retention:
    return replace(line, separated_storage=True if line.has_intermediate else None, to_confirm=False)


def _in_place(measures: tuple[facts.SecurityMeasure, ...] | None) -> tuple[facts.SecurityMeasure, ...]:
    return tuple(replace(line, status=MeasureStatus.DONE) for line in measures or ())


def _assessed(record: ProcessingActivity) -> bool:
    known = record.dpia or facts.ImpactAssessment()
    return bool(known.cnil_required) or len(known.criteria or ()) > 1


def _validated(number: int, on: date) -> date:
    return on - timedelta(days=200 + 37 * number % 600)


def _dpia(record: ProcessingActivity, body: Body, number: int, on: date) -> facts.ImpactAssessment:
    """Validated where the law asks for one, else the reason why it does not."""
    known = record.dpia or facts.ImpactAssessment()
    if known.cnil_exempt is not None and (body.facts.agents_count or 0) > 249:
        known = replace(known, cnil_exempt=None)
    if _assessed(record):
        return replace(
            known,
            status=DpiaStatus.VALIDATED,
            dpo_opinion="Favorable, sous réserve de la revue annuelle des habilitations",
            no_consultation_reason="Les représentants des usagers ont été consultés lors de la création du service",
            controller_validator="Direction générale des services",
            validated_on=_validated(number, on),
            residual_risk=RiskLevel.LOW,
            action_plan=(
                facts.PlannedMeasure(
                    id=uuid5(record.id, "plan/0"),
                    text="Revoir les habilitations du service une fois par an",
                    due_on=on + timedelta(days=150),
                ),
            ),
        )
    return replace(
        known,
        not_required_justification="Aucune liste de la CNIL ne vise ce traitement et son ampleur reste limitée",
        not_required_validated=True,
    )


def _video(record: ProcessingActivity, on: date) -> facts.Video | None:
    if record.video is None:
        return None
    filmed_by_decree = record.video.kind is not VideoKind.SURVEILLANCE
    return replace(
        record.video,
        prefect_authorisation_ref="Arrêté préfectoral 2024-118" if filmed_by_decree else None,
        authorisation_date=on - timedelta(days=600) if filmed_by_decree else None,
        authorised_retention_days=30 if filmed_by_decree else None,
        retention_days=21,
        signage=True,
        private_masking=True,
        continuous_employee_monitoring=False,
        augmented=False,
        cameras=12,
    )


def _notice(record: ProcessingActivity, on: date) -> facts.Notice:
    answers = applicable_rights(record, on)
    return facts.Notice(
        exists=True,
        channel="Formulaire, affichage à l’accueil et page du site",
        version_date=on - timedelta(days=160),
        articles=articles_due(record) or (NoticeArticle.ART_13,),
        items=tuple(each.item for each in required_items(record, on)),
        rights=tuple(right for right, answer in answers.items() if answer.answer == "YES"),
        delay_days=None if record.collection is Collection.DIRECT else 30,
        child_friendly=True if record.minors else None,
    )
