"""The JSON Schemas of what the API takes and gives, around those of the package for the facts themselves."""

import json
from typing import Any, Final
from uuid import UUID

from egide.formats.package.document import KIND, KINDS
from egide.formats.package.schema import record_schemas
from egide.law.facts.describing import Description, descriptions, field_types
from egide.law.rules.rule import FindingKind, Severity
from egide.platform.api.requests import LONGEST_REASON
from egide.platform.kernel.registers import Register
from egide.platform.organizations.models import Organization
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Origin
from egide.platform.records.models import State
from egide.platform.records.storage import bare

Schema = dict[str, Any]
_PLACE: Final = "#/components/schemas/"
_SAMPLE: Final = UUID("0f3c9f1e-5d57-4b0e-9a55-2f4d1f0c7a11")
_TEXT: Final = {"type": "string"}
_MAYBE: Final = {"type": ["string", "null"]}
_ID: Final = {"type": "string", "format": "uuid"}
_INSTANT: Final = {"type": "string", "format": "date-time"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_REASON: Final = {
    "type": ["string", "null"],
    "maxLength": LONGEST_REASON,
    "description": "Pourquoi, pour l’historique. Facultatif.",
}


def ref(name: str) -> Schema:
    """A reference to a component."""
    return {"$ref": f"{_PLACE}{name}"}


def thing(required: Schema, optional: Schema | None = None) -> Schema:
    """An object with these members and no other."""
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": {**required, **(optional or {})},
    }


def _page(item: Schema, **more: Schema) -> Schema:
    page = {"count": _COUNT, "page": {"type": "integer", "minimum": 1}, "items": {"type": "array", "items": item}}
    return thing(page, more)


def _record(shape: str) -> Schema:
    return {
        "id": _ID,
        "url": {**_TEXT, "format": "uri-reference"},
        "title": _TEXT,
        "revision": {"type": "integer", "minimum": 1, "description": "Le numéro de version ; l’ETag en est fait."},
        "state": {"type": "string", "enum": list(State.values), "x-labels": dict(State.choices)},
        "created_at": _INSTANT,
        "updated_at": _INSTANT,
        "facts": ref(shape),
    }


_MISSING: Final = thing({"id": _ID, "title": _TEXT, "reason": _TEXT})
_CHANGE: Final = thing({"path": _TEXT, "label": _TEXT, "before": _TEXT, "after": _TEXT})


def of_register(register: Register) -> dict[str, Schema]:
    """What its addresses take and give."""
    shape = register.storage.shape
    name = shape.__name__
    return {
        f"{name}Record": thing(_record(name)),
        f"{name}Page": _page(ref(f"{name}Record"), unreadable={"type": "array", "items": _MISSING}),
        f"{name}Territory": _page(thing({**_record(name), "organization": _TEXT})),
        f"{name}Input": {**thing({"facts": ref(name)}, {"reason": _REASON}), "examples": [{"facts": sample(shape)}]},
        f"{name}Patch": {
            **thing({}, {"facts": ref(f"{name}PatchFacts"), "reason": _REASON}),
            "examples": [{"facts": _some(sample(shape))}],
        },
    }


def patch_of(definition: Schema) -> Schema:
    """Every fact may be left out or be null; what names the record may not be taken away."""
    kept = {"id", KIND}
    facts = {n: s if n in kept else {"anyOf": [s, {"type": "null"}]} for n, s in definition["properties"].items()}
    return {"type": "object", "additionalProperties": False, "properties": facts}


def sample(shape: type) -> dict[str, Any]:
    """A record that says what the words of its facts give as an example: the texts that stand alone."""
    kind = next((kind for kind, known in KINDS.items() if known is shape), None)
    texts = [(n, d) for n, d in descriptions(shape).items() if bare(field_types(shape)[n]) is str and _tells(d)]
    return {**({KIND: kind} if kind else {}), "id": str(_SAMPLE), **{n: d.example for n, d in texts[:4]}}


def _tells(described: Description) -> bool:
    return described.example not in {"", "—"}


def _some(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in {"id", KIND}}


def components(registers: tuple[Register, ...]) -> dict[str, Schema]:
    """Every schema, by name."""
    shapes = [Organization.storage.shape, *(register.storage.shape for register in registers)]
    # References of a package are to `$defs`; here they are to the components of the document.
    facts = json.loads(json.dumps(record_schemas(shapes)).replace('"#/$defs/', f'"{_PLACE}'))
    patches = {f"{shape.__name__}PatchFacts": patch_of(facts[shape.__name__]) for shape in shapes[1:]}
    named = {name: schema for register in registers for name, schema in of_register(register).items()}
    parts = (facts, patches, named, _others())
    made = {name: schema for part in parts for name, schema in part.items()}
    if len(made) < sum(map(len, parts)):
        raise ValueError("two schemas of the API have one name: give a shape another")
    return made


def _others() -> dict[str, Schema]:
    """What is the same for every register."""
    complaint = thing({"path": _TEXT, "message": _TEXT, "language": {"enum": ["fr", "en"]}})
    register = thing({"title": _TEXT, "url": _TEXT})
    problem = {
        "type": {"type": "string", "pattern": "^urn:egide:problem:"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
    }
    brief = {"id": _ID, "slug": _TEXT, "url": _TEXT, "name": _MAYBE, "kind": _MAYBE, "siren": _MAYBE}
    return {
        "Problem": thing(
            problem,
            {
                "errors": {"type": "array", "items": complaint},
                "revision": _COUNT,
                "changes": {"type": "array", "items": _CHANGE},
                "actor": _TEXT,
                "at": _INSTANT,
            },
        ),
        "Move": thing({"state": {"type": "string", "enum": list(State.values)}}, {"reason": _REASON}),
        "Version": thing(
            {
                "revision": {"type": "integer", "minimum": 1},
                "at": _INSTANT,
                "actor": _TEXT,
                "action": _TEXT,
                "origin": {"enum": [str(origin) for origin in Origin]},
                "reason": _TEXT,
                "title": _TEXT,
                "damaged": {"type": "boolean"},
                "erased": {"type": "array", "items": _TEXT},
                "changes": {"type": "array", "items": _CHANGE},
            }
        ),
        "Versions": _page(ref("Version")),
        "Token": thing(
            {
                "person": _TEXT,
                "name": _TEXT,
                "scopes": {"type": "array", "items": {"enum": ["read", "write"]}},
                "expires_at": _INSTANT,
                "every_body": {"type": "boolean"},
                "bodies_url": _TEXT,
            }
        ),
        "Body": thing(
            {
                **_record("Organization"),
                "slug": _TEXT,
                "roles": {"type": "array", "items": {"enum": [role.value for role in Role]}},
                "registers": {"type": "array", "items": register},
            }
        ),
        "Bodies": _page(thing(brief)),
        "Findings": thing(
            {
                "findings": {"type": "array", "items": _finding()},
                "silences": {"type": "array", "items": thing({"path": _TEXT, "label": _TEXT})},
            }
        ),
    }


def _finding() -> Schema:
    return thing(
        {
            "rule": _TEXT,
            "severity": {"enum": [one.value for one in Severity], "x-labels": {s.value: s.label for s in Severity}},
            "kind": {"enum": [one.value for one in FindingKind], "x-labels": {k.value: k.label for k in FindingKind}},
            "title": _TEXT,
            "message": _TEXT,
            "action": _TEXT,
            "path": _TEXT,
            "basis": {"type": "array", "items": _TEXT},
            "upcoming": {"type": "boolean"},
            "to_confirm": _MAYBE,
        }
    )
