"""Columns for facts: codes, durations and nested shapes come out of the database as the law's own values.

Migrations see plain columns: a new code or a better label is not a change of the database.
"""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models.fields.json import KeyTransform

from egide.formats.package.decoding import Problems, decoder
from egide.formats.package.encoding import encode
from egide.law.durations import Duration
from egide.law.facts.codes import Code


class FactField:
    """What the columns of facts share: they are optional, since a fact may be unknown."""

    plain: "type[models.Field[Any, Any]]"

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """As the plain column, without words."""
        name, _, args, kwargs = super().deconstruct()  # type: ignore[misc]
        for word in ("verbose_name", "help_text", "choices", "code", "annotation", "default"):
            kwargs.pop(word, None)
        return name, f"django.db.models.{self.plain.__name__}", args, kwargs

    def clone(self) -> "models.Field[Any, Any]":
        """For the states of migrations, that know plain columns only."""
        _, _, args, kwargs = self.deconstruct()
        return self.plain(*args, **kwargs)


class CodeField(FactField, models.CharField):  # type: ignore[type-arg, misc]
    """A member of a closed list."""

    plain = models.CharField

    def __init__(self, *args: Any, code: type[Code], **kwargs: Any) -> None:
        self.code = code
        kwargs.setdefault("max_length", 60)
        kwargs["choices"] = [(member.value, member.label) for member in code]
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: Any) -> Code | None:
        return None if value is None else self.code(value)


class DurationField(FactField, models.CharField):  # type: ignore[type-arg, misc]
    """An ISO 8601 duration."""

    plain = models.CharField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: Any) -> Duration | None:
        return None if value is None else Duration.parse(value)

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else str(value)


class TextField(FactField, models.TextField):  # type: ignore[type-arg, misc]
    plain = models.TextField


class BooleanField(FactField, models.BooleanField):  # type: ignore[type-arg, misc]
    plain = models.BooleanField


class IntegerField(FactField, models.BigIntegerField):  # type: ignore[type-arg, misc]
    plain = models.BigIntegerField


class FloatField(FactField, models.FloatField):  # type: ignore[type-arg, misc]
    plain = models.FloatField


class DateField(FactField, models.DateField):  # type: ignore[type-arg, misc]
    plain = models.DateField


class UUIDField(FactField, models.UUIDField):  # type: ignore[type-arg, misc]
    plain = models.UUIDField


class ShapeField(FactField, models.JSONField):  # type: ignore[misc]
    """A nested shape, or a list of codes, texts or numbers, kept as JSON and given back as facts."""

    plain = models.JSONField

    def __init__(self, *args: Any, annotation: Any = None, **kwargs: Any) -> None:
        self.annotation = annotation
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        raw = super().from_db_value(value, expression, connection)
        if raw is None or isinstance(expression, KeyTransform):
            return raw
        return decode(self.annotation, raw)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        plain = value if isinstance(value, dict | list | str | int | float | None) else encode(value)
        return super().get_db_prep_value(plain, connection, prepared)


def decode(annotation: Any, raw: Any) -> Any:
    """Facts from their JSON. Raises ValueError when the stored value does not fit the shape."""
    problems = Problems()
    value = decoder(annotation)(raw, "", problems)
    if problems.messages:
        raise ValueError("; ".join(problems.messages))
    return value
