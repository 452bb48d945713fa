"""Who works for the bodies of the demonstration: invented companies, one kind of software per domain."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid5

from egide.law import facts
from egide.law.facts import ProcessingActivity, ProcessorActivity
from egide.law.facts.codes import Domain, SpecialCategory

# Domain: the company, its software, what it does.
_COMPANIES = {
    Domain.SOCIAL: ("Sollogis", "Sollogis Social", "Édition et hébergement du logiciel d’action sociale"),
    Domain.HOUSING: ("Sollogis", "Sollogis Logement", "Édition et hébergement du logiciel des aides au logement"),
    Domain.INSERTION: ("Sollogis", "Sollogis Insertion", "Édition et hébergement du logiciel d’insertion"),
    Domain.AUTONOMY: ("Sollogis", "Sollogis Autonomie", "Édition et hébergement du logiciel d’autonomie"),
    Domain.HEALTH: ("Nordlog Santé", "Médilog", "Hébergement des dossiers de santé"),
    Domain.CHILD_PROTECTION: ("Sollogis", "Sollogis Enfance", "Édition et hébergement du logiciel de l’enfance"),
    Domain.EDUCATION: ("Éditions du Bassin", "Portail École", "Portail d’inscription et de facturation"),
    Domain.CHILDHOOD: ("Éditions du Bassin", "Portail Crèche", "Portail d’inscription et de facturation"),
    Domain.CULTURE_SPORT: ("Cabinet Verdier", "Bibliomonde", "Édition du logiciel de gestion des publics"),
    Domain.HR: ("Arcade Numérique", "Arcade RH", "Édition et maintenance du logiciel de ressources humaines"),
    Domain.FINANCE: ("Arcade Numérique", "Arcade Finances", "Édition et maintenance du logiciel comptable"),
    Domain.POPULATION: ("Infogest", "Infogest Population", "Maintenance du logiciel d’état civil"),
    Domain.ELECTIONS: ("Infogest", "Infogest Élections", "Maintenance du logiciel des élections"),
    Domain.URBANISM: ("Géonord", "Géonord Foncier", "Hébergement du guichet des autorisations d’urbanisme"),
    Domain.COMMUNICATION: ("Atelier du Phare", "Site internet", "Hébergement et maintenance du site"),
    Domain.DIGITAL: ("Nordlog", "Infrastructure", "Infogérance des serveurs et de la messagerie"),
    Domain.CDG_MISSIONS: ("Arcade Numérique", "Arcade Carrières", "Édition du logiciel des carrières"),
    Domain.WATER_WASTE: ("Éditions du Bassin", "Bassin Relève", "Édition du logiciel de facturation des usagers"),
    Domain.MOBILITY: ("Cabinet Verdier", "Verdier Mobilités", "Édition du logiciel des transports"),
}


def processors_for(record: ProcessingActivity | ProcessorActivity, on: date) -> tuple[facts.Processor, ...]:
    """Who processes the data of a record, under a contract that is complete; nobody where no software is named."""
    found = _COMPANIES.get(record.domain) if record.domain else None
    if found is None:
        return ()
    company, _, service = found
    processor = facts.Processor(
        id=uuid5(record.id, "processor/0"),
        contact=facts.Contact(organization=company, email="contrats@exemple.fr"),
        service=service,
        country="FR",
        in_eea=True,
        hosts_data=service.startswith(("Hébergement", "Édition et hébergement", "Portail")),
        hosting_country="FR",
        contract_signed=True,
        contract_end=on + timedelta(days=400),
        missing_clauses=(),
        subprocessors=(),
        subprocessing_authorised=True,
        breach_notice_hours=24,
        last_check_on=on - timedelta(days=210),
    )
    return (replace(processor, hds_certified=True) if _has_health(record) else processor,)


def systems_for(record: ProcessingActivity | ProcessorActivity) -> tuple[facts.System, ...]:
    """The software that holds the data, or the shared drive."""
    found = _COMPANIES.get(record.domain) if record.domain else None
    name = found[1] if found else "Dossiers partagés du service"
    return (facts.System(id=uuid5(record.id, "system/0"), name=name),)


def _has_health(record: ProcessingActivity | ProcessorActivity) -> bool:
    special = record.special_data if isinstance(record, ProcessingActivity) else ()
    return any(line.category is SpecialCategory.HEALTH for line in special or ())
