"""Who else has the data: recipients, joint controllers, processors, third countries, clients."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from egide.law.facts.codes import Article28Clause, Derogation, RecipientKind, TransferMechanism
from egide.law.facts.contacts import Contact
from egide.law.facts.describing import fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who receives the data (GDPR art. 30(1)(d)). Third parties authorised by a text are not recipients (art. 4(9))."""

    id: UUID
    kind: RecipientKind | None = fact(
        "Type de destinataire",
        help="Service de la collectivité, organisme extérieur, sous-traitant…",
        example="Service de la collectivité",
        article="RGPD art. 30(1)(d)",
    )
    name: str | None = fact(
        "Destinataire",
        help="Le service ou l’organisme qui reçoit les données.",
        example="Service des affaires scolaires",
        article="RGPD art. 30(1)(d)",
        mandatory=True,
    )
    detail: str | None = fact(
        "Précisions",
        help="Ce qu’il reçoit et pourquoi.",
        example="Effectifs par jour, sans les noms",
        article="RGPD art. 30(1)(d)",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class JointController:
    """Another controller with whom purposes and means are decided (GDPR art. 26)."""

    id: UUID
    contact: Contact | None = fact(
        "Responsable conjoint",
        help="Nom et coordonnées de l’autre responsable.",
        example="Communauté urbaine d’Arras",
        article="RGPD art. 26 et 30(1)(a)",
    )
    arrangement_signed: bool | None = fact(
        "Accord conclu",
        help="Un accord répartit-il les obligations ?",
        example="Oui",
        article="RGPD art. 26(1)",
    )
    essence_published: bool | None = fact(
        "Grandes lignes publiées",
        help="Les grandes lignes de l’accord sont-elles à la disposition des personnes ?",
        example="Oui : page « vos données » du site",
        article="RGPD art. 26(2)",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SubProcessor:
    """Another processor engaged by a processor (GDPR art. 28(2), 28(4))."""

    id: UUID
    name: str | None = fact(
        "Sous-traitant ultérieur", help="Son nom.", example="Hébergeur SAS", article="RGPD art. 28(2)"
    )
    country: str | None = fact("Pays", help="Code du pays (ISO 3166).", example="FR", article="RGPD art. 28(4) et 44")
    service: str | None = fact("Prestation", help="Ce qu’il fait.", example="Hébergement", article="RGPD art. 28(4)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    """Who processes on the controller’s behalf, and on what contract (GDPR art. 28)."""

    id: UUID
    contact: Contact | None = fact(
        "Sous-traitant",
        help="Nom et coordonnées du prestataire.",
        example="Éditeur du portail famille",
        article="RGPD art. 28 et 30(1)(d)",
    )
    service: str | None = fact(
        "Prestation", help="Ce qu’il fait pour vous.", example="Hébergement et maintenance", article="RGPD art. 28(3)"
    )
    country: str | None = fact(
        "Pays d’établissement", help="Code du pays (ISO 3166).", example="FR", article="RGPD art. 44"
    )
    in_eea: bool | None = fact(
        "Établi et accédant depuis l’EEE",
        help="Non si le prestataire est établi, ou accède aux données, hors de l’Espace économique européen.",
        example="Oui",
        article="RGPD art. 44",
    )
    hosts_data: bool | None = fact(
        "Héberge les données", help="Les données sont-elles chez lui ?", example="Oui", article="RGPD art. 28"
    )
    hosting_country: str | None = fact(
        "Pays d’hébergement", help="Code du pays (ISO 3166).", example="FR", article="RGPD art. 28 et 44"
    )
    hds_certified: bool | None = fact(
        "Certifié hébergeur de données de santé",
        help="À demander pour des données de santé recueillies à l’occasion de soins ou d’un suivi.",
        example="Oui",
        article="Code de la santé publique L1111-8",
    )
    contract_signed: bool | None = fact(
        "Contrat signé",
        help="Un contrat ou un acte lie-t-il le prestataire ?",
        example="Oui",
        article="RGPD art. 28(3)",
    )
    contract_end: date | None = fact(
        "Fin du contrat", help="Date d’échéance.", example="31 décembre 2027", article="RGPD art. 28(3)"
    )
    missing_clauses: tuple[Article28Clause, ...] | None = fact(
        "Clauses manquantes",
        help="Les clauses obligatoires qui ne figurent pas au contrat. Aucune : liste vide.",
        example="Preuves et audits – h)",
        article="RGPD art. 28(3)(a) à (h)",
    )
    subprocessors: tuple[SubProcessor, ...] | None = fact(
        "Sous-traitants ultérieurs",
        help="À qui le prestataire confie une partie du travail.",
        example="Hébergeur SAS, France",
        article="RGPD art. 28(2) et 28(4)",
    )
    subprocessing_authorised: bool | None = fact(
        "Sous-traitance ultérieure autorisée",
        help="L’avez-vous autorisée par écrit ?",
        example="Oui : autorisation générale au contrat",
        article="RGPD art. 28(2)",
    )
    breach_notice_hours: int | None = fact(
        "Délai d’alerte en cas de violation (heures)",
        help="Dans quel délai le prestataire doit vous prévenir.",
        example="24",
        article="RGPD art. 33(2)",
    )
    last_check_on: date | None = fact(
        "Dernière vérification des garanties",
        help="Date du dernier questionnaire, certificat ou audit.",
        example="15 janvier 2026",
        article="RGPD art. 28(1) et 28(3)(h)",
    )
    transfer_declared: bool | None = fact(
        "Transfert déclaré",
        help="S’il est hors de l’EEE : le transfert figure-t-il plus bas avec son mécanisme ?",
        example="Oui",
        article="RGPD art. 44",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A transfer to a third country or an international organisation (GDPR art. 30(1)(e), 44 to 49)."""

    id: UUID
    recipient: str | None = fact(
        "Destinataire", help="Qui reçoit les données.", example="Support Inc.", article="RGPD art. 30(1)(e)"
    )
    country: str | None = fact(
        "Pays",
        help="Code du pays (ISO 3166), ou de l’organisation internationale.",
        example="US",
        article="RGPD art. 30(1)(e)",
        mandatory=True,
    )
    mechanism: TransferMechanism | None = fact(
        "Mécanisme",
        help="Ce qui autorise le transfert.",
        example="Clauses contractuelles types – art. 46(2)(c)",
        article="RGPD art. 45, 46 et 49",
        mandatory=True,
    )
    derogation: Derogation | None = fact(
        "Dérogation", help="Le point de l’article 49 invoqué.", example="Art. 49(1)(d)", article="RGPD art. 49(1)"
    )
    scc_module: int | None = fact(
        "Module des clauses types", help="De 1 à 4.", example="2", article="Décision (UE) 2021/914"
    )
    tia_done: bool | None = fact(
        "Analyse d’impact du transfert",
        help="Le droit et les pratiques du pays ont-ils été évalués ?",
        example="Oui",
        article="RGPD art. 46, CJUE C-311/18",
    )
    dpf_certified: bool | None = fact(
        "Destinataire certifié DPF",
        help="Pour les États-Unis : figure-t-il sur la liste du Data Privacy Framework ?",
        example="Oui",
        article="Décision (UE) 2023/1795",
    )
    repetitive: bool | None = fact(
        "Transfert répété",
        help="Une dérogation ne vaut pas pour des transferts réguliers.",
        example="Non",
        article="RGPD art. 49(1), considérant 111",
    )
    guarantees: str | None = fact(
        "Garanties", help="Les garanties, dans vos mots.", example="Clauses 2021/914", article="RGPD art. 30(1)(e)"
    )
    documentation: str | None = fact(
        "Documentation",
        help="Où se trouve le document qui prouve les garanties.",
        example="Contrat 2026-14, annexe III",
        article="RGPD art. 30(1)(e)",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A controller on whose behalf the body acts as processor (GDPR art. 30(2)(a))."""

    id: UUID
    contact: Contact | None = fact(
        "Responsable de traitement",
        help="Le nom et les coordonnées de celui pour qui vous agissez.",
        example="Commune d’Achicourt",
        article="RGPD art. 30(2)(a)",
        mandatory=True,
    )
    representative: Contact | None = fact(
        "Son représentant", help="Le maire ou le président.", example="Le maire", article="RGPD art. 30(2)(a)"
    )
    dpo: Contact | None = fact(
        "Son délégué à la protection des données",
        help="Nom et coordonnées de son délégué.",
        example="dpo@exemple.fr",
        article="RGPD art. 30(2)(a)",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessingCategory:
    """A category of processing carried out on behalf of a controller (GDPR art. 30(2)(b))."""

    id: UUID
    text: str | None = fact(
        "Catégorie de traitements",
        help="Les opérations faites pour le compte du responsable.",
        example="Hébergement du registre",
        article="RGPD art. 30(2)(b)",
        mandatory=True,
    )
