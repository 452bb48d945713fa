"""From a model to a draft: what the model knows is filled in, what it cannot know stays unknown and is listed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from egide.law.catalogue.models import Model, ModelRetention
from egide.law.facts import (
    DataSubjects,
    ImpactAssessment,
    Period,
    PersonalData,
    ProcessingActivity,
    ProcessingCategory,
    ProcessorActivity,
    Purpose,
    Recipient,
    Retention,
    SecurityMeasure,
    SpecialData,
    Video,
)
from egide.law.facts.codes import (
    ActivityStatus,
    ControllerRole,
    DataCategory,
    RecipientKind,
)


@dataclass(frozen=True, slots=True)
class Point:
    """Something to confirm in a draft: the path of the field, and the question in French."""

    path: str
    text: str


class _Ids:
    """Identifiers that depend on the model and the seed only, so that the same draft is drawn twice alike."""

    def __init__(self, seed: UUID, model: str) -> None:
        self._space = uuid5(seed, model)

    def record(self) -> UUID:
        return self._space

    def line(self, kind: str, number: int) -> UUID:
        return uuid5(self._space, f"{kind}/{number}")


def draft(model: Model, *, seed: UUID, today: date) -> ProcessingActivity | ProcessorActivity:
    """A DRAFT record born of the model. `seed` (the body's id, say) makes its identifiers."""
    ids = _Ids(seed, model.id)
    if model.role == "PROCESSOR":
        return _as_processor(model, ids, today)
    return _as_controller(model, ids, today)


def points(model: Model, record: ProcessingActivity | ProcessorActivity) -> tuple[Point, ...]:
    """What remains to be confirmed in a draft of this model, field by field."""
    return tuple(_points(model, record))


def _as_controller(model: Model, ids: _Ids, today: date) -> ProcessingActivity:
    return ProcessingActivity(
        id=ids.record(),
        name=model.name,
        status=ActivityStatus.DRAFT,
        domain=model.domain,
        catalogue_id=model.id,
        created_on=today,
        notes=_notes(model),
        role=ControllerRole(model.role),
        regime=model.regime,
        purposes=tuple(_purposes(model, ids)),
        data_subjects=_data_subjects(model, ids),
        minors=model.minors,
        personal_data=_personal_data(model, ids),
        special_data=tuple(
            SpecialData(id=ids.line("special", n), category=category, exception=model.special_exception)
            for n, category in enumerate(model.special_data)
        ),
        criminal_data=DataCategory.CRIMINAL in model.personal_data,
        criminal_basis=model.criminal_basis,
        nir_used=DataCategory.NIR in model.personal_data,
        nir_ground=model.nir_ground,
        collection=model.collection,
        recipients=tuple(_recipients(model, ids)),
        retention=_retention(model.retention, ids),
        security_measures=_measures(model, ids),
        dpia=ImpactAssessment(
            criteria=model.dpia_criteria,
            cnil_required=() if model.dpia_cnil_required is None else (model.dpia_cnil_required,),
            cnil_exempt=model.dpia_cnil_exempt,
        ),
        video=None if model.video is None else Video(kind=model.video),
    )


def _as_processor(model: Model, ids: _Ids, today: date) -> ProcessorActivity:
    return ProcessorActivity(
        id=ids.record(),
        name=model.name,
        status=ActivityStatus.DRAFT,
        domain=model.domain,
        catalogue_id=model.id,
        created_on=today,
        notes=_notes(model),
        processing_categories=tuple(
            ProcessingCategory(id=ids.line("category", n), text=text)
            for n, text in enumerate((model.purpose, *model.sub_purposes))
        ),
        data_subjects=_data_subjects(model, ids),
        personal_data=_personal_data(model, ids),
        retention=_retention(model.retention, ids),
        security_measures=_measures(model, ids),
    )


def _purposes(model: Model, ids: _Ids) -> Iterator[Purpose]:
    for n, text in enumerate((model.purpose, *model.sub_purposes)):
        yield Purpose(
            id=ids.line("purpose", n), text=text, legal_basis=model.legal_basis, legal_texts=model.legal_texts
        )


def _data_subjects(model: Model, ids: _Ids) -> tuple[DataSubjects, ...]:
    return tuple(
        DataSubjects(id=ids.line("subject", n), category=category) for n, category in enumerate(model.data_subjects)
    )


def _personal_data(model: Model, ids: _Ids) -> tuple[PersonalData, ...]:
    return tuple(
        PersonalData(id=ids.line("data", n), category=category) for n, category in enumerate(model.personal_data)
    )


def _recipients(model: Model, ids: _Ids) -> Iterator[Recipient]:
    named = [(RecipientKind.INTERNAL, name) for name in model.recipients_internal]
    named += [(RecipientKind.EXTERNAL, name) for name in model.recipients_external]
    for n, (kind, name) in enumerate(named):
        yield Recipient(id=ids.line("recipient", n), kind=kind, name=name)


def _measures(model: Model, ids: _Ids) -> tuple[SecurityMeasure, ...]:
    return tuple(
        SecurityMeasure(id=ids.line("measure", n), code=code) for n, code in enumerate(model.security_measures)
    )


def _retention(rows: Iterable[ModelRetention], ids: _Ids) -> tuple[Retention, ...]:
    return tuple(_retention_line(row, ids.line("retention", n)) for n, row in enumerate(rows))


def _retention_line(row: ModelRetention, identifier: UUID) -> Retention:
    has_intermediate = row.intermediate_from is not None
    return Retention(
        id=identifier,
        data=row.data,
        active=Period(
            duration=row.active,
            trigger=row.active_from,
            text=row.active_text,
            is_maximum=True if row.active_is_maximum else None,
        ),
        has_intermediate=has_intermediate,
        intermediate=Period(duration=row.intermediate, trigger=row.intermediate_from, text=row.intermediate_text)
        if has_intermediate
        else None,
        final_fate=row.final_fate,
        source=row.source,
        to_confirm=not row.confirmed,
    )


def _notes(model: Model) -> str | None:
    notes = (model.note, model.objection_note, model.legal_basis_note)
    return "\n".join(f"{note.rstrip('.')}." for note in notes if note) or None


def _points(model: Model, record: ProcessingActivity | ProcessorActivity) -> Iterator[Point]:
    for text in model.to_confirm:
        yield Point("notes", f"À vérifier\u00a0: {text}.")
    if model.legal_basis_note:
        yield Point("purposes.legal_basis", model.legal_basis_note)
    for line, row in zip(record.retention or (), model.retention, strict=True):
        if not row.confirmed:
            yield Point(
                f"retention[{line.id}].active",
                f"Durée à confirmer pour «\u202f{row.data}\u202f» (référence\u00a0: {row.source}).",
            )
    if isinstance(record, ProcessingActivity):
        yield from _controller_points(model, record)


def _controller_points(model: Model, record: ProcessingActivity) -> Iterator[Point]:
    for special in record.special_data or ():
        if special.exception_text is None:
            yield Point(
                f"special_data[{special.id}].exception_text",
                "Citer le texte qui autorise ces données sensibles et ses garanties.",
            )
    for criterion in model.dpia_criteria_to_ask:
        yield Point(
            "dpia.criteria", f"Ce critère de risque élevé est-il réuni chez vous\u00a0: {criterion.label}\u202f?"
        )
    yield Point("transfers", "Aucun transfert hors de l’Espace économique européen n’est attendu\u00a0: le confirmer.")
    yield Point("processors", "Nommer les prestataires qui traitent ces données, ou dire qu’il n’y en a pas.")
    yield Point("notice", "Dire comment les personnes sont informées.")
