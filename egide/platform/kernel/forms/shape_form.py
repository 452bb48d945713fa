"""A form derived from a shape of facts. It only parses: what the facts mean is judged elsewhere, by path."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol
from uuid import uuid4

from django.utils.datastructures import MultiValueDict
from django.utils.text import slugify

from egide.law.facts.describing import descriptions, field_types
from egide.law.facts.paths import label_of
from egide.platform.kernel.forms.bound import FactBound, Wire
from egide.platform.kernel.forms.building import Building
from egide.platform.kernel.forms.catalogue import Catalogue
from egide.platform.kernel.forms.commands import command_of, obey
from egide.platform.kernel.forms.parsing import Parsing
from egide.platform.kernel.forms.pieces import Complaint, Group, Line, Part, Piece
from egide.platform.kernel.forms.plan import plan, planned
from egide.platform.kernel.forms.posted import received, written
from egide.platform.kernel.forms.widgets import Choices


class Sectioned(Protocol):
    """A section of a record: see egide.documents.layouts.sections."""

    @property
    def title(self) -> str: ...
    @property
    def article(self) -> str: ...
    @property
    def facts(self) -> tuple[str, ...]: ...


class ShapeForm:
    """A form of a shape, at the paths that are given (all its facts without).

    `initial`: the facts as they stand; those that are not shown are kept. `choices`: values and labels by path
    without lines (`ai_systems`, `dpia.cnil_required`, `processors.contact.name`); for a text they are suggestions.
    `unjudged`: `data` is shown as it was typed, and is not to be saved yet.
    """

    def __init__(
        self,
        shape: type,
        *,
        initial: Any | None = None,
        data: Mapping[str, Any] | None = None,
        paths: tuple[str, ...] | None = None,
        choices: Mapping[str, Choices] | None = None,
        unjudged: bool = False,
    ) -> None:
        self.shape = shape
        self.paths = tuple(descriptions(shape)) if paths is None else paths
        self._known = _blank(shape) if initial is None else initial
        words = Catalogue(shape, MultiValueDict(), choices or {})
        self._before = written(self._known, words)
        self.is_bound = data is not None
        self.data = self._before.copy() if data is None else received(data)
        command = command_of(self.data) if self.is_bound else None
        self.is_command = unjudged or command is not None
        self._focus = None if command is None else obey(command, self.data, shape)
        self._wire = Wire(self.data)
        self._catalogue = Catalogue(shape, self.data, choices or {})
        self._building = Building(self._wire, self._catalogue, self._focus)

    def is_valid(self) -> bool:
        """Whether everything that was posted could be read, and was posted to be saved."""
        return self.is_bound and not self.is_command and not self.errors

    def facts(self) -> Any:
        """The shape: what was posted at the paths shown, the rest as it was. What could not be read is unknown."""
        return self._parsed

    @property
    def errors(self) -> dict[str, list[str]]:
        """French messages by path. None while lines are being added or moved."""
        if self.is_bound and not self.is_command:
            _ = self._parsed
        return self._wire.rejected

    def add_error(self, path: str, message: str) -> None:
        """Add a message that comes from elsewhere, at the path of a field, of a group, of a list, or at ""."""
        _ = self._parsed
        self._wire.reject(path, message)

    def add_errors(self, errors: Mapping[str, Sequence[str]]) -> None:
        """All those of an InvalidFactsError."""
        for path, messages in errors.items():
            for message in messages:
                self.add_error(path, message)

    def __getitem__(self, path: str) -> Piece:
        """The piece at a path, lines included. Raises KeyError when there is none."""
        if path not in self._pieces:
            raise KeyError(path)
        return self._pieces[path]

    def __contains__(self, path: object) -> bool:
        return path in self._pieces

    def sections(self, sections: Iterable[Sectioned] = ()) -> list[Part]:
        """The facts shown, section by section; those that no section claims come first, under « L’essentiel »."""
        given = list(sections)
        claimed = {name for section in given for name in section.facts}
        parts = [("L’essentiel", "", tuple(name for name in self.paths if name not in claimed))]
        parts += [(section.title, section.article, section.facts) for section in given]
        return [
            Part(title, article, pieces, f"partie-{slugify(title)}")
            for title, article, names in parts
            if (pieces := [self._top[name] for name in names if name in self._top])
        ]

    @property
    def complaints(self) -> list[Complaint]:
        """Every error in the order of the page, for the summary at its top."""
        errors = self.errors
        shown = [path for path in self._pieces if path in errors]
        return [
            Complaint(self._label(path), message, f"id_{path}" if path in self._pieces else "")
            for path in [*(path for path in errors if path not in self._pieces), *shown]
            for message in errors[path]
        ]

    @property
    def suggestions(self) -> list[tuple[str, list[str]]]:
        """The `<datalist>` elements that the page must hold, by id."""
        return self._catalogue.suggestions()

    def _label(self, path: str) -> str:
        try:
            return label_of(self.shape, path.removesuffix(".waived")) if path else ""
        except KeyError:
            return ""

    @cached_property
    def _parsed(self) -> Any:
        parsing = Parsing(self.data, self._before, self._catalogue)
        values = {name: parsing.value(planned(self.shape, name), self._known) for name in self.paths}
        if hasattr(self._known, "not_applicable"):
            shown = [name for name in self.paths if descriptions(self.shape)[name].waivable]
            values["not_applicable"] = parsing.answers(shown, self._known.not_applicable)
        if not self.is_command:
            for path, message in parsing.errors:
                self._wire.reject(path, message)
        held = {name: getattr(self._known, name) for name in field_types(self.shape)}
        return self.shape(**{**held, **values})

    @cached_property
    def _top(self) -> dict[str, Piece]:
        if self.is_bound and not self.is_command:
            _ = self._parsed
        return {each.name: self._building.piece(each) for each in plan(self.shape) if each.name in self.paths}

    @cached_property
    def _pieces(self) -> dict[str, Piece]:
        found: dict[str, Piece] = {}
        for piece in self._top.values():
            _collect(piece, found)
        return found


def _collect(piece: Piece, found: dict[str, Piece]) -> None:
    found[piece.path] = piece
    if isinstance(piece, FactBound):
        return
    if piece.waiver is not None:
        found[piece.waiver.path] = piece.waiver
    holders: Sequence[Group | Line] = [piece] if isinstance(piece, Group) else piece.lines
    for holder in holders:
        for inner in holder.pieces:
            _collect(inner, found)


def _blank(shape: type) -> Any:
    return shape(id=uuid4()) if "id" in field_types(shape) else shape()
