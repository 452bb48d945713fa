"""What the list shows, as a spreadsheet: the same rows, order and columns, of today or of a past day."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from egide.formats.export.guard import guarded
from egide.formats.sheets.layout import Column, Look, NewCell, NewSheet, sheet_names
from egide.formats.sheets.ods import write_ods
from egide.formats.sheets.xlsx import write_xlsx
from egide.platform.kernel.policy import Action
from egide.platform.kernel.registers import Register
from egide.platform.kernel.screens.guarding import Request, allowed
from egide.platform.kernel.screens.lists import light, past_records
from egide.platform.kernel.selection import Selection, read
from egide.platform.proofs.seals import seal

Writer = Callable[[str, Sequence[Sequence[str]], str], bytes]


@allowed(Action.EXPORT)
def record_export(request: Request, register: Register) -> HttpResponse:
    """`format` is xlsx, ods or csv."""
    form = request.GET.get("format", "xlsx")
    if form not in _WRITERS:
        raise Http404
    selection = read(register, request.GET)
    rows = _rows(register, selection)
    write, kind = _WRITERS[form]
    day = selection.on or timezone.localdate()
    name = f"{slugify(register.title)}-{request.organization.slug}-{day.isoformat()}.{form}"
    drawn = seal(timezone.now())
    comments = f"Égide – {drawn.sentence}" if drawn else "Égide"
    return attachment(write(register.title.capitalize(), rows, comments), kind, name)


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to save; `name` is plain ASCII."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _rows(register: Register, selection: Selection) -> list[list[str]]:
    records, missing = past_records(register, selection) if selection.on else (selection.narrow(light(register)), ())
    shown = selection.shown
    unreadable = [[f"{m.title or 'Fiche sans intitulé'}\u00a0: {m.reason}", *([""] * len(shown[1:]))] for m in missing]
    return [[c.label for c in shown], *([c.cell(record).text for c in shown] for record in records), *unreadable]


def _workbook(write: Callable[..., None]) -> Writer:
    def to_bytes(title: str, rows: Sequence[Sequence[str]], comments: str) -> bytes:
        header = [NewCell(label, Look.HEADER) for label in rows[0]]
        widths = [Column(6.0), *(Column(4.0) for _ in rows[0][1:])]
        [name] = sheet_names([title])
        out = io.BytesIO()
        write(
            out,
            [NewSheet(name, [header, *rows[1:]], widths, frozen_rows=1, is_list=True)],
            title=title,
            comments=comments,
        )
        return out.getvalue()

    return to_bytes


def _csv(title: str, rows: Sequence[Sequence[str]], comments: str) -> bytes:
    """With a byte order mark and semicolons: what a French spreadsheet opens with a double click. No place for more."""
    del title, comments
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


_WRITERS: Mapping[str, tuple[Writer, str]] = {
    "xlsx": (_workbook(write_xlsx), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": (_workbook(write_ods), "application/vnd.oasis.opendocument.spreadsheet"),
    "csv": (_csv, "text/csv; charset=utf-8"),
}
