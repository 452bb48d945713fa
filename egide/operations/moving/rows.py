"""The rows of a body, of every table that has an audience, as JSON: found from the models, so that a new table is
carried the day it is born. A model that says `carried = False` is left out: what it holds is made anew."""

import base64
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.apps.registry import Apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from egide.platform.accounts.models import User
from egide.platform.organizations.models import Organization
from egide.platform.records.models import JournalHead
from egide.platform.records.rowsecurity import guarded

_AT_ONCE: Final = 500
Row = dict[str, Any]


def carried() -> list[str]:
    """The tables that go with a body, by `app.Model`: the body first, the head of its journal last."""
    names = sorted(m._meta.label for m in guarded() if getattr(m, "carried", True))
    first, last = Organization._meta.label, JournalHead._meta.label
    return [first, *(name for name in names if name not in {first, last}), last]


def plain_models() -> Apps:
    """The tables as migrations know them: plain columns, no manager that hides rows, no conversion to facts."""
    return MigrationLoader(connection).project_state().apps


def columns(apps: Apps) -> dict[str, list[str]]:
    """The columns of each carried table: two installations exchange bodies when these are equal."""
    return {label: [f.attname for f in _fields(apps.get_model(label))] for label in carried()}


def _fields(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.column]


def people_columns(apps: Apps) -> dict[str, list[str]]:
    """The columns that name a person, by table."""
    return {label: [f.attname for f in _fields(apps.get_model(label)) if _leads_to(f, User)] for label in carried()}


def _leads_to(field: Any, model: type[models.Model]) -> bool:
    return field.related_model is not None and field.related_model._meta.label == model._meta.label


def rows_of(apps: Apps, label: str, organization_id: UUID) -> Iterator[Row]:
    """The rows of a body, in the order of their keys."""
    model = apps.get_model(label)
    owner = "id" if label == Organization._meta.label else "organization_id"
    names = [field.attname for field in _fields(model)]
    keys = [f.attname for f in model._meta.pk_fields]
    found = model._default_manager.filter(**{owner: organization_id}).order_by(*keys).values(*names)
    yield from found.iterator(chunk_size=_AT_ONCE)


def write_rows(file: Path, rows: Iterable[Row]) -> int:
    """One JSON object a line; how many."""
    count = 0
    with file.open("w", encoding="utf-8") as opened:
        for row in rows:
            told = {name: _plain(value) for name, value in row.items()}
            opened.write(json.dumps(told, ensure_ascii=False, cls=_Encoder) + "\n")
            count += 1
    return count


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        """Instants to the microsecond, which Django’s own cuts."""
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def read_rows(file: Path) -> Iterator[Row]:
    """As they were written: values still plain."""
    with file.open(encoding="utf-8") as opened:
        for line in opened:
            yield json.loads(line)


def insert(apps: Apps, label: str, rows: Iterable[Row]) -> int:
    """Add rows as they are; how many."""
    model = apps.get_model(label)
    fields = {field.attname: field for field in _fields(model)}
    made = [model(**{name: _value(fields[name], value) for name, value in row.items()}) for row in rows]
    model._default_manager.bulk_create(made, batch_size=_AT_ONCE)
    return len(made)


def _value(field: Any, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    return (field.target_field if field.is_relation else field).to_python(value)
