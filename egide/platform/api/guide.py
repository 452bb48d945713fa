"""The page that tells the contract to people: the OpenAPI document, set as any page of Égide, with no script."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

_PLACE: Final = "#/components/schemas/"
_TYPES: Final = {
    "string": "texte", "boolean": "vrai ou faux", "integer": "nombre entier", "number": "nombre", "array": "liste",
    "object": "objet",
}  # fmt: skip
_FORMATS: Final = {"date": "date", "duration": "durée", "uuid": "identifiant"}
_ENVELOPES: Final = ("Record", "Page", "Territory", "Input", "Patch", "PatchFacts")


def guide_of(make: Callable[[], dict[str, Any]]) -> Any:
    """The view of the page, drawn from the document, read once."""

    @cache
    def told() -> dict[str, Any]:
        document = make()
        return {
            "about": document["info"]["description"].split("\n\n"),
            "groups": _groups(document),
            "shapes": _shapes(document),
        }

    @require_safe
    def guide(request: HttpRequest) -> HttpResponse:
        return TemplateResponse(request, "api/guide.html", told())

    return login_not_required(guide)


def _plain(text: str) -> str:
    """Without the marks of code that the document has."""
    return text.replace("`", "")


def _groups(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The operations of each register, in the order of their addresses."""
    groups: dict[str, dict[str, Any]] = {
        tag["name"]: {"title": tag["name"], "why": tag.get("description", ""), "operations": []}
        for tag in document["tags"]
    }
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method != "parameters":
                groups[operation["tags"][0]]["operations"].append(_operation(path, method, operation))
    return list(groups.values())


def _operation(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    parameters = [
        {"name": p["name"], "told": p.get("description", ""), "values": p["schema"].get("enum", [])}
        for p in operation["parameters"]
    ]
    answers = [(status, _plain(told["description"])) for status, told in operation["responses"].items()]
    kinds = list(operation.get("requestBody", {}).get("content", {}))
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "parameters": parameters,
        "kind": kinds[0] if kinds else "",
        "answers": answers,
    }


def _shapes(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The facts that records and their lines may tell: name, label, kind, help."""
    found = document["components"]["schemas"]
    facts = {name for name, schema in found.items() if any("title" in p for p in schema.get("properties", {}).values())}
    wrapped = {f"{name}{end}" for name in facts for end in _ENVELOPES}
    return [
        {"name": name, "title": found[name].get("title", ""), "facts": _facts(found[name], found)}
        for name in sorted(facts - wrapped)
    ]


def _facts(schema: dict[str, Any], known: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"name": name, "label": fact.get("title", ""), "kind": _kind(fact, known), "help": fact.get("description", "")}
        for name, fact in schema["properties"].items()
    ]


def _kind(fact: dict[str, Any], known: dict[str, Any]) -> str:
    """« texte », « liste de Purpose », « code : CONSENT, CONTRACT… »."""
    if "anyOf" in fact:
        return _kind(fact["anyOf"][0], known)
    if "$ref" in fact:
        name = fact["$ref"].removeprefix(_PLACE)
        codes = known[name].get("enum")
        return "code\u00a0: " + ", ".join(codes) if codes else name
    if "const" in fact:
        return f"toujours {fact['const']}"
    kind = fact.get("type", "")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "array":
        return f"liste\u00a0: {_kind(fact['items'], known)}"
    return _FORMATS.get(fact.get("format", ""), _TYPES.get(kind, ""))
