"""The journal as it lies in the database: exact values, streamed in the order of the chains. No model reads here,
so that no conversion can hide a change (`A` for `a` in an identifier, 2 for true)."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection

from egide.platform.records.models import JournalContent, JournalEntry, JournalHead

_ENTRY, _CONTENT, _HEAD = (model._meta.db_table for model in (JournalEntry, JournalContent, JournalHead))
_TEXTS = ("organization_id", "record_type", "record_id", "action", "origin", "act")
_NUMBERS = ("seq", "at", "version", "shape", "full", "erases")
_COLUMNS = (
    "organization_id", "seq", "at", "record_type", "record_id", "version", "shape", "full",
    "action", "origin", "actor_id", "act", "erases", "root", "hash",
)  # fmt: skip
_AT_ONCE = 500


class RawEntry(NamedTuple):
    """One entry, what it says and the head of its body, read by one statement. `sound`: of the types of its columns."""

    organization_id: str
    seq: int
    at: int
    record_type: str
    record_id: str
    version: int
    shape: int
    full: bool
    action: str
    origin: str
    actor_id: str
    act: str
    erases: int
    root: bytes
    hash: bytes
    rows: str | None
    head: tuple[int, bytes] | None
    sound: bool = True

    @property
    def header(self) -> tuple[Any, ...]:
        """What is sealed, in the order of `sealing.Header`."""
        return self[:13]


def stream(organization_id: str | None = None) -> Iterator[RawEntry]:
    """Every entry of one body (by its hexadecimal id) or of all, body after body, in order."""
    sqlite = connection.vendor == "sqlite"
    make = _from_sqlite if sqlite else _from_postgresql
    sql, parameters = _select(sqlite=sqlite, organization_id=organization_id)
    for row in _rows(sql, parameters):
        yield make(row)


def _select(*, sqlite: bool, organization_id: str | None) -> tuple[str, list[Any]]:
    columns = [f'e."{name}"' for name in _COLUMNS] + ['c."rows"', "h.seq", "h.hash"]
    if sqlite:
        columns = [*map(_whatever_its_type, columns), _types()]
    where = "WHERE e.organization_id = %s" if organization_id else ""
    sql = (
        f"SELECT {', '.join(columns)} FROM {_ENTRY} e"  # noqa: S608 - our own names
        f" LEFT JOIN {_CONTENT} c ON c.organization_id = e.organization_id AND c.seq = e.seq"
        f" LEFT JOIN {_HEAD} h ON h.organization_id = e.organization_id"
        f" {where} ORDER BY e.organization_id, e.seq"
    )
    return sql, [organization_id] if organization_id else []


def _whatever_its_type(column: str) -> str:
    """SQLite keeps any type in any column, and text that is not UTF-8: it must be read all the same."""
    if column == "h.hash":
        return "CASE WHEN h.seq IS NOT NULL THEN CASE typeof(h.hash) WHEN 'blob' THEN h.hash ELSE x'' END END"
    if column.split(".")[1].strip('"') in {*_NUMBERS, "full"}:
        return f"CASE typeof({column}) WHEN 'integer' THEN {column} WHEN 'null' THEN NULL ELSE -1 END"
    return f"CAST({column} AS BLOB)"


def _types() -> str:
    """Whether each column of the entry and of its content holds its own type."""
    conditions = [
        *(f"typeof(e.\"{name}\") = 'text'" for name in _TEXTS),
        *(f"typeof(e.\"{name}\") = 'integer'" for name in _NUMBERS),
        *(f"typeof(e.\"{name}\") = 'blob'" for name in ("root", "hash")),
        "(e.actor_id IS NULL OR (typeof(e.actor_id) = 'text' AND e.actor_id <> ''))",
        'e."full" IN (0, 1)',
        '(c."rows" IS NULL OR typeof(c."rows") = \'text\')',
    ]
    return " AND ".join(conditions)


def _rows(sql: str, parameters: list[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while found := cursor.fetchmany(_AT_ONCE):
            yield from found


def _from_sqlite(row: tuple[Any, ...]) -> RawEntry:
    organization, seq, at, kind, record, version, shape, full, action, origin, actor, act, erases, *rest = row
    root, last, rows, head_seq, head_hash, sound = rest
    texts = (organization, kind, record, action, origin, actor or b"", act)
    try:
        organization, kind, record, action, origin, actor, act = [text.decode() for text in texts]
    except (UnicodeDecodeError, AttributeError):
        organization, kind, record, action, origin, actor, act = [str(text) for text in texts]
        sound = False
    try:
        rows = None if rows is None else rows.decode()
    except UnicodeDecodeError:
        rows = ""
    return RawEntry(
        organization, seq, at, kind, record, version, shape, bool(full), action, origin, actor, act, erases,
        root, last, rows, None if head_seq is None else (head_seq, head_hash), bool(sound),
    )  # fmt: skip


def _from_postgresql(row: tuple[Any, ...]) -> RawEntry:
    organization, seq, at, kind, record, version, shape, full, action, origin, actor, act, erases, *rest = row
    root, last, rows, head_seq, head_hash = rest
    return RawEntry(
        organization.hex, seq, at, kind, record.hex, version, shape, full, action, origin,
        actor.hex if actor else "", act.hex, erases, bytes(root), bytes(last), rows,
        None if head_seq is None else (head_seq, bytes(head_hash)),
    )  # fmt: skip


def orphans() -> list[tuple[str, int]]:
    """The contents that no entry seals: body and number."""
    return _pairs(
        f"SELECT {_body('c.organization_id')}, {_number('c.seq')} FROM {_CONTENT} c LEFT JOIN {_ENTRY} e"  # noqa: S608
        " ON e.organization_id = c.organization_id AND e.seq = c.seq WHERE e.seq IS NULL"
    )


def heads_alone() -> list[tuple[str, int]]:
    """The heads of bodies that have no entry at all: body, and the number that the head tells."""
    return _pairs(
        f"SELECT {_body('h.organization_id')}, {_number('h.seq')} FROM {_HEAD} h WHERE NOT EXISTS"  # noqa: S608
        f" (SELECT 1 FROM {_ENTRY} e WHERE e.organization_id = h.organization_id)"
    )


def bodies_alone() -> list[tuple[str, int]]:
    """The bodies that have neither head nor entry, though the journal begins when a body is born."""
    bodies = JournalHead._meta.get_field("organization").related_model._meta.db_table
    return _pairs(
        f"SELECT {_body('o.id')}, 0 FROM {bodies} o WHERE NOT EXISTS"  # noqa: S608
        f" (SELECT 1 FROM {_HEAD} h WHERE h.organization_id = o.id)"
        f" AND NOT EXISTS (SELECT 1 FROM {_ENTRY} e WHERE e.organization_id = o.id)"
    )


def _pairs(sql: str) -> list[tuple[str, int]]:
    found = []
    for body, seq in _rows(sql, []):
        found.append((body.decode(errors="replace") if isinstance(body, bytes) else body.hex, seq))
    return found


def _body(column: str) -> str:
    return f"CAST({column} AS BLOB)" if connection.vendor == "sqlite" else column


def _number(column: str) -> str:
    return _whatever_its_type(column) if connection.vendor == "sqlite" else column
