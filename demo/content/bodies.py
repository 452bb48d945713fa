"""The bodies of the demonstration: real names and codes from the directory, invented people, mail at exemple.fr."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID, uuid5

from egide.law.facts import Contact, Dpo, Organization, Referent
from egide.law.facts.codes import (
    AgreementStatus,
    Domain,
    DpoFunction,
    DpoKind,
    DpoStatus,
    OrganizationKind,
    PersonTitle,
    PopulationBasis,
)
from egide.platform.organizations import directory, grammar

NAMESPACE = uuid5(UUID(int=0), "egide/demonstration")
DEPARTEMENT, EPCI, TOWN, VILLAGE, SECOND_VILLAGE, CENTRE = "departement", "epci", "town", "village", "second", "centre"
KEYS = (DEPARTEMENT, EPCI, TOWN, VILLAGE, SECOND_VILLAGE, CENTRE)

_TOWN, _VILLAGE, _SECOND, _EPCI = "62004", "62890", "62282", "200069037"


@dataclass(frozen=True, slots=True)
class Service:
    """A department of a body, who answers for it, and the domains of the activities it keeps."""

    name: str
    manager: str
    domains: tuple[Domain, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the demonstration. The last of its services takes what no other has."""

    key: str
    facts: Organization
    services: tuple[Service, ...]

    def service_of(self, domain: Domain | None) -> Service:
        """The service that keeps the activities of a domain."""
        return next((each for each in self.services if domain in each.domains), self.services[-1])


def identifier(*parts: str) -> UUID:
    """The id of something in the demonstration: always the same."""
    return uuid5(NAMESPACE, "/".join(parts))


def bodies(on: date) -> Mapping[str, Body]:
    """Every body by its key, as of `on`."""
    villages = (_village(on, VILLAGE, _VILLAGE), _village(on, SECOND_VILLAGE, _SECOND))
    made = (_departement(on), _epci(on), _town(on), *villages, _centre(on))
    return MappingProxyType({each.key: each for each in made})


def _departement(on: date) -> Body:
    organization = Organization(
        id=identifier(DEPARTEMENT),
        name="Département du Pas-de-Calais",
        kind=OrganizationKind.DEPARTEMENT,
        siren="226200012",
        population=sum(each.latest_municipal or 0 for each in directory.communes_of("62")),
        population_basis=PopulationBasis.MUNICIPALE,
        population_year=directory.LATEST_POPULATION_YEAR,
        agents_count=5800,
        agents_fte=5460.0,
        contact=_contact("Hôtel du Département, rue Ferdinand-Buisson", "62018", "Arras", "contact@departement"),
        representative=_person("Président du Conseil départemental", "Vautrin", "Julien", "presidence@departement"),
        dpo=Dpo(
            status=DpoStatus.DESIGNATED,
            kind=DpoKind.INTERNAL,
            contact=_person("Déléguée à la protection des données", "Lemaire", "Hélène", "dpo@departement", woman=True),
            function=DpoFunction.AUTRE,
            cnil_number="DPO-62001",
            designated_on=date(2023, 9, 1),
            contact_published=True,
            reports_to_top=True,
            resources_documented=True,
            last_report_on=on - timedelta(days=190),
        ),
        referents=_referents(DEPARTEMENT, ("Référente", "Delattre", "Sophie", "referente@departement")),
        **_life(on, algorithms=3),  # type: ignore[arg-type]
    )
    return Body(DEPARTEMENT, organization, _DEPARTEMENT_SERVICES)


def _epci(on: date) -> Body:
    found = directory.epci(_EPCI)
    assert found is not None  # noqa: S101 - the directory ships with the project
    organization = Organization(
        id=identifier(EPCI),
        name=found.full_name,
        kind=OrganizationKind.EPCI,
        siren=found.siren,
        population=found.municipal_population,
        population_basis=PopulationBasis.MUNICIPALE,
        population_year=directory.POPULATION_YEAR,
        agents_count=410,
        agents_fte=372.5,
        contact=_contact("2, rue Albert-Camus", "62219", "Longuenesse", "contact@agglomeration"),
        representative=_person("Présidente", "Carlier", "Nathalie", "presidence@agglomeration", woman=True),
        dpo=_shared_dpo(on, "2025-09"),
        referents=_referents(EPCI, ("Référent", "Bodart", "Mathieu", "referent@agglomeration")),
        **_life(on, algorithms=1),  # type: ignore[arg-type]
    )
    return Body(EPCI, organization, _EPCI_SERVICES)


def _town(on: date) -> Body:
    organization = Organization(
        id=identifier(TOWN),
        agents_count=132,
        agents_fte=118.4,
        contact=_town_hall(_TOWN, "Place de la Mairie", "mairie@ville"),
        representative=_person("Maire", "Delory", "Catherine", "maire@ville", woman=True),
        dpo=_shared_dpo(on, "2025-14"),
        referents=_referents(TOWN, ("Référent", "Hermant", "Olivier", "referent@ville")),
        **_commune(_TOWN),  # type: ignore[arg-type]
        **_life(on, algorithms=0),  # type: ignore[arg-type]
    )
    return Body(TOWN, organization, _TOWN_SERVICES)


def _village(on: date, key: str, code: str) -> Body:
    first = key == VILLAGE
    life = _life(on, algorithms=0) | {"has_policy": False, "has_breach_procedure": None, "last_restore_test_on": None}
    life |= {"has_website": first, "privacy_page_published": False if first else None}
    mayor = ("Tellier", "Bernard") if first else ("Bailleul", "Martine")
    organization = Organization(
        id=identifier(key),
        agents_count=3 if first else 2,
        agents_fte=1.6 if first else 1.1,
        contact=_town_hall(code, "1, rue de l’Église", f"mairie@{key}"),
        representative=_person("Maire", *mayor, f"maire@{key}", woman=not first),
        dpo=_shared_dpo(on, "2025-22") if first else Dpo(status=DpoStatus.IN_PROGRESS),
        referents=_referents(key, ("Référente", "Caron", "Isabelle", "secretariat@villages")),
        **_commune(code),  # type: ignore[arg-type]
        **life,  # type: ignore[arg-type]
    )
    return Body(key, organization, _VILLAGE_SERVICES)


def _centre(on: date) -> Body:
    organization = Organization(
        id=identifier(CENTRE),
        name="Centre de gestion de la fonction publique territoriale du Pas-de-Calais",
        kind=OrganizationKind.CDG,
        agents_count=148,
        agents_fte=139.2,
        contact=_contact("Allée du Château", "62700", "Bruay-la-Buissière", "contact@cdg"),
        representative=_person("Président", "Wattelet", "Alain", "presidence@cdg"),
        dpo=Dpo(
            status=DpoStatus.DESIGNATED,
            kind=DpoKind.INTERNAL,
            contact=_person("Délégué à la protection des données", "Fournier", "Thomas", "dpo@cdg"),
            function=DpoFunction.AUTRE,
            cnil_number="DPO-62044",
            designated_on=date(2022, 3, 1),
            contact_published=True,
            reports_to_top=True,
            resources_documented=True,
            last_report_on=on - timedelta(days=120),
        ),
        referents=_referents(CENTRE, ("Référente", "Masson", "Claire", "referente@cdg")),
        **(_life(on, algorithms=0) | {"agreement_status": None}),  # type: ignore[arg-type]
    )
    return Body(CENTRE, organization, _CENTRE_SERVICES)


def _commune(code: str) -> dict[str, object]:
    """What the directory says of a commune."""
    found = directory.commune(code)
    assert found is not None  # noqa: S101 - the directory ships with the project
    return {
        "name": grammar.body(OrganizationKind.COMMUNE, found.name, found.liaison).name,
        "kind": OrganizationKind.COMMUNE,
        "siren": found.siren,
        "insee_code": found.code,
        "population": found.latest_municipal,
        "population_basis": PopulationBasis.MUNICIPALE,
        "population_year": directory.LATEST_POPULATION_YEAR,
    }


def _town_hall(code: str, address: str, mailbox: str) -> Contact:
    found = directory.commune(code)
    assert found is not None  # noqa: S101 - the directory ships with the project
    return _contact(address, found.postal_codes[0], found.name, mailbox)


def _life(on: date, *, algorithms: int) -> dict[str, object]:
    """What a body that takes care says of itself."""
    return {
        "is_public_authority": True,
        "agreement_status": AgreementStatus.ACTIVE,
        "has_policy": True,
        "has_dsr_procedure": True,
        "has_breach_procedure": True,
        "has_website": True,
        "privacy_page_published": True,
        "last_awareness_on": on - timedelta(days=150),
        "last_restore_test_on": on - timedelta(days=95),
        "maturity_gap_max": 0,
        "principal_algorithms_count": algorithms,
        "algorithms_published": algorithms > 0 or None,
        "public_register_has_security_details": False,
    }


def _shared_dpo(on: date, act: str) -> Dpo:
    return Dpo(
        status=DpoStatus.DESIGNATED,
        kind=DpoKind.SHARED,
        contact=_person("Délégué à la protection des données mutualisé", "Fournier", "Thomas", "dpo-mutualise@cdg"),
        company=Contact(organization="Centre de gestion du Pas-de-Calais", email="dpo-mutualise@cdg.exemple.fr"),
        function=DpoFunction.AUTRE,
        cnil_number=f"DPO-62{act[-2:]}7",
        designated_on=date(2025, 12, 1),
        contact_published=True,
        reports_to_top=True,
        resources_documented=True,
        sharing_act_ref=f"Délibération n° {act}",
        last_report_on=on - timedelta(days=60),
    )


def _referents(key: str, *people: tuple[str, str, str, str]) -> tuple[Referent, ...]:
    return tuple(
        Referent(
            id=identifier(key, "referent", mailbox),
            contact=_person(function, surname, first_name, mailbox, woman=function.endswith("e")),
        )
        for function, surname, first_name, mailbox in people
    )


def _person(function: str, surname: str, first_name: str, mailbox: str, *, woman: bool = False) -> Contact:
    return Contact(
        title=PersonTitle.MADAME if woman else PersonTitle.MONSIEUR,
        name=f"{first_name} {surname}",
        function=function,
        email=f"{mailbox}.exemple.fr",
    )


def _contact(address: str, postal_code: str, city: str, mailbox: str) -> Contact:
    return Contact(
        address=address,
        postal_code=postal_code,
        city=city,
        country="FR",
        phone="03 21 00 00 00",
        email=f"{mailbox}.exemple.fr",
    )


_DEPARTEMENT_SERVICES = (
    Service(
        "Maison départementale des solidarités",
        "Directrice du développement des solidarités",
        (Domain.SOCIAL, Domain.HOUSING, Domain.INSERTION),
    ),
    Service(
        "Direction de l’enfance et de la famille", "Directeur de l’enfance", (Domain.CHILD_PROTECTION, Domain.HEALTH)
    ),
    Service("Maison départementale de l’autonomie", "Directrice de l’autonomie", (Domain.AUTONOMY,)),
    Service("Direction des collèges", "Directeur des collèges", (Domain.EDUCATION,)),
    Service("Direction des affaires culturelles", "Directrice des affaires culturelles", (Domain.CULTURE_SPORT,)),
    Service(
        "Direction de la mobilité et du réseau routier",
        "Directeur du réseau routier",
        (Domain.MOBILITY, Domain.ROADS_PARKING, Domain.URBANISM, Domain.ENVIRONMENT),
    ),
    Service("Direction des ressources humaines", "Directrice des ressources humaines", (Domain.HR,)),
    Service("Direction des finances", "Directeur des finances", (Domain.FINANCE, Domain.PROCUREMENT)),
    Service(
        "Direction des services numériques", "Directeur des services numériques", (Domain.DIGITAL, Domain.SECURITY)
    ),
    Service("Direction de la communication", "Directrice de la communication", (Domain.COMMUNICATION, Domain.TOURISM)),
    Service("Archives départementales", "Directrice des archives", (Domain.ARCHIVES,)),
    Service("Secrétariat général", "Secrétaire générale"),
)
_EPCI_SERVICES = (
    Service("Environnement et déchets", "Directeur de l’environnement", (Domain.WATER_WASTE, Domain.ENVIRONMENT)),
    Service("Habitat et urbanisme", "Directrice de l’aménagement", (Domain.URBANISM, Domain.HOUSING)),
    Service("Culture et sports", "Directrice de la culture", (Domain.CULTURE_SPORT, Domain.CHILDHOOD)),
    Service("Mobilités", "Responsable des mobilités", (Domain.MOBILITY,)),
    Service("Ressources humaines", "Directeur des ressources humaines", (Domain.HR, Domain.HEALTH)),
    Service("Systèmes d’information", "Responsable informatique", (Domain.DIGITAL, Domain.SECURITY)),
    Service("Direction générale", "Directrice générale des services"),
)
_TOWN_SERVICES = (
    Service("État civil et élections", "Responsable de l’état civil", (Domain.POPULATION, Domain.ELECTIONS)),
    Service("Enfance et écoles", "Directrice de l’enfance", (Domain.EDUCATION, Domain.CHILDHOOD)),
    Service("Police municipale", "Chef de la police municipale", (Domain.SECURITY, Domain.ROADS_PARKING)),
    Service("Culture et vie associative", "Responsable de la médiathèque", (Domain.CULTURE_SPORT,)),
    Service("Urbanisme", "Responsable de l’urbanisme", (Domain.URBANISM, Domain.HOUSING)),
    Service("Action sociale", "Directrice du CCAS", (Domain.SOCIAL, Domain.AUTONOMY)),
    Service("Ressources humaines et finances", "Responsable des ressources humaines", (Domain.HR, Domain.FINANCE)),
    Service("Direction générale", "Directeur général des services"),
)
_VILLAGE_SERVICES = (Service("Secrétariat de mairie", "Secrétaire générale de mairie"),)
_CENTRE_SERVICES = (
    Service("Carrières et instances", "Directrice des carrières", (Domain.CDG_MISSIONS,)),
    Service("Santé au travail", "Médecin coordonnateur", (Domain.HEALTH,)),
    Service(
        "Ressources internes", "Responsable des ressources internes", (Domain.HR, Domain.FINANCE, Domain.PROCUREMENT)
    ),
    Service("Conseil numérique", "Responsable du conseil numérique", (Domain.DIGITAL, Domain.COMPLIANCE)),
    Service("Direction", "Directeur du centre de gestion"),
)
