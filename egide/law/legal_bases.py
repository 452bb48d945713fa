"""The six legal bases as a public body may use them, and a few questions that lead to one (GDPR art. 6)."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from egide.law.dated import Row, load_table
from egide.law.facts.codes import LegalBasis
from egide.law.facts.describing import fact


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisTerms:
    """What a legal basis asks. `in_public_tasks`: open to a public authority for its tasks. Texts are French."""

    basis: LegalBasis
    article: str
    place: str
    use: str
    conditions: tuple[str, ...]
    in_public_tasks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is asked of a person who looks for a legal basis. None: not answered yet."""

    text_obliges: bool | None = fact(
        "Un texte oblige",
        help="Un texte vous oblige-t-il à faire ce traitement, sans vous laisser le choix ?",
        example="Oui : tenir la liste électorale",
        article="RGPD art. 6(1)(c) et 6(3)",
    )
    text_empowers: bool | None = fact(
        "Un texte confie la mission",
        help="Un texte ou une délibération vous confie-t-il cette mission, ou vous permet-il de l’assurer ?",
        example="Oui : la restauration des écoles",
        article="RGPD art. 6(1)(e) et 6(3)",
    )
    contract_with_person: bool | None = fact(
        "Un contrat avec la personne",
        help="Les données servent-elles à un contrat avec la personne : eau, transports, vente, location, emploi ?",
        example="Oui : abonnement à l’eau",
        article="RGPD art. 6(1)(b)",
    )
    free_choice: bool | None = fact(
        "Un choix libre",
        help="La personne peut-elle refuser sans perdre un droit ni un service ?",
        example="Oui : lettre d’information",
        article="RGPD art. 4(11), 6(1)(a) et 7",
    )
    life_at_stake: bool | None = fact(
        "Une vie en jeu",
        help="Une vie est-elle en jeu, sans qu’aucune autre base soit possible ?",
        example="Non",
        article="RGPD art. 6(1)(d)",
    )
    outside_public_tasks: bool | None = fact(
        "Étranger aux missions",
        help="Le traitement est-il étranger aux missions de la collectivité ?",
        example="Non",
        article="RGPD art. 6(1), dernier alinéa",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A legal basis that may fit, why, and its article."""

    basis: LegalBasis
    why: str
    article: str


def terms(basis: LegalBasis, *, on: date) -> BasisTerms | None:
    """What this legal basis asks on that day; None before the GDPR applied."""
    row = _in_force(on).get(basis)
    return None if row is None else _terms(basis, row)


def open_in_public_tasks(on: date) -> tuple[LegalBasis, ...]:
    """The bases that a public authority may use for its tasks, the first to try first (GDPR art. 6(1), last para.)."""
    return tuple(basis for basis, row in _in_force(on).items() if row.get("in_public_tasks", bool))


def propose(answers: Circumstances, *, on: date) -> tuple[Proposal, ...]:
    """The bases that the answers allow, the one to prefer first; one basis is to be kept for each purpose.

    Empty when nothing was answered yes: either questions remain, or nothing allows the processing.
    """
    return tuple(
        Proposal(basis=basis, why=row.get("because", str), article=row.source)
        for basis, row in _in_force(on).items()
        if getattr(answers, row.get("question", str)) is True
    )


def _terms(basis: LegalBasis, row: Row) -> BasisTerms:
    return BasisTerms(
        basis=basis,
        article=row.source,
        place=row.get("place", str),
        use=row.get("use", str),
        conditions=row.get("conditions", tuple),
        in_public_tasks=row.get("in_public_tasks", bool),
    )


@cache
def _in_force(on: date) -> dict[LegalBasis, Row]:
    return {
        LegalBasis(row.get("basis", str)): row for row in load_table("legal_bases").rows("bases") if row.in_force(on)
    }
