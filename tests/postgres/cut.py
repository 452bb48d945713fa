"""The whole suite on a schema cut by body: `EGIDE_CUT=8` makes every table of bodies `PARTITION BY HASH` × 8."""

import os

from django.db.backends.postgresql.schema import DatabaseSchemaEditor

PARTS = int(os.environ.get("EGIDE_CUT", "0"))


def is_cut(model):
    """Whether each key of a table holds the body: those of people, and the list of bodies itself, are shared."""
    key = model._meta.pk
    names = getattr(key, "field_names", (key.name,))
    return "organization_id" in names or "organization" in names


def parts_of(table, parts):
    """The SQL that makes the parts of a table."""
    for n in range(parts):
        yield f'CREATE TABLE "{table}_{n}" PARTITION OF "{table}" FOR VALUES WITH (MODULUS {parts}, REMAINDER {n})'


def cut(patch):
    """Have migrations make cut tables."""
    table_sql, create_model = DatabaseSchemaEditor.table_sql, DatabaseSchemaEditor.create_model

    def cut_sql(editor, model):
        sql, params = table_sql(editor, model)
        return (f"{sql} PARTITION BY HASH (organization_id)" if is_cut(model) else sql), params

    def create_with_parts(editor, model):
        create_model(editor, model)
        if is_cut(model):
            for sql in parts_of(model._meta.db_table, PARTS):
                editor.execute(sql)

    patch.setattr(DatabaseSchemaEditor, "table_sql", cut_sql)
    patch.setattr(DatabaseSchemaEditor, "create_model", create_with_parts)
