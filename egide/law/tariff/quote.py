"""What a body pays a year (agreement art. 5, REQ-A5): the row, the fee before tax, and every doubt about it.

A kind the grid does not name gets no fee until somebody records a decision: a proposal is never a price.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from egide.law.french import amount, long_date, number
from egide.law.tariff.grid import Grid, KindOfBody, Resolution, TariffRow, kind_of_body, lowest, tariff_grid

_ARTICLE = "Convention art. 5"
_DEFAULT_BASIS = "TOTALE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assimilation:
    """The recorded decision that gives a tariff to a kind the grid does not name. `target`: a row or a family."""

    kind: str
    target: str
    decided_on: date
    decided_by: str
    legal_reference: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class TariffDoubt:
    """Something to settle, under the identifier of its decision, ambiguity or rule."""

    reference: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionNeeded:
    """Why no fee can be invoiced, and the rows that a decision could choose (none when there is no analogue)."""

    kind: str
    proposal: tuple[TariffRow, ...]
    message: str
    reference: str = "DEC-11"
    rule: str = "CNV-007"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The annual fee of a body on a day. `fee` is None when a decision or the population is missing."""

    kind: str
    population: int | None
    on: date
    grid: str
    candidates: tuple[TariffRow, ...]
    chosen: TariffRow | None
    doubts: tuple[TariffDoubt, ...]
    decision_needed: DecisionNeeded | None
    basis: tuple[str, ...]

    @property
    def fee(self) -> Decimal | None:
        """Euros a year before tax."""
        return None if self.chosen is None else self.chosen.fee


def quote(
    kind: str,
    population: int | None,
    *,
    on: date,
    population_basis: str = _DEFAULT_BASIS,
    population_year: int | None = None,
    assimilation: Assimilation | None = None,
    grid: Grid | None = None,
) -> Quote:
    """The fee of a body of that kind (a code of `OrganizationKind`) and population.

    `population_year` is the year on whose 1 January the figure came into force; `grid` replaces the one delivered.
    Raises ValueError, in French, for a negative population and for an assimilation that is not this body's, not yet
    taken, or aims at nothing in the grid; NotInForceError before the first grid.
    """
    if population is not None and population < 0:
        raise ValueError(f"population négative : {population}")
    grid = grid or tariff_grid(on)
    body = kind_of_body(kind, on)
    target = _target(body, assimilation, on)
    if target is None:
        return _undecided(body, population, on, grid)
    rows = grid.named(target)
    if not rows:
        raise ValueError(f"la grille « {grid.id} » ne contient ni ligne ni famille « {target} »")
    candidates = _candidates(rows, population)
    return Quote(
        kind=kind,
        population=population,
        on=on,
        grid=grid.id,
        candidates=candidates,
        chosen=lowest(candidates) if candidates else None,
        doubts=(
            *_resolution_doubts(body, assimilation),
            *_band_doubts(candidates, population),
            *_population_doubts(rows, population_basis, population_year, on),
            TariffDoubt("AMB-05", "Montant hors taxes : régime de TVA du centre de gestion à confirmer."),
        ),
        decision_needed=None,
        basis=(_ARTICLE,) if assimilation is None else (_ARTICLE, assimilation.legal_reference),
    )


def band_change(before: Quote, after: Quote) -> TariffDoubt | None:
    """The alert to give when a new population moves a body to another row; the price never changes silently."""
    if before.chosen is None or after.chosen is None or before.chosen == after.chosen:
        return None
    return TariffDoubt(
        "DEC-08",
        f"Changement de tranche : de « {before.chosen.label} » ({amount(before.chosen.fee)}) à "
        f"« {after.chosen.label} » ({amount(after.chosen.fee)}). À confirmer avant de facturer.",
    )


def _target(body: KindOfBody, assimilation: Assimilation | None, on: date) -> str | None:
    if assimilation is None:
        return None if body.resolution is Resolution.DECISION_NEEDED else body.target
    if assimilation.kind != body.kind:
        raise ValueError(f"la décision d’assimilation vise « {assimilation.kind} », non « {body.kind} »")
    if body.resolution is Resolution.BY_TEXT:
        raise ValueError(f"« {body.kind} » est nommé par la grille : aucune assimilation n’est possible")
    if assimilation.decided_on > on:
        raise ValueError(f"décision d’assimilation du {long_date(assimilation.decided_on)}, postérieure au calcul")
    return assimilation.target


def _candidates(rows: tuple[TariffRow, ...], population: int | None) -> tuple[TariffRow, ...]:
    if len(rows) == 1:
        return rows
    return () if population is None else tuple(row for row in rows if row.holds(population))


def _undecided(body: KindOfBody, population: int | None, on: date, grid: Grid) -> Quote:
    proposed = grid.named(body.target) if body.target else ()
    message = f"« {body.kind} » n’est pas dans la grille : facturation bloquée jusqu’à une décision d’assimilation."
    return Quote(
        kind=body.kind,
        population=population,
        on=on,
        grid=grid.id,
        candidates=(),
        chosen=None,
        doubts=(),
        decision_needed=DecisionNeeded(
            kind=body.kind,
            proposal=_candidates(proposed, population) or proposed,
            message=f"{message} {body.note}" if body.note else message,
        ),
        basis=(_ARTICLE,),
    )


def _resolution_doubts(body: KindOfBody, assimilation: Assimilation | None) -> tuple[TariffDoubt, ...]:
    if body.note is None or assimilation is not None:
        return ()
    return (TariffDoubt(body.reference, body.note),)


def _band_doubts(candidates: tuple[TariffRow, ...], population: int | None) -> tuple[TariffDoubt, ...]:
    if not candidates:
        missing = "inconnue" if population is None else f"de {number(population)} habitants, hors de toute tranche"
        return (TariffDoubt("DEC-08", f"Population {missing} : la tranche ne peut pas être choisie."),)
    if len(candidates) == 1:
        return ()
    labels = " et ".join(f"« {row.label} » ({amount(row.fee)})" for row in candidates)
    return (
        TariffDoubt("CNV-006", f"La population tombe sur une borne commune à {labels}."),
        TariffDoubt("DEC-07", "Le tarif le moins élevé est retenu tant qu’aucune décision n’est enregistrée."),
    )


def _population_doubts(rows: tuple[TariffRow, ...], basis: str, year: int | None, on: date) -> tuple[TariffDoubt, ...]:
    if len(rows) == 1:
        return ()
    doubts = []
    if basis != _DEFAULT_BASIS:
        doubts.append(TariffDoubt("DEC-08", "Population prise sur une autre base que la population totale."))
    if year is None:
        doubts.append(
            TariffDoubt("DEC-08", "Année de la population inconnue : prendre celle en vigueur au 1er janvier.")
        )
    elif year < on.year:
        doubts.append(
            TariffDoubt(
                "CNV-013", f"Population en vigueur en {year}, non en {on.year} : la mettre à jour au 1er janvier."
            )
        )
    return tuple(doubts)
