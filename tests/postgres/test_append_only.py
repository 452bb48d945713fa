"""Even the owner of the tables cannot alter the journal; what it does once the triggers are gone is found."""
# ruff: noqa: S608 - names of our own

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from egide.database import as_owner
from egide.platform.records import appendonly
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.journal.verifying import verify
from tests.platform.conftest import make_body
from tests.platform.journal.chains import new
from tests.platform.rows import query

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ENTRY, CONTENT = "records_journalentry", "records_journalcontent"


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def owner(transactional_db):
    """In a transaction that is undone, the owner of the tables above their policies."""
    body = make_body("ours")
    new(body, notes="Mme Durand")
    with as_owner(connection), transaction.atomic(), identified(SYSTEM):
        for table in (ENTRY, CONTENT):
            execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "sql",
    [
        f"UPDATE {ENTRY} SET action = 'x'",
        f"DELETE FROM {ENTRY}",
        f"UPDATE {CONTENT} SET rows = '[]'",
        f"DELETE FROM {CONTENT}",
    ],
)
def test_the_owner_is_refused(owner, sql):
    with pytest.raises(IntegrityError, match="journal"), transaction.atomic():
        execute(sql)


def test_what_is_done_without_triggers_is_found(owner):
    for table in (ENTRY, CONTENT):
        execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    assert len(appendonly.missing(connection)) == 3
    assert verify().sound
    execute(f"UPDATE {CONTENT} SET rows = replace(rows, 'Durand', 'Dupond') WHERE seq = 2")
    execute(f"UPDATE {ENTRY} SET action = 'x' WHERE seq = 1")
    assert [f.seq for f in verify().findings] == [1, 2]


def test_what_is_gone_is_put_back():
    with as_owner(connection):
        execute(f"DROP TRIGGER journal_entry_never ON {ENTRY}")
    assert appendonly.missing(connection) == [f"{ENTRY}: trigger journal_entry_never is missing"]
    call_command("migrate", verbosity=0)
    assert appendonly.missing(connection) == []
    assert query("SELECT 1") == [(1,)]
