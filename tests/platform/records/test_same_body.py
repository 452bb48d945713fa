"""The schema itself: a row that names a row of another body is refused by the database, whoever wrote the SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from egide.platform.records.keys import SameBodyKey
from egide.platform.records.models import unlocked
from egide.registers.processing.models import ProcessingActivityLine
from tests.platform.conftest import make_body
from tests.platform.rows import TABLES, made, make_person, make_rows, rows_of

KEYS = [
    pytest.param(model, key.column, id=f"{model.__name__}.{key.column}")
    for model in TABLES
    for key in model._meta.constraints
    if isinstance(key, SameBodyKey)
]
pytestmark = pytest.mark.machinery


@pytest.mark.django_db(transaction=True)
def test_the_commit_is_refused():
    """SQLite judges when the transaction ends, as PostgreSQL does."""
    body, inserted = make_body("ours"), []
    with pytest.raises(IntegrityError), transaction.atomic():
        inserted += unlocked(ProcessingActivityLine).bulk_create([made(ProcessingActivityLine, body)])
    assert inserted
    assert not rows_of(ProcessingActivityLine, body).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "column"), KEYS)
def test_a_row_of_another_body_cannot_be_named(model, column):
    somebody, ours, theirs = make_person("somebody"), make_body("ours"), make_body("theirs")
    make_rows(theirs, somebody)
    make_rows(ours, somebody)
    connection.check_constraints()
    target = next(k.table for k in model._meta.constraints if isinstance(k, SameBodyKey) and k.column == column)
    with transaction.atomic():
        named = next(model for model in TABLES if model._meta.db_table == target)
        rows_of(named, ours)._raw_delete("default")
        with pytest.raises(IntegrityError):
            connection.check_constraints()
        transaction.set_rollback(True)
