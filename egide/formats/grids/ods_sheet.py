"""One ODS sheet being read: where the next cell goes, what is kept of it, and how far it may go."""

from egide.formats.grids.grid import Sheet, Span, Value
from egide.formats.grids.limits import Budget, Limits


class SheetBuilder:
    """Cells and rows come in order, each with its repeat count; only what is filled is ever expanded."""

    def __init__(self, name: str, limits: Limits, budget: Budget, *, hidden: bool) -> None:
        self.name = name
        self.external = False
        self.covered = 0
        self._hidden = hidden
        self._limits = limits
        self._budget = budget
        self._row = 0
        self._column = 0
        self._line: list[Value] = []
        self._shown: dict[int, str] = {}
        self._values: dict[int, list[Value]] = {}
        self._displayed: dict[tuple[int, int], str] = {}
        self._comments: dict[tuple[int, int], str] = {}
        self._merged: list[Span] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._described_columns = 0

    def describe_columns(self, count: int, *, hidden: bool) -> None:
        """The declarations of columns come before the rows."""
        end = self._described_columns + count
        if hidden:
            self._hidden_columns.update(range(self._described_columns, min(end, self._limits.columns)))
        self._described_columns = end

    def skip(self, count: int) -> None:
        """Cells with nothing in them."""
        self._column += count

    def put(self, value: Value, shown: str | None, count: int) -> None:
        """The same filled cell, `count` times. Raises Unreadable past the last column allowed."""
        end = self._column + count
        if end > self._limits.columns:
            raise self._limits.too_far(self.name, self._row, end - 1)
        line = self._line
        if len(line) < self._column:
            line.extend([None] * (self._column - len(line)))
        if count == 1:
            line.append(value)
        else:
            line.extend([value] * count)
        if shown is not None:
            self._shown.update(dict.fromkeys(range(self._column, end), shown))
        self._column = end

    def comment(self, text: str) -> None:
        """On the cell about to be put."""
        self._comments[self._row, self._column] = text

    def merge(self, rows: int, columns: int) -> None:
        """From the cell about to be put, downwards and rightwards."""
        if rows == columns == 1:
            return
        self._merged.append(Span(self._row, self._column, self._row + rows - 1, self._column + columns - 1))

    def end_row(self, count: int, *, hidden: bool) -> None:
        """The same row, `count` times. Raises Unreadable past the last row allowed."""
        end = self._row + count
        if self._line:
            if end > self._limits.rows:
                raise self._limits.too_far(self.name, end - 1, len(self._line) - 1)
            self._budget.spend(count * len(self._line))
            for row in range(self._row, end):
                self._values[row] = self._line  # one list for all: nobody writes in it any more
                self._displayed.update({(row, column): text for column, text in self._shown.items()})
        if hidden:
            self._hidden_rows.update(range(self._row, min(end, self._limits.rows)))
        self._row, self._column, self._line, self._shown = end, 0, [], {}

    def build(self) -> Sheet:
        """The frozen sheet; hidden rows below the last filled one are of no interest."""
        last = max(self._values, default=-1)
        return Sheet(
            self.name,
            self._values,
            self._hidden,
            tuple(self._merged),
            self._comments,
            self._displayed,
            frozenset(row for row in self._hidden_rows if row <= last),
            frozenset(self._hidden_columns),
        )
