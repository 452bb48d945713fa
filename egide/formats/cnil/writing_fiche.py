"""One activity as a fiche of the CNIL's layout. Rows are added where the model has too few."""

from collections.abc import Iterator, Sequence

from egide.formats.cnil.labels import (
    ACTOR_COLUMNS,
    ACTOR_ROWS,
    CONTROLLER,
    DPO,
    DPO_COMPANY,
    IDENTITY_ROWS,
    JOINT,
    NOTES,
    REPRESENTATIVE,
    SECTION_COLUMNS,
    Section,
)
from egide.formats.cnil.lines import recipient_type
from egide.formats.cnil.writing_data import DataRow, data_rows, special_rows
from egide.formats.cnil.writing_list import named
from egide.formats.french.vocabulary import country_name, mechanism
from egide.formats.sheets.layout import Column, Look, NewCell, Plain
from egide.law.facts import Contact, Organization, ProcessingActivity, Recipient, Transfer
from egide.law.facts.codes.base import Code

COLUMNS = [Column(8), *[Column(4.5)] * 7]
Row = list[Plain | NewCell]
_NONE = "Non concerné"


def fiche_rows(record: ProcessingActivity | None, body: Organization) -> list[Row]:
    """The rows of a fiche; those of the blank model without a record."""
    title = "Fiche de registre" if record else "Modèle de fiche de registre à compléter"
    told = record or ProcessingActivity(id=body.id)
    return [
        [NewCell(title, Look.TITLE, columns=8)],
        [],
        *_description(told),
        [],
        *_actors(told, body if record else Organization(id=body.id)),
        [],
        *_purposes(told),
        [],
        *_data(Section.DATA, data_rows(told)),
        [],
        *_data(Section.SPECIAL, special_rows(told)),
        [],
        *_pairs(Section.SUBJECTS, "Catégorie de personnes", _subjects(told), told.data_subjects == (), 2, "subjects"),
        [],
        *_pairs(Section.RECIPIENTS, "Destinataire", _recipients(told), told.recipients == (), 4, "recipients"),
        [],
        *_pairs(Section.MEASURES, "Mesure de sécurité", _measures(told), told.security_measures == (), 3, "measures"),
        [],
        *_transfers(told.transfers),
        *_notes(told.notes),
    ]


def _label(text: str | None) -> NewCell:
    return NewCell(text, Look.LABEL)


def _wide(value: Plain) -> NewCell:
    return NewCell(value, columns=7)


def _description(record: ProcessingActivity) -> Iterator[Row]:
    yield [NewCell(Section.IDENTITY.value, Look.SECTION)]
    for name, text in IDENTITY_ROWS.items():
        yield [_label(text), _wide(getattr(record, name))]


def _actors(record: ProcessingActivity, body: Organization) -> Iterator[Row]:
    yield [NewCell(Section.ACTORS.value, Look.SECTION), *(NewCell(t, Look.HEADER) for t in ACTOR_COLUMNS.values())]
    dpo = body.dpo
    contacts = {
        CONTROLLER: record.controller or body.contact or (Contact(name=body.name) if body.name else None),
        DPO: record.dpo or (dpo.contact if dpo else None),
        DPO_COMPANY: record.dpo_company or (dpo.company if dpo else None),
        REPRESENTATIVE: record.representative or body.representative,
    }
    for actor, contact in contacts.items():
        yield [_label(ACTOR_ROWS[actor]), *_coordinates(contact)]
    joint = [line.contact for line in record.joint_controllers or ()]
    for contact in joint or [Contact(name=_NONE) if record.joint_controllers == () else None]:
        yield [_label(ACTOR_ROWS[JOINT]), *_coordinates(contact)]


def _coordinates(contact: Contact | None) -> Row:
    told = contact or Contact()
    rest: Row = [getattr(told, name) for name in ACTOR_COLUMNS if name != "name"]
    return [named(contact), *rest]


def _purposes(record: ProcessingActivity) -> Iterator[Row]:
    yield [NewCell(Section.PURPOSES.value, Look.SECTION)]
    texts = [purpose.text for purpose in record.purposes or () if purpose.text]
    for number in range(max(6, len(texts))):
        label = f"Sous-finalité {number}" if number else "Finalité principale"
        yield [_label(label), _wide(texts[number] if number < len(texts) else None)]


def _data(section: Section, rows: Sequence[DataRow]) -> Iterator[Row]:
    yield _headings(section)
    for row in rows:
        yield [_label(row.label), NewCell(row.detail, columns=3), NewCell(row.retention, columns=4)]


def _headings(section: Section) -> Row:
    texts = list(SECTION_COLUMNS[section].values())
    return [
        NewCell(section.value, Look.SECTION),
        NewCell(texts[0], Look.HEADER, columns=3),
        NewCell(texts[1], Look.HEADER, columns=4),
    ]


def _pairs(
    section: Section, label: str, lines: Sequence[tuple[str, str]], none: bool, fewest: int, choices: str
) -> Iterator[Row]:
    yield _headings(section)
    written = lines or ([(_NONE, "")] if none else [])
    padding = [("", "")] * (fewest - len(written))
    for number, (kind, detail) in enumerate([*written, *padding], start=1):
        cell = NewCell(kind or None, columns=3, choices=choices)
        yield [_label(f"{label} {number}"), cell, NewCell(detail or None, columns=4)]


def _coded(code: Code | None, detail: str | None) -> tuple[str, str]:
    """The label of the code and the words, or the words alone."""
    return (code.label, detail or "") if code is not None else (detail or "", "")


def _subjects(record: ProcessingActivity) -> list[tuple[str, str]]:
    return [_coded(line.category, line.detail) for line in record.data_subjects or ()]


def _measures(record: ProcessingActivity) -> list[tuple[str, str]]:
    return [_coded(line.code, line.detail) for line in record.security_measures or ()]


def _recipients(record: ProcessingActivity) -> list[tuple[str, str]]:
    return [_recipient(line) for line in record.recipients or ()]


def _recipient(line: Recipient) -> tuple[str, str]:
    """The wording of the CNIL, kept in the detail, says the kind as well as our label does."""
    if line.kind is None:
        return line.name or "", line.detail or ""
    worded = line.detail is not None and recipient_type(line.detail) is line.kind
    return (line.detail or "") if worded else line.kind.label, line.name or ""


def _transfers(transfers: Sequence[Transfer] | None) -> Iterator[Row]:
    texts = SECTION_COLUMNS[Section.TRANSFERS]
    yield [
        NewCell(Section.TRANSFERS.value, Look.SECTION),
        NewCell(texts["recipient"], Look.HEADER),
        NewCell(texts["country"], Look.HEADER),
        NewCell(texts["mechanism"], Look.HEADER, columns=2),
        NewCell(texts["documentation"], Look.HEADER, columns=3),
    ]
    lines = list(transfers or ())
    for number in range(max(4, len(lines))):
        line = lines[number] if number < len(lines) else None
        denied = _NONE if transfers == () and number == 0 else None
        yield [
            _label(f"Organisme destinataire {number + 1}"),
            line.recipient if line else denied,
            NewCell(country_name(line.country) if line and line.country else None, choices="countries"),
            NewCell(_guarantee(line), columns=2, choices="mechanisms"),
            NewCell(line.documentation if line else None, columns=3),
        ]


def _guarantee(line: Transfer | None) -> str | None:
    if line is None or line.mechanism is None:
        return line.guarantees if line else None
    found = mechanism(line.guarantees) if line.guarantees else None
    return line.guarantees if found is not None and found[0] is line.mechanism else line.mechanism.label


def _notes(notes: str | None) -> Iterator[Row]:
    if notes:
        yield []
        yield [_label(NOTES), _wide(notes)]
