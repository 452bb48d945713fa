"""How a fact describes itself: label, help, example and article, from which terminal, screens and documents speak."""

import dataclasses
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeGuard


@dataclass(frozen=True, slots=True)
class Description:
    """What people read about a field. `article` is its legal source, or says that it is a matter of good practice."""

    label: str
    help: str
    example: str
    article: str
    mandatory: bool
    waivable: bool
    year: bool = False
    """A year is a number whose thousands are never set apart."""


def fact(
    label: str,
    *,
    help: str,  # noqa: A002 - the word of the field's own documentation
    example: str,
    article: str,
    mandatory: bool = False,
    waivable: bool = False,
    year: bool = False,
    default: Any = None,
) -> Any:
    """Declare a field. `mandatory`: article 30 asks for it. `waivable`: « sans objet » is an answer to it."""
    described = Description(label, help, example, article, mandatory, waivable, year)
    return dataclasses.field(default=default, metadata={"fact": described})


@cache
def descriptions(shape: type) -> Mapping[str, Description]:
    """The described fields of a shape, in the order of its declaration."""
    return types.MappingProxyType(
        {f.name: f.metadata["fact"] for f in dataclasses.fields(shape) if "fact" in f.metadata}
    )


@cache
def field_types(shape: type) -> Mapping[str, Any]:
    """The annotated type of each field of a shape."""
    return types.MappingProxyType(typing.get_type_hints(shape))


@cache
def shape_within(annotation: Any) -> type | None:
    """The nested shape of an annotation: `Notice` for `Notice | None`, `Purpose` for `tuple[Purpose, ...] | None`."""
    if is_shape(annotation):
        return annotation
    for part in typing.get_args(annotation):
        if (found := shape_within(part)) is not None:
            return found
    return None


@cache
def is_list(annotation: Any) -> bool:
    """Whether the annotation is a list of values (a tuple), possibly unknown."""
    return typing.get_origin(annotation) is tuple or any(
        is_list(part) for part in typing.get_args(annotation) if typing.get_origin(annotation) is not tuple
    )


def is_shape(value: Any) -> TypeGuard[type]:
    """Whether this is one of our dataclasses with described fields."""
    return isinstance(value, type) and dataclasses.is_dataclass(value) and bool(descriptions(value))
