"""What the form of a record suggests: the lists of the CNIL of the day, the countries, the AI systems of the body."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from egide.formats.french.vocabulary import country_codes, country_name
from egide.law.catalogue import models
from egide.law.dated import dpia_exempt_types, dpia_required_types
from egide.law.facts import AiSystem
from egide.law.facts.paths import schema_paths

_COUNTRIES: Final = (
    "processors.country",
    "processors.hosting_country",
    "processors.subprocessors.country",
    "subprocessors.country",
    "subprocessors.hosting_country",
    "subprocessors.subprocessors.country",
    "transfers.country",
)
Choices = dict[str, list[tuple[str, str]]]


def choices(shape: type, systems: Iterable[AiSystem], today: date) -> Choices:
    """The choices of a form of records (either kind), by path: see ShapeForm."""
    found: Choices = {
        "dpia.cnil_required": [
            (str(one.number), f"N°\u00a0{one.number} – {one.title}") for one in dpia_required_types(today)
        ],
        "dpia.cnil_exempt": [
            (str(one.number), f"N°\u00a0{one.number} – {one.title}") for one in dpia_exempt_types(today)
        ],
        "transfers.scc_module": [(str(module), f"Module {module}") for module in range(1, 5)],
        "catalogue_id": [(one.id, one.name) for one in models().values()],
        "ai_systems": [(str(system.id), system.name or "Système sans nom") for system in systems],
    }
    countries = [(code, country_name(code)) for code in country_codes()]
    known = schema_paths(shape)
    found |= dict.fromkeys(_COUNTRIES, countries)
    return {path: options for path, options in found.items() if path in known}
