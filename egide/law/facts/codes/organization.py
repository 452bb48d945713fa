"""Codes of the body that keeps the register and of its delegate."""

from egide.law.facts.codes.base import Code


class OrganizationKind(Code):
    """Kinds of local bodies."""

    COMMUNE = "COMMUNE", "Commune"
    EPCI = "EPCI", "EPCI à fiscalité propre"
    DEPARTEMENT = "DEPARTEMENT", "Département"
    REGION = "REGION", "Région"
    CCAS = "CCAS", "CCAS"
    CIAS = "CIAS", "CIAS"
    CAISSE_ECOLES = "CAISSE_ECOLES", "Caisse des écoles"
    CDG = "CDG", "Centre de gestion"
    SYNDICAT = "SYNDICAT", "Syndicat"
    PETR = "PETR", "PETR"
    POLE_METROPOLITAIN = "POLE_METROPOLITAIN", "Pôle métropolitain"
    OFFICE_TOURISME = "OFFICE_TOURISME", "Office de tourisme"
    SDIS = "SDIS", "SDIS"
    MDPH = "MDPH", "MDPH"
    AUTRE = "AUTRE", "Autre"


class PopulationBasis(Code):
    """Which population INSEE counts."""

    TOTALE = "TOTALE", "Population totale"
    MUNICIPALE = "MUNICIPALE", "Population municipale"


class PersonTitle(Code):
    """How a person is addressed."""

    MADAME = "MADAME", "Madame"
    MONSIEUR = "MONSIEUR", "Monsieur"


class DpoStatus(Code):
    """Whether a delegate is designated."""

    NONE = "NONE", "Aucun"
    IN_PROGRESS = "IN_PROGRESS", "Désignation en cours"
    DESIGNATED = "DESIGNATED", "Désigné"


class DpoKind(Code):
    """How the delegate is bound to the body (GDPR art. 37(3), 37(6))."""

    INTERNAL = "INTERNAL", "Interne"
    EXTERNAL = "EXTERNAL", "Externe"
    SHARED = "SHARED", "Mutualisé"


class DpoFunction(Code):
    """What else the delegate does; all but the last two conflict with the task (GDPR art. 38(6))."""

    MAIRE = "MAIRE", "Maire"
    PRESIDENT = "PRESIDENT", "Président"
    ELU = "ELU", "Élu"
    DGS = "DGS", "Directeur général des services"
    DGA = "DGA", "Directeur général adjoint"
    DRH = "DRH", "Directeur des ressources humaines"
    DSI = "DSI", "Directeur des systèmes d’information"
    RSSI_DECIDEUR = "RSSI_DECIDEUR", "RSSI avec pouvoir de décision"
    DIRECTEUR_MARKETING = "DIRECTEUR_MARKETING", "Directeur de la communication ou du marketing"
    SECRETAIRE_MAIRIE = "SECRETAIRE_MAIRIE", "Secrétaire général de mairie"
    AUTRE = "AUTRE", "Autre fonction"


class AgreementStatus(Code):
    """Where the agreement with the management centre stands (law of the agreement: art. 2, 7)."""

    DRAFT = "DRAFT", "Projet"
    VOTED_MEMBER = "VOTED_MEMBER", "Votée par l’adhérent"
    VOTED_CDG = "VOTED_CDG", "Votée par le centre de gestion"
    ENFORCEABLE = "ENFORCEABLE", "Exécutoire"
    ACTIVE = "ACTIVE", "En cours"
    EXPIRED = "EXPIRED", "Échue"
    TERMINATION_NOTIFIED = "TERMINATION_NOTIFIED", "Résiliation notifiée"
    TERMINATED = "TERMINATED", "Résiliée"
