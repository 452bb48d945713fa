"""Doubts gathered while a file is read: each said once, with how many cells it concerns, never one a row."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from uuid import UUID

from egide.formats.grids.limits import french_number
from egide.formats.reading import Doubt, DoubtKind, Ledger, Place

_SAID_ONE_BY_ONE = 12
Key = tuple[str, int, int]


@dataclass(slots=True)
class _Gathered:
    doubt: Doubt
    count: int = 1


class Doubts:
    """What is to be verified. Past a dozen on one subject (a column), the others are told in one sentence."""

    def __init__(self) -> None:
        self._said: dict[Hashable, _Gathered] = {}
        self._per_subject: dict[tuple[DoubtKind, str], int] = {}

    def add(
        self,
        kind: DoubtKind,
        message: str,
        key: Key | None = None,
        *,
        subject: str = "",
        record: UUID | None = None,
        path: str | None = None,
        certainty: float | None = None,
    ) -> None:
        """Keep a doubt, or count it with those that say the same. `subject` is what it is about: a column, a sheet."""
        said = self._said.get((kind, message, subject))
        if said is not None:
            said.count += 1
            return
        rank = self._per_subject.get((kind, subject), 0)
        self._per_subject[kind, subject] = rank + 1
        place = Place(*key) if key else None
        doubt = Doubt(kind, message, place, record, path, certainty)
        if not subject or rank < _SAID_ONE_BY_ONE:
            self._said[kind, message, subject] = _Gathered(doubt)
        elif (others := self._said.get((kind, subject))) is not None:
            others.count += 1
        else:
            self._said[kind, subject] = _Gathered(
                replace(doubt, message=f"{subject}\u00a0: autres valeurs du même genre, à vérifier")
            )

    def write(self, ledger: Ledger) -> None:
        """Put them into the ledger, in the order in which they were met."""
        for said in self._said.values():
            number = f" ({french_number(said.count)} cellules)" if said.count > 1 else ""
            ledger.doubt(replace(said.doubt, message=f"{said.doubt.message}{number}."))
