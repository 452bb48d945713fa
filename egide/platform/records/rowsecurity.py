"""The second lock: PostgreSQL itself shows a person the rows of the bodies that person reaches, whatever the ORM asks.

The policies are derived from the models, so no migration can hold them: `migrate` (our own, beside this file) applies
them anew each time it has run, and `missing` names every table that lacks its own; a check and a test read it.
They receive who asks (`app.user`, see `identity`), never a list of bodies. Nobody told: no row, and inserts refused.
Every table is under FORCE, so the lock holds the owner of the tables too (an installation with one role). The
policies ask two functions that look as the installation, then step back to the person: that is why the tables of
memberships and bodies, from which the answer is drawn, carry policies too without asking themselves for ever.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, assert_never

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from egide.platform.records import appendonly, doors
from egide.platform.records.audience import Audience
from egide.platform.records.identity import LINK, PUBLIC
from egide.platform.records.models import JournalContent, JournalEntry, JournalHead

DIRECTORY = "organizations"
"""The app whose tables are open to whoever reaches the body; those of every other ask for its registers."""

_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}(registers_only boolean) RETURNS SETOF uuid LANGUAGE plpgsql STABLE AS $$
DECLARE
  asking text := coalesce(current_setting('app.user', true), '');
  who uuid;
BEGIN
  IF asking IN ('', 'system', '{public}') OR asking LIKE '{link}%' THEN RETURN; END IF;
  who := asking::uuid;
  PERFORM set_config('app.user', 'system', true);
  RETURN QUERY {query};
  PERFORM set_config('app.user', asking, true);
END $$
"""
_REACHED = "SELECT r.organization_id FROM reach r WHERE r.user_id = who AND (r.registers OR NOT registers_only)"
_CENTRES = (
    "SELECT o.centre_id FROM reach r JOIN {bodies} o ON o.id = r.organization_id"
    " WHERE r.user_id = who AND (r.registers OR NOT registers_only) AND o.centre_id IS NOT NULL"
)
_AUTHOR = "user_id::text = (SELECT current_setting('app.user', true))"
_SYSTEM = "(SELECT current_setting('app.user', true)) = 'system'"


@dataclass(frozen=True, slots=True)
class Policy:
    """What one command may touch in one table. Its name carries a digest of its text: a change is seen by name."""

    table: str
    command: str
    using: str | None = None
    check: str | None = None

    @property
    def name(self) -> str:
        """`egide_select_1a2b3c4d`."""
        text = "\n".join([self.table, self.using or "", self.check or "", *functions()])
        return f"egide_{self.command.lower()}_{sha256(text.encode()).hexdigest()[:8]}"

    @property
    def sql(self) -> str:
        """CREATE POLICY."""
        using = f" USING ({self.using})" if self.using else ""
        check = f" WITH CHECK ({self.check})" if self.check else ""
        return f'CREATE POLICY {self.name} ON "{self.table}" FOR {self.command}{using}{check}'


def functions() -> list[str]:
    """CREATE FUNCTION: the bodies that a person reaches, the same with their centres, and what a secret link opens."""
    centres, outside = _CENTRES.format(bodies=f'"{_bodies()._meta.db_table}"'), {"public": PUBLIC, "link": LINK}
    return [
        _FUNCTION.format(name="egide_reached", query=_REACHED, **outside),
        _FUNCTION.format(name="egide_shared", query=f"{_REACHED} UNION {centres}", **outside),
        doors.function(),
    ]


def guarded() -> list[type[Model]]:
    """Every model with an audience that has a table, link tables included."""
    found = apps.get_models(include_auto_created=True)
    return [m for m in found if getattr(m, "audience", None) and m._meta.managed and not m._meta.proxy]


def policies() -> list[Policy]:
    """Of every guarded table; and what who has no account meets, in those and in all the others."""
    own = [policy for model in guarded() for policy in policies_of(model)]
    return [*own, *(Policy(*rule) for rule in (*doors.rules(guarded()), *doors.closed(guarded())))]


def policies_of(model: type[Model]) -> list[Policy]:
    """Of one table. The order of the alternatives is from the cheapest to the dearest."""
    if model is _bodies():
        return _of_bodies(model)
    if model is JournalEntry:
        return _append_only(model, _entry())
    if model is JournalContent:
        return _of(model, _content(), _content())
    if model is apps.get_model("links", "Link"):
        return _of(model, _link(), _link())
    open_to_reach = getattr(model, "reach_is_enough", False) or model is JournalHead
    registers = model._meta.app_label != DIRECTORY and not open_to_reach
    own = _in("organization_id", "egide_reached", registers=registers)
    if model.audience is Audience.AUTHOR:  # type: ignore[attr-defined]
        own = f"{own} AND {_AUTHOR}"
    if getattr(model, "append_only", ()):
        return _append_only(model, own)
    return _of(model, _readable(model, own, registers), own)


def _readable(model: Any, own: str, registers: bool) -> str:
    audience: Audience = model.audience
    match audience:
        case Audience.OWN | Audience.AUTHOR:
            return own
        case Audience.MEMBERS:
            return _in("organization_id", "egide_shared", registers=registers)
        case Audience.ADDRESSEE:
            return f"{own} OR {_in('addressee_id', 'egide_reached', registers=registers)}"
        case _ as other:
            assert_never(other)


def _of_bodies(model: type[Model]) -> list[Policy]:
    """A centre enters its members. A body follows no other centre than one that its people know already."""
    table, own = model._meta.db_table, _in("id", "egide_reached")
    known = f"{own} AND (centre_id IS NULL OR {_in('centre_id', 'egide_shared')})"
    return [
        Policy(table, "SELECT", using=_or_system(_in("id", "egide_shared"))),
        Policy(table, "INSERT", check=_or_system(_in("centre_id", "egide_reached"))),
        Policy(table, "UPDATE", using=_or_system(own), check=_or_system(known)),
        Policy(table, "DELETE", using=_SYSTEM),
    ]


def _entry() -> str:
    directory = f"record_type LIKE '{DIRECTORY}.%' AND {_in('organization_id', 'egide_reached')}"
    return f"{_in('organization_id', 'egide_reached', registers=True)} OR ({directory})"


def _link() -> str:
    """Those who manage people without reading registers see the links of people: invitations."""
    people = f"record_type LIKE 'accounts.%' AND {_in('organization_id', 'egide_reached')}"
    return f"{_in('organization_id', 'egide_reached', registers=True)} OR ({people})"


def _content() -> str:
    """As its entry, whose own policy answers when the registers are not open to the person."""
    entry, content = JournalEntry._meta.db_table, JournalContent._meta.db_table
    same = f'e.organization_id = "{content}".organization_id AND e.seq = "{content}".seq'
    return f'{_in("organization_id", "egide_reached", registers=True)} OR EXISTS (SELECT FROM "{entry}" e WHERE {same})'


def _append_only(model: type[Model], rows: str) -> list[Policy]:
    """No policy for UPDATE and DELETE: they find no row, even for the installation itself."""
    return [policy for policy in _of(model, rows, rows) if policy.command in {"SELECT", "INSERT"}]


def _of(model: type[Model], readable: str, own: str) -> list[Policy]:
    table, mine = model._meta.db_table, _or_system(own)
    return [
        Policy(table, "SELECT", using=_or_system(readable)),
        Policy(table, "INSERT", check=mine),
        Policy(table, "UPDATE", using=mine, check=mine),
        Policy(table, "DELETE", using=mine),
    ]


def _in(column: str, function: str, *, registers: bool = False) -> str:
    return f"{column} IN (SELECT {function}({str(registers).lower()}))"


def _or_system(condition: str) -> str:
    return f"{_SYSTEM} OR {condition}"


def _bodies() -> type[Model]:
    return apps.get_model(DIRECTORY, "Organization")


def apply(connection: BaseDatabaseWrapper) -> None:
    """Bring the policies of the database to those of the models. Idempotent; nothing to do on SQLite.

    To be run by the owner of the tables. A table that is not created yet is left to the next time.
    """
    if connection.vendor != "postgresql":
        return
    tables, found = _tables(connection), _policies(connection)
    wanted = {(p.table, p.name): p for p in policies() if p.table in tables}
    ours = {policy.table for policy in policies()} & tables.keys()
    stale = [key for key in found if key[0] in ours and key not in wanted]
    statements = [
        *functions(),
        *(f'ALTER TABLE "{t}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY' for t in ours if not tables[t]),
        *(f'DROP POLICY "{name}" ON "{table}"' for table, name in stale),
        *(policy.sql for key, policy in wanted.items() if key not in found),
    ]
    _execute(connection, statements)


def grant(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give the application's role what it needs and no more. To be run by the owner, after `apply`.

    The journal can be added to, never altered; so can the list of migrations be read only.
    """
    name = connection.ops.quote_name(role)
    present = _tables(connection)
    sealed = [t for t in (JournalEntry._meta.db_table, *(table for table, _ in appendonly.flagged())) if t in present]
    _execute(
        connection,
        [
            f"GRANT USAGE ON SCHEMA {_schema(connection)} TO {name}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {_schema(connection)} TO {name}",
            f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {_schema(connection)} TO {name}",
            *(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{t}" FROM {name}' for t in (*sealed, "django_migrations")),
            f'REVOKE INSERT ON "django_migrations" FROM {name}',
        ],
    )


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """What is not locked, in words: a table without its policies, or with one that is not ours. Empty on SQLite."""
    if connection.vendor != "postgresql":
        return []
    tables, found = _tables(connection), set(_policies(connection))
    wanted = {(p.table, p.name) for p in policies()}
    guarded_tables, of_bodies = {table for table, _ in wanted}, {m._meta.db_table for m in guarded()}
    return [
        *(f"{t}: no table" for t in sorted(guarded_tables - tables.keys())),
        *(
            f"{t}: row security is not forced"
            for t, forced in sorted(tables.items())
            if t in guarded_tables and not forced
        ),
        *(f"{t}: policy {name} is missing" for t, name in sorted(wanted - found) if t in tables),
        *(f"{t}: policy {name} is not ours" for t, name in sorted(found - wanted) if t in guarded_tables),
        *(f"{t}: rows of a body without an audience" for t in sorted(_of_a_body(connection) - of_bodies)),
    ]


def bypasses(connection: BaseDatabaseWrapper) -> bool:
    """Whether the role that is connected is above the policies: SUPERUSER or BYPASSRLS."""
    if connection.vendor != "postgresql":
        return False
    [(above,)] = _rows(connection, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    return bool(above)


def _tables(connection: BaseDatabaseWrapper) -> dict[str, bool]:
    """The tables of the schema, and whether their rows are locked for everyone."""
    sql = (
        "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class"
        " WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition"
    )
    return dict(_rows(connection, sql))


def _policies(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    return _rows(connection, "SELECT tablename, policyname FROM pg_policies WHERE schemaname = current_schema()")


def _of_a_body(connection: BaseDatabaseWrapper) -> set[str]:
    sql = (
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id'"
        " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
    )
    return {table for (table,) in _rows(connection, sql)}


def _schema(connection: BaseDatabaseWrapper) -> str:
    [(schema,)] = _rows(connection, "SELECT quote_ident(current_schema())")
    return str(schema)


def _rows(connection: BaseDatabaseWrapper, sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _execute(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
