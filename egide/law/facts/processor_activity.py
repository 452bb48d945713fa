"""A category of processing carried out on behalf of controllers: the processor's own record (GDPR art. 30(2))."""

from dataclasses import dataclass

from egide.law.facts.describing import fact
from egide.law.facts.measures import SecurityMeasure, System
from egide.law.facts.parties import Client, ProcessingCategory, Processor, Transfer
from egide.law.facts.purposes import DataSubjects, PersonalData
from egide.law.facts.record import Record
from egide.law.facts.retention import Retention


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessorActivity(Record):
    """A record of article 30(2). Purposes and legal bases are the client's, so it has none."""

    clients: tuple[Client, ...] | None = fact(
        "Responsables de traitement",
        help="Ceux pour le compte de qui vous agissez.",
        example="Les communes adhérentes",
        article="RGPD art. 30(2)(a)",
        mandatory=True,
    )
    processing_categories: tuple[ProcessingCategory, ...] | None = fact(
        "Catégories de traitements",
        help="Les opérations faites pour leur compte.",
        example="Paie à façon",
        article="RGPD art. 30(2)(b)",
        mandatory=True,
    )
    data_subjects: tuple[DataSubjects, ...] | None = fact(
        "Personnes concernées",
        help="Celles que le contrat désigne.",
        example="Agents",
        article="RGPD art. 28(3)",
    )
    personal_data: tuple[PersonalData, ...] | None = fact(
        "Catégories de données",
        help="Celles que le contrat désigne.",
        example="Vie professionnelle",
        article="RGPD art. 28(3)",
    )
    subprocessors: tuple[Processor, ...] | None = fact(
        "Sous-traitants ultérieurs",
        help="À qui vous confiez une partie du travail. Aucun : liste vide.",
        example="Hébergeur SAS",
        article="RGPD art. 28(2) et 28(4)",
    )
    transfers: tuple[Transfer, ...] | None = fact(
        "Transferts hors de l’EEE",
        help="Un accès à distance est un transfert. Aucun : liste vide.",
        example="Aucun",
        article="RGPD art. 30(2)(c)",
        mandatory=True,
    )
    retention: tuple[Retention, ...] | None = fact(
        "Durées de conservation",
        help="Ce que le contrat prévoit, restitution comprise.",
        example="Restitution à la fin du contrat",
        article="RGPD art. 28(3)(g)",
    )
    systems: tuple[System, ...] | None = fact(
        "Logiciels et supports", help="Où sont les données.", example="Logiciel de paie", article="Bonne pratique"
    )
    security_measures: tuple[SecurityMeasure, ...] | None = fact(
        "Mesures de sécurité",
        help="Ce qui protège les données.",
        example="Habilitations, sauvegardes",
        article="RGPD art. 30(2)(d) et 32",
        mandatory=True,
    )
    closure_data_disposed: bool | None = fact(
        "Sort des données réglé",
        help="Si le traitement est clos : les données ont-elles été rendues au responsable ou détruites ?",
        example="Oui : procès-verbal de restitution du 12 mars 2026",
        article="RGPD art. 28(3)(g)",
    )
