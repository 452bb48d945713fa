"""What an activity owes people: consent, notice, impact assessment, algorithm, video. One group each, no line."""

from dataclasses import dataclass
from datetime import date

from egide.law.facts.codes import (
    Article35Case,
    DpiaStatus,
    HighRiskCriterion,
    NoticeArticle,
    NoticeItem,
    Right,
    RiskLevel,
    VideoKind,
)
from egide.law.facts.describing import fact
from egide.law.facts.measures import PlannedMeasure


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """How consent is asked, kept and withdrawn (GDPR art. 7, 8, 9(2)(a))."""

    explicit: bool | None = fact(
        "Consentement explicite",
        help="Est-il recueilli par un acte exprès et distinct : case dédiée, signature ?",
        example="Oui : case à cocher non précochée",
        article="RGPD art. 9(2)(a)",
    )
    proof_kept: bool | None = fact(
        "Preuve conservée",
        help="Pouvez-vous montrer qui a consenti, quand et à quel texte ?",
        example="Oui : horodatage et texte présenté",
        article="RGPD art. 7(1)",
    )
    withdrawal_as_easy: bool | None = fact(
        "Retrait aussi simple",
        help="Peut-on retirer son accord aussi simplement qu’on l’a donné ?",
        example="Oui : lien de désinscription",
        article="RGPD art. 7(3)",
    )
    joint_parental: bool | None = fact(
        "Accord conjoint avant 15 ans",
        help="Pour un service en ligne : l’accord du mineur et celui d’un parent sont-ils recueillis ?",
        example="Oui : double validation",
        article="RGPD art. 8, loi Informatique et Libertés art. 45",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The information given to people (GDPR art. 12 to 14)."""

    exists: bool | None = fact(
        "Mention d’information",
        help="Les personnes sont-elles informées ?",
        example="Oui : au bas du formulaire",
        article="RGPD art. 12 à 14",
    )
    channel: str | None = fact(
        "Où elle se trouve",
        help="Formulaire, site, affichage, courrier.",
        example="Formulaire d’inscription et page du site",
        article="RGPD art. 12(1)",
    )
    version_date: date | None = fact(
        "Date de la mention",
        help="Date de sa dernière version.",
        example="1er septembre 2026",
        article="RGPD art. 13(3)",
    )
    articles: tuple[NoticeArticle, ...] | None = fact(
        "Articles couverts",
        help="L’article 13 si la personne donne ses données, l’article 14 si elles viennent d’ailleurs.",
        example="Article 13",
        article="RGPD art. 13 et 14",
    )
    items: tuple[NoticeItem, ...] | None = fact(
        "Éléments présents",
        help="Ce que la mention dit, point par point.",
        example="Coordonnées du délégué à la protection des données",
        article="RGPD art. 13 et 14",
    )
    rights: tuple[Right, ...] | None = fact(
        "Droits annoncés",
        help="Les droits que la mention propose.",
        example="Accès, rectification, limitation, opposition",
        article="RGPD art. 13(2)(b) et 14(2)(c)",
    )
    art14_5_exception: str | None = fact(
        "Exception de l’article 14(5)",
        help="Pourquoi l’information n’est pas due : déjà informée, effort disproportionné, texte, secret.",
        example="Obtention prévue par un texte (art. 14(5)(c))",
        article="RGPD art. 14(5)",
    )
    delay_days: int | None = fact(
        "Délai d’information (jours)",
        help="Pour une collecte indirecte : combien de jours après avoir obtenu les données.",
        example="15",
        article="RGPD art. 14(3)(a)",
    )
    child_friendly: bool | None = fact(
        "Adaptée aux enfants",
        help="Si le service s’adresse à des mineurs : la mention est-elle à leur portée ?",
        example="Oui : version illustrée",
        article="RGPD art. 12(1), considérant 58",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactAssessment:
    """Whether an impact assessment (AIPD) is needed, and where it stands (GDPR art. 35, 36)."""

    status: DpiaStatus | None = fact(
        "État de l’AIPD", help="Où en est l’analyse d’impact.", example="Validée", article="RGPD art. 35(1)"
    )
    criteria: tuple[HighRiskCriterion, ...] | None = fact(
        "Critères de risque élevé",
        help="Ceux des neuf critères qui sont réunis. À partir de deux, l’AIPD est présumée obligatoire.",
        example="Personnes vulnérables",
        article="RGPD art. 35(1), WP248 rév. 01",
    )
    cnil_required: tuple[int, ...] | None = fact(
        "Liste obligatoire de la CNIL",
        help="Les numéros (1 à 14) des types de traitements pour lesquels la CNIL exige une AIPD.",
        example="13",
        article="RGPD art. 35(4), CNIL délibération 2018-327",
    )
    cnil_exempt: int | None = fact(
        "Liste d’exemption de la CNIL",
        help="Le numéro (1 à 12) du type de traitement dispensé d’AIPD.",
        example="10",
        article="RGPD art. 35(5), CNIL délibération 2019-118",
    )
    art35_3_cases: tuple[Article35Case, ...] | None = fact(
        "Cas de l’article 35(3)",
        help="Évaluation systématique, données sensibles à grande échelle, surveillance d’une zone publique.",
        example="Surveillance à grande échelle d’une zone publique – art. 35(3)(c)",
        article="RGPD art. 35(3)",
    )
    covered_by: str | None = fact(
        "Couvert par une autre analyse",
        help="Une AIPD déjà faite pour un traitement semblable, ou l’étude d’impact du texte qui crée le traitement.",
        example="AIPD mutualisée du centre de gestion, 2025",
        article="RGPD art. 35(1) et 35(10)",
    )
    not_required_justification: str | None = fact(
        "Motif de l’absence d’AIPD",
        help="Pourquoi l’analyse n’est pas nécessaire, malgré les critères réunis.",
        example="Vingt dossiers par an, aucune donnée sensible",
        article="RGPD art. 35(1)",
    )
    not_required_validated: bool | None = fact(
        "Motif validé",
        help="Le délégué et le responsable ont-ils validé ce motif ?",
        example="Oui",
        article="RGPD art. 35(2)",
    )
    dpo_opinion: str | None = fact(
        "Avis du délégué",
        help="L’avis rendu, ou sa référence.",
        example="Favorable, 3 mars 2026",
        article="RGPD art. 35(2)",
    )
    data_subjects_view: str | None = fact(
        "Avis des personnes",
        help="L’avis des personnes concernées ou de leurs représentants.",
        example="Comité social territorial du 12 mai 2026",
        article="RGPD art. 35(9)",
    )
    no_consultation_reason: str | None = fact(
        "Motif de non-consultation",
        help="Pourquoi cet avis n’a pas été demandé.",
        example="Confidentialité du projet de sécurité",
        article="RGPD art. 35(9)",
    )
    controller_validator: str | None = fact(
        "Décision du responsable",
        help="Qui a signé la décision, et quand : le maire ou le président.",
        example="Le maire, 20 mai 2026",
        article="RGPD art. 35(1)",
    )
    validated_on: date | None = fact(
        "Validée le", help="Date de la décision.", example="20 mai 2026", article="RGPD art. 35(1)"
    )
    residual_risk: RiskLevel | None = fact(
        "Risque résiduel", help="Après les mesures prévues.", example="Faible", article="RGPD art. 36(1)"
    )
    prior_consultation_on: date | None = fact(
        "CNIL consultée le",
        help="Date de la consultation préalable, si le risque reste élevé.",
        example="23 novembre 2026",
        article="RGPD art. 36(1)",
    )
    action_plan: tuple[PlannedMeasure, ...] | None = fact(
        "Plan d’action",
        help="Les mesures décidées, avec leur échéance.",
        example="Chiffrer la base avant le 30 juin 2027",
        article="RGPD art. 35(7)(d)",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Algorithm:
    """An algorithm that founds individual decisions (CRPA L311-3-1; Loi Informatique et Libertés art. 47)."""

    individual_decision: bool | None = fact(
        "Décision individuelle",
        help="Une décision qui vise une personne repose-t-elle, même en partie, sur un calcul automatique ?",
        example="Oui : cotation des demandes de logement",
        article="CRPA L311-3-1",
    )
    solely_automated: bool | None = fact(
        "Entièrement automatisée",
        help="La décision est-elle prise sans intervention humaine ?",
        example="Non",
        article="RGPD art. 22, loi Informatique et Libertés art. 47",
    )
    mention_present: bool | None = fact(
        "Mention explicite",
        help="La décision dit-elle qu’elle repose sur un algorithme, et comment en obtenir les règles ?",
        example="Oui : au bas du courrier",
        article="CRPA L311-3-1 et R311-3-1-1",
    )
    human_review_available: bool | None = fact(
        "Réexamen par une personne",
        help="Peut-on demander qu’un agent revoie la décision ?",
        example="Oui",
        article="RGPD art. 22(3)",
    )
    decides_administrative_appeal: bool | None = fact(
        "Recours tranché par l’algorithme",
        help="Un recours administratif est-il décidé par la machine ?",
        example="Non",
        article="Loi Informatique et Libertés art. 47",
    )
    self_learning: bool | None = fact(
        "Auto-apprentissage",
        help="Les règles changent-elles d’elles-mêmes ?",
        example="Non",
        article="Conseil constitutionnel, décision 2018-765 DC",
    )
    description: str | None = fact(
        "Règles principales",
        help="Ce que fait l’algorithme, en mots simples.",
        example="Points par critère : ressources, ancienneté, handicap",
        article="CRPA L312-1-3",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """Cameras (Code de la sécurité intérieure, titre V du livre II and art. L241-1 s.)."""

    kind: VideoKind | None = fact(
        "Type de vidéo",
        help="Voie publique et lieux ouverts au public, ou lieux fermés au public, ou caméras-piétons.",
        example="Vidéoprotection (voie publique, lieux ouverts au public)",
        article="CSI L251-1 et L241-1",
    )
    prefect_authorisation_ref: str | None = fact(
        "Autorisation préfectorale",
        help="La référence de l’arrêté.",
        example="Arrêté n° 2024-118",
        article="CSI L252-1",
    )
    authorisation_date: date | None = fact(
        "Date de l’autorisation", help="L’autorisation vaut cinq ans.", example="4 juin 2024", article="CSI L252-4"
    )
    authorised_retention_days: int | None = fact(
        "Durée autorisée (jours)", help="Celle que fixe l’arrêté.", example="15", article="CSI L252-5"
    )
    retention_days: int | None = fact(
        "Durée de conservation (jours)", help="Celle du réglage. Un mois au plus.", example="15", article="CSI L252-5"
    )
    signage: bool | None = fact(
        "Panneaux d’information", help="Le public est-il averti ?", example="Oui", article="CSI L251-3"
    )
    private_masking: bool | None = fact(
        "Masquage des habitations",
        help="L’intérieur et les entrées des habitations sont-ils masqués ?",
        example="Oui",
        article="CSI L251-3",
    )
    continuous_employee_monitoring: bool | None = fact(
        "Agents filmés en continu",
        help="Un poste de travail est-il filmé en permanence ?",
        example="Non",
        article="RGPD art. 5(1)(c), CNIL délibération 2018-327 n° 4",
    )
    augmented: bool | None = fact(
        "Vidéo « augmentée »",
        help="Des images de la voie publique sont-elles analysées automatiquement en temps réel ?",
        example="Non",
        article="RGPD art. 6 et 9, CSI",
    )
    augmented_legal_basis: str | None = fact(
        "Fondement de l’analyse automatisée",
        help="Le texte qui l’autorise.",
        example="Expérimentation prévue par la loi",
        article="RGPD art. 6 et 9, CSI",
    )
    cameras: int | None = fact("Nombre de caméras", help="En service.", example="24", article="CSI L252-1")
