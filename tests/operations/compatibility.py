"""Expand, migrate, contract: what a migration may do while the release before it still serves.

It may add (a table, a column that may be left out, an index) and copy. It may take away only what the last release did
not use any more: it says so by `contracts = "0.4.0"`, the last release that used it, older than the one that is out.
"""

from django.db import migrations, models

ADDITIVE = (
    migrations.CreateModel, migrations.AddIndex, migrations.RemoveIndex, migrations.RenameIndex, migrations.RunPython,
    migrations.AlterModelOptions, migrations.AlterModelManagers, migrations.AlterModelTableComment,
)  # fmt: skip


def version(text):
    return tuple(int(part) for part in text.split("."))


def refusals(migration, released):
    """Why a migration cannot follow the release that is out; empty when it can."""
    declared = getattr(migration, "contracts", None)
    if declared is not None:
        if version(declared) < version(released):
            return []
        return [f"{migration}: contracts what {declared} used, and {released} is still out there"]
    made = set()
    return [f"{migration}: {why}" for operation in _flat(migration.operations) for why in _refused(operation, made)]


def _flat(operations):
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from _flat(operation.database_operations)
        else:
            yield operation


def _refused(operation, made):
    """`made`: the tables that this migration makes, where all is allowed."""
    if isinstance(operation, migrations.CreateModel):
        made.add(operation.name_lower)
    if isinstance(operation, ADDITIVE) or getattr(operation, "model_name_lower", None) in made:
        return
    if isinstance(operation, migrations.AddField):
        field = operation.field
        optional = field.null or field.has_db_default() or isinstance(field, models.ManyToManyField)
        if optional and not field.unique:
            return
        yield f"{operation.describe()}: the release before writes rows without it (null=True or db_default)"
        return
    yield f"{operation.describe()}: the release before uses it, or may break on it"
