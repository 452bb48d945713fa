"""Who changed what, when and why: the tables from which the history of the demonstration is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from demo.content.bodies import DEPARTEMENT, TOWN
from egide.law.facts.codes import ActivityStatus

_PRESIDENT, _REFERENT = "president@departement.exemple.fr", "referente@departement.exemple.fr"
_SOCIAL, _ADVISOR = "solidarites@departement.exemple.fr", "conseil@cdg.exemple.fr"
_MAYOR, _TOWN_REFERENT, _CHILDHOOD = "maire@ville.exemple.fr", "referent@ville.exemple.fr", "enfance@ville.exemple.fr"


@dataclass(frozen=True, slots=True)
class Edit:
    """So many days before today, `person` filled `fields` of a record; before, they were unknown, or as `was` says."""

    days: int
    hour: int
    person: str
    record: str
    fields: tuple[str, ...] = ()
    reason: str | None = None
    was: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """What is particular to a body: who imports, who reviews, which record fell in the bin and came back."""

    importer: str
    reviewer: str
    binned: str
    bin_days: tuple[int, int]
    archive_days: int
    campaign: int
    edits: tuple[Edit, ...]


_OLD_DIRECTION = {"department": "Pôle Solidarités"}

STORIES: Mapping[str, Story] = MappingProxyType(
    {
        DEPARTEMENT: Story(
            importer=_REFERENT,
            reviewer=_REFERENT,
            binned="WIFI_PUBLIC",
            bin_days=(152, 151),
            archive_days=118,
            campaign=18,
            edits=(
                Edit(263, 9, _REFERENT, "ASE", ("processors",), "Contrat retrouvé aux archives du service"),
                Edit(261, 10, _REFERENT, "RH_PAIE", ("transfers", "processors")),
                Edit(258, 14, _SOCIAL, "RSA_INSERTION", ("retention",), "Durées reprises du tableau de gestion"),
                Edit(258, 15, _SOCIAL, "RSA_INSERTION", ("processors",)),
                Edit(251, 11, _REFERENT, "MEDIATHEQUE", ("name",), None, {"name": "Gestion de la bibliothèque"}),
                Edit(244, 16, _REFERENT, "ACCOMPAGNEMENT_SOCIAL_DEP", ("retention",)),
                Edit(
                    240,
                    9,
                    _ADVISOR,
                    "RH_RECRUTEMENT",
                    ("retention",),
                    "Écart relevé : candidatures gardées sans limite",
                ),
                Edit(237, 10, _REFERENT, "COMPTABILITE", ("transfers",)),
                Edit(233, 14, _REFERENT, "MDPH", ("processors",)),
                Edit(226, 9, _SOCIAL, "ASE", ("notice",), "Nouvelle mention remise aux familles"),
                Edit(
                    219,
                    11,
                    _REFERENT,
                    "SI_MESSAGERIE",
                    ("security_measures",),
                    "Mesures décrites avec le service numérique",
                ),
                Edit(212, 15, _SOCIAL, "PMI", ("notice",)),
                Edit(205, 10, _REFERENT, "MARCHES_PUBLICS", ("retention",)),
                Edit(203, 16, _REFERENT, "COLLEGES", ("transfers", "processors")),
                Edit(
                    198,
                    9,
                    _REFERENT,
                    "ACCOMPAGNEMENT_SOCIAL_DEP",
                    ("department",),
                    "Réorganisation des directions",
                    _OLD_DIRECTION,
                ),
                Edit(198, 10, _REFERENT, "FSL", ("department",), "Réorganisation des directions", _OLD_DIRECTION),
                Edit(191, 14, _SOCIAL, "CRIP", ("notice",)),
                Edit(184, 11, _ADVISOR, "TELESERVICES", ("notice",), "Écart relevé : aucune mention sur le portail"),
                Edit(177, 9, _REFERENT, "VIDEOSURVEILLANCE_LOCAUX", ("video",)),
                Edit(170, 15, _REFERENT, "DEMANDES_DROITS", ("recipients",)),
                Edit(163, 10, _REFERENT, "PMI", ("dpia",), "Analyse d’impact relue par la déléguée"),
                Edit(156, 17, _PRESIDENT, "APA", ("dpia",), "Analyse d’impact validée"),
                Edit(149, 11, _SOCIAL, "ACCOMPAGNEMENT_SOCIAL_DEP", ("notice",)),
                Edit(142, 9, _REFERENT, "bourses", ("notice", "processors")),
                Edit(135, 14, _PRESIDENT, "ASE", ("dpia",), "Analyse d’impact validée"),
                Edit(128, 10, _REFERENT, "VIOLATIONS_DONNEES", ("recipients",)),
                Edit(125, 16, _SOCIAL, "LOGEMENT_SOCIAL", ("sources",)),
                Edit(
                    110,
                    9,
                    _REFERENT,
                    "APA",
                    ("notice",),
                    "Mention reprise avec la Maison départementale de l’autonomie",
                ),
                Edit(
                    104,
                    15,
                    _REFERENT,
                    "CHATBOT",
                    ("notice", "ai_systems"),
                    "L’agent conversationnel est inscrit à l’inventaire",
                ),
                Edit(100, 11, _REFERENT, "SITE_WEB", ("notice",)),
                Edit(96, 10, _SOCIAL, "FSL", ("retention",)),
                Edit(
                    93,
                    14,
                    _REFERENT,
                    "CONTROLE_ACCES",
                    ("status",),
                    "Badges déployés sur tous les sites",
                    {"status": ActivityStatus.DRAFT},
                ),
            ),
        ),
        TOWN: Story(
            importer=_TOWN_REFERENT,
            reviewer=_TOWN_REFERENT,
            binned="TRANQUILLITE_VACANCES",
            bin_days=(140, 133),
            archive_days=121,
            campaign=10,
            edits=(
                Edit(
                    260,
                    10,
                    _TOWN_REFERENT,
                    "ETAT_CIVIL",
                    ("controller_capacity",),
                    "Le maire agit ici au nom de l’État",
                ),
                Edit(253, 9, _CHILDHOOD, "RESTAURATION_SCOLAIRE", ("retention",)),
                Edit(253, 10, _CHILDHOOD, "RESTAURATION_SCOLAIRE", ("notice",), "Formulaire d’inscription corrigé"),
                Edit(246, 14, _CHILDHOOD, "PERISCOLAIRE_ALSH", ("notice",)),
                Edit(239, 11, _TOWN_REFERENT, "RH_PAIE", ("processors", "transfers")),
                Edit(
                    230,
                    15,
                    _ADVISOR,
                    "LISTES_ELECTORALES",
                    ("controller_capacity",),
                    "Le maire agit ici au nom de l’État",
                ),
                Edit(222, 9, _TOWN_REFERENT, "COMPTABILITE", ("transfers",)),
                Edit(
                    211, 16, _CHILDHOOD, "PETITE_ENFANCE", ("special_data",), "Le texte des projets d’accueil est cité"
                ),
                Edit(
                    200,
                    10,
                    _TOWN_REFERENT,
                    "MEDIATHEQUE",
                    ("retention",),
                    "Écart relevé : comptes de lecteurs jamais fermés",
                ),
                Edit(189, 14, _TOWN_REFERENT, "URBANISME_ADS", ("processors",)),
                Edit(178, 9, _CHILDHOOD, "INSCRIPTIONS_SCOLAIRES", ("recipients",)),
                Edit(167, 11, _TOWN_REFERENT, "VIDEOPROTECTION", ("video",), "Nombre de caméras relevé sur place"),
                Edit(158, 15, _TOWN_REFERENT, "POLICE_MUNICIPALE", ("notice",)),
                Edit(146, 17, _MAYOR, "PETITE_ENFANCE", ("dpia",), "Décision relue et signée"),
                Edit(128, 10, _TOWN_REFERENT, "RH_RECRUTEMENT", ("retention",)),
                Edit(114, 9, _TOWN_REFERENT, "PORTAIL_FAMILLE", ("processors",), "Contrat demandé à l’éditeur"),
                Edit(102, 14, _TOWN_REFERENT, "LOGEMENT_SOCIAL", ("sources",)),
            ),
        ),
    }
)
