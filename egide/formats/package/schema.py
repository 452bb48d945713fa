"""The JSON Schema of the package, made from the shapes: `python -m egide.formats.package.schema` writes it anew."""

import dataclasses
import json
import types
import typing
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from egide.formats.package.document import KIND, KINDS
from egide.formats.package.versions import FORMAT, VERSION
from egide.law.durations import Duration
from egide.law.facts import AiSystem, NotApplicable, Organization, ProcessingActivity, ProcessorActivity
from egide.law.facts.codes import Code
from egide.law.facts.describing import descriptions, field_types

PATH: Final = Path(__file__).parent.parent / "schema" / f"register-{VERSION}.json"
_UUID = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
_LEAVES: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    Duration: {
        "type": "string",
        "format": "duration",
        "pattern": "^P(?=[0-9])([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?$",
    },
    UUID: {"type": "string", "format": "uuid", "pattern": _UUID},
}
_TITLES: Mapping[type, str] = {
    Organization: "Collectivité qui tient le registre",
    ProcessingActivity: "Activité de traitement (RGPD art. 30(1))",
    ProcessorActivity: "Catégorie de traitements pour le compte d’autrui (RGPD art. 30(2))",
    AiSystem: "Système d’IA",
    NotApplicable: "Réponse «\u202fsans objet\u202f», avec son motif",
}


def register_schema() -> dict[str, Any]:
    """A JSON Schema (2020-12) that accepts what `read_package` accepts, identifiers given twice apart."""
    definitions: dict[str, Any] = {}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:egide:register:{VERSION}",
        "title": "Registre RGPD d’une collectivité",
        "description": (
            "Un champ absent ou nul est inconnu, une liste vide veut dire «\u202faucun\u202f»,"
            " et «\u202fsans objet\u202f» est une réponse de not_applicable."
        ),
        "type": "object",
        "required": ["format", "version", "organization", "activities", "ai_systems"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "organization": _of(Organization, definitions),
            "activities": {"type": "array", "items": _activities(definitions)},
            "ai_systems": {"type": "array", "items": _of(AiSystem, definitions)},
            "seal": {"description": "L’entrée du journal dont ce fichier a été tiré\u202f; informatif, jamais relu."},
        },
        "$defs": dict(sorted(definitions.items())),
    }


def record_schemas(shapes: Iterable[type]) -> dict[str, Any]:
    """The definitions of records and of all they hold, by name, as they are in a package: each can be read alone."""
    definitions: dict[str, Any] = {}
    for shape in shapes:
        _of(shape, definitions)
    for kind, shape in KINDS.items():
        if shape.__name__ in definitions:
            _say_kind(kind, definitions[shape.__name__])
    return dict(sorted(definitions.items()))


def _say_kind(kind: str, definition: dict[str, Any]) -> None:
    """An activity says of which register of article 30 it is."""
    definition["properties"] = {KIND: {"const": kind}, **definition["properties"]}
    definition["required"] = [KIND, *definition["required"]]


def _activities(definitions: dict[str, Any]) -> dict[str, Any]:
    for kind, shape in KINDS.items():
        _of(shape, definitions)
        _say_kind(kind, definitions[shape.__name__])
    references = {kind: {"$ref": f"#/$defs/{shape.__name__}"} for kind, shape in KINDS.items()}
    first, second = KINDS
    return {
        "type": "object",
        "required": [KIND],
        "properties": {KIND: {"enum": [first, second]}},
        "if": {"properties": {KIND: {"const": first}}},
        "then": references[first],
        "else": references[second],
    }


def _of(annotation: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of an annotation; shapes and codes are defined once and referred to."""
    options = [part for part in typing.get_args(annotation) if part is not types.NoneType]
    if isinstance(annotation, types.UnionType):
        return _or_null(_of(options[0], definitions))
    if typing.get_origin(annotation) is tuple:
        return {"type": "array", "items": _of(options[0], definitions)}
    if annotation in _LEAVES:
        return dict(_LEAVES[annotation])
    if annotation.__name__ not in definitions:
        definitions[annotation.__name__] = {}  # claimed before it is made, lest two shapes that hold each other loop
        make = _code if issubclass(annotation, Code) else _object
        definitions[annotation.__name__] = make(annotation, definitions)
    return {"$ref": f"#/$defs/{annotation.__name__}"}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    if "type" in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _code(kind: type[Code], _definitions: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "string",
        "enum": [code.value for code in kind],
        "x-labels": {code.value: code.label for code in kind},
    }


def _object(shape: type, definitions: dict[str, Any]) -> dict[str, Any]:
    annotations = field_types(shape)
    required = [f.name for f in dataclasses.fields(shape) if f.default is dataclasses.MISSING]
    title = {"title": _TITLES[shape]} if shape in _TITLES else {}
    return {
        **title,
        "type": "object",
        "required": required,
        "additionalProperties": False,
        "properties": {
            name: {**_of(annotation, definitions), **_words(shape, name)} for name, annotation in annotations.items()
        },
    }


def _words(shape: type, name: str) -> dict[str, Any]:
    described = descriptions(shape).get(name)
    if described is None:
        return {}
    return {
        "title": described.label,
        "description": f"{described.help} Exemple\u202f: {described.example}",
        "x-article": described.article,
    }


def schema_text() -> str:
    """The published file, as it should be."""
    return json.dumps(register_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    PATH.write_text(schema_text(), encoding="utf-8")
