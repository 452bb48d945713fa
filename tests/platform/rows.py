"""One row of every table that belongs to bodies, made from its columns: a new model is covered the day it is born."""

import uuid

from django.db import connection, models
from django.utils import timezone

from egide.platform.accounts.models import User
from egide.platform.organizations.models import Membership, Organization
from egide.platform.organizations.shapes import Role
from egide.platform.records.keys import SameBodyKey
from egide.platform.records.models import JournalHead, unlocked
from egide.platform.records.rowsecurity import guarded

TABLES = [model for model in guarded() if model is not Organization]
MARK = uuid.UUID(int=1)
"""The id of each made row, so that the columns that name another row of the body are right by construction; and of
the person whose drafts the rows kept for one person alone are."""

AFTER = 2
"""Each number: the journal of a body begins with the entry that says it was born."""


def make_person(name, **known):
    return User.objects.create_user(f"{name}@exemple.fr", name=name, **known)


def enrol(user, body, role=Role.CONTROLLER, **known):
    """A membership that the journal does not know: rows are what is tested here."""
    row = made(Membership, body, id=uuid.uuid4(), user_id=user.id, role=role, **known)
    unlocked(Membership).bulk_create([row])
    return row


def make_rows(body, somebody):
    """One row of each table; the head of the journal is there since the body is. The membership has no role."""
    for model in TABLES:
        if model is JournalHead:
            continue
        unlocked(model).bulk_create([made(model, body, **_people(model, somebody, body))])


def made(model, body, **known):
    """A row of a body, not yet inserted."""
    plain = {field.attname: _value(field) for field in model._meta.concrete_fields if not _free(field)}
    linked = {c.column: MARK for c in model._meta.constraints if isinstance(c, SameBodyKey)}
    return model(**{**plain, **linked, "organization_id": body.id, **known})


def rows_of(model, body):
    """The rows of a body, without the lock of scope."""
    return unlocked(model).filter(organization_id=body.id)


def change(rows):
    """Touch rows without changing them: how many were."""
    return rows.update(organization_id=models.F("organization_id"))


def _people(model, somebody, body):
    related = {f.attname: f.related_model for f in model._meta.concrete_fields if f.is_relation and not f.null}
    values = {User: somebody.id, Organization: body.id}
    return {name: values[target] for name, target in related.items() if name != "organization_id"}


def _free(field):
    return field.null or field.is_relation or isinstance(field, models.CompositePrimaryKey)


PLAIN = {
    models.UUIDField: lambda: MARK,
    models.DateTimeField: timezone.now,
    models.BinaryField: lambda: bytes(32),
    models.JSONField: dict,
    models.BooleanField: bool,
    models.IntegerField: lambda: AFTER,
}


def _value(field):
    found = (make() for kind, make in PLAIN.items() if isinstance(field, kind))
    if field.has_default() and not isinstance(field, models.UUIDField):
        return field.get_default()
    return next(found, "x")


def query(sql, params=None):
    """What PostgreSQL or SQLite answers."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
