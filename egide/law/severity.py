"""How serious a breach is, by the ENISA method: SE = DPC × EI + CB. It proposes a risk; the controller decides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from egide.law.dated import NotInForceError, Row, in_force, load_table
from egide.law.facts.codes import Code
from egide.law.french import long_date

_LEAST, _MOST = 1, 4


class DataNature(Code):
    """The nature of the data, which gives the base of the processing context (DPC)."""

    SIMPLE = "SIMPLE", "Données simples"
    BEHAVIOURAL = "BEHAVIOURAL", "Données de comportement"
    FINANCIAL = "FINANCIAL", "Données financières"
    SENSITIVE = "SENSITIVE", "Données sensibles"


class Identification(Code):
    """How easily the persons are identified from the data (EI)."""

    NEGLIGIBLE = "NEGLIGIBLE", "Négligeable"
    LIMITED = "LIMITED", "Limitée"
    SIGNIFICANT = "SIGNIFICANT", "Importante"
    MAXIMUM = "MAXIMUM", "Maximale"


class Loss(Code):
    """How far confidentiality, integrity or availability was lost."""

    NONE = "NONE", "Aucune"
    PARTIAL = "PARTIAL", "Partielle"
    FULL = "FULL", "Totale"


class SeverityBand(Code):
    """The band of the score."""

    LOW = "LOW", "Faible"
    MEDIUM = "MEDIUM", "Moyenne"
    HIGH = "HIGH", "Élevée"
    VERY_HIGH = "VERY_HIGH", "Très élevée"


class BreachRisk(Code):
    """The risk for the persons, which decides what is notified (GDPR art. 33(1), 34(1))."""

    NO_RISK = "NO_RISK", "Pas de risque"
    RISK = "RISK", "Risque"
    HIGH_RISK = "HIGH_RISK", "Risque élevé"
    UNKNOWN = "UNKNOWN", "Risque non évalué"


class SeverityFlag(Code):
    """What the score does not hold and the decision must weigh."""

    MANY_PERSONS = "MANY_PERSONS", "Nombreuses personnes concernées"
    UNINTELLIGIBLE = "UNINTELLIGIBLE", "Données inintelligibles pour un tiers"


@dataclass(frozen=True, slots=True)
class Exposure:
    """One category of data exposed. `context` raises or lowers its base: the result stays between 1 and 4."""

    nature: DataNature
    context: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """How the breach happened (CB): what was lost, and whether somebody meant harm."""

    confidentiality: Loss = Loss.NONE
    integrity: Loss = Loss.NONE
    availability: Loss = Loss.NONE
    malicious: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Severity:
    """The score and how it was reached. `suggested_risk` is a proposal, never a decision (GDPR art. 33(1), 34)."""

    processing_context: int
    identification: Decimal
    circumstances: Decimal
    score: Decimal
    band: SeverityBand
    suggested_risk: BreachRisk
    flags: tuple[SeverityFlag, ...]
    steps: tuple[str, ...]
    basis: tuple[str, ...]
    doubts: tuple[str, ...]


def assess(
    exposures: Sequence[Exposure],
    identification: Identification,
    circumstances: Circumstances,
    *,
    on: date,
    persons: int | None = None,
    unintelligible: bool = False,
) -> Severity:
    """The severity of a breach by the method in force that day; of several categories, the highest counts.

    Raises ValueError, in French, without a category or with a negative number of persons; NotInForceError before the
    method existed.
    """
    if not exposures:
        raise ValueError("indiquez au moins une catégorie de données touchée par la violation")
    if persons is not None and persons < 0:
        raise ValueError(f"nombre de personnes négatif : {persons}")
    context, context_step = _context(exposures, on)
    easy = Decimal(_row("identification", identification, on).get("value", str))
    lost = list(_losses(circumstances, on))
    worsened = sum((value for value, _ in lost), Decimal(0))
    score = context * easy + worsened
    band = _band(score, on)
    return Severity(
        processing_context=context,
        identification=easy,
        circumstances=worsened,
        score=score,
        band=SeverityBand(band.get("code", str)),
        suggested_risk=BreachRisk(band.get("suggested_risk", str)),
        flags=tuple(_flags(persons, unintelligible, on)),
        steps=(
            context_step,
            f"Identification {identification.label.lower()} : EI = {_decimal(easy)}.",
            *(step for _, step in lost),
            f"Gravité : {context} × {_decimal(easy)} + {_decimal(worsened)} = {_decimal(score)}.",
        ),
        basis=("RGPD art. 33(1) et 34(1)", band.source),
        doubts=() if band.note is None else (band.note,),
    )


def _context(exposures: Sequence[Exposure], on: date) -> tuple[int, str]:
    scored = [(_clamped(exposure, on), exposure) for exposure in exposures]
    context, exposure = max(scored, key=lambda pair: pair[0])
    base = _row("context", exposure.nature, on).get("value", int)
    adjusted = f", ajusté de {exposure.context:+d}, entre {_LEAST} et {_MOST}" if exposure.context else ""
    return context, f"{exposure.nature.label} : base {base}{adjusted}, DPC = {context}."


def _clamped(exposure: Exposure, on: date) -> int:
    base = _row("context", exposure.nature, on).get("value", int)
    return min(_MOST, max(_LEAST, base + exposure.context))


def _losses(circumstances: Circumstances, on: date) -> Iterator[tuple[Decimal, str]]:
    for dimension, french, loss in (
        ("CONFIDENTIALITY", "Confidentialité", circumstances.confidentiality),
        ("INTEGRITY", "Intégrité", circumstances.integrity),
        ("AVAILABILITY", "Disponibilité", circumstances.availability),
    ):
        row = _row("loss", loss, on, dimension)
        value = Decimal(row.get("value", str))
        yield value, f"{french} : {row.get('label', str)}, {_decimal(value)}."
    if circumstances.malicious:
        (row,) = _rows("malicious", on)
        value = Decimal(row.get("value", str))
        yield value, f"Acte malveillant : {_decimal(value)}."


def _band(score: Decimal, on: date) -> Row:
    rows = _rows("band", on)
    return [row for row in rows if Decimal(row.get("from", str)) <= score][-1]


def _flags(persons: int | None, unintelligible: bool, on: date) -> Iterator[SeverityFlag]:
    (row,) = _rows("many_persons", on)
    if persons is not None and persons > row.get("over", int):
        yield SeverityFlag.MANY_PERSONS
    if unintelligible:
        yield SeverityFlag.UNINTELLIGIBLE


def _row(section: str, code: Code, on: date, dimension: str | None = None) -> Row:
    (found,) = (
        row
        for row in _rows(section, on)
        if row.get("code", str) == code and row.optional("dimension", str) == dimension
    )
    return found


def _rows(section: str, on: date) -> tuple[Row, ...]:
    rows = in_force(load_table("severity").rows(section), on)
    if not rows:
        raise NotInForceError(f"méthode de gravité : rien en vigueur au {long_date(on)}")
    return rows


def _decimal(value: Decimal) -> str:
    return str(value.normalize() if value else 0).replace(".", ",")
