"""Spreadsheets made by hand, down to the byte, so that the tests can also make the wrong ones."""

import struct
import zipfile
from pathlib import Path

ODS_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("draw", "drawing"),
        ("manifest", "manifest"),
    )
)
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def ods_content(tables: str, styles: str = "", namespaces: str = ODS_NAMESPACES) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {namespaces}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )


def ods(path: Path, tables: str, styles: str = "", **more: str | bytes) -> Path:
    manifest = f"<manifest:manifest {ODS_NAMESPACES}/>"
    members: dict[str, str | bytes] = {"mimetype": ODS_TYPE, "META-INF/manifest.xml": manifest}
    members["content.xml"] = ods_content(tables, styles)
    return zipped(path, members | more)


def ods_table(rows: str, name: str = "Liste", attributes: str = "") -> str:
    return f'<table:table table:name="{name}" {attributes}>{rows}</table:table>'


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_cell(text: str = "", attributes: str = 'office:value-type="string"', before: str = "") -> str:
    paragraph = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {attributes}>{before}{paragraph}</table:table-cell>"


CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def _relationships(*relations: tuple[str, str, str]) -> str:
    lines = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in relations)
    return f'<?xml version="1.0"?><Relationships xmlns="{RELATIONS}">{lines}</Relationships>'


def xlsx(path: Path, rows: str, after: str = "", before: str = "", **more: str | bytes) -> Path:
    """One sheet « Liste », its rows as they stand in the file; `more`: members to add or replace."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": _relationships(("rId1", f"{OFFICE_RELATIONS}/officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{OFFICE_RELATIONS}">'
        '<sheets><sheet name="Liste" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relationships(
            ("rId1", f"{OFFICE_RELATIONS}/worksheet", "worksheets/sheet1.xml")
        ),
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>",
    }
    return zipped(path, members | more)


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def _xlsb_record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(body), b""
    while size > 127:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return head + length + bytes([size]) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(path: Path, cells: list[tuple[int, int, str | float]]) -> Path:
    """One sheet « Liste »: the binary workbook of Excel 2007 and later, records by hand."""
    sheet = _xlsb_record(129) + _xlsb_record(148, struct.pack("<IIII", 0, cells[-1][0], 0, 16)) + _xlsb_record(145)
    for row, column, value in cells:
        sheet += _xlsb_record(0, struct.pack("<I", row) + bytes(13))
        place = struct.pack("<II", column, 0)
        text = isinstance(value, str)
        sheet += _xlsb_record(6, place + _wide(value)) if text else _xlsb_record(5, place + struct.pack("<d", value))
    sheet += _xlsb_record(146) + _xlsb_record(130)
    bundle = _xlsb_record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Liste"))
    return zipped(
        path,
        {
            "xl/workbook.bin": _xlsb_record(131) + _xlsb_record(143) + bundle + _xlsb_record(144) + _xlsb_record(132),
            "xl/_rels/workbook.bin.rels": _relationships(
                ("rId1", f"{OFFICE_RELATIONS}/worksheet", "worksheets/sheet1.bin")
            ),
            "xl/worksheets/sheet1.bin": sheet,
        },
    )


def _biff(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def xls_stream(cells: list[tuple[int, int, str | float]], first: bytes = b"") -> bytes:
    """The « Workbook » stream of Excel 97–2003; `first` goes before the list of sheets."""
    name = b"Liste"
    bof = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    sheet = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    for row, column, value in cells:
        place = struct.pack("<HHH", row, column, 0)
        if isinstance(value, str):
            sheet += _biff(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
        else:
            sheet += _biff(0x0203, place + struct.pack("<d", value))
    start = len(bof) + len(first) + 4 + 8 + len(name) + 4
    bound = _biff(0x0085, struct.pack("<IHBB", start, 0, len(name), 0) + name)
    return bof + first + bound + _biff(0x000A) + sheet + _biff(0x000A)


def compound(path: Path, name: str, stream: bytes) -> Path:
    """The container of Office 97–2003 with one stream, in sectors of 512 bytes."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0) + b"\xff" * (4 * 108)
    entries = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(name, 2, 0xFFFFFFFF, 2, len(stream))
    path.write_bytes(head + table + entries.ljust(512, b"\0") + stream.ljust(sectors * 512, b"\0"))
    return path


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    return (
        wide.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(wide), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def xls(path: Path, cells: list[tuple[int, int, str | float]], first: bytes = b"") -> Path:
    """One sheet « Liste »."""
    return compound(path, "Workbook", xls_stream(cells, first))
