"""The one door of writes: facts are validated, kept with their lines, and sealed in the journal, or nothing is.

Reading `record.revision` and passing it back as `expected` is what keeps two people from overwriting each other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from egide.formats.package.encoding import encode
from egide.platform.records.acting import current_actor
from egide.platform.records.errors import ConflictError, InvalidFactsError
from egide.platform.records.following import tell_saved
from egide.platform.records.journal.appending import Draft, append, begin, values
from egide.platform.records.journal.leaves import Leaves, flatten
from egide.platform.records.journal.reading import last_rows
from egide.platform.records.journal.sealing import Row
from egide.platform.records.models import Kept, State, unlocked
from egide.platform.records.scope import ScopeError, scoped_organization
from egide.platform.records.soundness import soundness_errors
from egide.platform.records.storage import Errors


@dataclass(frozen=True, slots=True)
class Change:
    """One record to save: its facts, the version they were read at (None for a new one), and why."""

    record: Kept
    facts: Any
    expected: int | None = None
    reason: str = ""
    action: str = ""


def save_aggregate(record: Kept, facts: Any, *, expected: int | None = None, reason: str = "") -> Kept:
    """Save a record and its lines as one version. `expected`: the version that was read, None for a new record.

    Nothing is written when nothing changed. Raises InvalidFactsError, ConflictError, ScopeError, NoActorError.
    """
    save_many([Change(record, facts, expected, reason)])
    return record


def save_many(changes: Sequence[Change]) -> list[Kept]:
    """The same for many records of one model and one body, in one act, with one version each.

    Returns the records that really changed.
    """
    current_actor()
    organization_id = scoped_organization()
    for change in changes:
        _check(change, organization_id)
    new = [change for change in changes if change.record._state.adding]
    kept = [change for change in changes if not change.record._state.adding]
    with _revisions_kept_on_refusal(changes):
        written = [*_create(new), *_update(kept)]
        append(organization_id, [draft for _, draft in written])
        tell_saved([(change.record, change.facts) for change, _ in written])
    return [change.record for change, _ in written]


def found(changes: Sequence[Change]) -> list[Kept]:
    """New bodies, in one act: each begins a journal of its own, with its first version. No scope is needed.

    For a département loaded at once: `save_many` would open a thousand scopes and move a thousand heads.
    """
    current_actor()
    for change in changes:
        if change.record.organization_id != change.record.id or not change.record._state.adding:
            raise ScopeError(f"{change.record.storage.model.__name__}: only a body that is new can be founded.")
        _check(change, change.record.id)
    with _revisions_kept_on_refusal(changes):
        begin([(change.record.id, draft) for change, draft in _create(changes)])
        tell_saved([(change.record, change.facts) for change in changes])
    return [change.record for change in changes]


@contextmanager
def _revisions_kept_on_refusal(changes: Sequence[Change]) -> Iterator[None]:
    """Otherwise a refused record would name the version of whoever came first, and saving it again would erase it."""
    read = [change.record.revision for change in changes]
    try:
        yield
    except BaseException:
        for change, revision in zip(changes, read, strict=True):
            change.record.revision = revision
        raise


def put_in_bin(record: Kept, *, expected: int, reason: str = "") -> None:
    """Out of the register, recoverable."""
    _move(record, State.BIN, expected, reason)


def archive(record: Kept, *, expected: int, reason: str = "") -> None:
    """Out of the current register, kept to be shown."""
    _move(record, State.ARCHIVED, expected, reason)


def restore(record: Kept, *, expected: int, reason: str = "") -> None:
    """Back in the register, from the bin or from the archive."""
    _move(record, State.ACTIVE, expected, reason)


def witness(record: Kept, action: str, *, reason: str) -> None:
    """Seal in the history of a record an act about it that changes none of its facts: one of WITNESSED."""
    save_many([Change(record, record.facts(), record.revision, reason, action)])


WITNESSED = frozenset({"viewed"})
ACTIONS = {State.BIN: "bin", State.ARCHIVED: "archive", State.ACTIVE: "restore"}


def _move(record: Kept, state: State, expected: int, reason: str) -> None:
    facts = record.facts()
    record.state = state
    save_many([Change(record, facts, expected, reason, ACTIONS[state])])


def _check(change: Change, organization_id: UUID) -> None:
    record = change.record
    if record.organization_id != organization_id:
        raise ScopeError(f"{record.storage.model.__name__} does not belong to the organization in scope.")
    if errors := errors_of(record, change.facts):
        raise InvalidFactsError(errors)


def errors_of(record: Kept, facts: Any) -> Errors:
    """What saving these facts would refuse: French messages by path. The one validation of forms, imports and API."""
    errors: Errors = defaultdict(list)
    for judge in (soundness_errors, record.storage.validate):
        for path, messages in judge(facts).items():
            errors[path].extend(messages)
    return errors


def leaves_of(record: Kept, facts: Any) -> Leaves:
    """All that the journal seals of a record: its facts, where it stands, and the columns kept beside the shape."""
    document = encode(facts)
    del document["id"]
    beside = {"state": record.state, **{name: plain(getattr(record, name)) for name in record.storage.also}}
    return {**flatten(document), **{f"record.{name}": value for name, value in beside.items()}}


def plain(value: Any) -> Any:
    """A column kept beside the shape, as JSON."""
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


Written = list[tuple[Change, Draft]]


def _create(changes: Sequence[Change]) -> Written:
    if not changes:
        return []
    _fill(changes)
    table(changes[0].record).bulk_create([change.record for change in changes], batch_size=200)
    _insert_lines(changes)
    return [(change, _draft(change, "create", {}, None)) for change in changes]


def _update(changes: Sequence[Change]) -> Written:
    for change in changes:
        if change.expected != change.record.revision:
            raise ConflictError(change.record, change.expected or 0)
    if not changes:
        return []
    last = last_rows(changes[0].record.storage.record_type, {c.record.id: c.record.revision for c in changes})
    drafts = [(c, _draft(c, c.action or "change", *last.get(c.record.id, ({}, None)))) for c in changes]
    written = [(c, draft) for c, draft in drafts if draft.changed() or c.action in WITNESSED]
    if written:
        moved = {change.record.id for change, draft in written if _lines_differ(change, draft)}
        _replace([change for change, _ in written], moved)
    return written


def _lines_differ(change: Change, draft: Draft) -> bool:
    """Whether anything within a list of lines changed, their order included. Otherwise their rows stay as they are."""
    names = frozenset(change.record.storage.lines)

    def within(held: Mapping[str, Any]) -> dict[str, Any]:
        return {path: value for path, value in held.items() if path.partition("[")[0] in names}

    return draft.shape != draft.shape_before or within(values(draft.before)) != within(draft.leaves)


def _replace(changes: Sequence[Change], moved: Collection[UUID]) -> None:
    """Write the records, and the lines of those that are `moved`."""
    _fill(changes)
    for change in changes:
        record = change.record
        columns = {f.attname: getattr(record, f.attname) for f in record._meta.concrete_fields if not f.primary_key}
        for key in record.keys:
            columns.pop(key, None)
        if not table(record).filter(**record.keys, revision=change.expected).update(**columns):
            raise ConflictError(record, change.expected or 0)
    others = [change for change in changes if change.record.id in moved]
    _remove_lines(others)
    _insert_lines(others)


def _fill(changes: Sequence[Change]) -> None:
    """Put the facts in their columns."""
    now = current_actor().now()
    for change in changes:
        record = change.record
        record.remember_text()
        record.revision += 1
        record.updated_at = now
        if record._state.adding:
            record.created_at = now
        record.storage.fill(record, change.facts)
        record._lines = None
    changes[0].record.storage.derive([(change.record, change.facts) for change in changes], timezone.localdate(now))


def table(record: Kept) -> "QuerySet[Any]":
    """The rows of a model without the lock of scope, to write what has been checked."""
    return unlocked(record.storage.model)


def _insert_lines(changes: Sequence[Change]) -> None:
    line_model = changes[0].record.storage.line_model if changes else None
    if line_model is not None:
        lines = [line for change in changes for line in change.record.storage.lines_of(change.record, change.facts)]
        unlocked(line_model).bulk_create(lines, batch_size=400)


def _remove_lines(changes: Sequence[Change]) -> None:
    line_model = changes[0].record.storage.line_model if changes else None
    if line_model is not None:
        owners = [change.record.id for change in changes]
        unlocked(line_model).filter(organization_id=scoped_organization(), owner_id__in=owners).delete()


def _draft(change: Change, action: str, before: Mapping[str, Row], shape_before: int | None) -> Draft:
    record, storage = change.record, change.record.storage
    return Draft(
        record_type=storage.record_type,
        record_id=record.id,
        version=(change.expected or 0) + 1,
        shape=storage.number,
        action=action,
        title=storage.title_of(change.facts)[:300],
        leaves=leaves_of(record, change.facts),
        before=before,
        shape_before=shape_before,
        reason=change.reason,
    )
