"""From the cells of an export of MADIS to records; the known faults of the export are corrected, and said."""

from collections.abc import Sequence

from egide.formats.errors import Unreadable
from egide.formats.gathering.doubts import Key
from egide.formats.gathering.known import Known, body_of, first_row, share_of
from egide.formats.gathering.plan import Plan, plan_of
from egide.formats.gathering.recording import Recorder, Row, row_of
from egide.formats.grids.grid import Sheet, Workbook
from egide.formats.madis import headings as h
from egide.formats.madis.rows import (
    Layout,
    collection_of,
    is_in_tool_order,
    layout_of,
    prepared,
    read_retentions,
    votes,
)
from egide.formats.quick import no_collection
from egide.formats.reading import DoubtKind, Reading

FORMAT = "madis"
LABEL = "MADIS"


def recognises(workbook: Workbook) -> float:
    """How sure it is, from 0 to 1, that this is an export of MADIS: its register, or another of its tables."""
    texts = first_row(workbook)
    share = share_of(h.TREATMENT, texts)
    if share > 0.7:
        return share
    return 0.9 if h.other_export(texts) else 0.0


def read(workbook: Workbook, *, keep_header_order: bool | None = None) -> Reading:
    """The register of an export « treatment ». Raises Unreadable for another export of MADIS.

    In MADIS 2.4.1 the values of the eight « Personnes concernées » do not follow their headings: they are put right,
    unless the comments show that the headings are right. `keep_header_order` decides instead.
    """
    texts = first_row(workbook)
    if other := h.other_export(texts):
        raise Unreadable(
            f"Ce fichier est l’export MADIS des {other}, et non le registre.",
            "Dans MADIS, exportez les traitements\u00a0: le fichier se nomme «\u202fAAAAMMJJ-treatment.csv\u202f».",
        )
    if share_of(h.TREATMENT, texts) <= 0.7:
        raise Unreadable(
            "Ce fichier n’est pas un export de MADIS.",
            "L’export «\u202ftreatment\u202f» commence par «\u202fNom\u202f», «\u202fStructure - Nom\u202f».",
        )
    known = Known(workbook)
    with no_collection():
        filled = [sheet for sheet in workbook.sheets if sheet.values]
        count = _sheet(known, filled[0], keep_header_order)
        known.leave(filled[1:], "feuille en dehors de l’export")
        return known.reading(FORMAT, LABEL, blank=count == 0, known=("collection",))


def _sheet(known: Known, sheet: Sheet, keep_header_order: bool | None) -> int:
    """Read the rows; how many they are."""
    first = min(sheet.values)
    texts = row_of(first, sheet.values[first]).texts
    rows = [row_of(number, sheet.values[number]) for number in sorted(sheet.values) if number > first]
    layout = _ordered(known, sheet.name, first, texts, rows, keep_header_order)
    plan = plan_of(layout.columns)
    for one in plan.lists:
        if one.family.name == "retention":
            one.read = read_retentions
    for index, text in enumerate(texts):
        if text:
            known.ledger.label((sheet.name, first, index))

    def key(number: int, index: int) -> Key:
        return sheet.name, number, index

    recorder = known.recorder(plan, key)
    for row in rows:
        _record(known, plan, recorder, row, layout, sheet.name)
    return len(rows)


def _ordered(
    known: Known, sheet: str, first: int, texts: Sequence[str], rows: Sequence[Row], keep_header_order: bool | None
) -> Layout:
    layout = layout_of(texts, swapped=False)
    if not is_in_tool_order(texts):
        return layout
    swapped = not keep_header_order if keep_header_order is not None else votes(rows, layout) <= 0
    index = layout.at[h.PEOPLE + "Salariés"]
    if swapped and rows:
        message = (
            "Personnes concernées\u00a0: l’export de MADIS décale les valeurs de cinq colonnes (de"
            " «\u202fSalariés\u202f» à «\u202fUsagers\u202f»)\u202f; elles ont été remises dans l’ordre"
        )
        known.doubts.add(
            DoubtKind.CORRECTED, message, (sheet, first, index), path="data_subjects.category", certainty=0.8
        )
    elif keep_header_order is None and rows:
        message = (
            "Personnes concernées\u00a0: les commentaires montrent que les valeurs suivent les titres,"
            " gardés tels quels"
        )
        known.doubts.add(
            DoubtKind.GUESSED, message, (sheet, first, index), path="data_subjects.category", certainty=0.8
        )
    return layout_of(texts, swapped=swapped)


def _record(known: Known, plan: Plan, recorder: Recorder, row: Row, layout: Layout, sheet: str) -> None:
    ready, together = prepared(row, layout)
    key = (sheet, row.number, 0)
    facts = body_of(plan, ready, lambda number, index: (sheet, number, index))
    context: dict[str, object] = {}
    if (collection := collection_of(row, layout)) is not None:
        context["collection"] = collection
        message = "Mode de collecte déduit de la colonne «\u202fMoyens de la collecte\u202f»"
        known.doubts.add(
            DoubtKind.GUESSED, message, (sheet, row.number, layout.at[h.MEANS]), path="collection", certainty=0.8
        )
    record = recorder.record([ready], known.seed(plan, ready, facts), **context)
    known.mark((sheet, row.number, index) for index in together)
    known.add(record, facts, key)
