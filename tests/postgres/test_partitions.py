"""The real schema, cut in eight by body: it loads, so one body's rows can live on a machine of their own.

PostgreSQL refuses a partitioned table whose keys do not all hold the body: what any sharding of it would ask too.
"""

import re

import pytest
from django.db import connection, transaction

from egide.database import as_owner
from egide.platform.accounts.models import User
from egide.platform.organizations.models import Organization
from tests.platform.rows import MARK, TABLES
from tests.postgres.cut import PARTS as ALREADY
from tests.postgres.cut import parts_of

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(ALREADY > 0, reason="the whole base is cut already"),
]
PARTS = 8
SHARED = [User, Organization]
"""On every machine: who signs in, and the list of bodies."""


def statements(model):
    """CREATE TABLE and what follows it, cut by body unless the table is shared."""
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        editor.create_model(model)
    for sql in editor.collected_sql:
        if model in SHARED or not sql.startswith("CREATE TABLE"):
            yield sql
            continue
        table = model._meta.db_table
        yield f"{sql.rstrip(';')} PARTITION BY HASH (organization_id)"
        yield from parts_of(table, PARTS)


@pytest.fixture
def scratch():
    with as_owner(connection), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA scratch; SET LOCAL search_path TO scratch")
            yield cursor
        transaction.set_rollback(True)


def ordered():
    """Tables that others name come first."""
    pointed = re.compile(r'REFERENCES "(\w+)"')
    found = {model._meta.db_table: list(statements(model)) for model in [*SHARED, *TABLES]}
    done = []
    while found:
        free = [t for t, sqls in found.items() if not (set(pointed.findall(" ".join(sqls))) - {t}) & found.keys()]
        assert free, f"tables that name each other: {sorted(found)}"
        for table in free:
            done += found.pop(table)
    return done


def test_the_schema_can_be_cut_by_body(scratch):
    for sql in ordered():
        scratch.execute(sql)
    scratch.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'scratch'::regnamespace AND relkind = 'p'")
    assert scratch.fetchone() == (len(TABLES),)


def test_a_body_is_in_one_part(scratch):
    for sql in ordered():
        scratch.execute(sql)
    scratch.execute("EXPLAIN SELECT * FROM processing_processingactivity WHERE organization_id = %s", [MARK])
    plan = "\n".join(line for (line,) in scratch.fetchall())
    assert len(re.findall(r"on processing_processingactivity_\d", plan)) == 1
