"""Foreign keys between rows of one body: (organization_id, x_id), so that no row can point at another body's."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import BaseConstraint, Model

_REFERENCES = 'FOREIGN KEY ("organization_id", "{column}") REFERENCES "{table}" ("organization_id", "id")'


class SameBodyKey(BaseConstraint):
    """`column` holds the `id` of a row of `table` that belongs to the same organization."""

    def __init__(self, *, column: str, table: str, name: str) -> None:
        super().__init__(name=name)
        self.column = column
        self.table = table

    def constraint_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Within CREATE TABLE."""
        del model
        if schema_editor is None:
            raise ValueError("a schema editor is needed")
        references = _REFERENCES.format(column=self.column, table=self.table)
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} {references} DEFERRABLE INITIALLY DEFERRED"

    def create_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """On a table that exists."""
        if model is None or schema_editor is None:
            raise ValueError("a table is needed")
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} ADD {self.constraint_sql(model, schema_editor)}"

    def remove_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """From a table that exists."""
        if model is None or schema_editor is None:
            raise ValueError("a table is needed")
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} DROP CONSTRAINT {schema_editor.quote_name(self.name)}"

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """The database is the judge: the choices of a form and `save` have already refused what is not ours."""

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """For migrations."""
        path, _, kwargs = super().deconstruct()
        return path, (), {**kwargs, "column": self.column, "table": self.table}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameBodyKey) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)
