"""The journal is only added to: triggers refuse the rest, on every database, whoever sends the SQL.

They stop mistakes and programs; whoever owns the database can drop them, and then the seals tell (`journal.verifying`).
"""

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

from egide.platform.records.models import JournalContent, JournalEntry, JournalHead

ENTRY, CONTENT, HEAD = (model._meta.db_table for model in (JournalEntry, JournalContent, JournalHead))

_NEVER = "Le journal ne se modifie pas : une entrée écrite reste telle quelle."
_ANNOUNCED = "Le contenu du journal ne change que par un effacement annoncé dans le journal."
_FORWARD = "La tête du journal ne va que vers l’avant."
_ADDED = "Ce qui est écrit dans cette table ne se modifie pas : on n’y fait qu’ajouter."
_AFTER = "Le journal ne s’écrit qu’à la suite de sa dernière entrée."

# An erasing entry that bears on this content, in the very act that was written last.
_ERASING = f"""EXISTS (SELECT 1 FROM {ENTRY} e WHERE e.organization_id = OLD.organization_id AND e.erases = OLD.seq
  AND e.act = (SELECT l.act FROM {ENTRY} l WHERE l.organization_id = OLD.organization_id ORDER BY l.seq DESC LIMIT 1))
"""  # noqa: S608 - our own names
_SAME_PLACE = "NEW.organization_id = OLD.organization_id AND NEW.seq = OLD.seq"
_BACKWARD = (
    "NEW.organization_id <> OLD.organization_id OR NEW.seq < OLD.seq OR (NEW.seq = OLD.seq AND NEW.hash <> OLD.hash)"
)
_WRITTEN = f"NEW.seq <= coalesce((SELECT h.seq FROM {HEAD} h WHERE h.organization_id = NEW.organization_id), 0)"  # noqa: S608

Trigger = tuple[str, str, str, str, str]
_SQLITE: tuple[Trigger, ...] = (
    ("journal_entry_update", "UPDATE", ENTRY, "", _NEVER),
    ("journal_entry_delete", "DELETE", ENTRY, "", _NEVER),
    ("journal_entry_insert", "INSERT", ENTRY, _WRITTEN, _AFTER),  # INSERT OR REPLACE fires no trigger of DELETE
    ("journal_content_update", "UPDATE", CONTENT, f"NEW.rows <> OLD.rows AND NOT {_ERASING}", _ANNOUNCED),
    ("journal_content_move", "UPDATE", CONTENT, f"NOT ({_SAME_PLACE})", _ANNOUNCED),
    ("journal_content_delete", "DELETE", CONTENT, "", _ANNOUNCED),
    ("journal_content_insert", "INSERT", CONTENT, _WRITTEN, _AFTER),
    ("journal_head_update", "UPDATE", HEAD, _BACKWARD, _FORWARD),
    ("journal_head_delete", "DELETE", HEAD, "", _FORWARD),
    ("journal_head_insert", "INSERT", HEAD, _WRITTEN.replace("NEW.seq <=", "0 <"), _FORWARD),
)
_POSTGRESQL: tuple[Trigger, ...] = (
    ("journal_entry_never", "UPDATE OR DELETE", ENTRY, "", _NEVER),
    ("journal_content_delete", "DELETE", CONTENT, "", _ANNOUNCED),
    ("journal_content_update", "UPDATE", CONTENT, "NEW.* IS DISTINCT FROM OLD.*", _ANNOUNCED),
    ("journal_head_update", "UPDATE", HEAD, _BACKWARD, _FORWARD),
    ("journal_head_delete", "DELETE", HEAD, "", _FORWARD),
)
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION egide_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_NAME = 'journal_content_update' THEN
    IF {_SAME_PLACE} AND {_ERASING} THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def flagged() -> list[tuple[str, tuple[str, ...]]]:
    """The other tables that are only added to, and the columns of their keys: `append_only` of a model."""
    models = [model for model in apps.get_models() if getattr(model, "append_only", ())]
    return [(model._meta.db_table, model.append_only) for model in models]  # type: ignore[attr-defined]


def _of_flagged(vendor: str) -> list[Trigger]:
    if vendor == "postgresql":
        return [(f"{table}_never", "UPDATE OR DELETE", table, "", _ADDED) for table, _ in flagged()]
    return [
        trigger
        for table, key in flagged()
        for trigger in (
            (f"{table}_update", "UPDATE", table, "", _ADDED),
            (f"{table}_delete", "DELETE", table, "", _ADDED),
            (f"{table}_insert", "INSERT", table, _taken(table, key), _ADDED),
        )
    ]


def _taken(table: str, key: tuple[str, ...]) -> str:
    same = " AND ".join(f't."{column}" = NEW."{column}"' for column in key)
    return f'EXISTS (SELECT 1 FROM "{table}" t WHERE {same})'  # noqa: S608 - our own names


def put(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers that are missing. By the owner of the tables; a table not created yet is left to the next time.

    What they refuse raises IntegrityError, in French. TRUNCATE is left to the owner, who empties a database of tests.
    """
    absent = _missing(connection)
    if connection.vendor == "postgresql" and absent:
        _execute(connection, [_FUNCTION])
    _execute(connection, [_create(connection.vendor, trigger) for trigger in absent])


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take them away from SQLite, whose every emptying is a DELETE; `put` them back at once."""
    _execute(connection, [f"DROP TRIGGER IF EXISTS {name}" for name, *_ in [*_SQLITE, *_of_flagged("sqlite")]])


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables of the journal that can be altered, by the name of the trigger that they lack."""
    return [f"{trigger[2]}: trigger {trigger[0]} is missing" for trigger in _missing(connection)]


def _missing(connection: BaseDatabaseWrapper) -> list[Trigger]:
    ours = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    wanted = [*ours, *_of_flagged(connection.vendor)]
    tables, found = connection.introspection.table_names(), _present(connection)
    return [trigger for trigger in wanted if trigger[2] in tables and trigger[0] not in found]


def _present(connection: BaseDatabaseWrapper) -> set[str]:
    """Those that are put, and that fire."""
    sql = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid AND NOT c.relispartition"
        " WHERE c.relnamespace = current_schema()::regnamespace AND tgenabled IN ('O', 'A')"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name for (name,) in cursor.fetchall()}


def _create(vendor: str, trigger: Trigger) -> str:
    name, event, table, condition, message = trigger
    when = f"WHEN ({condition})" if condition else ""
    start = f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when}"
    if vendor == "sqlite":
        return f"{start} BEGIN SELECT RAISE(ABORT, '{message}'); END"
    return f"{start} EXECUTE FUNCTION egide_append_only('{message}')"


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
