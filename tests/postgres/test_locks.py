"""That the locks are there, that what is missing is named, and what the application's role may not do."""

import os

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from egide.database import as_owner
from egide.platform.records import appendonly, rowsecurity
from egide.platform.records.checks import refuse_to_start_unlocked
from tests.platform.rows import TABLES, query

pytestmark = pytest.mark.postgres
ENTRY = "records_journalentry"
RIGHTS = ["SELECT", "INSERT", "UPDATE", "DELETE"]


@pytest.fixture
def owner(transactional_db):
    """The role that owns the tables (the same as the application's, where there is one role only)."""
    with as_owner(connection):
        yield
        rowsecurity.apply(connection)
        assert rowsecurity.missing(connection) == []


def two_roles():
    return "DATABASE_OWNER_URL" in os.environ


def granted(table):
    may = "SELECT has_table_privilege(current_user, %s, %s)"
    return {right for right in RIGHTS if query(may, [table, right]) == [(True,)]}


@pytest.mark.django_db
def test_everything_is_locked_and_the_role_is_under_it():
    assert rowsecurity.missing(connection) == []
    assert not rowsecurity.bypasses(connection)
    assert run_checks(tags=["database"], databases=["default"], include_deployment_checks=False) == []


@pytest.mark.django_db(transaction=True)
def test_applying_again_changes_nothing():
    before = query("SELECT oid, polname FROM pg_policy ORDER BY oid")
    call_command("migrate", verbosity=0, skip_checks=False)
    assert query("SELECT oid, polname FROM pg_policy ORDER BY oid") == before != []


@pytest.mark.parametrize(
    ("sabotage", "said"),
    [
        ("ALTER TABLE systems_aisystem NO FORCE ROW LEVEL SECURITY", "systems_aisystem: row security is not forced"),
        ("ALTER TABLE systems_aisystem DISABLE ROW LEVEL SECURITY", "systems_aisystem: row security is not forced"),
        ("CREATE POLICY open ON systems_aisystem USING (true)", "systems_aisystem: policy open is not ours"),
    ],
)
def test_what_is_undone_is_named_and_put_back(owner, sabotage, said):
    with connection.cursor() as cursor:
        cursor.execute(sabotage)
    assert rowsecurity.missing(connection) == [said]


def test_a_policy_that_is_gone_is_named(owner):
    [(name,)] = query("SELECT policyname FROM pg_policies WHERE tablename = 'systems_aisystem' AND cmd = 'SELECT'")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP POLICY {name} ON systems_aisystem")
    assert rowsecurity.missing(connection) == [f"systems_aisystem: policy {name} is missing"]
    assert [e.id for e in run_checks(tags=["database"], databases=["default"])] == ["records.E002"]
    with pytest.raises(SystemExit, match="ne démarre pas"):
        refuse_to_start_unlocked()


def test_migrating_puts_back_what_is_gone(owner):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE systems_aisystem NO FORCE ROW LEVEL SECURITY")
    call_command("migrate", verbosity=0, skip_checks=False)
    assert rowsecurity.missing(connection) == []


def test_a_table_that_no_model_knows_is_named(owner):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE forgotten (organization_id uuid)")
        assert rowsecurity.missing(connection) == ["forgotten: rows of a body without an audience"]
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_application_adds_to_the_journal_and_never_alters_it():
    only_added_to = {ENTRY, *(table for table, _ in appendonly.flagged())}
    for table in {*only_added_to, *(model._meta.db_table for model in TABLES)}:
        expected = {"SELECT", "INSERT"} if table in only_added_to and two_roles() else set(RIGHTS)
        assert granted(table) == expected
    assert granted("django_migrations") == ({"SELECT"} if two_roles() else set(RIGHTS))


@pytest.mark.django_db
def test_no_policy_lets_anyone_alter_the_journal():
    found = query("SELECT DISTINCT cmd FROM pg_policies WHERE tablename = %s ORDER BY cmd", [ENTRY])
    assert found == [("INSERT",), ("SELECT",)]


@pytest.mark.django_db(transaction=True)
def test_a_locked_server_starts():
    refuse_to_start_unlocked()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE systems_aisystem DISABLE ROW LEVEL SECURITY",
        "DROP TABLE systems_aisystem",
        "CREATE TABLE mine (id int)",
        "ALTER ROLE CURRENT_USER BYPASSRLS",
    ],
)
def test_the_application_owns_nothing(sql):
    if not two_roles() and "ROLE" not in sql:
        sql = "ALTER ROLE CURRENT_USER BYPASSRLS"
    with (
        pytest.raises(ProgrammingError, match=r"must be owner|permission denied|must be superuser"),
        transaction.atomic(),
    ):
        query(sql)
