"""Why data are processed, whose and which: the lines of article 30(1)(b) and (c).

In every shape `None` means unknown and an empty tuple means none. Each line keeps its UUID through every format,
so that two versions can be compared line by line.
"""

from dataclasses import dataclass
from uuid import UUID

from egide.law.facts.codes import (
    Article9Exception,
    DataCategory,
    DataSubjectCategory,
    LegalBasis,
    PurposeKind,
    SourceKind,
    SpecialCategory,
)
from egide.law.facts.describing import fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """One purpose with its own legal basis (GDPR art. 5(1)(b), 6). The first of a record is the main one."""

    id: UUID
    text: str | None = fact(
        "Finalité",
        help="À quoi sert le traitement : un verbe, un objet, un public.",
        example="Inscrire et facturer les enfants à la restauration scolaire",
        article="RGPD art. 5(1)(b) et 30(1)(b)",
        mandatory=True,
    )
    kind: PurposeKind | None = fact(
        "Nature de la finalité",
        help="À préciser pour le contrôle d’accès, le temps de travail ou le paiement.",
        example="Paiement, facturation",
        article="Bonne pratique",
    )
    legal_basis: LegalBasis | None = fact(
        "Base légale",
        help="Ce qui autorise le traitement. Une seule base par finalité.",
        example="Mission d’intérêt public – art. 6(1)(e)",
        article="RGPD art. 6(1) et 13(1)(c)",
    )
    legal_texts: tuple[str, ...] | None = fact(
        "Textes",
        help="Les textes qui imposent ou confient la mission : loi, code, décret, délibération.",
        example="Code de l’éducation, art. L212-4",
        article="RGPD art. 6(3)",
    )
    justification: str | None = fact(
        "Justification de la base légale",
        help="Pourquoi cette base convient, en une ou deux phrases.",
        example="La commune a la charge du service de restauration des écoles publiques.",
        article="RGPD art. 5(2)",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSubjects:
    """A category of data subjects (GDPR art. 30(1)(c))."""

    id: UUID
    category: DataSubjectCategory | None = fact(
        "Catégorie de personnes",
        help="De qui parlent les données.",
        example="Élèves",
        article="RGPD art. 30(1)(c)",
        mandatory=True,
    )
    detail: str | None = fact(
        "Précisions",
        help="Ce qui permet de reconnaître ces personnes.",
        example="Enfants scolarisés dans les écoles publiques de la commune",
        article="RGPD art. 30(1)(c)",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """A category of personal data (GDPR art. 30(1)(c)); its retention is a line that points at it."""

    id: UUID
    category: DataCategory | None = fact(
        "Catégorie de données",
        help="La famille à laquelle appartiennent les données.",
        example="État civil, identité",
        article="RGPD art. 30(1)(c)",
        mandatory=True,
    )
    detail: str | None = fact(
        "Données collectées",
        help="La liste des données, telles qu’elles figurent dans le formulaire ou le logiciel.",
        example="Nom, prénom, date de naissance de l’enfant",
        article="RGPD art. 5(1)(c) et 30(1)(c)",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialData:
    """A special category and what lifts its prohibition (GDPR art. 9)."""

    id: UUID
    category: SpecialCategory | None = fact(
        "Catégorie sensible",
        help="L’une des catégories dont le traitement est interdit, sauf exception.",
        example="Santé, handicap",
        article="RGPD art. 9(1)",
    )
    detail: str | None = fact(
        "Précisions",
        help="De quelles données il s’agit.",
        example="Allergies alimentaires signalées par un projet d’accueil individualisé",
        article="RGPD art. 9(1)",
    )
    exception: Article9Exception | None = fact(
        "Exception de l’article 9",
        help="Ce qui lève l’interdiction.",
        example="Consentement explicite – art. 9(2)(a)",
        article="RGPD art. 9(2)",
    )
    exception_text: str | None = fact(
        "Texte de l’exception",
        help="Le texte qui prévoit l’exception et ses garanties, pour les points b, g, h, i et j.",
        example="Code de l’action sociale et des familles, art. L121-6-1",
        article="RGPD art. 9(2), loi Informatique et Libertés art. 44",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where data come from (GDPR art. 14(2)(f))."""

    id: UUID
    kind: SourceKind | None = fact(
        "Origine", help="D’où viennent les données.", example="Autre administration", article="RGPD art. 14(2)(f)"
    )
    detail: str | None = fact(
        "Précisions",
        help="Le nom de la source.",
        example="CAF : quotient familial",
        article="RGPD art. 14(2)(f)",
    )
