"""Document → ODT, written here: XML files in a ZIP, with styles, fields, tables that repeat their head.
The libraries that write this format take minutes on a large register."""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from egide.documents.archive import pack
from egide.documents.document import (
    STATUS_WORDS,
    Block,
    BulletList,
    Contents,
    DescriptionList,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Run,
    Runs,
    Table,
    runs,
)
from egide.documents.odt_styles import FONTS, HEAD, NAMESPACES, TEXT_WIDTH, style_name, styles_xml
from egide.documents.preparation import prepare, with_attachments_named
from egide.law.french import long_date

_MEDIA_TYPE: Final = "application/vnd.oasis.opendocument.text"
_PARAGRAPH_STYLES: Final = {"body": "Text body", "lead": "Chapeau", "small": "Petit texte"}
_LONG_TERM: Final = 26  # characters: beyond, the term takes a line of its own
_SPACES = re.compile(r"^ | {2,}| $", re.MULTILINE)
_MANIFEST: Final = f"""{HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" \
manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" \
manifest:media-type="{_MEDIA_TYPE}"/>{
    "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "styles.xml", "meta.xml")
    )
}</manifest:manifest>"""


def to_odt(document: Document) -> bytes:
    """Bytes of the ODT; the same document gives the same bytes."""
    ready = with_attachments_named(prepare(document, "screen"))
    files = {
        "mimetype": _MEDIA_TYPE,  # first and stored: how a file manager knows the format
        "content.xml": _Writer(ready).content(),
        "styles.xml": styles_xml(ready),
        "meta.xml": _meta(ready),
        "META-INF/manifest.xml": _MANIFEST,
    }
    entries = ((name, text.encode("utf-8")) for name, text in files.items())
    return pack(entries, document.date, stored=frozenset({"mimetype"}))


def _meta(document: Document) -> str:
    day = f"{document.date.isoformat()}T00:00:00"
    keywords = "".join(f"<meta:keyword>{escape(word)}</meta:keyword>" for word in document.keywords)
    return (
        f'{HEAD}<office:document-meta {NAMESPACES} office:version="1.3"><office:meta>'
        f"<meta:generator>Égide</meta:generator><dc:title>{escape(document.title)}</dc:title>"
        f"<dc:subject>{escape(document.subject)}</dc:subject>{keywords}"
        f"<meta:initial-creator>{escape(document.author)}</meta:initial-creator>"
        f"<dc:creator>{escape(document.author)}</dc:creator><meta:creation-date>{day}</meta:creation-date>"
        f"<dc:date>{day}</dc:date><dc:language>{document.language}</dc:language>"
        "</office:meta></office:document-meta>"
    )


def _text(text: str) -> str:
    """ODF drops a space at either end of a line and joins several in one: an element says them."""
    kept = _SPACES.sub(lambda found: f"\x00{len(found.group())}\x00", text)
    marked = re.sub(r"\x00(\d+)\x00", r'<text:s text:c="\1"/>', escape(kept))
    return marked.replace("\n", "<text:line-break/>")


def _run(run: Run) -> str:
    text = _text(run.text)
    for style in _character_styles(run):
        text = f'<text:span text:style-name="{style_name(style)}">{text}</text:span>'
    if run.link:
        text = f'<text:a xlink:type="simple" xlink:href={quoteattr(run.link)}>{text}</text:a>'
    return text


def _character_styles(run: Run) -> Iterable[str]:
    if run.code:
        yield "Identifiant"
    if run.bold or run.italic:
        yield ("Strong and Emphasis" if run.bold and run.italic else "Strong Emphasis" if run.bold else "Emphasis")
    if run.status:
        yield f"Statut {STATUS_WORDS[run.status]}"
    if run.link:
        yield "Internet Link"


def _runs(line: Runs) -> str:
    return "".join(map(_run, line))


class _Writer:
    """content.xml being written. A page break, or the cover, is a style derived from the paragraph's own."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._anchors = iter(document.anchors)
        self._automatic: dict[str, str] = {}
        self._next_page = ""
        self._tables = 0

    def content(self) -> str:
        writers: dict[type[Block], Callable[[Any], str]] = {
            Heading: self._heading,
            Paragraph: lambda block: self._line(_PARAGRAPH_STYLES[block.style], block.runs),
            BulletList: self._list,
            DescriptionList: self._descriptions,
            Table: self._table,
            Note: self._note,
            Contents: self._contents,
            PageBreak: self._page_break,
        }
        body = self._title() + "".join(writers[type(block)](block) for block in self._document.blocks)
        return (
            f'{HEAD}<office:document-content {NAMESPACES} office:version="1.3">{FONTS}'
            f"<office:automatic-styles>{_CELLS}{''.join(self._automatic.values())}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
        )

    def _title(self) -> str:
        said = self._document
        self._next_page = 'style:master-page-name="Cover"' if said.cover else ""
        parts = [
            self._line("Auteur en couverture" if said.cover else "Auteur", runs(said.author)),
            self._line("Title", runs(said.title)),
            self._line("Subtitle", runs(said.subtitle)) if said.subtitle else "",
            self._line("Petit texte", runs(long_date(said.date))),
        ]
        self._next_page = 'style:master-page-name="Standard"' if said.cover else ""
        return "".join(parts)

    def _page_break(self, _block: PageBreak) -> str:
        self._next_page = self._next_page or "break"
        return ""

    def _style(self, name: str) -> str:
        """The style's name, or that of a variant of it that begins a page when one is awaited."""
        if not self._next_page:
            return style_name(name)
        opening = "" if self._next_page == "break" else f" {self._next_page}"
        kind = "page" if self._next_page == "break" else "cover" if "Cover" in self._next_page else "first"
        variant = f"{style_name(name)}-{kind}"
        properties = '<style:paragraph-properties fo:break-before="page"/>' if not opening else ""
        self._automatic[variant] = (
            f'<style:style style:name="{variant}" style:family="paragraph"'
            f' style:parent-style-name="{style_name(name)}"{opening}>{properties}</style:style>'
        )
        self._next_page = ""
        return variant

    def _line(self, style: str, line: Runs) -> str:
        return f'<text:p text:style-name="{self._style(style)}">{_runs(line)}</text:p>'

    def _heading(self, block: Heading) -> str:
        anchor = next(self._anchors)
        style = self._style(f"Heading {block.level}")
        aside = self._line("Référence", runs(block.aside)) if block.aside else ""
        return (
            f'<text:h text:style-name="{style}" text:outline-level="{block.level}">'
            f'<text:bookmark-start text:name="{anchor}"/>{_text(block.text)}'
            f'<text:bookmark-end text:name="{anchor}"/>'
            f"</text:h>{aside}"
        )

    def _list(self, block: BulletList) -> str:
        name = "Numeros" if block.ordered else "Puces"
        items = "".join(f"<text:list-item>{self._line('Text body', item)}</text:list-item>" for item in block.items)
        return f'<text:list text:style-name="{name}">{items}</text:list>'

    def _descriptions(self, block: DescriptionList) -> str:
        parts = []
        for item in block.items:
            # After a line break, the text stands at the indent already: no tab there.
            gap = "<text:line-break/>" if len(item.term) > _LONG_TERM else "<text:tab/>"
            term = f'<text:span text:style-name="Terme">{_text(item.term)}</text:span>{gap}'
            for position, detail in enumerate(item.details):
                lead = term if position == 0 else "<text:tab/>"
                parts.append(f'<text:p text:style-name="{self._style("Rubrique")}">{lead}{_runs(detail)}</text:p>')
        return "".join(parts)

    def _note(self, block: Note) -> str:
        label = Run(block.label, status=block.kind)
        title = (Run(f" · {block.title}", bold=True),) if block.title else ()
        style = f"Note {STATUS_WORDS[block.kind]}"
        # The empty line parts two notes that follow one another: their frames would be joined.
        return self._line(style, (label, *title, Run("\n"), *block.runs)) + self._line("Petit texte", ())

    def _table(self, block: Table) -> str:
        self._tables += 1
        name = f"Tableau{self._tables}"
        caption = self._line("Caption", runs(block.caption))
        columns = "".join(
            f'<table:table-column table:style-name="{self._column(name, number, share)}"/>'
            for number, share in enumerate(block.shares, 1)
        )
        header = "".join(self._cell("Intitule", "Table Heading", runs(text)) for text in block.header)
        rows = "".join(self._row(block, row) for row in block.rows)
        return (
            f'{caption}<table:table table:name="{name}" table:style-name="Tableau">'
            f"<table:title>{escape(block.caption)}</table:title>{columns}"
            f'<table:table-header-rows><table:table-row table:style-name="Ligne">{header}</table:table-row>'
            f"</table:table-header-rows>{rows}</table:table>{self._line('Petit texte', ())}"
        )

    def _column(self, table: str, number: int, share: float) -> str:
        name = f"{table}.{number}"
        self._automatic[name] = (
            f'<style:style style:name="{name}" style:family="table-column"><style:table-column-properties'
            f' style:column-width="{TEXT_WIDTH * share:.3f}cm"/></style:style>'
        )
        return name

    def _row(self, table: Table, row: tuple[Runs, ...]) -> str:
        styles = ["Cellule chiffrée" if side == "end" else "Table Contents" for side in table.alignments]
        styles = styles or ["Table Contents"] * len(row)
        if table.row_headers:
            styles[0] = "Intitulé de ligne"
        cells = "".join(self._cell("Cellule", style, cell) for style, cell in zip(styles, row, strict=True))
        return f'<table:table-row table:style-name="Ligne">{cells}</table:table-row>'

    def _cell(self, look: str, style: str, line: Runs) -> str:
        return (
            f'<table:table-cell table:style-name="{look}" office:value-type="string">'
            f"{self._line(style, line)}</table:table-cell>"
        )

    def _contents(self, block: Contents) -> str:
        templates = "".join(
            f'<text:table-of-content-entry-template text:outline-level="{level}"'
            f' text:style-name="{style_name(f"Contents {level}")}">'
            "<text:index-entry-link-start/><text:index-entry-text/>"
            '<text:index-entry-tab-stop style:type="right" style:leader-char="."/>'
            "<text:index-entry-page-number/><text:index-entry-link-end/></text:table-of-content-entry-template>"
            for level in range(1, block.depth + 1)
        )
        title = self._line("Contents Heading", runs(block.title))
        entries = "".join(
            self._contents_entry(heading, anchor)
            for heading, anchor in zip(self._document.headings, self._document.anchors, strict=True)
            if heading.level <= block.depth
        )
        return (
            '<text:table-of-content text:name="Sommaire" text:protected="true">'
            f'<text:table-of-content-source text:outline-level="{block.depth}">'
            f'<text:index-title-template text:style-name="{style_name("Contents Heading")}">'
            f"{escape(block.title)}</text:index-title-template>{templates}</text:table-of-content-source>"
            f'<text:index-body><text:index-title text:name="Titre du sommaire">{title}</text:index-title>'
            f"{entries}</text:index-body></text:table-of-content>"
        )

    def _contents_entry(self, heading: Heading, anchor: str) -> str:
        return (
            f'<text:p text:style-name="{self._style(f"Contents {heading.level}")}">'
            f'<text:a xlink:type="simple" xlink:href="#{anchor}" text:style-name="{style_name("Index Link")}"'
            f' text:visited-style-name="{style_name("Index Link")}">{_text(heading.text)}<text:tab/>'
            f'<text:bookmark-ref text:reference-format="page" text:ref-name="{anchor}">…</text:bookmark-ref>'
            "</text:a></text:p>"
        )


_CELLS: Final = (
    '<style:style style:name="Tableau" style:family="table">'
    f'<style:table-properties style:width="{TEXT_WIDTH}cm" table:align="left" fo:margin-bottom="0.1cm"/>'
    "</style:style>"
    '<style:style style:name="Ligne" style:family="table-row">'
    '<style:table-row-properties fo:keep-together="always"/></style:style>'
    '<style:style style:name="Cellule" style:family="table-cell"><style:table-cell-properties'
    ' fo:padding="0.09cm" fo:padding-left="0cm" fo:padding-right="0.2cm"'
    ' fo:border-bottom="0.4pt solid #cfcabd"/></style:style>'
    '<style:style style:name="Intitule" style:family="table-cell"><style:table-cell-properties'
    ' fo:padding="0.09cm" fo:padding-left="0cm" fo:padding-right="0.2cm" fo:border-top="0.9pt solid #1c2127"'
    ' fo:border-bottom="0.6pt solid #525b66"/></style:style>'
)
