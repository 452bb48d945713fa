"""The words that a service puts beside the categories of data, and why it takes a legal basis to be the right one."""

from dataclasses import replace

from egide.law.facts import ProcessingActivity, Purpose
from egide.law.facts.codes import DataCategory, LegalBasis

_DATA = {
    DataCategory.IDENTITY: "Nom, prénoms, date et lieu de naissance",
    DataCategory.CONTACT: "Adresse postale, téléphone, courriel",
    DataCategory.CIVIL_STATUS: "Filiation, mentions portées en marge des actes",
    DataCategory.FAMILY: "Situation de famille, personnes à charge",
    DataCategory.PROFESSIONAL: "Emploi, grade, service, employeur",
    DataCategory.EDUCATION: "Établissement, classe, diplômes",
    DataCategory.ECONOMIC: "Ressources, quotient familial, charges",
    DataCategory.BANK: "Relevé d’identité bancaire",
    DataCategory.TAX: "Avis d’imposition",
    DataCategory.HOUSING: "Adresse et nature du logement, parcelle",
    DataCategory.CONNECTION: "Identifiant, date et heure de connexion, adresse IP",
    DataCategory.LOCATION: "Position relevée pendant le service",
    DataCategory.IMAGE_VOICE: "Images des personnes",
    DataCategory.VEHICLE: "Marque, immatriculation",
    DataCategory.SIGNATURE: "Signature manuscrite ou électronique",
    DataCategory.SOCIAL_DIFFICULTY: "Appréciation portée par un travailleur social",
    DataCategory.OPINION_FREE_TEXT: "Observations saisies librement",
    DataCategory.NIR: "Numéro de sécurité sociale",
    DataCategory.HEALTH: "Certificats, restrictions, allergies signalées",
    DataCategory.CRIMINAL: "Nature et date des faits relevés",
}
_WHY = {
    LegalBasis.PUBLIC_TASK: "La mission est confiée à la collectivité par le texte cité.",
    LegalBasis.LEGAL_OBLIGATION: "Le texte cité impose ce traitement, sans laisser de choix.",
    LegalBasis.CONTRACT: "Le traitement est nécessaire pour exécuter le contrat signé par la personne.",
    LegalBasis.CONSENT: "La personne choisit librement et un refus ne la prive d’aucun droit.",
}


def in_words(record: ProcessingActivity) -> ProcessingActivity:
    """The record with those words, where the draft had none."""
    data = tuple(
        replace(line, detail=line.detail or (_DATA.get(line.category) if line.category else None))
        for line in record.personal_data or ()
    )
    return replace(record, personal_data=data, purposes=tuple(_justified(line) for line in record.purposes or ()))


def _justified(line: Purpose) -> Purpose:
    basis = line.legal_basis
    return replace(line, justification=line.justification or (_WHY.get(basis) if basis else None))
