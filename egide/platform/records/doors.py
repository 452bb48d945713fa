"""What PostgreSQL lets through for who has no account: the public, and the bearer of a secret link. Said by the models.

Both are identities (`records/identity.py`), not roles of the database: they are there in an installation with one role,
and nothing has to be created by the administrator of the server. To them every table is closed, those of people and of
sessions included, but for what a model declares in `doors`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db.models import Model

from egide.platform.records.identity import LINK, PUBLIC

Rule = tuple[str, str, str | None, str | None]
"""Table, command, USING, WITH CHECK."""

_ASKING: Final = "(SELECT coalesce(current_setting('app.user', true), ''))"
_OUTSIDE: Final = f"{_ASKING} = '{PUBLIC}' OR {_ASKING} LIKE '{LINK}%'"
_OPENED: Final = "SELECT o.body, o.record FROM egide_opened({}) o"
_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION egide_opened(asked text) RETURNS TABLE(body uuid, record uuid) LANGUAGE plpgsql STABLE AS $$
DECLARE
  asking text := coalesce(current_setting('app.user', true), '');
BEGIN
  IF asking NOT LIKE '{prefix}%' THEN RETURN; END IF;
  RETURN QUERY SELECT l.organization_id, l.record_id FROM "{table}" l
    WHERE l.key_hash = substr(asking, {start}) AND (asked IS NULL OR l.purpose = asked)
      AND l.revoked_at IS NULL AND l.expires_at > now() AND (l.uses_left IS NULL OR l.uses_left > 0);
END $$
"""


@dataclass(frozen=True, slots=True)
class Door:
    """What someone outside may do in a table.

    `purpose`: of the secret link that opens the one row whose `column` names its record; none: the public, everywhere
    `where` holds (SQL on the columns of the table; empty: any row).
    """

    commands: tuple[str, ...]
    purpose: str = ""
    where: str = ""
    column: str = "id"

    @property
    def condition(self) -> str:
        """On a row."""
        if self.purpose:
            opened = _OPENED.format(f"'{self.purpose}'")
            return f"(organization_id, {self.column}) IN ({opened})"
        return f"{_ASKING} = '{PUBLIC}'" + (f" AND ({self.where})" if self.where else "")


def function() -> str:
    """CREATE FUNCTION: what the link that asks opens, while it is alive."""
    return _FUNCTION.format(prefix=LINK, start=len(LINK) + 1, table=_link()._meta.db_table)


def rules(guarded: Iterable[type[Model]]) -> Iterator[Rule]:
    """Of the tables of bodies: what the doors of their models open, then what any link needs so as to be journaled."""
    for model in guarded:
        for door in getattr(model, "doors", ()):
            for command in door.commands:
                yield _rule(model._meta.db_table, command, door.condition)
    yield from _of_every_link()


def closed(guarded: Iterable[type[Model]]) -> Iterator[Rule]:
    """Of every other table: whoever is outside finds nothing there."""
    bodies = {model._meta.db_table for model in guarded}
    found = {m._meta.db_table for m in apps.get_models(include_auto_created=True) if m._meta.managed}
    for table in sorted({*found, "django_migrations"} - bodies):
        yield table, "ALL", f"NOT ({_OUTSIDE})", f"NOT ({_OUTSIDE})"


def _of_every_link() -> Iterator[Rule]:
    """Its own row, the name of its body, and the journal of its record."""
    entry, content, head = (_table("records", f"Journal{name}") for name in ("Entry", "Content", "Head"))
    same = f'e.organization_id = "{content}".organization_id AND e.seq = "{content}".seq'
    yield _link()._meta.db_table, "SELECT", f"{_ASKING} = '{LINK}' || key_hash", None
    yield _table("organizations", "Organization"), "SELECT", f"id IN ({_bodies()})", None
    for command in ("SELECT", "UPDATE"):
        yield _rule(head, command, f"organization_id IN ({_bodies()})")
    for command in ("SELECT", "INSERT"):
        opened = _OPENED.format("NULL")
        yield _rule(entry, command, f"(organization_id, record_id) IN ({opened})")
        told = f'SELECT FROM "{entry}" e WHERE {same} AND (e.organization_id, e.record_id) IN ({opened})'
        yield _rule(content, command, f"EXISTS ({told})")


def _bodies() -> str:
    return "SELECT o.body FROM egide_opened(NULL) o"


def _rule(table: str, command: str, condition: str) -> Rule:
    using = None if command == "INSERT" else condition
    check = None if command in {"SELECT", "DELETE"} else condition
    return table, command, using, check


def _link() -> Any:
    return apps.get_model("links", "Link")


def _table(app: str, model: str) -> str:
    return str(apps.get_model(app, model)._meta.db_table)
