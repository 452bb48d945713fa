"""The hands of whoever holds the database: raw SQL, without triggers, keys or checks of ours in the way."""
# ruff: noqa: S608 - names of our own

import json
from contextlib import contextmanager

from django.db import connection, transaction

from egide.platform.records.journal.sealing import canonical, erased

ENTRY, CONTENT, HEAD = "records_journalentry", "records_journalcontent", "records_journalhead"
TABLES = (ENTRY, CONTENT, HEAD)


def run(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def undone():
    """What is done to the database in the block is undone after it, triggers included."""
    with transaction.atomic():
        drop_triggers()
        yield
        transaction.set_rollback(True)


def drop_triggers():
    """SQLite's: PostgreSQL has its own test."""
    for (name,) in run("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'records_journal%%'"):
        run(f'DROP TRIGGER "{name}"')


def without_keys(table):
    """The same rows in a table without any key: what nobody enforces any more can be held twice."""
    run(f"CREATE TABLE loose AS SELECT * FROM {table}")
    run(f"DROP TABLE {table}")
    run(f"ALTER TABLE loose RENAME TO {table}")


def columns(table):
    return [row[1] for row in run(f"PRAGMA table_info({table})")]


def values(table):
    """Each stored value: rowid, column, its type, its exact bytes (eight for an integer)."""
    for column in columns(table):
        sql = f'SELECT rowid, typeof("{column}"), CAST("{column}" AS BLOB) FROM {table} WHERE "{column}" IS NOT NULL'
        for rowid, kind, raw in run(sql):
            yield rowid, column, kind, int(raw).to_bytes(8, signed=True) if kind == "integer" else raw


def put(table, rowid, column, kind, raw):
    value = int.from_bytes(raw, signed=True) if kind == "integer" else raw
    run(f'UPDATE {table} SET "{column}" = CAST(%s AS {kind}) WHERE rowid = %s', value, rowid)


def set_value(table, column, value):
    """In the second entry, or in the head of a body that has two."""
    run(f'UPDATE {table} SET "{column}" = %s WHERE seq = 2', value)


def move(seq, to):
    for table in (ENTRY, CONTENT):
        run(f"UPDATE {table} SET seq = %s WHERE seq = %s", to, seq)


def swap(one, two):
    for seq, to in ((one, -1), (two, one), (-1, two)):
        move(seq, to)


def remove(seq):
    for table in (CONTENT, ENTRY):
        run(f"DELETE FROM {table} WHERE seq = %s", seq)


def copy(seq, to):
    """Replay an entry, as it is, under another number."""
    run("DROP INDEX one_entry_per_version")
    for table in (ENTRY, CONTENT):
        others = ", ".join(f'"{c}"' for c in columns(table) if c != "seq")
        run(f"INSERT INTO {table} (seq, {others}) SELECT %s, {others} FROM {table} WHERE seq = %s", to, seq)


def set_head(seq):
    run(f"UPDATE {HEAD} SET seq = %s, hash = (SELECT hash FROM {ENTRY} WHERE seq = %s)", seq, seq)


def set_head_of(body, seq):
    """Of one body (its hexadecimal id)."""
    last = f"(SELECT hash FROM {ENTRY} WHERE organization_id = %s AND seq = %s)"
    run(f"UPDATE {HEAD} SET seq = %s, hash = {last} WHERE organization_id = %s", seq, body, seq, body)


def double(table, seq):
    run(f"INSERT INTO {table} SELECT * FROM {table} WHERE seq = %s", seq)


def rows_of(seq):
    [(text,)] = run(f"SELECT rows FROM {CONTENT} WHERE seq = %s", seq)
    return json.loads(text)


def put_rows(seq, rows):
    run(f"UPDATE {CONTENT} SET rows = %s WHERE seq = %s", canonical(rows), seq)


def add_row(seq, row):
    """At its place, so that only its presence is wrong."""
    rows = rows_of(seq)
    meta = [r for r in rows if r[0][0] == "@"]
    leaves = sorted([*(r for r in rows if len(r) > 1 and r not in meta), row])
    put_rows(seq, [*meta, *leaves, *(r for r in rows if len(r) == 1)])


def erase_row(seq, path):
    put_rows(seq, [erased(row) if row[0] == path else row for row in rows_of(seq)])


def set_text(seq, text, other):
    run(f"UPDATE {CONTENT} SET rows = replace(rows, %s, %s) WHERE seq = %s", text, other, seq)
