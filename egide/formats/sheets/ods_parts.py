"""The fixed parts of an OpenDocument spreadsheet: styles, column widths, drop-down lists, frozen rows."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

from egide.formats.grids.addresses import column_letters
from egide.formats.sheets.layout import Choices, Column, Look, NewSheet

MIME = "application/vnd.oasis.opendocument.spreadsheet"

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "number": "datastyle",
        "fo": "xsl-fo-compatible",
        "meta": "meta",
        "config": "config",
    }.items()
)
_NAMESPACES += ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" xmlns:dc="http://purl.org/dc/elements/1.1/"'

MANIFEST = (
    f'{_XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    f' manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3"'
    f' manifest:media-type="{MIME}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{part}.xml" manifest:media-type="text/xml"/>'
        for part in ("content", "meta", "settings", "styles")
    )
    + "</manifest:manifest>"
)

STYLES = (
    f'{_XML}<office:document-styles {_NAMESPACES} office:version="1.3"><office:styles>'
    '<style:default-style style:family="table-cell"><style:paragraph-properties style:tab-stop-distance="1.25cm"/>'
    '<style:text-properties fo:font-family="Liberation Sans" fo:font-size="10pt" fo:language="fr" fo:country="FR"/>'
    "</style:default-style></office:styles><office:automatic-styles>"
    '<style:page-layout style:name="wide"><style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm"'
    ' style:print-orientation="landscape" fo:margin="1.5cm"/></style:page-layout></office:automatic-styles>'
    '<office:master-styles><style:master-page style:name="Landscape" style:page-layout-name="wide"/>'
    "</office:master-styles></office:document-styles>"
)

_DATE_STYLES = (
    '<number:date-style style:name="day"><number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>'
    '</number:date-style><number:date-style style:name="moment"><number:day number:style="long"/>'
    '<number:text>/</number:text><number:month number:style="long"/><number:text>/</number:text>'
    '<number:year number:style="long"/><number:text> </number:text><number:hours number:style="long"/>'
    '<number:text>:</number:text><number:minutes number:style="long"/></number:date-style>'
)
_HIDDEN = ' table:visibility="collapse"'
_BORDER = 'fo:border="0.5pt solid #b0b0b0"'
_LOOKS: Mapping[Look, tuple[str, str]] = {
    Look.PLAIN: ("", ""),
    Look.TITLE: ("", 'fo:font-weight="bold" fo:font-size="14pt"'),
    Look.SECTION: (f'fo:background-color="#1f3864" {_BORDER}', 'fo:font-weight="bold" fo:color="#ffffff"'),
    Look.HEADER: (f'fo:background-color="#d9e2f3" {_BORDER}', 'fo:font-weight="bold"'),
    Look.LABEL: (f'fo:background-color="#f2f2f2" {_BORDER}', 'fo:font-weight="bold"'),
    Look.HELP: ("", 'fo:font-style="italic" fo:color="#404040"'),
}

_ROWS = 1_048_576  # a filter goes to the end of its sheet, so that rows added later are filtered too
_LANDSCAPE = (
    '<style:style style:name="landscape" style:family="table" style:master-page-name="Landscape">'
    '<style:table-properties table:display="true"/></style:style>'
)


def meta(title: str, comments: str = "") -> str:
    """The description of the file; texts already escaped."""
    told = f"<dc:description>{comments}</dc:description>" if comments else ""
    return (
        f'{_XML}<office:document-meta {_NAMESPACES} office:version="1.3"><office:meta>'
        f"<meta:generator>Égide</meta:generator><dc:title>{title}</dc:title>{told}<dc:language>fr-FR</dc:language>"
        "</office:meta></office:document-meta>"
    )


def content_head(sheets: Sequence[NewSheet], choices: Mapping[str, Choices]) -> str:
    """All that stands before the first sheet."""
    return (
        f'{_XML}<office:document-content {_NAMESPACES} office:version="1.3"><office:automatic-styles>'
        f"{_DATE_STYLES}{_cell_styles()}{_column_styles(sheets)}{_LANDSCAPE}"
        '<style:style style:name="ro" style:family="table-row">'
        '<style:table-row-properties style:use-optimal-row-height="true"/></style:style>'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f"{_validations(choices)}"
    )


def content_tail(sheets: Sequence[NewSheet]) -> str:
    """All that stands after the last sheet: the filters of lists."""
    filters = "".join(_filter(number, sheet) for number, sheet in enumerate(sheets) if sheet.is_list)
    ranges = f"<table:database-ranges>{filters}</table:database-ranges>" if filters else ""
    return f"{ranges}</office:spreadsheet></office:body></office:document-content>"


def _filter(number: int, sheet: NewSheet) -> str:
    name = "$'{}'".format(sheet.name.replace("'", "''"))
    last = column_letters(max(len(sheet.columns) - 1, 0))
    cells = f"{name}.A{sheet.frozen_rows}:{name}.{last}{_ROWS}"
    return (
        f'<table:database-range table:name="filter-{number}" table:target-range-address={quoteattr(cells)}'
        ' table:display-filter-buttons="true"/>'
    )


def columns(sheet: NewSheet) -> str:
    """The column declarations of a sheet."""
    if not sheet.columns:
        return "<table:table-column/>"
    return "".join(
        f'<table:table-column table:style-name="{_column_style(column)}"'
        f'{_HIDDEN if column.hidden else ""} table:default-cell-style-name="plain"/>'
        for column in sheet.columns
    )


def settings(sheets: Sequence[NewSheet]) -> str:
    """Where the rows are frozen, as LibreOffice keeps it."""
    frozen = "".join(_frozen(sheet) for sheet in sheets if sheet.frozen_rows)
    return (
        f'{_XML}<office:document-settings {_NAMESPACES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        '<config:config-item-map-entry><config:config-item config:name="ViewId" config:type="string">view1'
        f'</config:config-item><config:config-item-map-named config:name="Tables">{frozen}'
        "</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    ).replace("<office:document-settings ", '<office:document-settings xmlns:ooo="http://openoffice.org/2004/office" ')


def _cell_styles() -> str:
    return "".join(_cell_style(look.value, look) for look in _LOOKS) + "".join(
        _cell_style(f"plain-{dated}", Look.PLAIN, f' style:data-style-name="{dated.replace("date", "day")}"')
        for dated in ("date", "moment")
    )


def _cell_style(name: str, look: Look, data: str = "") -> str:
    box, text = _LOOKS[look]
    return (
        f'<style:style style:name="{name}" style:family="table-cell"{data}>'
        f'<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top" {box}/>'
        f"<style:text-properties {text}/></style:style>"
    )


def _column_style(column: Column) -> str:
    return f"co{round(column.width * 100)}"


def _column_styles(sheets: Sequence[NewSheet]) -> str:
    widths = {_column_style(column): column.width for sheet in sheets for column in sheet.columns}
    return "".join(
        f'<style:style style:name="{name}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width:.2f}cm"/></style:style>'
        for name, width in widths.items()
    )


def _validations(choices: Mapping[str, Choices]) -> str:
    if not choices:
        return ""
    listed = "".join(
        f"<table:content-validation table:name={quoteattr(name)}"
        f" table:condition={quoteattr(f'of:cell-content-is-in-list({_range(source)})')}"
        ' table:allow-empty-cell="true" table:display-list="unsorted">'
        '<table:error-message table:message-type="information" table:display="false"/></table:content-validation>'
        for name, source in choices.items()
    )
    return f"<table:content-validations>{listed}</table:content-validations>"


def _range(source: Choices) -> str:
    sheet, column = source.sheet.replace("'", "''"), column_letters(source.column)
    return f"['{sheet}'.${column}${source.first_row + 1}:.${column}${source.last_row + 1}]"


def _frozen(sheet: NewSheet) -> str:
    items = {
        "VerticalSplitMode": ("short", 2),
        "VerticalSplitPosition": ("int", sheet.frozen_rows),
        "ActiveSplitRange": ("short", 2),
        "PositionTop": ("int", 0),
        "PositionBottom": ("int", sheet.frozen_rows),
    }
    listed = "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
        for name, (kind, value) in items.items()
    )
    return f"<config:config-item-map-entry config:name={quoteattr(sheet.name)}>{listed}</config:config-item-map-entry>"
