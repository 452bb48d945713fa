"""What a body must say of itself to be kept, and what cannot be true of it."""

import re
from typing import Any

from egide.platform.organizations.identifiers import check_siren, check_siret
from egide.platform.records.storage import Errors

_INSEE = re.compile(r"\d[\dAB]\d{3}")


def organization_errors(facts: Any) -> Errors:
    """French messages by path."""
    found = {
        "name": None if (facts.name or "").strip() else "Donnez le nom de la collectivité.",
        "siren": check_siren(facts.siren) if facts.siren else None,
        "siret": check_siret(facts.siret, _sound(facts.siren)) if facts.siret else None,
        "insee_code": _insee_error(facts.insee_code),
        "population": _negative(facts.population, "Une population"),
        "agents_count": _negative(facts.agents_count, "Un nombre d’agents"),
        "agents_fte": _negative(facts.agents_fte, "Un nombre d’agents"),
    }
    return {path: [message] for path, message in found.items() if message}


def _sound(siren: str | None) -> str | None:
    """A SIREN that is wrong is told once, not again for its SIRET."""
    return siren if siren and check_siren(siren) is None else None


def _insee_error(code: str | None) -> str | None:
    if not code or _INSEE.fullmatch(code):
        return None
    return "Un code INSEE de commune a cinq signes, par exemple 62041 ou 2A004."


def _negative(number: float | None, what: str) -> str | None:
    return f"{what} ne peut pas être au-dessous de zéro." if number is not None and number < 0 else None


def service_errors(facts: Any) -> Errors:
    """A service is known by its name: records carry it."""
    name = (facts.name or "").strip()
    if not name:
        return {"name": ["Donnez le nom du service."]}
    return (
        {}
        if name == facts.name and "\n" not in name
        else {"name": ["Écrivez ce nom sur une ligne, sans espace autour."]}
    )
