"""Document → DOCX: real Word styles, fields and bookmarks; no formatting where a style does it.
python-docx has no fields, bookmarks, links or table heads: those are written as elements (`_p`, `_tbl`)."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Emu
from docx.text.paragraph import Paragraph as WordParagraph

from egide.documents import docx_styles as styles
from egide.documents.archive import pack, unpack
from egide.documents.document import (
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
from egide.documents.preparation import RUNNING_LIMIT, one_line, prepare, with_attachments_named
from egide.law.french import long_date

_PARAGRAPH_STYLES: Final = {"body": "Normal", "lead": styles.LEAD, "small": styles.SMALL}
_PROPERTY_LIMIT: Final = 255  # characters, of a file's property in Word
_LONG_TERM: Final = 26  # characters: beyond, the term takes a line of its own


def to_docx(document: Document) -> bytes:
    """Bytes of the DOCX; the same document gives the same bytes."""
    ready = with_attachments_named(prepare(document, "screen"))
    buffer = io.BytesIO()
    _Writer(ready).write().save(buffer)
    return pack(unpack(buffer.getvalue()), document.date)


def _element(tag: str, **attributes: str) -> Any:
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _field_mark(kind: str, **attributes: str) -> Any:
    run = _element("r")
    run.append(_element("fldChar", fldCharType=kind, **attributes))
    return run


def _field(instruction: str, shown: str) -> list[Any]:
    """A field Word works out, with the text to show until it does."""
    code, result = _element("r"), _element("r")
    text = _element("instrText")
    text.text = f" {instruction} "
    text.set(qn("xml:space"), "preserve")
    code.append(text)
    cached = _element("t")
    cached.text = shown
    result.append(cached)
    return [_field_mark("begin"), code, _field_mark("separate"), result, _field_mark("end")]


class _Writer:
    """One document being written. Bookmarks are named as Word names its own: `_Toc` and a number."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._word = docx.Document()
        self._bookmarks = {anchor: f"_Toc{number:08}" for number, anchor in enumerate(document.anchors, 1)}
        self._anchors = iter(document.anchors)
        self._break_before_next = False
        styles.define_styles(self._word, document.language)
        self._style_ids: dict[str, str] = {style.name: style.style_id for style in self._word.styles}

    def write(self) -> Any:
        self._properties()
        self._running()
        self._title()
        writers: dict[type[Block], Callable[[Any], object]] = {
            Heading: self._heading,
            Paragraph: lambda block: self._line(_PARAGRAPH_STYLES[block.style], block.runs),
            BulletList: self._list,
            DescriptionList: self._descriptions,
            Table: self._table,
            Note: self._note,
            Contents: self._contents,
            PageBreak: self._page_break,
        }
        for block in self._document.blocks:
            writers[type(block)](block)
        return self._word

    def _properties(self) -> None:
        said, core = self._document, self._word.core_properties
        author = one_line(said.author, _PROPERTY_LIMIT)
        core.title, core.author, core.last_modified_by = one_line(said.title, _PROPERTY_LIMIT), author, author
        core.subject = one_line(said.subject, _PROPERTY_LIMIT)
        core.keywords, core.comments = one_line(", ".join(said.keywords), _PROPERTY_LIMIT), ""
        core.language, core.revision = said.language, 1
        core.created = core.modified = datetime(said.date.year, said.date.month, said.date.day)  # noqa: DTZ001 - python-docx writes it as UTC

    def _running(self) -> None:
        section, said = self._word.sections[0], self._document
        section.different_first_page_header_footer = said.cover
        section.header.paragraphs[0].text = f"{said.running_header}\t{one_line(said.author, RUNNING_LIMIT)}"
        footer = section.footer.paragraphs[0]
        footer.add_run(f"{said.running_footer}\tpage\u00a0")
        for part in _field("PAGE", "1"):
            footer._p.append(part)
        footer.add_run(" sur\u00a0")
        for part in _field("NUMPAGES", "1"):
            footer._p.append(part)

    def _title(self) -> None:
        said = self._document
        self._plain(styles.COVER_AUTHOR if said.cover else styles.AUTHOR, said.author)
        self._plain("Title", said.title)
        if said.subtitle:
            self._plain("Subtitle", said.subtitle)
        self._plain(styles.SMALL, long_date(said.date))
        self._break_before_next = said.cover

    def _page_break(self, _block: PageBreak) -> None:
        self._break_before_next = True

    def _paragraph(self, style: str) -> WordParagraph:
        paragraph = self._word.add_paragraph()
        self._dress(paragraph, style)
        if self._break_before_next:
            paragraph.paragraph_format.page_break_before = True
            self._break_before_next = False
        return paragraph

    def _dress(self, paragraph: WordParagraph, style: str) -> None:
        # By identifier: python-docx, given a name, reads every style of the file again, each time.
        paragraph._p.style = self._style_ids[style]

    def _dressed_run(self, paragraph: WordParagraph, text: str, style: str) -> Any:
        run = paragraph.add_run(text)
        run._r.style = self._style_ids[style]
        return run

    def _plain(self, style: str, text: str) -> WordParagraph:
        paragraph = self._paragraph(style)
        paragraph.add_run(text)
        return paragraph

    def _line(self, style: str, line: Runs) -> WordParagraph:
        paragraph = self._paragraph(style)
        self._runs(paragraph, line)
        return paragraph

    def _runs(self, paragraph: WordParagraph, line: Runs) -> None:
        for run in line:
            self._run(paragraph, run)

    def _run(self, paragraph: WordParagraph, run: Run) -> None:
        style = styles.CODE if run.code else "Hyperlink" if run.link else ""
        if run.status:
            style = styles.status_style(run.status)
        written = self._dressed_run(paragraph, run.text, style) if style else paragraph.add_run(run.text)
        if run.bold:
            written.bold = True
        if run.italic:
            written.italic = True
        if run.link:
            link = self._hyperlink(run.link)
            paragraph._p.append(link)
            link.append(written._r)

    def _hyperlink(self, address: str) -> Any:
        if address.startswith("#"):
            return _element("hyperlink", anchor=self._bookmarks[address[1:]], history="1")
        relation = self._word.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = _element("hyperlink", history="1")
        link.set(qn("r:id"), relation)
        return link

    def _heading(self, block: Heading) -> None:
        paragraph = self._paragraph(f"Heading {block.level}")
        name = self._bookmarks[next(self._anchors)]
        number = str(int(name.removeprefix("_Toc")))
        paragraph._p.append(_element("bookmarkStart", id=number, name=name))
        paragraph.add_run(block.text)
        paragraph._p.append(_element("bookmarkEnd", id=number))
        if block.aside:
            self._plain(styles.ASIDE, block.aside)

    def _list(self, block: BulletList) -> None:
        style = "List Number" if block.ordered else "List Bullet"
        number = self._fresh_numbering() if block.ordered else None
        for item in block.items:
            paragraph = self._line(style, item)
            if number is not None:
                element: Any = paragraph._p
                numbering = element.get_or_add_pPr().get_or_add_numPr()
                numbering.get_or_add_ilvl().val = 0
                numbering.get_or_add_numId().val = number

    def _fresh_numbering(self) -> int:
        """Without it, each numbered list would go on from the one before."""
        numbering = self._word.part.numbering_part.element
        style: Any = self._word.styles["List Number"].element
        model = numbering.num_having_numId(style.pPr.numPr.numId.val)
        number = numbering.add_num(model.abstractNumId.val)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(number.numId)

    def _descriptions(self, block: DescriptionList) -> None:
        for item in block.items:
            for position, detail in enumerate(item.details):
                paragraph = self._paragraph(styles.DETAIL)
                gap = "\t"
                if position == 0:
                    self._dressed_run(paragraph, item.term, styles.TERM)
                    # After a line break, the text stands at the indent already: no tab there.
                    gap = "\n" if len(item.term) > _LONG_TERM else "\t"
                paragraph.add_run(gap)
                self._runs(paragraph, detail)

    def _note(self, block: Note) -> None:
        paragraph = self._paragraph(styles.note_style(block.kind))
        paragraph.paragraph_format.keep_with_next = True
        self._dressed_run(paragraph, block.label, styles.status_style(block.kind))
        if block.title:
            paragraph.add_run(f" · {block.title}").bold = True
        self._line(styles.note_style(block.kind), block.runs)
        self._plain(styles.SMALL, "")  # Word joins the frames of two notes that touch

    def _table(self, block: Table) -> None:
        self._plain("Caption", block.caption)
        table = self._word.add_table(0, 0)
        table._tbl.tblPr.style = self._style_ids[styles.TABLE]
        table.autofit = False
        self._describe(table, block)
        widths = [Emu(int(styles.TEXT_WIDTH * share)) for share in block.shares]
        for width in widths:
            table.add_column(width)
        ends = [alignment == "end" for alignment in block.alignments] or [False] * len(widths)
        header = self._row(table, widths)
        header._tr.trPr.append(_element("tblHeader"))
        for cell, name in zip(header.cells, block.header, strict=True):
            self._cell(cell, styles.COLUMN_NAME, runs(name))
        looks = [styles.NUMBER_CELL if end else styles.CELL for end in ends]
        if block.row_headers:
            looks[0] = styles.ROW_NAME
        for line in block.rows:
            for cell, look, content in zip(self._row(table, widths).cells, looks, line, strict=True):
                self._cell(cell, look, content)
        self._plain(styles.SMALL, "")  # a table must not touch the next one

    def _cell(self, cell: Any, style: str, content: Runs) -> None:
        paragraph = cell.paragraphs[0]
        self._dress(paragraph, style)
        self._runs(paragraph, content)

    def _row(self, table: Any, widths: list[Emu]) -> Any:
        row = table.add_row()
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
        row._tr.get_or_add_trPr().append(_element("cantSplit"))
        return row

    def _describe(self, table: Any, block: Table) -> None:
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        if look is not None:
            table._tbl.tblPr.remove(look)
        first = "1" if block.row_headers else "0"
        look = _element(
            "tblLook",
            val="0020",
            firstRow="1",
            lastRow="0",
            firstColumn=first,
            lastColumn="0",
            noHBand="1",
            noVBand="1",
        )
        table._tbl.tblPr.extend([look, _element("tblCaption", val=block.caption)])

    def _contents(self, block: Contents) -> None:
        self._plain(styles.CONTENTS_TITLE, block.title)
        listed = [
            (heading, self._bookmarks[anchor])
            for heading, anchor in zip(self._document.headings, self._document.anchors, strict=True)
            if heading.level <= block.depth
        ]
        paragraphs = [self._contents_entry(heading, bookmark) for heading, bookmark in listed]
        if not paragraphs:
            return
        instruction = _field(f'TOC \\o "1-{block.depth}" \\h \\z \\u', "")[:3]
        first = paragraphs[0]._p
        place = 1 if first.pPr is not None else 0
        for offset, part in enumerate(instruction):
            first.insert(place + offset, part)
        paragraphs[-1]._p.append(_field_mark("end"))

    def _contents_entry(self, heading: Heading, bookmark: str) -> WordParagraph:
        paragraph = self._paragraph(f"toc {heading.level}")
        link = _element("hyperlink", anchor=bookmark, history="1")
        paragraph._p.append(link)
        for text in (heading.text, "\t"):
            link.append(paragraph.add_run(text)._r)
        # Only Word knows the page: it fills this in when it prints or is asked to (F9). To mark the field as
        # out of date would have it question the reader about « other files » at each opening.
        link.extend(_field(f"PAGEREF {bookmark} \\h", ""))
        return paragraph
