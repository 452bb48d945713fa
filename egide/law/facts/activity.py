"""A processing activity as the controller keeps it (GDPR art. 30(1)), with what other articles ask of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from egide.law.facts.codes import (
    Collection,
    ControllerCapacity,
    ControllerRole,
    NirGround,
    Regime,
    ServiceNature,
    Support,
)
from egide.law.facts.contacts import Contact
from egide.law.facts.describing import fact
from egide.law.facts.duties import Algorithm, Consent, ImpactAssessment, Notice, Video
from egide.law.facts.measures import SecurityMeasure, System
from egide.law.facts.parties import JointController, Processor, Recipient, Transfer
from egide.law.facts.purposes import DataSubjects, PersonalData, Purpose, Source, SpecialData
from egide.law.facts.record import Record
from egide.law.facts.retention import Retention


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessingActivity(Record):
    """A record of article 30(1). `None` is unknown, `()` is none; *sans objet* is a path of `not_applicable`."""

    role: ControllerRole | None = fact(
        "Rôle",
        help="La collectivité décide-t-elle seule, ou avec un autre responsable ?",
        example="Responsable de traitement",
        article="RGPD art. 4(7) et 26",
        default=ControllerRole.CONTROLLER,
    )
    controller: Contact | None = fact(
        "Responsable de traitement",
        help="À remplir si ce n’est pas la collectivité qui tient le registre.",
        example="Commune d’Achicourt",
        article="RGPD art. 30(1)(a)",
        mandatory=True,
    )
    controller_capacity: ControllerCapacity | None = fact(
        "Qualité du responsable",
        help="Le maire agit parfois au nom de l’État : état civil, élections, attestations d’accueil.",
        example="Au nom de la collectivité",
        article="RGPD art. 4(7)",
    )
    joint_controllers: tuple[JointController, ...] | None = fact(
        "Responsables conjoints",
        help="Ceux avec qui vous décidez des finalités et des moyens.",
        example="Communauté urbaine d’Arras",
        article="RGPD art. 26 et 30(1)(a)",
        mandatory=True,
    )
    regime: Regime | None = fact(
        "Régime",
        help="Le RGPD, sauf fichiers de police ou de sûreté de l’État.",
        example="RGPD",
        article="RGPD art. 2",
    )
    purposes: tuple[Purpose, ...] | None = fact(
        "Finalités",
        help="À quoi sert le traitement. La première est la finalité principale.",
        example="Inscrire et facturer les enfants à la restauration scolaire",
        article="RGPD art. 30(1)(b)",
        mandatory=True,
    )
    public_mission: bool | None = fact(
        "Mission de service public",
        help="Le traitement sert-il une mission de service public ?",
        example="Oui",
        article="RGPD art. 6(1), dernier alinéa",
    )
    service_nature: ServiceNature | None = fact(
        "Nature du service",
        help="Administratif (école, état civil), ou industriel et commercial (eau, transports).",
        example="Service public administratif",
        article="RGPD art. 6(1)(b)",
    )
    service_is_mandatory: bool | None = fact(
        "Service obligatoire pour la personne",
        help="La personne peut-elle se passer du service ? Si non, son consentement n’est pas libre.",
        example="Non",
        article="RGPD considérant 43",
    )
    consent: Consent | None = fact(
        "Consentement",
        help="À remplir si une finalité ou une exception repose sur le consentement.",
        example="Case à cocher, preuve gardée, retrait par lien",
        article="RGPD art. 7",
        waivable=True,
    )
    further_processing: bool | None = fact(
        "Réutilisation",
        help="Des données collectées pour autre chose sont-elles réutilisées ?",
        example="Non",
        article="RGPD art. 6(4)",
    )
    compatibility_test_done: bool | None = fact(
        "Compatibilité examinée",
        help="Le lien, le contexte, la nature et les conséquences ont-ils été examinés ?",
        example="Oui",
        article="RGPD art. 6(4)",
    )
    further_processing_authorised_by_law: bool | None = fact(
        "Réutilisation prévue par un texte",
        help="Un texte autorise-t-il cette réutilisation ?",
        example="Oui",
        article="RGPD art. 6(4)",
    )
    legal_basis_changed_after_start: bool | None = fact(
        "Base légale changée en cours de route",
        help="A-t-elle changé après la première collecte ?",
        example="Non",
        article="RGPD art. 5(1)(a)",
    )
    data_subjects: tuple[DataSubjects, ...] | None = fact(
        "Personnes concernées",
        help="De qui parlent les données.",
        example="Élèves, représentants légaux",
        article="RGPD art. 30(1)(c)",
        mandatory=True,
    )
    people_count: int | None = fact(
        "Nombre de personnes",
        help="Un ordre de grandeur suffit.",
        example="1 200",
        article="RGPD art. 35, WP248 rév. 01",
    )
    minors: bool | None = fact(
        "Mineurs", help="Des mineurs sont-ils concernés ?", example="Oui", article="RGPD considérants 38 et 58"
    )
    minors_under_15: bool | None = fact(
        "Mineurs de moins de 15 ans",
        help="Pour un service en ligne, le seuil du consentement est de 15 ans.",
        example="Oui",
        article="RGPD art. 8, loi Informatique et Libertés art. 45",
    )
    personal_data: tuple[PersonalData, ...] | None = fact(
        "Catégories de données",
        help="Les données traitées, famille par famille.",
        example="État civil, coordonnées",
        article="RGPD art. 30(1)(c)",
        mandatory=True,
    )
    special_data: tuple[SpecialData, ...] | None = fact(
        "Données sensibles",
        help="Santé, opinions, appartenance syndicale, biométrie… Aucune : liste vide.",
        example="Santé, handicap",
        article="RGPD art. 9(1)",
    )
    criminal_data: bool | None = fact(
        "Données d’infraction",
        help="Des condamnations ou des infractions sont-elles traitées ?",
        example="Non",
        article="RGPD art. 10, loi Informatique et Libertés art. 46",
    )
    criminal_basis: str | None = fact(
        "Texte autorisant les données d’infraction",
        help="Le texte qui le permet.",
        example="Code rural, L211-13",
        article="RGPD art. 10",
    )
    criminal_extract_kept: bool | None = fact(
        "Bulletin de casier conservé",
        help="Le bulletin se consulte, il ne se garde pas.",
        example="Non",
        article="RGPD art. 5(1)(c), loi Informatique et Libertés art. 46",
    )
    nir_used: bool | None = fact(
        "Numéro de sécurité sociale",
        help="Le NIR est-il utilisé ?",
        example="Non",
        article="Loi Informatique et Libertés art. 30, décret n° 2019-341",
    )
    nir_ground: NirGround | None = fact(
        "Fondement de l’usage du NIR",
        help="Le cas du décret qui l’autorise.",
        example="Employeur : paie et déclarations",
        article="Décret n° 2019-341",
    )
    id_document_justification: str | None = fact(
        "Motif de la copie de pièce d’identité",
        help="Pourquoi la présentation ne suffit pas, et combien de temps la copie est gardée.",
        example="Procuration reçue par courrier ; copie détruite après vérification",
        article="RGPD art. 5(1)(c)",
    )
    has_payment_purpose: bool | None = fact(
        "Paiement",
        help="Les coordonnées bancaires servent-elles à payer ou à être payé ?",
        example="Oui : prélèvement de la cantine",
        article="RGPD art. 5(1)(c)",
    )
    asks_documents_available_via_api: bool | None = fact(
        "Pièces déjà détenues par l’administration",
        help="Demandez-vous des pièces qu’une autre administration peut transmettre ?",
        example="Non : quotient familial par API",
        article="CRPA L113-12 et L114-8",
    )
    commercial_use: bool | None = fact(
        "Usage commercial",
        help="Les données servent-elles à vendre ou à démarcher ?",
        example="Non",
        article="Code électoral L37 et R20",
    )
    collection: Collection | None = fact(
        "Mode de collecte",
        help="Auprès de la personne, par un tiers, ou les deux.",
        example="Auprès de la personne",
        article="RGPD art. 13 et 14",
    )
    sources: tuple[Source, ...] | None = fact(
        "Sources",
        help="D’où viennent les données que la personne n’a pas données.",
        example="CAF",
        article="RGPD art. 14(2)(f)",
    )
    recipients: tuple[Recipient, ...] | None = fact(
        "Destinataires",
        help="Les services et les organismes qui reçoivent les données.",
        example="Service scolaire, trésorerie",
        article="RGPD art. 30(1)(d)",
        mandatory=True,
    )
    processors: tuple[Processor, ...] | None = fact(
        "Sous-traitants",
        help="Les prestataires qui traitent les données pour vous. Aucun : liste vide.",
        example="Éditeur du portail famille",
        article="RGPD art. 28",
    )
    transfers: tuple[Transfer, ...] | None = fact(
        "Transferts hors de l’EEE",
        help="Un accès à distance est un transfert. Aucun : liste vide.",
        example="Aucun",
        article="RGPD art. 30(1)(e) et 44 à 49",
        mandatory=True,
    )
    retention: tuple[Retention, ...] | None = fact(
        "Durées de conservation",
        help="Combien de temps, à partir de quand, et ce que deviennent les données.",
        example="Dossier : 1 an après la fin de l’année scolaire",
        article="RGPD art. 5(1)(e) et 30(1)(f)",
        mandatory=True,
    )
    systems: tuple[System, ...] | None = fact(
        "Logiciels et supports",
        help="Où sont les données.",
        example="Portail famille",
        article="Bonne pratique",
    )
    support: Support | None = fact(
        "Support", help="Numérique, papier ou les deux.", example="Numérique", article="RGPD art. 2(1) et 32"
    )
    security_measures: tuple[SecurityMeasure, ...] | None = fact(
        "Mesures de sécurité",
        help="Ce qui protège les données.",
        example="Habilitations, sauvegardes",
        article="RGPD art. 30(1)(g) et 32",
        mandatory=True,
    )
    backup_not_relevant: bool | None = fact(
        "Sauvegarde sans intérêt",
        help="Oui si la perte des données serait sans conséquence.",
        example="Non",
        article="RGPD art. 32(1)(c)",
    )
    remote_access: bool | None = fact(
        "Accès à distance", help="Télétravail, mobilité, télémaintenance.", example="Oui", article="RGPD art. 32"
    )
    real_data_in_test: bool | None = fact(
        "Données réelles en test",
        help="Un environnement d’essai contient-il de vraies données ?",
        example="Non",
        article="RGPD art. 25 et 32",
    )
    online_service: bool | None = fact(
        "Service en ligne", help="Le service est-il proposé en ligne ?", example="Oui", article="RGPD art. 8"
    )
    is_teleservice: bool | None = fact(
        "Téléservice",
        help="Une démarche administrative se fait-elle en ligne ?",
        example="Oui",
        article="Ordonnance n° 2005-1516, art. 9",
    )
    large_scale: bool | None = fact(
        "Grande échelle",
        help="Beaucoup de personnes, de données, de temps ou de territoire.",
        example="Non",
        article="RGPD art. 35(3), WP248 rév. 01",
    )
    profiling: bool | None = fact(
        "Profilage",
        help="Des données servent-elles à évaluer ou prédire le comportement d’une personne ?",
        example="Non",
        article="RGPD art. 4(4)",
    )
    notice: Notice | None = fact(
        "Information des personnes",
        help="Ce qui leur est dit, où et quand.",
        example="Mention au bas du formulaire",
        article="RGPD art. 12 à 14",
        waivable=True,
    )
    dpia: ImpactAssessment | None = fact(
        "Analyse d’impact (AIPD)",
        help="Faut-il une analyse d’impact, et où en est-elle ?",
        example="Non nécessaire : aucun critère",
        article="RGPD art. 35",
        waivable=True,
    )
    algorithm: Algorithm | None = fact(
        "Algorithme",
        help="À remplir si une décision individuelle repose sur un calcul.",
        example="Cotation des demandes",
        article="CRPA L311-3-1",
        waivable=True,
    )
    ai_systems: tuple[UUID, ...] | None = fact(
        "Systèmes d’IA",
        help="Les systèmes d’intelligence artificielle employés.",
        example="Assistant de rédaction",
        article="RIA art. 3",
    )
    video: Video | None = fact(
        "Vidéo",
        help="À remplir si des caméras sont utilisées.",
        example="24 caméras sur la voie publique",
        article="CSI L251-1 et s.",
        waivable=True,
    )
    last_substantive_change_on: date | None = fact(
        "Dernier changement important",
        help="Nouvelle finalité, nouvelles données, nouveau prestataire.",
        example="1er septembre 2026",
        article="RGPD art. 13(3) et 35(11)",
    )
    closure_data_disposed: bool | None = fact(
        "Sort des données réglé",
        help="Si le traitement est clos : les données ont-elles été versées ou détruites ?",
        example="Oui : bordereau visé le 12 mars 2026",
        article="RGPD art. 5(1)(e), Code du patrimoine L212-2",
    )
