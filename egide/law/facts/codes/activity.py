"""Codes of the activity itself: its life, its legal footing, who sees its data and what watches over it."""

from egide.law.facts.codes.base import Code


class ControllerRole(Code):
    """Whether the body decides alone or with others (GDPR art. 4(7), 26)."""

    CONTROLLER = "CONTROLLER", "Responsable de traitement"
    JOINT_CONTROLLER = "JOINT_CONTROLLER", "Responsable conjoint"


class ControllerCapacity(Code):
    """In what capacity the controller acts: the mayor is sometimes an agent of the State."""

    COLLECTIVITE = "COLLECTIVITE", "Au nom de la collectivité"
    MAIRE_AGENT_ETAT = "MAIRE_AGENT_ETAT", "Le maire, agent de l’État"


class ActivityStatus(Code):
    """The life of a record."""

    DRAFT = "DRAFT", "Brouillon"
    ACTIVE = "ACTIVE", "En cours"
    SUSPENDED = "SUSPENDED", "Suspendu"
    CLOSED = "CLOSED", "Clos"


class Regime(Code):
    """Which body of rules applies."""

    GDPR = "GDPR", "RGPD"
    LED = "LED", "Directive « police-justice » (titre III de la loi Informatique et Libertés)"
    STATE_SECURITY = "STATE_SECURITY", "Sûreté de l’État (titre IV de la loi Informatique et Libertés)"


class Domain(Code):
    """Fields of action of a local authority."""

    POPULATION = "POPULATION", "Population, état civil"
    ELECTIONS = "ELECTIONS", "Élections"
    EDUCATION = "EDUCATION", "Éducation, restauration scolaire"
    CHILDHOOD = "CHILDHOOD", "Petite enfance, jeunesse"
    CULTURE_SPORT = "CULTURE_SPORT", "Culture, sport, vie associative"
    SOCIAL = "SOCIAL", "Action sociale"
    HEALTH = "HEALTH", "Santé"
    CHILD_PROTECTION = "CHILD_PROTECTION", "Protection de l’enfance"
    AUTONOMY = "AUTONOMY", "Autonomie, grand âge, handicap"
    INSERTION = "INSERTION", "Insertion"
    HOUSING = "HOUSING", "Logement, habitat"
    URBANISM = "URBANISM", "Urbanisme"
    SECURITY = "SECURITY", "Sécurité, police municipale"
    ROADS_PARKING = "ROADS_PARKING", "Voirie, stationnement"
    ENVIRONMENT = "ENVIRONMENT", "Environnement"
    WATER_WASTE = "WATER_WASTE", "Eau, assainissement, déchets"
    MOBILITY = "MOBILITY", "Mobilité, transports"
    HR = "HR", "Ressources humaines"
    FINANCE = "FINANCE", "Finances"
    PROCUREMENT = "PROCUREMENT", "Commande publique"
    GOVERNANCE = "GOVERNANCE", "Assemblées, administration générale"
    COMMUNICATION = "COMMUNICATION", "Communication"
    DIGITAL = "DIGITAL", "Numérique"
    ARCHIVES = "ARCHIVES", "Archives"
    CDG_MISSIONS = "CDG_MISSIONS", "Missions de centre de gestion"
    COMPLIANCE = "COMPLIANCE", "Conformité"
    TOURISM = "TOURISM", "Tourisme"
    FIRE_RESCUE = "FIRE_RESCUE", "Secours et incendie"


class LegalBasis(Code):
    """The six legal bases (GDPR art. 6(1))."""

    CONSENT = "CONSENT", "Consentement – art. 6(1)(a)"
    CONTRACT = "CONTRACT", "Contrat – art. 6(1)(b)"
    LEGAL_OBLIGATION = "LEGAL_OBLIGATION", "Obligation légale – art. 6(1)(c)"
    VITAL_INTERESTS = "VITAL_INTERESTS", "Sauvegarde des intérêts vitaux – art. 6(1)(d)"
    PUBLIC_TASK = "PUBLIC_TASK", "Mission d’intérêt public – art. 6(1)(e)"
    LEGITIMATE_INTERESTS = "LEGITIMATE_INTERESTS", "Intérêt légitime – art. 6(1)(f)"


class PurposeKind(Code):
    """Purposes that call for a control of their own."""

    ACCESS_CONTROL = "ACCESS_CONTROL", "Contrôle d’accès"
    TIME_TRACKING = "TIME_TRACKING", "Temps de travail"
    PAYMENT = "PAYMENT", "Paiement, facturation"
    STATISTICS = "STATISTICS", "Statistiques"
    OTHER = "OTHER", "Autre"


class Collection(Code):
    """Whether data come from the person (GDPR art. 13) or from elsewhere (art. 14)."""

    DIRECT = "DIRECT", "Auprès de la personne"
    INDIRECT = "INDIRECT", "Par un tiers"
    MIXED = "MIXED", "Les deux"


class Support(Code):
    """What the data are kept on."""

    DIGITAL = "DIGITAL", "Numérique"
    PAPER = "PAPER", "Papier"
    MIXED = "MIXED", "Numérique et papier"


class ServiceNature(Code):
    """Administrative public service, or industrial and commercial: it decides whether a contract can be a basis."""

    SPA = "SPA", "Service public administratif"
    SPIC = "SPIC", "Service public industriel et commercial"


class RecipientKind(Code):
    """Who receives data (GDPR art. 4(9), 30(1)(d))."""

    INTERNAL = "INTERNAL", "Service de la collectivité"
    EXTERNAL = "EXTERNAL", "Organisme extérieur"
    PROCESSOR = "PROCESSOR", "Sous-traitant"
    THIRD_COUNTRY = "THIRD_COUNTRY", "Destinataire d’un pays tiers ou organisation internationale"
    PUBLIC = "PUBLIC", "Public"


class TransferMechanism(Code):
    """What allows a transfer outside the EEA (GDPR art. 45, 46, 49)."""

    ADEQUACY = "ADEQUACY", "Décision d’adéquation – art. 45"
    SCC = "SCC", "Clauses contractuelles types – art. 46(2)(c)"
    BCR = "BCR", "Règles d’entreprise contraignantes – art. 46(2)(b)"
    PUBLIC_BODIES_INSTRUMENT = (
        "PUBLIC_BODIES_INSTRUMENT",
        "Instrument entre autorités publiques – art. 46(2)(a)",
    )
    ADMIN_ARRANGEMENT = "ADMIN_ARRANGEMENT", "Arrangement administratif autorisé – art. 46(3)(b)"
    CODE_OF_CONDUCT = "CODE_OF_CONDUCT", "Code de conduite – art. 46(2)(e)"
    CERTIFICATION = "CERTIFICATION", "Certification – art. 46(2)(f)"
    AD_HOC = "AD_HOC", "Clauses ad hoc autorisées – art. 46(3)(a)"
    DEROGATION_49 = "DEROGATION_49", "Dérogation – art. 49"


class Derogation(Code):
    """The derogations of GDPR art. 49(1)."""

    A = "49_1_A", "Consentement explicite – art. 49(1)(a)"
    B = "49_1_B", "Contrat avec la personne – art. 49(1)(b)"
    C = "49_1_C", "Contrat dans l’intérêt de la personne – art. 49(1)(c)"
    D = "49_1_D", "Motifs importants d’intérêt public – art. 49(1)(d)"
    E = "49_1_E", "Droits en justice – art. 49(1)(e)"
    F = "49_1_F", "Intérêts vitaux – art. 49(1)(f)"
    G = "49_1_G", "Registre public – art. 49(1)(g)"
    SUBPARA2 = "49_1_SUBPARA2", "Intérêts légitimes impérieux – art. 49(1), second alinéa"


class Article28Clause(Code):
    """What a contract with a processor must say (GDPR art. 28(3))."""

    SUBJECT = "SUBJECT", "Objet du traitement"
    DURATION = "DURATION", "Durée"
    NATURE_PURPOSE = "NATURE_PURPOSE", "Nature et finalité"
    DATA_TYPES = "DATA_TYPES", "Types de données"
    DATA_SUBJECTS = "DATA_SUBJECTS", "Catégories de personnes"
    CONTROLLER_RIGHTS = "CONTROLLER_RIGHTS", "Obligations et droits du responsable"
    INSTRUCTIONS = "a_INSTRUCTIONS", "Instructions documentées – a)"
    CONFIDENTIALITY = "b_CONFIDENTIALITY", "Confidentialité des personnes autorisées – b)"
    SECURITY = "c_SECURITY", "Sécurité – c)"
    SUBPROCESSORS = "d_SUBPROCESSORS", "Sous-traitance ultérieure – d)"
    ASSIST_RIGHTS = "e_ASSIST_RIGHTS", "Aide pour les droits des personnes – e)"
    ASSIST_32_36 = "f_ASSIST_32_36", "Aide pour la sécurité, les violations et l’AIPD – f)"
    RETURN_DELETE = "g_RETURN_DELETE", "Restitution ou suppression – g)"
    AUDIT = "h_AUDIT", "Preuves et audits – h)"


class Right(Code):
    """Rights of data subjects."""

    INFORMATION = "INFORMATION", "Information – art. 13 et 14"
    ACCESS = "ACCESS", "Accès – art. 15"
    RECTIFICATION = "RECTIFICATION", "Rectification – art. 16"
    ERASURE = "ERASURE", "Effacement – art. 17"
    RESTRICTION = "RESTRICTION", "Limitation – art. 18"
    PORTABILITY = "PORTABILITY", "Portabilité – art. 20"
    OBJECTION = "OBJECTION", "Opposition – art. 21"
    AUTOMATED_DECISION = "AUTOMATED_DECISION", "Intervention humaine – art. 22"
    WITHDRAW_CONSENT = "WITHDRAW_CONSENT", "Retrait du consentement – art. 7(3)"
    POST_MORTEM = "POST_MORTEM", "Directives après le décès – loi Informatique et Libertés, art. 85"


class NoticeArticle(Code):
    """Which article the notice answers."""

    ART_13 = "13", "Article 13 (données collectées auprès de la personne)"
    ART_14 = "14", "Article 14 (données venues d’ailleurs)"


class NoticeItem(Code):
    """What an information notice says (GDPR art. 13 and 14)."""

    N01 = "N01", "Identité et coordonnées du responsable"
    N02 = "N02", "Coordonnées du délégué à la protection des données"
    N03 = "N03", "Finalités et base légale"
    N04 = "N04", "Intérêts légitimes poursuivis"
    N05 = "N05", "Destinataires"
    N06 = "N06", "Transferts et garanties"
    N07 = "N07", "Durée de conservation"
    N08 = "N08", "Droits applicables"
    N09 = "N09", "Droit de retirer son consentement"
    N10 = "N10", "Réclamation auprès de la CNIL"
    N11 = "N11", "Caractère obligatoire ou facultatif des réponses"
    N12 = "N12", "Décision automatisée : logique et portée"
    N13 = "N13", "Catégories de données"
    N14 = "N14", "Source des données"
    N15 = "N15", "Directives après le décès"


class DpiaStatus(Code):
    """Where the impact assessment stands."""

    NOT_STARTED = "NOT_STARTED", "Non commencée"
    IN_PROGRESS = "IN_PROGRESS", "En cours"
    VALIDATED = "VALIDATED", "Validée"
    VALIDATED_WITH_RESERVATIONS = "VALIDATED_WITH_RESERVATIONS", "Validée avec réserves"
    REFUSED = "REFUSED", "Refusée"
    PRIOR_CONSULTATION = "PRIOR_CONSULTATION", "Consultation préalable de la CNIL"


class RiskLevel(Code):
    """Residual risk, after measures."""

    LOW = "LOW", "Faible"
    MEDIUM = "MEDIUM", "Moyen"
    HIGH = "HIGH", "Élevé"


class HighRiskCriterion(Code):
    """The nine criteria of the guidelines on impact assessments (WP248 rev. 01)."""

    SCORING = "SCORING", "Évaluation ou notation"
    AUTOMATED_DECISION = "AUTOMATED_DECISION", "Décision automatisée produisant des effets"
    SYSTEMATIC_MONITORING = "SYSTEMATIC_MONITORING", "Surveillance systématique"
    SENSITIVE = "SENSITIVE", "Données sensibles ou hautement personnelles"
    LARGE_SCALE = "LARGE_SCALE", "Grande échelle"
    MATCHING = "MATCHING", "Croisement de données"
    VULNERABLE = "VULNERABLE", "Personnes vulnérables"
    INNOVATIVE = "INNOVATIVE", "Usage innovant"
    EXCLUSION = "EXCLUSION", "Exclusion d’un droit ou d’un service"


class Article35Case(Code):
    """The three cases of GDPR art. 35(3)."""

    A = "A", "Évaluation systématique fondant des décisions – art. 35(3)(a)"
    B = "B", "Données sensibles ou d’infractions à grande échelle – art. 35(3)(b)"
    C = "C", "Surveillance à grande échelle d’une zone publique – art. 35(3)(c)"


class VideoKind(Code):
    """Kinds of video."""

    PROTECTION = "PROTECTION", "Vidéoprotection (voie publique, lieux ouverts au public)"
    SURVEILLANCE = "SURVEILLANCE", "Vidéosurveillance (lieux non ouverts au public)"
    BODYCAM = "BODYCAM", "Caméras-piétons"
    LAPI = "LAPI", "Lecture automatisée de plaques"
    DRONE = "DRONE", "Drone"


class AiRole(Code):
    """The body’s role under the AI Act (Regulation (EU) 2024/1689, art. 3)."""

    PROVIDER = "PROVIDER", "Fournisseur"
    DEPLOYER = "DEPLOYER", "Déployeur"


class AiRiskClass(Code):
    """Risk class under the AI Act."""

    PROHIBITED = "PROHIBITED", "Interdit – art. 5"
    HIGH = "HIGH", "Haut risque – art. 6"
    TRANSPARENCY = "TRANSPARENCY", "Transparence – art. 50"
    MINIMAL = "MINIMAL", "Minimal"
