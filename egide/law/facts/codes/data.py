"""Codes of what is processed and how it is protected: data, people, retention, security."""

from egide.law.facts.codes.base import Code


class SpecialCategory(Code):
    """Special categories of personal data (GDPR art. 9(1))."""

    HEALTH = "HEALTH", "Santé, handicap"
    UNION = "UNION", "Appartenance syndicale"
    POLITICAL = "POLITICAL", "Opinions politiques"
    RELIGION = "RELIGION", "Convictions religieuses ou philosophiques"
    ETHNIC = "ETHNIC", "Origine raciale ou ethnique"
    SEX_LIFE = "SEX_LIFE", "Vie ou orientation sexuelle"
    BIOMETRIC = "BIOMETRIC", "Données biométriques d’identification"
    GENETIC = "GENETIC", "Données génétiques"


class Article9Exception(Code):
    """What lifts the prohibition of article 9(1), point by point of article 9(2)."""

    ART9_2_A = "ART9_2_A", "Consentement explicite – art. 9(2)(a)"
    ART9_2_B = "ART9_2_B", "Droit du travail, sécurité et protection sociales – art. 9(2)(b)"
    ART9_2_C = "ART9_2_C", "Intérêts vitaux d’une personne incapable de consentir – art. 9(2)(c)"
    ART9_2_D = "ART9_2_D", "Organisme à but non lucratif – art. 9(2)(d)"
    ART9_2_E = "ART9_2_E", "Données manifestement rendues publiques – art. 9(2)(e)"
    ART9_2_F = "ART9_2_F", "Constatation ou défense d’un droit en justice – art. 9(2)(f)"
    ART9_2_G = "ART9_2_G", "Intérêt public important – art. 9(2)(g)"
    ART9_2_H = "ART9_2_H", "Médecine, soins, prise en charge sanitaire ou sociale – art. 9(2)(h)"
    ART9_2_I = "ART9_2_I", "Santé publique – art. 9(2)(i)"
    ART9_2_J = "ART9_2_J", "Archives, recherche, statistiques – art. 9(2)(j)"


class FinalFate(Code):
    """What becomes of public archives at the end of their retention (Code du patrimoine, L212-2, L212-3)."""

    C = "C", "Conservation définitive"
    T = "T", "Tri ou échantillonnage"
    D = "D", "Destruction après visa des archives départementales"


class RetentionKind(Code):
    """Kinds of data whose retention has its own reference."""

    LOGS = "LOGS", "Journaux de connexion ou d’accès"
    CANDIDATES = "CANDIDATES", "Candidatures non retenues"
    OTHER = "OTHER", "Autres données"


class MeasureStatus(Code):
    """How far a measure is."""

    PLANNED = "PLANNED", "Prévue"
    PARTIAL = "PARTIAL", "Partielle"
    DONE = "DONE", "En place"


class SourceKind(Code):
    """Where data come from when the person did not give them."""

    DATA_SUBJECT = "DATA_SUBJECT", "La personne elle-même"
    ELECTORAL_ROLL = "ELECTORAL_ROLL", "Liste électorale"
    CIVIL_REGISTRY = "CIVIL_REGISTRY", "État civil"
    OTHER_AUTHORITY = "OTHER_AUTHORITY", "Autre administration"
    EMPLOYER = "EMPLOYER", "Employeur"
    RELATIVE = "RELATIVE", "Proche, représentant légal"
    PUBLIC = "PUBLIC", "Source publique"
    DEVICE = "DEVICE", "Appareil, capteur, caméra"
    OTHER = "OTHER", "Autre"


class DataCategory(Code):
    """Categories of personal data."""

    IDENTITY = "IDENTITY", "État civil, identité"
    CONTACT = "CONTACT", "Coordonnées"
    CIVIL_STATUS = "CIVIL_STATUS", "Actes et filiation"
    FAMILY = "FAMILY", "Situation familiale"
    PROFESSIONAL = "PROFESSIONAL", "Vie professionnelle"
    EDUCATION = "EDUCATION", "Scolarité, formation"
    ECONOMIC = "ECONOMIC", "Ressources, situation économique"
    BANK = "BANK", "Coordonnées bancaires (donnée hautement personnelle)"
    TAX = "TAX", "Données fiscales"
    HOUSING = "HOUSING", "Logement, patrimoine"
    CONSUMPTION = "CONSUMPTION", "Consommations"
    CONNECTION = "CONNECTION", "Données de connexion et journaux"
    LOCATION = "LOCATION", "Localisation (donnée hautement personnelle)"
    IMAGE_VOICE = "IMAGE_VOICE", "Image, voix"
    VEHICLE = "VEHICLE", "Véhicule, immatriculation"
    ID_DOCUMENT = "ID_DOCUMENT", "Copie de pièce d’identité"
    SIGNATURE = "SIGNATURE", "Signature"
    LIFE_HABITS = "LIFE_HABITS", "Habitudes de vie"
    SOCIAL_DIFFICULTY = "SOCIAL_DIFFICULTY", "Appréciation sur les difficultés sociales"
    OPINION_FREE_TEXT = "OPINION_FREE_TEXT", "Zones de texte libre / expression"
    NIR = "NIR", "Numéro de sécurité sociale"
    HEALTH = "HEALTH", "Santé, handicap (art. 9)"
    UNION = "UNION", "Appartenance syndicale (art. 9)"
    POLITICAL = "POLITICAL", "Opinions politiques (art. 9)"
    RELIGION = "RELIGION", "Convictions religieuses ou philosophiques (art. 9)"
    ETHNIC = "ETHNIC", "Origine raciale ou ethnique (art. 9)"
    SEX_LIFE = "SEX_LIFE", "Vie ou orientation sexuelle (art. 9)"
    BIOMETRIC = "BIOMETRIC", "Données biométriques (art. 9)"
    GENETIC = "GENETIC", "Données génétiques (art. 9)"
    CRIMINAL = "CRIMINAL", "Infractions, condamnations (art. 10)"


class DataSubjectCategory(Code):
    """Categories of data subjects."""

    CITIZENS = "CITIZENS", "Administrés"
    USERS = "USERS", "Usagers d’un service"
    AGENTS = "AGENTS", "Agents"
    CANDIDATES = "CANDIDATES", "Candidats"
    ELECTED = "ELECTED", "Élus"
    ELECTORS = "ELECTORS", "Électeurs"
    CHILDREN = "CHILDREN", "Mineurs"
    PARENTS = "PARENTS", "Représentants légaux"
    PUPILS = "PUPILS", "Élèves"
    ELDERLY = "ELDERLY", "Personnes âgées"
    DISABLED = "DISABLED", "Personnes handicapées"
    BENEFICIARIES = "BENEFICIARIES", "Bénéficiaires d’aides"
    PATIENTS = "PATIENTS", "Patients / personnes soignées"
    SUPPLIERS = "SUPPLIERS", "Fournisseurs"
    ASSOCIATION_MEMBERS = "ASSOCIATION_MEMBERS", "Membres d’associations"
    VISITORS = "VISITORS", "Visiteurs"
    PASSERS_BY = "PASSERS_BY", "Passants filmés"
    OFFENDERS = "OFFENDERS", "Mis en cause"
    COMPLAINANTS = "COMPLAINANTS", "Plaignants / signalants"
    OWNERS = "OWNERS", "Propriétaires"
    TENANTS = "TENANTS", "Locataires"
    HEIRS = "HEIRS", "Héritiers, obligés alimentaires"
    FOREIGNERS = "FOREIGNERS", "Étrangers"
    VOLUNTEERS = "VOLUNTEERS", "Bénévoles"
    DECEASED_RELATIVES = "DECEASED_RELATIVES", "Défunts et proches"
    WEB_USERS = "WEB_USERS", "Internautes"
    PROFESSIONALS = "PROFESSIONALS", "Professionnels partenaires"


class RetentionTrigger(Code):
    """The event from which a retention period runs."""

    COLLECTION = "COLLECTION", "Collecte"
    RECORDING = "RECORDING", "Enregistrement"
    REQUEST = "REQUEST", "Dépôt de la demande"
    DECISION = "DECISION", "Décision"
    CASE_CLOSED = "CASE_CLOSED", "Clôture du dossier"
    LAST_CONTACT = "LAST_CONTACT", "Dernier contact"
    END_OF_RELATION = "END_OF_RELATION", "Fin de la relation / du service"
    END_OF_RIGHTS = "END_OF_RIGHTS", "Cessation du droit"
    END_OF_VALIDITY = "END_OF_VALIDITY", "Fin de validité"
    END_OF_SCHOOL_YEAR = "END_OF_SCHOOL_YEAR", "Fin de l’année scolaire"
    END_OF_BUDGET_YEAR = "END_OF_BUDGET_YEAR", "Clôture de l’exercice"
    END_OF_MANDATE = "END_OF_MANDATE", "Fin du mandat"
    DEPARTURE = "DEPARTURE", "Départ de l’agent"
    BIRTH = "BIRTH", "Naissance"
    DEATH = "DEATH", "Décès"
    UNSUBSCRIBE = "UNSUBSCRIBE", "Désinscription"
    PERMANENT = "PERMANENT", "Permanent"


class NirGround(Code):
    """Grounds on which the social security number may be used (décret n° 2019-341)."""

    NIR_PAY_DSN = (
        "NIR_PAY_DSN",
        "Employeur : paie, déclarations et protection sociale des agents (décret 2019-341, art. 2)",
    )
    NIR_SOCIAL_PROTECTION = (
        "NIR_SOCIAL_PROTECTION",
        "Protection sociale / aide sociale par les collectivités habilitées (décret 2019-341, art. 2 A)",
    )
    NIR_HEALTH_CARE = (
        "NIR_HEALTH_CARE",
        "Prise en charge sanitaire ou médico-sociale (INS, CSP L1111-8-1 ; décret 2019-341)",
    )
    NIR_LAW_SPECIFIC = "NIR_LAW_SPECIFIC", "Texte législatif ou réglementaire propre au traitement"


class SecurityMeasureCode(Code):
    """Security measures: the sheets of the CNIL’s guide (2024 edition) and five for local authorities."""

    M01_PILOTAGE = "M01_PILOTAGE", "Piloter la sécurité"
    M02_CHARTE = "M02_CHARTE", "Charte informatique"
    M03_SENSIBILISATION = "M03_SENSIBILISATION", "Sensibilisation et formation"
    M04_AUTHENTIFICATION = "M04_AUTHENTIFICATION", "Authentification individuelle"
    M04_MFA = "M04_MFA", "Authentification multifacteur"
    M05_HABILITATIONS = "M05_HABILITATIONS", "Gestion des habilitations et revue annuelle"
    M06_POSTES = "M06_POSTES", "Sécurisation des postes"
    M07_MOBILES = "M07_MOBILES", "Sécurisation des équipements mobiles"
    M08_RESEAU = "M08_RESEAU", "Cloisonnement et protection du réseau"
    M09_SERVEURS = "M09_SERVEURS", "Durcissement des serveurs"
    M10_SITES_WEB = "M10_SITES_WEB", "Sécurisation web (TLS, en-têtes)"
    M11_DEVELOPPEMENT = "M11_DEVELOPPEMENT", "Développement sécurisé"
    M12_LOCAUX = "M12_LOCAUX", "Protection des locaux et armoires"
    M13_ECHANGES_CHIFFRES = "M13_ECHANGES_CHIFFRES", "Échanges chiffrés"
    M14_SOUS_TRAITANCE = "M14_SOUS_TRAITANCE", "Encadrement des sous-traitants"
    M15_MAINTENANCE = "M15_MAINTENANCE", "Maintenance et fin de vie"
    M16_JOURNALISATION = "M16_JOURNALISATION", "Journalisation 6 à 12 mois"
    M17_SAUVEGARDES = "M17_SAUVEGARDES", "Sauvegardes testées et déconnectées"
    M18_CONTINUITE = "M18_CONTINUITE", "Plan de continuité et de reprise"
    M19_INCIDENTS = "M19_INCIDENTS", "Gestion des incidents et violations"
    M20_ANALYSE_RISQUES = "M20_ANALYSE_RISQUES", "Analyse de risques"
    M21_CHIFFREMENT = "M21_CHIFFREMENT", "Chiffrement des données au repos"
    M22_CLOUD = "M22_CLOUD", "Exigences cloud"
    M23_APPLIS_MOBILES = "M23_APPLIS_MOBILES", "Applications mobiles"
    M24_IA = "M24_IA", "Mesures propres à l’IA"
    M25_API = "M25_API", "Sécurisation des API"
    M26_ZONES_LIBRES = "M26_ZONES_LIBRES", "Règles de saisie des zones libres"
    M27_HDS = "M27_HDS", "Hébergement certifié données de santé"
    M28_SECRET_PROFESSIONNEL = "M28_SECRET_PROFESSIONNEL", "Secret professionnel et cloisonnement médical"
    M29_REGISTRE_ACCES_IMAGES = "M29_REGISTRE_ACCES_IMAGES", "Registre des accès et extractions d’images"
    M30_HOMOLOGATION_RGS = "M30_HOMOLOGATION_RGS", "Homologation RGS du téléservice"
