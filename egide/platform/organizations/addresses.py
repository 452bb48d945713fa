"""The address of a body in the application: readable, and no other's."""

from collections.abc import Iterator, Set
from itertools import count

from django.utils.text import slugify

from egide.law import facts
from egide.platform.organizations import directory
from egide.platform.organizations.models import Organization
from egide.platform.organizations.places import departement_of_facts
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.scope import unscoped

LONGEST = 70
_WHY = "an address must be free among all bodies, even those the person does not see"


def taken_addresses() -> frozenset[str]:
    """Those of every body of the installation, archived ones included."""
    with unscoped(_WHY), identified(SYSTEM):
        return frozenset(Organization.objects.values_list("slug", flat=True))


def free_address(known: facts.Organization, taken: Set[str]) -> str:
    """« saint-omer »; « saint-omer-62 » when another has it, then « saint-omer-62765 », then a number."""
    return next(each for each in _addresses(known) if each not in taken)


def _addresses(known: facts.Organization) -> Iterator[str]:
    base = _readable(_short_name(known)) or "collectivite"
    yield base
    for more in (departement_of_facts(known), known.insee_code, known.siren):
        if more:
            yield f"{base}-{_readable(more)}"
    yield from (f"{base}-{number}" for number in count(2))


def _short_name(known: facts.Organization) -> str:
    """A commune goes by its bare name."""
    commune = directory.commune(known.insee_code) if known.insee_code else None
    return commune.name if commune else known.name or ""


def _readable(text: str) -> str:
    spaced = text.replace("’", " ").replace("'", " ").replace("œ", "oe").replace("Œ", "Oe").replace("æ", "ae")
    return slugify(spaced)[:LONGEST].strip("-")
