"""The rows of data of a fiche: the CNIL's first, then those that the model lacks, each with its duration."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from egide.formats.cnil.labels import ALL_DATA, CRIMINAL_ROW, DATA_ROWS, SPECIAL_ROWS
from egide.formats.french.durations import write_retention
from egide.law.facts import PersonalData, ProcessingActivity, Retention
from egide.law.facts.codes import DataCategory, SpecialCategory

_SPECIAL = frozenset(code.value for code in SpecialCategory) | {DataCategory.CRIMINAL.value}
_YES, _NO, _NONE = "Oui", "Non", "Non concerné"


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row: its label (None: a line whose category is unknown), what, how long."""

    label: str | None
    detail: str | None = None
    retention: str | None = None


def data_rows(record: ProcessingActivity) -> list[DataRow]:
    """The ordinary data; « Non concerné » everywhere when there are none."""
    lines = [line for line in record.personal_data or () if line.category is None or line.category not in _SPECIAL]
    lines = [line for line in lines if line.category is not None or not _is_special_twin(record, line)]
    rows: list[DataRow] = []
    for code, label in DATA_ROWS.items():
        found = [line for line in lines if line.category is code]
        rows.extend(_line(record, label, line) for line in found)
        if not found:
            rows.append(DataRow(label, _absent(record, code)))
    rest = [line for line in lines if line.category not in DATA_ROWS]
    known = [line for line in rest if line.category is not None]
    unknown = [line for line in rest if line.category is None]
    rows.extend(_line(record, line.category.label if line.category else None, line) for line in [*known, *unknown])
    rows.extend(_loose(record))
    return rows


def special_rows(record: ProcessingActivity) -> list[DataRow]:
    """The special categories, then offences."""
    rows: list[DataRow] = []
    for code, label in SPECIAL_ROWS.items():
        rows.extend(_special(record, code, label))
    offences = [line for line in record.personal_data or () if line.category is DataCategory.CRIMINAL]
    rows.extend(_line(record, CRIMINAL_ROW, line) for line in offences)
    if not offences:
        rows.append(DataRow(CRIMINAL_ROW, {True: _YES, False: _NO, None: None}[record.criminal_data]))
    rows.extend(DataRow(None, line.detail) for line in record.special_data or () if line.category is None)
    return rows


def _absent(record: ProcessingActivity, code: DataCategory) -> str | None:
    if code is DataCategory.NIR and record.nir_used is not None:
        return _YES if record.nir_used else _NO
    return _NONE if record.personal_data == () else None


def _is_special_twin(record: ProcessingActivity, line: PersonalData) -> bool:
    """A line of unknown category that the special data repeat is written once, among these."""
    return any(other.category is None and other.detail == line.detail for other in record.special_data or ())


def _special(record: ProcessingActivity, code: SpecialCategory, label: str) -> Iterator[DataRow]:
    """A special category has a line of article 9 and one of data: the same row says both."""
    data = [line for line in record.personal_data or () if line.category == code.value]
    details = [line.detail for line in data]
    for line in data:
        yield _line(record, label, line)
    alone = [line for line in record.special_data or () if line.category is code and line.detail not in details]
    for special in alone:
        yield DataRow(label, special.detail or _YES)
    if not data and not alone:
        yield DataRow(label, _NO if record.special_data == () else None)


def _line(record: ProcessingActivity, label: str | None, line: PersonalData) -> DataRow:
    kept = [write_retention(one) for one in record.retention or () if _is_of(one, line) and not _repeated(record, one)]
    return DataRow(label, line.detail or _YES, "\n".join(text for text in kept[:1] if text) or None)


def _is_of(retention: Retention, line: PersonalData) -> bool:
    return retention.personal_data == (line.id,)


def _repeated(record: ProcessingActivity, retention: Retention) -> bool:
    """A second duration for the same data has a row of its own."""
    same = [one for one in record.retention or () if one.personal_data == retention.personal_data]
    return same[0].id != retention.id


def _loose(record: ProcessingActivity) -> Iterator[DataRow]:
    """Durations that are not those of one line of data."""
    ids = {line.id for line in record.personal_data or ()}
    for one in record.retention or ():
        tied = one.personal_data is not None and len(one.personal_data) == 1 and one.personal_data[0] in ids
        text = write_retention(one)
        if text and (not tied or _repeated(record, one)):
            yield DataRow(one.data or _named(record, one.personal_data or ()) or ALL_DATA, None, text)


def _named(record: ProcessingActivity, ids: Sequence[object]) -> str:
    lines = [line for line in record.personal_data or () if line.id in ids]
    return " + ".join(line.category.label for line in lines if line.category is not None)
