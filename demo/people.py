"""The people of the demonstration: invented names, addresses at exemple.fr, and what each may do where."""

from dataclasses import dataclass

from demo.content.bodies import CENTRE, DEPARTEMENT, EPCI, SECOND_VILLAGE, TOWN, VILLAGE
from egide.platform.organizations.shapes import Role


@dataclass(frozen=True, slots=True)
class Habilitation:
    """A role in a body (a key of `demo.content.KEYS`). `services` are names; empty for who sees the whole body."""

    body: str
    role: Role
    services: tuple[str, ...] = ()
    every_member: bool = False
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """An account. `members` of a habilitation are the bodies given to an advisor who does not work in all."""

    email: str
    first_name: str
    last_name: str
    function: str
    habilitations: tuple[Habilitation, ...]

    @property
    def name(self) -> str:
        """« Sophie Delattre »."""
        return f"{self.first_name} {self.last_name}"

    @property
    def bodies(self) -> tuple[str, ...]:
        """Where the person has a role, in the order of habilitations."""
        return tuple(each.body for each in self.habilitations)


PEOPLE = (
    Person(
        "president@departement.exemple.fr",
        "Julien",
        "Vautrin",
        "Président du Conseil départemental",
        (Habilitation(DEPARTEMENT, Role.CONTROLLER),),
    ),
    Person(
        "referente@departement.exemple.fr",
        "Sophie",
        "Delattre",
        "Référente pour la protection des données",
        (Habilitation(DEPARTEMENT, Role.REFERENT),),
    ),
    Person(
        "solidarites@departement.exemple.fr",
        "Karim",
        "Benali",
        "Chargé de mission à la Maison départementale des solidarités",
        (
            Habilitation(
                DEPARTEMENT,
                Role.CONTRIBUTOR,
                services=("Maison départementale des solidarités", "Direction de l’enfance et de la famille"),
            ),
        ),
    ),
    Person(
        "dpo@departement.exemple.fr",
        "Hélène",
        "Lemaire",
        "Déléguée à la protection des données",
        (Habilitation(DEPARTEMENT, Role.READER),),
    ),
    Person(
        "referent@agglomeration.exemple.fr",
        "Mathieu",
        "Bodart",
        "Responsable des affaires juridiques",
        (Habilitation(EPCI, Role.REFERENT),),
    ),
    Person(
        "maire@ville.exemple.fr",
        "Catherine",
        "Delory",
        "Maire",
        (Habilitation(TOWN, Role.CONTROLLER),),
    ),
    Person(
        "referent@ville.exemple.fr",
        "Olivier",
        "Hermant",
        "Directeur général adjoint",
        (Habilitation(TOWN, Role.REFERENT),),
    ),
    Person(
        "enfance@ville.exemple.fr",
        "Amandine",
        "Pruvost",
        "Directrice de l’enfance",
        (Habilitation(TOWN, Role.CONTRIBUTOR, services=("Enfance et écoles",)),),
    ),
    Person(
        "lecture@ville.exemple.fr",
        "Gérard",
        "Wozniak",
        "Conseiller municipal délégué au numérique",
        (Habilitation(TOWN, Role.READER),),
    ),
    Person(
        "secretariat@villages.exemple.fr",
        "Isabelle",
        "Caron",
        "Secrétaire générale de mairie de deux communes",
        (Habilitation(VILLAGE, Role.REFERENT), Habilitation(SECOND_VILLAGE, Role.REFERENT)),
    ),
    Person(
        "conseil@cdg.exemple.fr",
        "Thomas",
        "Fournier",
        "Délégué à la protection des données mutualisé",
        (Habilitation(CENTRE, Role.ADVISOR, every_member=True),),
    ),
    Person(
        "conseil-ternois@cdg.exemple.fr",
        "Léa",
        "Marchand",
        "Conseillère numérique, secteur du Ternois",
        (Habilitation(CENTRE, Role.ADVISOR, members=(VILLAGE, SECOND_VILLAGE)),),
    ),
    Person(
        "gestion@cdg.exemple.fr",
        "Claire",
        "Masson",
        "Gestionnaire des adhésions",
        (Habilitation(CENTRE, Role.MANAGER), Habilitation(CENTRE, Role.REFERENT)),
    ),
    Person(
        "administration@cdg.exemple.fr",
        "Rachid",
        "Haddad",
        "Administrateur de l’application",
        (Habilitation(CENTRE, Role.ADMINISTRATOR),),
    ),
)
BY_EMAIL = {person.email: person for person in PEOPLE}
