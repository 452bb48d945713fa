"""What the second lock costs: list queries over 900 bodies and 67,500 activities, with the policies and without.

Needs PostgreSQL: `.ci/postgres python -m benchmarks.row_security`. Writes in the database that DATABASE_URL names.
"""
# ruff: noqa: E501, PLC0415, S608 - SQL as it is sent; Django is set up before its models are read

import os
import statistics
import time
import uuid
from collections.abc import Callable
from contextlib import nullcontext

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egide.settings")
os.environ.setdefault("EGIDE_SECRET_KEY", "a key for the measure only")

BODIES, EACH, ROUNDS = 900, 75, 300
CENTRE, BODY = uuid.UUID(int=1), uuid.UUID(int=2)
MEMBER, ADVISOR, MANAGER = (uuid.UUID(int=10**6 + n) for n in range(3))
TABLE = "processing_processingactivity"
NOW = "now(), now(), 'active', 1"
COLUMNS = "created_at, updated_at, state, revision"
FILL = f"""
INSERT INTO accounts_user (id, email, name, password, is_active, joined_at)
  SELECT i, i::text, i::text, '', true, now() FROM unnest(ARRAY['{MEMBER}', '{ADVISOR}', '{MANAGER}']::uuid[]) i;
INSERT INTO organizations_organization (id, centre_id, slug, name, sort_key, search_text, epci_siren, declared_none, {COLUMNS})
  SELECT lpad(to_hex(n), 32, '0')::uuid, CASE WHEN n > 1 THEN '{CENTRE}'::uuid END, 'b' || n, 'b', 'b', '', '', '[]', {NOW}
    FROM generate_series(1, {BODIES} + 1) n;
INSERT INTO organizations_membership (id, organization_id, user_id, role, every_member, sort_key, search_text, {COLUMNS})
  VALUES (gen_random_uuid(), '{BODY}', '{MEMBER}', 'CONTROLLER', false, '', '', {NOW}),
         (gen_random_uuid(), '{CENTRE}', '{ADVISOR}', 'ADVISOR', true, '', '', {NOW}),
         (gen_random_uuid(), '{CENTRE}', '{MANAGER}', 'MANAGER', true, '', '', {NOW});
INSERT INTO {TABLE} (id, organization_id, name, sort_key, search_text, declared_none, {COLUMNS})
  SELECT gen_random_uuid(), o.id, 'Traitement ' || n, md5(n::text || o.id::text), repeat('mot ', 60), '[]', {NOW}
    FROM organizations_organization o, generate_series(1, {EACH}) n WHERE o.id <> '{CENTRE}';
INSERT INTO records_journalentry (organization_id, seq, at, record_type, record_id, version, shape, "full", action, origin, act, erases, root, hash)
  SELECT o.id, n, n, CASE WHEN n % 2 = 0 THEN 'organizations.service' ELSE 'processing.processingactivity' END, gen_random_uuid(), 1, 1, true, 'create', 'task', gen_random_uuid(), 0, '', ''
    FROM organizations_organization o, generate_series(1, {EACH}) n;
INSERT INTO records_journalcontent (organization_id, seq, rows) SELECT organization_id, seq, repeat('x', 500) FROM records_journalentry;
"""
ONE_BODY = f"SELECT * FROM {TABLE} WHERE organization_id = '{BODY}' AND state = 'active' ORDER BY sort_key, id LIMIT 50"
ACROSS = (
    f"SELECT count(*) FROM {TABLE} WHERE state = 'active' AND organization_id IN"
    f" (SELECT organization_id FROM reach WHERE user_id = '{ADVISOR}' AND registers)"
)

JOURNAL = f"SELECT * FROM records_journalcontent WHERE organization_id = '{BODY}' AND seq <= 50"


def measure(ask: Callable[[str], object], sql: str) -> float:
    """The median, in milliseconds, as the application waits for it."""
    rounds = ROUNDS // 10 if sql == ACROSS else ROUNDS
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        ask(sql)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Fill, measure under each identity, then once more with the policies taken away."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from egide.database import as_owner
    from egide.platform.records.identity import SYSTEM, identified

    def ask(sql: str) -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def table(name: str, user: uuid.UUID | str | None) -> None:
        with transaction.atomic(), identified(user) if user else nullcontext():
            figures = [f"{measure(ask, sql):8.2f} ms" for sql in (ONE_BODY, JOURNAL, ACROSS)]
        print(f"{name:32}", *figures)

    if connection.vendor != "postgresql":
        print("This measure needs PostgreSQL: .ci/postgres python -m benchmarks.row_security")
        return
    call_command("migrate", verbosity=0)
    with as_owner(connection), transaction.atomic(), identified(SYSTEM):
        ask(FILL)
    with as_owner(connection):
        ask("VACUUM ANALYZE")
    print(f"{'':32}    one body     journal      across")
    table("the installation", SYSTEM)
    table("a member", MEMBER)
    table("an advisor of all the bodies", ADVISOR)
    table("a manager of all the bodies", MANAGER)
    for name, user in (("member", MEMBER), ("advisor", ADVISOR)):
        with transaction.atomic(), identified(user):
            print(f"\n{name}:", *(row[0] for row in ask(f"EXPLAIN (ANALYZE, COSTS OFF) {ONE_BODY}")), sep="\n  ")
    tables = [
        TABLE,
        "organizations_membership",
        "organizations_organization",
        "organizations_assignment",
        "records_journalcontent",
        "records_journalentry",
    ]
    with as_owner(connection):
        for name in tables:
            ask(f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY")
    table("\nwithout the policies", None)
    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    main()
