"""The parameters of law: durations, thresholds and dates that the legislator may change."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache

from egide.law.dated.rows import NotInForceError, Row, Table, TableError, check_succession, in_force, load_table
from egide.law.durations import Duration
from egide.law.french import long_date


class UnknownParameterError(LookupError):
    """No parameter bears that name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter as it stood on a day. Read `value` through the property of its type.

    Each property raises TableError when the parameter is of another type. `watch` says what may change it.
    """

    name: str
    value: object
    valid_from: date
    valid_to: date | None
    source: str
    confirmed: bool
    watch: str | None
    note: str | None

    @property
    def whole(self) -> int:
        """A number: of hours, months, inhabitants… as the name of the parameter says."""
        if type(self.value) is not int:
            raise self._not("un nombre entier")
        return self.value

    @property
    def day(self) -> date:
        """A date."""
        if type(self.value) is not date:
            raise self._not("une date")
        return self.value

    @property
    def text(self) -> str:
        """A word or a code."""
        if type(self.value) is not str:
            raise self._not("un texte")
        return self.value

    @property
    def numbers(self) -> tuple[int, ...]:
        """Several numbers, in order."""
        if not isinstance(self.value, tuple) or any(type(number) is not int for number in self.value):
            raise self._not("une suite de nombres")
        return self.value

    @property
    def duration(self) -> Duration:
        """An ISO 8601 period."""
        try:
            return Duration.parse(self.text)
        except ValueError as problem:
            raise self._not("une durée") from problem

    @property
    def decimal(self) -> Decimal:
        """An exact decimal, written as a text in the table."""
        try:
            return Decimal(self.text)
        except InvalidOperation as problem:
            raise self._not("un nombre décimal") from problem

    def _not(self, expected: str) -> TableError:
        return TableError(f"paramètre « {self.name} » : {expected} attendu, trouvé « {self.value} »")


def parameter(name: str, *, on: date, table: Table | None = None) -> Parameter:
    """The parameter as the law stood on that day.

    Raises UnknownParameterError for a name that does not exist, NotInForceError when no row holds on that day.
    `table` replaces the one delivered with Égide.
    """
    rows = (_delivered() if table is None else checked(table)).sections.get(name)
    if rows is None:
        raise UnknownParameterError(f"paramètre de droit inconnu : « {name} »")
    found = in_force(rows, on)
    if not found:
        first = min(row.valid_from for row in rows)
        raise NotInForceError(
            f"paramètre « {name} » : aucune valeur en vigueur au {long_date(on)} (première : {long_date(first)})"
        )
    return _parameter(name, found[0])


def parameter_names() -> tuple[str, ...]:
    """Every parameter of the table, in its order."""
    return tuple(_delivered().sections)


def checked(table: Table) -> Table:
    """The same table, once sure that each parameter has one value a day (else TableError)."""
    for name, rows in table.sections.items():
        check_succession(rows, f"« {name} »")
    return table


@cache
def _delivered() -> Table:
    return checked(load_table("parameters"))


def _parameter(name: str, row: Row) -> Parameter:
    return Parameter(
        name=name,
        value=row.fields.get("value"),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
        confirmed=row.confirmed,
        watch=row.watch,
        note=row.note,
    )
