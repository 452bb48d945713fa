"""Writes a register in the layout of the CNIL's workbook: its users recognise it, our reader reads it back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import IO

from egide.formats.cnil.labels import CHOICES_SHEET, LIST_SHEET, MODEL_SHEET
from egide.formats.cnil.losses import Loss, losses
from egide.formats.cnil.writing_fiche import COLUMNS, fiche_rows
from egide.formats.cnil.writing_list import LIST_COLUMNS, list_rows
from egide.formats.french.vocabulary import country_codes, country_name
from egide.formats.sheets.layout import Choices, Column, Look, NewCell, NewSheet, Plain, sheet_names
from egide.formats.sheets.ods import write_ods
from egide.formats.sheets.xlsx import write_xlsx
from egide.law.facts import Register
from egide.law.facts.codes import DataSubjectCategory, RecipientKind, SecurityMeasureCode, TransferMechanism

NOTE_SHEET = "1_-_Note"
NOTE_TITLE = "Registre des traitements - Note d’Égide"
_LOST = "Ce que cette présentation ne peut pas contenir, et que vous gardez dans Égide"
_TITLE = "Registre des traitements"


def write_cnil_ods(register: Register, target: IO[bytes]) -> tuple[Loss, ...]:
    """Write the register as ODS. Gives what the layout cannot hold, which the first sheet also tells."""
    lost = cannot_hold(register)
    write_ods(target, sheets(register, lost), choices=_choices(), title=_TITLE)
    return lost


def write_cnil_xlsx(register: Register, target: IO[bytes]) -> tuple[Loss, ...]:
    """Write the register as XLSX. Raises ValueError (in French) for a text longer than an Excel cell holds."""
    lost = cannot_hold(register)
    write_xlsx(target, sheets(register, lost), choices=_choices(), title=_TITLE)
    return lost


def cannot_hold(register: Register) -> tuple[Loss, ...]:
    """Every fact of the register that would not be read back from this layout, with its French label."""
    return losses(register, sheets)


def sheets(register: Register, lost: Sequence[Loss] = ()) -> list[NewSheet]:
    """The sheets of the workbook: note, list, blank model, one per activity, lists of choices."""
    records = register.as_controller
    fixed = [NOTE_SHEET, LIST_SHEET, MODEL_SHEET, CHOICES_SHEET]
    names = sheet_names([*fixed, *(record.name or record.reference or "Fiche" for record in records)])[len(fixed) :]
    blank = fiche_rows(None, register.organization)
    return [
        NewSheet(NOTE_SHEET, list(_note(lost)), [Column(7), Column(12)]),
        NewSheet(LIST_SHEET, list_rows(register), LIST_COLUMNS),
        NewSheet(MODEL_SHEET, blank, COLUMNS),
        *(
            NewSheet(name, fiche_rows(record, register.organization), COLUMNS)
            for name, record in zip(names, records, strict=True)
        ),
        NewSheet(CHOICES_SHEET, list(_lists()), [Column(6)] * 5, frozen_rows=1),
    ]


def _note(lost: Sequence[Loss]) -> Iterator[list[Plain | NewCell]]:
    yield [NewCell(NOTE_TITLE, Look.TITLE, columns=2)]
    yield [
        NewCell(
            "Ce classeur suit la présentation du registre simplifié de la CNIL. Une feuille par traitement.",
            Look.HELP,
            columns=2,
        )
    ]
    if lost:
        yield [
            NewCell(
                "Ce que cette présentation ne peut pas contenir, et que vous gardez dans Égide", Look.HEADER, columns=2
            )
        ]
        for name, labels in _by_record(lost).items():
            yield [NewCell(name, Look.LABEL), NewCell(", ".join(labels))]


def _by_record(lost: Sequence[Loss]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for loss in lost:
        found.setdefault(loss.name, []).append(loss.label)
    return found


_LISTED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "mechanisms": ("Garanties", tuple(code.label for code in TransferMechanism)),
    "countries": ("Pays", tuple(sorted(country_name(code) for code in country_codes()))),
    "subjects": ("Catégories de personnes", tuple(code.label for code in DataSubjectCategory)),
    "recipients": ("Destinataires", tuple(code.label for code in RecipientKind)),
    "measures": ("Mesures de sécurité techniques", tuple(code.label for code in SecurityMeasureCode)),
}


def _lists() -> Iterator[list[Plain | NewCell]]:
    yield [NewCell(title, Look.HEADER) for title, _ in _LISTED.values()]
    for row in range(max(len(values) for _, values in _LISTED.values())):
        yield [values[row] if row < len(values) else None for _, values in _LISTED.values()]


def _choices() -> dict[str, Choices]:
    return {
        name: Choices(CHOICES_SHEET, column, 1, len(values))
        for column, (name, (_, values)) in enumerate(_LISTED.items())
    }
