"""Whether the records are what the journal says of them: a change made around the application is found, and named.

To be read after the chains (`journal.verifying`): a journal that does not hold proves nothing of a record.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db.models import Max

from egide.platform.records.journal.appending import DESTROY, values
from egide.platform.records.journal.leaves import Leaves, unflatten
from egide.platform.records.journal.reading import Rows, last_rows
from egide.platform.records.journal.verifying import Finding
from egide.platform.records.models import JournalEntry, Kept, unlocked, with_lines
from egide.platform.records.saving import leaves_of
from egide.platform.records.scope import scope

_AT_ONCE = 200
_READ_AGAIN = 2
_PATHS_TOLD = 6
_BESIDE = "record."


@dataclass(frozen=True, slots=True)
class _Body:
    id: UUID
    centre_id: UUID | None = None


def compare(organization_id: UUID) -> list[Finding]:
    """Every record of a body that differs from its last version. To be run as the installation (`identified(SYSTEM)`).

    What differs is read again, so that a record saved meanwhile is no finding.
    """
    with scope(_Body(organization_id)):
        return [finding for model in _kept() for finding in _of_model(model, organization_id)]


def _kept() -> list[type[Kept]]:
    return [model for model in apps.get_models() if issubclass(model, Kept)]


def _of_model(model: type[Kept], organization_id: UUID) -> list[Finding]:
    found = list(_differing(model, organization_id, None))
    for _ in range(_READ_AGAIN):
        if found:
            found = list(_differing(model, organization_id, {UUID(finding.record_id) for finding in found}))
    return found


def _differing(model: type[Kept], organization_id: UUID, only: Iterable[UUID] | None) -> Iterator[Finding]:
    rows = unlocked(model).filter(**{_owner(model): organization_id})
    told = JournalEntry.objects.filter(record_type=model.storage.record_type, erases=0)
    if only is not None:
        rows, told = rows.filter(id__in=only), told.filter(record_id__in=only)
    destroyed = set(told.filter(action=DESTROY).values_list("record_id", flat=True))
    numbers = dict(told.values_list("record_id").annotate(Max("version")))
    seen: set[UUID] = set()
    records = list(rows)
    for start in range(0, len(records), _AT_ONCE):
        some = records[start : start + _AT_ONCE]
        seen.update(record.id for record in some)
        yield from _compared(model, organization_id, some, numbers, destroyed)
    for record_id in sorted(numbers.keys() - seen - destroyed):
        yield _finding(model, organization_id, record_id, numbers[record_id], "", _REMOVED)


def _owner(model: type[Kept]) -> str:
    """The column of the body; a body is its own."""
    return "organization_id" if any(f.attname == "organization_id" for f in model._meta.concrete_fields) else "id"


_REMOVED = "cette fiche a été supprimée hors de l’application : le journal la connaît, la base ne l’a plus."
_BACK = "cette fiche a été remise hors de l’application : le journal dit qu’elle a été supprimée définitivement."
_ADDED = "cette fiche a été ajoutée hors de l’application : le journal n’en dit rien."


def _compared(
    model: type[Kept], organization_id: UUID, some: Sequence[Kept], numbers: Mapping[UUID, int], destroyed: set[UUID]
) -> Iterator[Finding]:
    storage = model.storage
    last = last_rows(storage.record_type, {r.id: r.revision for r in some if r.id in numbers})
    for record in with_lines(some):
        number = numbers.get(record.id)
        if record.id in destroyed:
            problem = _BACK
        elif number is None:
            problem = _ADDED
        elif number != record.revision:
            problem = (
                "cette fiche a été modifiée hors de l’application : elle se dit à la version "
                f"{record.revision}, le journal en est à la version {number}."
            )
        elif record.id in last:
            problem = _problem(record, *last[record.id])
        else:
            continue  # its version cannot be read: the chain has said so
        if problem:
            yield _finding(model, organization_id, record.id, number, str(record), problem)


def _problem(record: Kept, rows: Rows, shape: int) -> str:
    try:
        held = leaves_of(record, record.facts())
    except (ValueError, TypeError):
        return "cette fiche a été modifiée hors de l’application : elle n’est plus lisible."
    told = _told(record, rows, shape)
    erased = {path for path, row in rows.items() if len(row) == 2}
    paths = [p for p in dict.fromkeys([*told, *held]) if p not in erased and told.get(p) != held.get(p)]
    if not paths:
        return ""
    named = ", ".join(f"« {path} »" for path in paths[:_PATHS_TOLD])
    more = f" et {len(paths) - _PATHS_TOLD} autres" if len(paths) > _PATHS_TOLD else ""
    verb = "ne sont plus" if len(paths) > 1 else "n’est plus"
    return f"cette fiche a été modifiée hors de l’application : {named}{more} {verb} ce que dit le journal."


def _told(record: Kept, rows: Rows, shape: int) -> Leaves:
    """The leaves of the last version, brought to the shape of today."""
    told = values(rows)
    if shape == record.storage.number:
        return told
    beside = {path: value for path, value in told.items() if path.startswith(_BESIDE)}
    facts = record.storage.from_document(unflatten(told), record.id, shape)
    brought = leaves_of(record, facts)
    return {**{path: value for path, value in brought.items() if not path.startswith(_BESIDE)}, **beside}


def _finding(
    model: type[Kept], organization_id: UUID, record_id: UUID, version: int | None, title: str, problem: str
) -> Finding:
    return Finding(
        organization_id=organization_id.hex,
        problem=problem,
        record_type=model.storage.record_type,
        record_id=record_id.hex,
        version=version,
        title=title,
    )
