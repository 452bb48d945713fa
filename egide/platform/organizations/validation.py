"""What a body must say of itself to be kept."""

from typing import Any

from egide.platform.records.storage import Errors


def organization_errors(facts: Any) -> Errors:
    """French messages by path."""
    errors: Errors = {}
    if not (facts.name or "").strip():
        errors["name"] = ["Donnez le nom de la collectivité."]
    if facts.population is not None and facts.population < 0:
        errors["population"] = ["Une population ne peut pas être négative."]
    return errors
