"""One record on paper: its sections in the order of article 30, then what the law concludes (rights, impact)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from egide.documents.document import (
    Block,
    Description,
    DescriptionList,
    Heading,
    Note,
    Paragraph,
    Run,
    Runs,
    Status,
    Table,
    runs,
)
from egide.documents.layouts.sections import CONTROLLER_SECTIONS, PROCESSOR_SECTIONS, WITHHELD, Section
from egide.documents.layouts.words import details, in_words
from egide.law.facts import Organization, ProcessingActivity, ProcessorActivity, Retention
from egide.law.facts.describing import descriptions
from egide.law.facts.paths import label_of
from egide.law.impact import Need, need
from egide.law.retention import in_words as retention_in_words
from egide.law.rights import Answer, applicable_rights

Record = ProcessingActivity | ProcessorActivity

_NEED_STATUS: Final[dict[Need, Status]] = {
    Need.REQUIRED: "warn",
    Need.REQUIRED_PRESUMED: "warn",
    Need.TO_JUSTIFY: "warn",
    Need.NOT_REQUIRED: "good",
    Need.EXEMPT: "good",
    Need.COVERED: "good",
    Need.CANNOT_SAY: "info",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """How a list of lines is laid: the columns that stand alone, and the widths; the rest goes to « Précisions »."""

    fields: tuple[str, ...]
    widths: tuple[float, ...]


_TABLES: Final[dict[str, Columns]] = {
    "purposes": Columns(("text", "legal_basis", "legal_texts"), (4, 3, 3, 3)),
    "personal_data": Columns(("category", "detail"), (3, 5, 2)),
    "special_data": Columns(("category", "detail", "exception"), (3, 4, 3, 2)),
    "recipients": Columns(("name", "kind"), (4, 3, 3)),
    "processors": Columns(("contact", "service", "hosting_country"), (4, 3, 2, 4)),
    "subprocessors": Columns(("contact", "service", "hosting_country"), (4, 3, 2, 4)),
    "transfers": Columns(("recipient", "country", "mechanism"), (3, 1, 4, 4)),
    "security_measures": Columns(("code", "detail", "status"), (4, 4, 2, 2)),
}


def record_blocks(
    record: Record, organization: Organization, today: date, *, level: int, anchor: str, communicable: bool
) -> Iterator[Block]:
    """The blocks of one record, its title at `level`. `communicable` leaves out what `WITHHELD` says."""
    yield Heading(level, record.title, anchor=anchor, aside=record.status.label if record.status else "")
    sections = CONTROLLER_SECTIONS if isinstance(record, ProcessingActivity) else PROCESSOR_SECTIONS
    for section in sections:
        blocks = [*section_blocks(section, record, communicable=communicable)]
        if section.facts == ("notice",):
            blocks += _rights(record, today)
        if section.facts == ("dpia",):
            blocks += _need(record, organization, today)
        if blocks:
            yield Heading(level + 1, section.title, aside=section.article)
            yield from blocks
    yield from _waived(record, level + 1)


def section_blocks(section: Section, record: Any, *, communicable: bool = False) -> Iterator[Block]:
    """Facts in a line of their own first, then the tables, each named by its caption."""
    plain: list[Description] = []
    tables: list[Block] = []
    for name in section.facts:
        value = getattr(record, name)
        if value is None:
            continue
        if communicable and name in WITHHELD:
            plain += _named_only(name, value)
        elif name == "retention" and value:
            tables.append(_retention(value, type(record)))
        elif name in _TABLES and value:
            tables.append(_table(_TABLES[name], value, label_of(type(record), name)))
        else:
            plain += _described(label_of(type(record), name), value)
    if plain:
        yield DescriptionList(tuple(plain))
    yield from tables


def _described(label: str, value: Any) -> Iterator[Description]:
    if isinstance(value, tuple) and value and hasattr(value[0], "id"):
        lines = [" – ".join(text for _, text in details(line)) for line in value]
        lines = [line for line in lines if line]
        if lines:
            yield Description(label, tuple(runs(line) for line in lines))
        return
    text = in_words(value) if not _ids(value) else f"{len(value)} au registre des systèmes d’IA"
    if text:
        yield Description(label, tuple(runs(line) for line in text.split("\n") if line.strip()))


def _ids(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and hasattr(value[0], "hex")


def _named_only(name: str, value: Any) -> Iterator[Description]:
    """Of processors, the communicable version tells the names; of the rest withheld, nothing."""
    if name in {"processors", "subprocessors"}:
        names = [line.contact.name for line in value if line.contact is not None and line.contact.name]
        words = ", ".join(names) if value else "Néant"
        if words:
            yield Description(label_of(ProcessingActivity, "processors"), (runs(words),))


def _table(columns: Columns, lines: tuple[Any, ...], caption: str) -> Table:
    """Columns that no line fills are left out, the first excepted."""
    shape: type = type(lines[0])
    kept = [n for n, name in enumerate(columns.fields) if n == 0 or any(in_words(getattr(x, name)) for x in lines)]
    rest = ["\n".join(f"{label}\u00a0: {text}" for label, text in details(x, frozenset(columns.fields))) for x in lines]
    more = ("Précisions",) if any(rest) else ()
    return Table(
        caption=caption,
        header=(*(descriptions(shape)[columns.fields[n]].label for n in kept), *more),
        rows=tuple(
            (*(_cell(getattr(line, columns.fields[n])) for n in kept), *((runs(said or "–"),) if more else ()))
            for line, said in zip(lines, rest, strict=True)
        ),
        widths=(*(columns.widths[n] for n in kept), *(columns.widths[-1:] if more else ())),
        row_headers=True,
    )


def _cell(value: Any) -> Runs:
    return runs(in_words(value) or "–")


def _retention(lines: tuple[Retention, ...], shape: type) -> Table:
    told = frozenset({"data", "active", "intermediate", "has_intermediate", "final_fate", "unlimited", "to_confirm"})
    rest = ["\n".join(f"{label}\u00a0: {text}" for label, text in details(line, told)) for line in lines]
    shown = any(rest)
    rows = tuple(
        (
            runs(line.data or "Toutes les données"),
            _life(line),
            *((runs(more or "–"),) if shown else ()),
        )
        for line, more in zip(lines, rest, strict=True)
    )
    header = ("Données", "Durée et sort final", *(("Précisions",) if shown else ()))
    return Table(
        caption=label_of(shape, "retention"),
        header=header,
        rows=rows,
        widths=(3, 6, 3)[: len(header)],
        row_headers=True,
    )


def _life(line: Retention) -> Runs:
    words = retention_in_words(line) or "–"
    if line.has_intermediate is False:
        words = f"{words}, sans archivage intermédiaire"
    return runs(f"{words} ", Run("à confirmer", status="warn")) if line.to_confirm else runs(words)


def _rights(record: Record, today: date) -> Iterator[Block]:
    if not isinstance(record, ProcessingActivity):
        return
    by_answer: dict[Answer, list[str]] = {}
    for right, answer in applicable_rights(record, today).items():
        by_answer.setdefault(answer.answer, []).append(right.label)
    items = tuple(
        Description(f"Droits\u00a0: {answer.label.lower()}", tuple(runs(label) for label in by_answer[answer]))
        for answer in Answer
        if answer in by_answer
    )
    if items:
        yield Paragraph(runs("Droits applicables, calculés d’après les bases légales."), style="small")
        yield DescriptionList(items)


def _need(record: Record, organization: Organization, today: date) -> Iterator[Block]:
    if isinstance(record, ProcessingActivity):
        verdict = need(record, organization, today)
        reasons = "\n".join(f"{reason.text} ({reason.article})" for reason in verdict.reasons)
        yield Note(_NEED_STATUS[verdict.need], runs(reasons), title=verdict.need.label)


def _waived(record: Record, level: int) -> Iterator[Block]:
    if record.not_applicable:
        yield Heading(level, "Sans objet")
        yield DescriptionList(
            tuple(
                Description(label_of(type(record), answer.path), (runs(answer.reason),))
                for answer in record.not_applicable
            )
        )
