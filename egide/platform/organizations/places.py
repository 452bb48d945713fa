"""What the directory lets a body begin with: its name, its numbers, its population with vintage and basis."""

import uuid

from egide.law import facts
from egide.law.facts.codes import OrganizationKind, PopulationBasis
from egide.platform.organizations import directory, grammar
from egide.platform.organizations.directory import Commune, Epci

_KINDS = {Commune: OrganizationKind.COMMUNE, Epci: OrganizationKind.EPCI}


def facts_of(place: Commune | Epci) -> facts.Organization:
    """The facts of a commune or an EPCI. The total population (agreement, art. 5), or the municipal one without it."""
    total = place.total_population
    population = total if total is not None else place.municipal_population
    basis = PopulationBasis.TOTALE if total is not None else PopulationBasis.MUNICIPALE
    return facts.Organization(
        id=uuid.uuid4(),
        name=name_of(place),
        kind=_KINDS[type(place)],
        siren=place.siren,
        insee_code=place.code if isinstance(place, Commune) else None,
        population=population,
        population_basis=None if population is None else basis,
        population_year=None if population is None else directory.POPULATION_YEAR,
        is_public_authority=True,
    )


def name_of(place: Commune | Epci) -> str:
    """« Commune d’Achicourt », « Communauté d’agglomération du Pays de Saint-Omer »."""
    if isinstance(place, Epci):
        return place.full_name
    return grammar.body(OrganizationKind.COMMUNE, place.name, place.liaison).name


def epci_siren_of(place: Commune | Epci) -> str:
    """The SIREN of the EPCI that a commune belongs to; "" for an EPCI, and for the few communes that have none."""
    return (place.epci_siren or "") if isinstance(place, Commune) else ""


def epci_name(siren: str) -> str:
    """The name of an EPCI in full; "" when the directory does not know it."""
    known = directory.epci(siren) if siren else None
    return known.full_name if known else ""


def departement_of_facts(known: facts.Organization) -> str:
    """The code of the département a body is in, as far as its facts or the directory tell; "" otherwise."""
    if known.insee_code:
        return known.insee_code[:3] if known.insee_code[:2] in {"97", "98"} else known.insee_code[:2]
    found = directory.epci(known.siren) if known.siren else None
    return found.departement if found else ""
