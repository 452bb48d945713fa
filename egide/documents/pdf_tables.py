"""What Typst cannot yet say of a table: the first cell of each row is its heading (`TH`, scope `Row`)."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf


def with_row_headings(pdf: bytes, wanted: Sequence[bool]) -> bytes:
    """`wanted` tells, table by table in reading order, whether rows have headings. Only the tags change."""
    if not any(wanted):
        return pdf
    with Pdf.open(io.BytesIO(pdf)) as opened:
        tables = list(_elements(opened.Root.StructTreeRoot, "/Table"))
        for table, has_headings in zip(tables, wanted, strict=True):
            if has_headings:
                for body in _children(table, "/TBody"):
                    for row in _children(body, "/TR"):
                        _name_row(row)
        buffer = io.BytesIO()
        opened.save(buffer, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return buffer.getvalue()


def _children(element: Any, *tags: str) -> Iterator[Any]:
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and (not tags or kid.get("/S") in tags):
            yield kid


def _elements(element: Any, tag: str) -> Iterator[Any]:
    for kid in _children(element):
        if kid.get("/S") == tag:
            yield kid
        elif "/S" in kid:
            yield from _elements(kid, tag)


def _name_row(row: Any) -> None:
    cells = list(_children(row, "/TD"))
    for cell in cells:
        # A list of headings by name would hide from a reader those that are found by their scope.
        attributes = _table_attributes(cell)
        if "/Headers" in attributes:
            del attributes["/Headers"]
    cells[0].S = Name.TH
    _table_attributes(cells[0]).Scope = Name.Row


def _table_attributes(cell: Any) -> Any:
    known = cell.get("/A", Array())
    owners = list(known) if isinstance(known, Array) else [known]
    for attributes in owners:
        if attributes.get("/O") == "/Table":
            return attributes
    cell.A = Array([*owners, Dictionary(O=Name.Table)])
    return cell.A[-1]
