"""SQLite's own ways around a trigger: a table made anew, a replacement; the check tells, `migrate` puts back."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from egide.platform.records import appendonly
from tests.platform.journal.chains import new
from tests.platform.journal.tampering import TABLES, run


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_replaced(body, table):
    new(body)
    with pytest.raises(IntegrityError, match="journal"), transaction.atomic():
        run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} ORDER BY seq LIMIT 1")  # noqa: S608


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_is_gone_is_named_and_put_back():
    run("DROP TRIGGER journal_entry_delete")
    said = "records_journalentry: trigger journal_entry_delete is missing"
    assert appendonly.missing(connection) == [said]
    assert [e.id for e in run_checks(tags=["database"], databases=["default"])] == ["records.E004"]
    call_command("migrate", verbosity=0)
    assert appendonly.missing(connection) == []
