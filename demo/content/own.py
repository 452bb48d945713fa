"""Activities that no catalogue has: each body has its own, written here by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID, uuid5

from demo.content.bodies import CENTRE, DEPARTEMENT, EPCI, TOWN, Body, identifier
from demo.content.completing import complete, complete_processor
from egide.law import facts
from egide.law.durations import Duration
from egide.law.facts import ProcessingActivity, ProcessorActivity
from egide.law.facts.codes import (
    Collection,
    ControllerRole,
    DataCategory,
    DataSubjectCategory,
    Domain,
    FinalFate,
    LegalBasis,
    RecipientKind,
    Regime,
    RetentionTrigger,
    SecurityMeasureCode,
)

_MEASURES = (
    "M03_SENSIBILISATION",
    "M04_AUTHENTIFICATION",
    "M05_HABILITATIONS",
    "M16_JOURNALISATION",
    "M17_SAUVEGARDES",
)


@dataclass(frozen=True, slots=True)
class Own:
    """An activity in a few lines. Codes are space-separated names; `kept` is data, ISO duration, trigger, fate."""

    slug: str
    name: str
    domain: Domain
    purposes: tuple[str, ...]
    text: str
    people: str
    data: str
    kept: tuple[str, str, str, str]
    internal: tuple[str, ...]
    external: tuple[str, ...] = ()
    basis: LegalBasis = LegalBasis.PUBLIC_TASK
    minors: bool = False


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """What a body does for others: a record of article 30(2)."""

    slug: str
    name: str
    domain: Domain
    operations: tuple[str, ...]
    people: str
    data: str
    kept: tuple[str, str, str, str]
    client: str


def own_activities(body: Body, first: int, on: date) -> tuple[ProcessingActivity | ProcessorActivity, ...]:
    """The body's own activities, complete, numbered from `first`."""
    made: list[ProcessingActivity | ProcessorActivity] = []
    for number, each in enumerate(_OWN.get(body.key, ()), first):
        made.append(complete(body, controller_record(body, each), number, on))
    for number, other in enumerate(_ON_BEHALF.get(body.key, ()), first + len(made)):
        made.append(complete_processor(body, _processor(body, other), number, on))
    return tuple(made)


def controller_record(body: Body, own: Own) -> ProcessingActivity:
    """The draft of an activity of its own, before it is completed."""
    space = identifier(body.key, own.slug)
    named = [(RecipientKind.INTERNAL, name) for name in own.internal]
    named += [(RecipientKind.EXTERNAL, name) for name in own.external]
    return ProcessingActivity(
        id=space,
        name=own.name,
        domain=own.domain,
        role=ControllerRole.CONTROLLER,
        regime=Regime.GDPR,
        purposes=tuple(
            facts.Purpose(id=uuid5(space, f"purpose/{n}"), text=text, legal_basis=own.basis, legal_texts=(own.text,))
            for n, text in enumerate(own.purposes)
        ),
        data_subjects=_people(own.people, space),
        minors=own.minors,
        personal_data=_data(own.data, space),
        special_data=(),
        criminal_data=False,
        nir_used=False,
        collection=Collection.DIRECT,
        recipients=tuple(
            facts.Recipient(id=uuid5(space, f"recipient/{n}"), kind=kind, name=name)
            for n, (kind, name) in enumerate(named)
        ),
        retention=(_kept(own.kept, space),),
        security_measures=_measures(space),
        dpia=facts.ImpactAssessment(criteria=()),
    )


def _processor(body: Body, own: OnBehalf) -> ProcessorActivity:
    space = identifier(body.key, own.slug)
    return ProcessorActivity(
        id=space,
        name=own.name,
        domain=own.domain,
        clients=(
            facts.Client(
                id=uuid5(space, "client/0"),
                contact=facts.Contact(organization=own.client, email="clients@exemple.fr"),
            ),
        ),
        processing_categories=tuple(
            facts.ProcessingCategory(id=uuid5(space, f"category/{n}"), text=text)
            for n, text in enumerate(own.operations)
        ),
        data_subjects=_people(own.people, space),
        personal_data=_data(own.data, space),
        retention=(_kept(own.kept, space),),
        security_measures=_measures(space),
    )


def _people(names: str, space: UUID) -> tuple[facts.DataSubjects, ...]:
    return tuple(
        facts.DataSubjects(id=uuid5(space, f"subject/{name}"), category=DataSubjectCategory[name])
        for name in names.split()
    )


def _data(names: str, space: UUID) -> tuple[facts.PersonalData, ...]:
    return tuple(
        facts.PersonalData(id=uuid5(space, f"data/{name}"), category=DataCategory[name]) for name in names.split()
    )


def _measures(space: UUID) -> tuple[facts.SecurityMeasure, ...]:
    return tuple(
        facts.SecurityMeasure(id=uuid5(space, f"measure/{name}"), code=SecurityMeasureCode[name]) for name in _MEASURES
    )


def _kept(kept: tuple[str, str, str, str], space: UUID) -> facts.Retention:
    data, duration, trigger, fate = kept
    return facts.Retention(
        id=uuid5(space, "retention/0"),
        data=data,
        active=facts.Period(duration=Duration.parse(duration), trigger=RetentionTrigger[trigger]),
        has_intermediate=False,
        final_fate=FinalFate[fate],
        source="Tableau de gestion validé par les archives départementales",
    )


_OWN: Mapping[str, tuple[Own, ...]] = MappingProxyType(
    {
        DEPARTEMENT: (
            Own(
                "bourses",
                "Bourses départementales aux collégiens et aux étudiants",
                Domain.EDUCATION,
                ("Instruire et verser les bourses départementales", "Suivre les crédits consommés par collège"),
                "Délibération du Conseil départemental du 12 décembre 2022",
                "PUPILS PARENTS",
                "IDENTITY CONTACT FAMILY ECONOMIC BANK EDUCATION",
                ("Dossiers de bourse", "P5Y", "DECISION", "D"),
                ("Direction des collèges", "Direction des finances"),
                ("Payeur départemental",),
                minors=True,
            ),
            Own(
                "viabilite-hivernale",
                "Astreintes et viabilité hivernale",
                Domain.ROADS_PARKING,
                ("Organiser les astreintes des agents des routes", "Garder la trace des interventions"),
                "Code de la voirie routière, art. L131-2",
                "AGENTS",
                "IDENTITY CONTACT PROFESSIONAL",
                ("Tableaux d’astreinte", "P2Y", "END_OF_BUDGET_YEAR", "D"),
                ("Direction de la mobilité et du réseau routier",),
            ),
            Own(
                "salle-de-lecture",
                "Inscription des lecteurs des archives départementales",
                Domain.ARCHIVES,
                ("Inscrire les lecteurs et retrouver les documents communiqués",),
                "Code du patrimoine, art. L213-1",
                "USERS",
                "IDENTITY CONTACT",
                ("Fiches de lecteur", "P10Y", "LAST_CONTACT", "D"),
                ("Archives départementales",),
            ),
            Own(
                "conseil-jeunes",
                "Conseil départemental des jeunes",
                Domain.GOVERNANCE,
                ("Organiser l’élection et les travaux du conseil des jeunes",),
                "Délibération du Conseil départemental du 27 juin 2023",
                "CHILDREN PARENTS",
                "IDENTITY CONTACT EDUCATION",
                ("Dossiers des élus du conseil des jeunes", "P1Y", "END_OF_MANDATE", "T"),
                ("Secrétariat général",),
                minors=True,
            ),
            Own(
                "aides-agricoles",
                "Aides aux exploitations agricoles et à la plantation de haies",
                Domain.ENVIRONMENT,
                ("Instruire et verser les aides départementales",),
                "CGCT, art. L3232-1-2",
                "OWNERS PROFESSIONALS",
                "IDENTITY CONTACT BANK PROFESSIONAL HOUSING",
                ("Dossiers d’aide", "P10Y", "DECISION", "T"),
                ("Direction de la mobilité et du réseau routier", "Direction des finances"),
                ("Payeur départemental", "Région Hauts-de-France"),
            ),
            Own(
                "itineraires",
                "Signalements sur les sentiers de randonnée",
                Domain.TOURISM,
                ("Recevoir les signalements et prévenir leurs auteurs de la suite donnée",),
                "Code de l’environnement, art. L361-1",
                "USERS",
                "IDENTITY CONTACT LOCATION",
                ("Signalements", "P1Y", "CASE_CLOSED", "D"),
                ("Direction de la communication",),
            ),
            Own(
                "parc-vehicules",
                "Réservation des véhicules de service",
                Domain.HR,
                ("Réserver les véhicules et désigner le conducteur en cas d’infraction",),
                "Code de la route, art. L121-6",
                "AGENTS",
                "IDENTITY PROFESSIONAL VEHICLE",
                ("Carnets de réservation", "P3Y", "COLLECTION", "D"),
                ("Direction des ressources humaines",),
                ("Agence nationale de traitement automatisé des infractions",),
                basis=LegalBasis.LEGAL_OBLIGATION,
            ),
            Own(
                "observatoire",
                "Enquêtes de satisfaction auprès des usagers",
                Domain.GOVERNANCE,
                ("Mesurer la satisfaction des usagers et publier les résultats sans nom",),
                "CGCT, art. L3211-1",
                "USERS",
                "IDENTITY CONTACT OPINION_FREE_TEXT",
                ("Réponses nominatives", "P6M", "COLLECTION", "D"),
                ("Secrétariat général",),
            ),
        ),
        EPCI: (
            Own(
                "composteurs",
                "Distribution de composteurs et de récupérateurs d’eau",
                Domain.ENVIRONMENT,
                ("Inscrire les foyers et organiser les distributions",),
                "Code de l’environnement, art. L541-1",
                "CITIZENS",
                "IDENTITY CONTACT HOUSING",
                ("Inscriptions", "P2Y", "COLLECTION", "D"),
                ("Environnement et déchets",),
            ),
            Own(
                "pepiniere",
                "Pépinière d’entreprises",
                Domain.GOVERNANCE,
                ("Choisir les entreprises accueillies et gérer leur bail",),
                "CGCT, art. L5216-5",
                "PROFESSIONALS",
                "IDENTITY CONTACT PROFESSIONAL BANK",
                ("Dossiers des entreprises", "P5Y", "END_OF_RELATION", "T"),
                ("Direction générale",),
                basis=LegalBasis.CONTRACT,
            ),
        ),
        TOWN: (
            Own(
                "jardins",
                "Attribution des jardins familiaux",
                Domain.CULTURE_SPORT,
                ("Tenir la liste d’attente et attribuer les parcelles",),
                "Délibération du conseil municipal du 14 mars 2019",
                "CITIZENS",
                "IDENTITY CONTACT FAMILY",
                ("Demandes et conventions", "P1Y", "END_OF_RELATION", "D"),
                ("Culture et vie associative",),
            ),
        ),
        CENTRE: (
            Own(
                "annuaire",
                "Annuaire des collectivités affiliées",
                Domain.CDG_MISSIONS,
                ("Joindre les élus et les secrétaires de mairie des collectivités affiliées",),
                "Code général de la fonction publique, art. L452-1",
                "ELECTED AGENTS",
                "IDENTITY CONTACT PROFESSIONAL",
                ("Coordonnées", "P1Y", "END_OF_MANDATE", "D"),
                ("Direction", "Carrières et instances"),
            ),
        ),
    }
)
_ON_BEHALF: Mapping[str, tuple[OnBehalf, ...]] = MappingProxyType(
    {
        DEPARTEMENT: (
            OnBehalf(
                "mdph-infrastructure",
                "Hébergement des applications de la MDPH",
                Domain.DIGITAL,
                ("Hébergement des dossiers", "Sauvegarde et restauration", "Assistance aux utilisateurs"),
                "DISABLED AGENTS",
                "IDENTITY CONTACT HEALTH CONNECTION",
                ("Copies de sauvegarde", "P3M", "RECORDING", "D"),
                "Maison départementale des personnes handicapées du Pas-de-Calais",
            ),
            OnBehalf(
                "archivage-mutualise",
                "Archivage électronique mutualisé des communes",
                Domain.ARCHIVES,
                ("Réception des versements", "Conservation et restitution des archives"),
                "CITIZENS AGENTS",
                "IDENTITY CONTACT",
                ("Archives versées", "P10Y", "RECORDING", "T"),
                "Communes qui ont signé la convention d’archivage",
            ),
            OnBehalf(
                "environnement-numerique",
                "Environnement numérique des collèges pour les établissements",
                Domain.EDUCATION,
                ("Création des comptes", "Hébergement des espaces de classe"),
                "PUPILS PARENTS PROFESSIONALS",
                "IDENTITY CONTACT EDUCATION CONNECTION",
                ("Comptes des élèves", "P3M", "END_OF_SCHOOL_YEAR", "D"),
                "Collèges publics du Pas-de-Calais",
            ),
        ),
    }
)
