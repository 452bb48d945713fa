"""The data of a fiche, ordinary and sensitive, each with how long it is kept (GDPR art. 30(1)(c) and (f), 9, 10)."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from egide.formats.cnil.labels import ALL_DATA, CRIMINAL, DATA_ROWS, SPECIAL_ROWS, Section
from egide.formats.cnil.page import Page, Row
from egide.formats.cnil.pairs import joined, told
from egide.formats.cnil.pen import Pen
from egide.formats.french.durations import read_retention
from egide.formats.french.vocabulary import data_categories, data_category, is_negation, special_category, yes_no
from egide.formats.french.words import fold
from egide.formats.grids.grid import Cell
from egide.formats.reading import DoubtKind
from egide.law.facts import PersonalData, Retention, SpecialData
from egide.law.facts.codes import DataCategory, SpecialCategory

_WATCHED = (DataCategory.BANK, DataCategory.ID_DOCUMENT)
_SENSITIVE = frozenset(DataCategory(code.value) for code in SpecialCategory)
_UNSURE = 0.5


@dataclass(slots=True)
class DataRead:
    """What the two data sections of a fiche say. None is unknown."""

    personal: list[PersonalData] = field(default_factory=list)
    special: list[SpecialData] = field(default_factory=list)
    retention: list[Retention] = field(default_factory=list)
    nir: bool | None = None
    criminal: bool | None = None
    denied: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    section_denied: bool = False

    @property
    def personal_data(self) -> tuple[PersonalData, ...] | None:
        """None of the rows: unknown. All of those that remain said no: none."""
        if self.personal:
            return tuple(self.personal)
        ordinary = {str(code) for code in DATA_ROWS} & self.seen
        return () if ordinary and ordinary <= self.denied else None

    @property
    def special_data(self) -> tuple[SpecialData, ...] | None:
        """None of the rows: unknown, unless each of the eight categories, or the section itself, says no."""
        if self.special:
            return tuple(self.special)
        return () if self.section_denied or {str(code) for code in SPECIAL_ROWS} <= self.denied else None


def read_data(pen: Pen, page: Page) -> DataRead:
    """The rows of both sections, in the order of the sheet."""
    read = DataRead()
    for section in (Section.DATA, Section.SPECIAL):
        for row in page.of(section):
            _row(pen, page, row, read)
    _watch(pen, page, read)
    return read


@dataclass(frozen=True, slots=True)
class _Told:
    """The two cells of a row."""

    what: tuple[Cell, ...]
    kept: tuple[Cell, ...]


def _row(pen: Pen, page: Page, row: Row, read: DataRead) -> None:
    section = row.section or Section.DATA
    code = _code(row)
    read.seen.add(row.key)
    cells = [cell for cell in told(pen, row) if cell is not row.head]
    second = dict(page.columns[section]).get("retention", 1 << 14)
    denied = [cell for cell in cells if is_negation(cell.text)]
    said = _Told(
        tuple(c for c in cells if c.column < second and c not in denied),
        tuple(c for c in cells if c.column >= second and c not in denied),
    )
    if any(c.column < second for c in denied) and not said.what:
        _none(pen, row, denied, said.kept, read)
        return
    pen.ignore(denied, "réponse négative")
    if row.head is None and yes_no(joined(said.what)) is True:
        message = f"« {section.value} : oui », sans dire lesquelles"
        pen.doubt(DoubtKind.NOT_UNDERSTOOD, message, said.what[0], "special_data")
        pen.note(section.value, (*said.what, *said.kept))
    elif said.what or (said.kept and code is not None and (row.label is not None or _is_own_label(row.title, code))):
        _line(pen, row, code, said, read)
    elif said.kept:
        whole = not row.title or fold(row.title) == fold(ALL_DATA)
        _retention(pen, said.kept, None, read, None if whole else row.title)
        pen.use(row.head if row.label is None else None, "data", read.retention[-1].id)
    elif row.label is None and row.head is not None:
        pen.note("", (row.head,))


def _code(row: Row) -> DataCategory | None:
    """The category that the label of a row announces; a label of one's own is read by its words."""
    if row.label is not None:
        return DataCategory(row.label.key) if row.label.key else None
    found = data_category(row.title) if row.title else None
    return found[0] if found is not None and found[1] > _UNSURE else None


def _none(pen: Pen, row: Row, denied: list[Cell], kept: tuple[Cell, ...], read: DataRead) -> None:
    title = row.title or (row.section.value if row.section else "")
    if not row.key and row.head is None:
        read.section_denied |= row.section is Section.SPECIAL
    path = "special_data" if row.section is Section.SPECIAL else "personal_data"
    if row.key == DataCategory.NIR:
        read.nir, path = False, "nir_used"
    elif row.key == CRIMINAL:
        read.criminal, path = False, "criminal_data"
    read.denied.add(row.key)
    pen.negated(title, denied, path)
    if kept:
        pen.note(f"{title} (durée, sans donnée)", kept)
    if row.label is None and row.head is not None:
        pen.ignore((row.head,), "rubrique déclarée sans objet")


def _line(pen: Pen, row: Row, code: DataCategory | None, said: _Told, read: DataRead) -> None:
    line = pen.line("personal_data")
    text = joined(said.what)
    detail = None if yes_no(text) is True else text or None
    if code is None:
        detail = f"{row.title}\u00a0: {detail}" if row.title and detail else row.title or detail
        first = row.head or said.what[0]
        pen.doubt(DoubtKind.NOT_UNDERSTOOD, f"catégorie de données non reconnue : « {detail} »", first, _PATH)
    elif row.label is None and row.head is not None and not _is_own_label(row.title, code):
        message = f"« {row.title} » lu comme : {code.label}"
        pen.doubt(DoubtKind.GUESSED, message, row.head, _PATH, 0.8)
        detail = f"{row.title}\u00a0: {detail}" if detail else row.title
    read.personal.append(PersonalData(id=line, category=code, detail=detail))
    pen.use(row.head if row.label is None else None, "category", line)
    for cell in said.what:
        pen.use(cell, "detail", line)
    _mark(pen, row, code, detail, said, read)
    _retention(pen, said.kept, (line,), read)


_PATH = "personal_data.category"


def _is_own_label(title: str, code: DataCategory) -> bool:
    found = data_category(title)
    return found is not None and found == (code, 1.0)


def _mark(pen: Pen, row: Row, code: DataCategory | None, detail: str | None, said: _Told, read: DataRead) -> None:
    """What a filled row says besides: the NIR is used, offences or sensitive data are processed."""
    first = (*said.what, *said.kept)[0]
    if code is DataCategory.NIR:
        read.nir = True
        pen.use(first, "nir_used")
    elif code is DataCategory.CRIMINAL:
        read.criminal = True
        pen.use(first, "criminal_data")
    elif code in _SENSITIVE:
        line = pen.line("special_data")
        read.special.append(SpecialData(id=line, category=SpecialCategory(code.value), detail=detail))
        pen.use(first, "category", line)
    elif code is None and row.section is Section.SPECIAL:
        named = special_category(detail or "")
        line = pen.line("special_data")
        read.special.append(SpecialData(id=line, category=named[0] if named else None, detail=detail))
        pen.use(first, "detail", line)


def _retention(
    pen: Pen, cells: tuple[Cell, ...], lines: tuple[UUID, ...] | None, read: DataRead, data: str | None = None
) -> None:
    if not cells:
        return
    line = pen.line("retention")
    text = "\n".join(cell.text.strip() for cell in cells)
    parsed = read_retention(text)
    if parsed.certainty < _UNSURE and parsed.active is not None:
        message = f"durée gardée dans vos mots, sans chiffre sûr : « {text} »"
        pen.doubt(DoubtKind.NOT_UNDERSTOOD, message, cells[0], "retention.active.duration")
    for cell in cells:
        pen.use(cell, "active", line)
    read.retention.append(
        Retention(
            id=line,
            data=data,
            personal_data=lines,
            active=parsed.active,
            has_intermediate=parsed.has_intermediate,
            intermediate=parsed.intermediate,
            final_fate=parsed.final_fate,
            unlimited=parsed.unlimited,
        )
    )


def _watch(pen: Pen, page: Page, read: DataRead) -> None:
    """Bank details, copies of identity papers, health words within an ordinary row deserve a line, or a look."""
    present = {line.category for line in read.personal}
    for line in list(read.personal):
        if line.category in _SENSITIVE or line.detail is None:
            continue
        for code in data_categories(line.detail):
            if code in present:
                continue
            if code in _WATCHED:
                present.add(code)
                _add_watched(pen, page, line, code, read)
            elif code in _SENSITIVE or code in {DataCategory.CRIMINAL, DataCategory.NIR}:
                message = f"« {line.detail} » évoque « {code.label} » : à écrire sur sa propre ligne si c’est le cas"
                pen.doubt(DoubtKind.GUESSED, message, _cell_of(page, line.detail), "special_data", 0.5)


def _add_watched(pen: Pen, page: Page, line: PersonalData, code: DataCategory, read: DataRead) -> None:
    """A line of its own, kept as long as the line it was found in."""
    cell = _cell_of(page, line.detail or "")
    extra = pen.line("personal_data")
    read.personal.append(PersonalData(id=extra, category=code, detail=line.detail))
    pen.use(cell, "detail", extra)
    pen.doubt(DoubtKind.GUESSED, f"« {line.detail} » contient aussi : {code.label}", cell, _PATH, 0.8)
    read.retention = [
        replace(kept, personal_data=(*(kept.personal_data or ()), extra))
        if line.id in (kept.personal_data or ())
        else kept
        for kept in read.retention
    ]


def _cell_of(page: Page, text: str) -> Cell | None:
    return next((cell for cell in page.values if cell.text.strip() == text), None)
