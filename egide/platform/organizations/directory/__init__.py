"""The communes and EPCI of France, shipped with the project: names, SIREN, populations, who belongs to what.
What the source does not say is None. Where it comes from is told by `SOURCE`, `VINTAGE` and the years of population."""

from egide.platform.organizations.directory.places import Commune, Departement, Epci, EpciKind, Region
from egide.platform.organizations.directory.reading import (
    commune,
    communes_of,
    departement,
    departements,
    epci,
    epci_of,
    members_of,
    regions,
)
from egide.platform.organizations.directory.searching import find

VINTAGE = 2026
SOURCE = (
    "Code officiel géographique 2026 et populations (INSEE), liste des EPCI à fiscalité propre 2026 (DGCL), "
    "codes postaux (La Poste), réunis par Etalab\u00a0: Licence Ouverte 2.0"
)
# Both populations of one vintage: census 2022, in force from 1 January 2025. Mayotte: census 2017.
POPULATION_YEAR = 2022
# Municipal only (the source lacks the total): census 2023, in force from 1 January 2026.
LATEST_POPULATION_YEAR = 2023

__all__ = [
    "LATEST_POPULATION_YEAR",
    "POPULATION_YEAR",
    "SOURCE",
    "VINTAGE",
    "Commune",
    "Departement",
    "Epci",
    "EpciKind",
    "Region",
    "commune",
    "communes_of",
    "departement",
    "departements",
    "epci",
    "epci_of",
    "find",
    "members_of",
    "regions",
]
