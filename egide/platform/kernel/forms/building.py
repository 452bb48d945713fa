"""From a shape and what was posted to the pieces of the page."""

from uuid import UUID

from django.utils.datastructures import MultiValueDict

from egide.platform.kernel.forms.bound import FactBound, Wire
from egide.platform.kernel.forms.catalogue import Catalogue
from egide.platform.kernel.forms.pieces import MARK, Group, Line, Lines, Piece
from egide.platform.kernel.forms.plan import Planned, plan
from egide.platform.kernel.forms.posted import MOST_LINES, line_ids, waiver_of
from egide.platform.kernel.forms.widgets import NONE

_NOTHING = Wire(MultiValueDict())


class Building:
    """Makes pieces. `focus`: the path of the line that a button has just added or moved."""

    def __init__(self, wire: Wire, catalogue: Catalogue, focus: str | None) -> None:
        self.wire, self.catalogue, self.focus = wire, catalogue, focus

    def piece(self, each: Planned, prefix: str = "", depth: int = 0, wire: Wire | None = None) -> Piece:
        """The piece of one fact under `prefix`."""
        wire, path = wire or self.wire, f"{prefix}{each.name}"
        if each.kind == "field":
            return FactBound(wire, self.catalogue(each, path), path)
        if each.kind == "lines":
            return self._lines(each, path, depth, wire)
        inner = [self.piece(one, f"{path}.", depth, wire) for one in plan(each.within)]
        is_open = bool(prefix) or self._is_touched(path)
        return Group(path, each.description, self._errors(path), inner, self._waiver(each, path), is_open)

    def _is_touched(self, path: str) -> bool:
        """Whether something was written, refused or added within a group."""
        within = f"{path}."
        posted = any(name.startswith(within) and any(values) for name, values in self.wire.posted.lists())
        return posted or any(rejected.startswith(path) for rejected in self.wire.rejected)

    def _errors(self, path: str) -> list[str]:
        return self.wire.messages(path)

    def _waiver(self, each: Planned, path: str) -> FactBound | None:
        """Only at the top of a record: an answer *sans objet* names the fact of a record."""
        if not each.description.waivable or each.shape is not self.catalogue.shape:
            return None
        return FactBound(self.wire, self.catalogue.waiver, waiver_of(path))

    def _lines(self, each: Planned, path: str, depth: int, wire: Wire) -> Lines:
        ids = line_ids(wire.posted, path)[:MOST_LINES]
        mark = MARK.format(depth)
        return Lines(
            path,
            each.description,
            self._errors(path),
            [self._line(each, path, depth, id_, number, len(ids)) for number, id_ in enumerate(ids, start=1)],
            bool(wire.posted.get(f"{path}.{NONE}")),
            len(ids) >= MOST_LINES,
            self._waiver(each, path),
            self._blank(each, f"{path}[{mark}]", depth),
            mark,
        )

    def _line(self, each: Planned, path: str, depth: int, id_: UUID, number: int, count: int) -> Line:
        here = f"{path}[{id_}]"
        return Line(
            here,
            id_,
            number,
            self.catalogue.label(each.within, f"{here}."),
            [self.piece(one, f"{here}.", depth + 1) for one in plan(each.within)],
            is_first=number == 1,
            is_last=number == count,
            is_focused=here == self.focus,
        )

    def _blank(self, each: Planned, here: str, depth: int) -> Line:
        pieces = [self.piece(one, f"{here}.", depth + 1, _NOTHING) for one in plan(each.within)]
        return Line(here, None, 0, "", pieces)
