"""The styles of a DOCX: all the look is here; a reader changes one style, not a hundred paragraphs."""

from typing import Any, Final

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt, RGBColor

from egide.documents.document import STATUS_WORDS, Status

MARGIN: Final = Cm(2.3)
TEXT_WIDTH: Final = Cm(21) - 2 * MARGIN
TERM_WIDTH: Final = Cm(4.5)
_SERIF: Final = "Cambria"
_SANS: Final = "Calibri"
_INK: Final = "1C2127"
_SOFT: Final = "525B66"
_ACCENT: Final = "0A5560"
_RULE: Final = "CFCABD"
_TONES: Final[dict[Status, tuple[str, str]]] = {
    "critical": ("9D1C20", "FBE9E7"),
    "warn": ("7A4B00", "FBF0D9"),
    "good": ("1D6238", "E5F3E9"),
    "info": (_ACCENT, "E4F0F0"),
}

TERM: Final = "Rubrique"
DETAIL: Final = "Contenu de rubrique"
ASIDE: Final = "Référence"
LEAD: Final = "Chapeau"
SMALL: Final = "Petit texte"
CODE: Final = "Identifiant"
AUTHOR: Final = "Auteur"
COVER_AUTHOR: Final = "Auteur en couverture"
CONTENTS_TITLE: Final = "Titre du sommaire"
TABLE: Final = "Tableau Égide"
CELL: Final = "Cellule"
NUMBER_CELL: Final = "Cellule chiffrée"
COLUMN_NAME: Final = "Intitulé de colonne"
ROW_NAME: Final = "Intitulé de ligne"


def note_style(kind: Status) -> str:
    """The paragraph style of a note."""
    return f"Note {STATUS_WORDS[kind]}"


def status_style(kind: Status) -> str:
    """The character style of a status said within a line."""
    return f"Statut {STATUS_WORDS[kind]}"


def define_styles(word: WordDocument, language: str) -> None:
    """Give a new document its styles, its language and its page."""
    _defaults(word, language)
    _text(word)
    _headings(word)
    _characters(word)
    _notes(word)
    _tables(word)
    _contents(word)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin, section.bottom_margin = Cm(2.6), Cm(2.4)


def _defaults(word: WordDocument, language: str) -> None:
    properties = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    lang = OxmlElement("w:lang")
    for attribute in ("w:val", "w:eastAsia", "w:bidi"):
        lang.set(qn(attribute), {"w:val": language}.get(attribute, "ar-SA" if attribute == "w:bidi" else language))
    properties.append(lang)


def _style(
    word: WordDocument, name: str, base: str | None = "Normal", kind: WD_STYLE_TYPE = WD_STYLE_TYPE.PARAGRAPH
) -> Any:
    known = name in {style.name for style in word.styles}
    style: Any = word.styles[name] if known else word.styles.add_style(name, kind)
    if base is not None:
        style.base_style = word.styles[base]
    style.hidden, style.quick_style = False, True
    return style


def _font(style: Any, *, face: str = "", size: float = 0, colour: str = "", bold: bool | None = None) -> None:
    font = style.font
    if face:
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()  # a theme's font would win over the one named here
        for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(attribute), face)
    if size:
        font.size = Pt(size)
    if colour:
        font.color.rgb = RGBColor.from_string(colour)
    if bold is not None:
        font.bold = bold


def _space(style: Any, before: float, after: float, line: float = 1.12) -> None:
    paragraph = style.paragraph_format
    paragraph.space_before, paragraph.space_after = Pt(before), Pt(after)
    paragraph.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    paragraph.line_spacing = line


def _text(word: WordDocument) -> None:
    normal = _style(word, "Normal", None)
    _font(normal, face=_SANS, size=10.5, colour=_INK)
    _space(normal, 0, 6)
    for name, size, colour in ((LEAD, 12, _INK), (SMALL, 9, _SOFT)):
        _font(_style(word, name), size=size, colour=colour)
    for name in ("List Bullet", "List Number"):
        _space(_style(word, name), 0, 3)
    detail = _style(word, DETAIL)
    _space(detail, 0, 5)
    detail.paragraph_format.left_indent = TERM_WIDTH
    detail.paragraph_format.first_line_indent = -TERM_WIDTH
    detail.paragraph_format.tab_stops.add_tab_stop(TERM_WIDTH)
    for name in ("Header", "Footer"):
        running = _style(word, name)
        _font(running, size=8.5, colour=_SOFT)
        for tab in running.element.get_or_add_pPr().findall(qn("w:tabs")):
            running.element.pPr.remove(tab)
        running.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _headings(word: WordDocument) -> None:
    title = _style(word, "Title")
    _font(title, face=_SERIF, size=26, colour=_INK, bold=True)
    _space(title, 0, 8, 1.05)
    for border in title.element.get_or_add_pPr().findall(qn("w:pBdr")):
        title.element.pPr.remove(border)
    subtitle = _style(word, "Subtitle")
    _font(subtitle, face=_SANS, size=14, colour=_SOFT, bold=False)
    subtitle.font.italic = False
    for spacing in subtitle.element.rPr.findall(qn("w:spacing")):
        subtitle.element.rPr.remove(spacing)
    _space(subtitle, 0, 6)
    for name, before in ((AUTHOR, 0), (COVER_AUTHOR, 170)):
        author = _style(word, name)
        _font(author, size=11, colour=_ACCENT, bold=True)
        _space(author, before, 10)
    looks = (
        (_SERIF, 19, 26, 8),
        (_SERIF, 14, 18, 6),
        (_SERIF, 12, 14, 5),
        (_SANS, 11, 12, 4),
        (_SANS, 10.5, 10, 4),
    )
    for level, (face, size, before, after) in enumerate(looks, 1):
        heading = _style(word, f"Heading {level}")
        _font(heading, face=face, size=size, colour=_INK if level < 5 else _SOFT, bold=True)
        heading.font.italic = False
        _space(heading, before, after, 1.05)
        heading.paragraph_format.keep_with_next = True
    aside = _style(word, ASIDE)
    _font(aside, size=9, colour=_SOFT)
    _space(aside, 0, 6)
    aside.paragraph_format.keep_with_next = True


def _characters(word: WordDocument) -> None:
    def character(name: str) -> Any:
        return _style(word, name, None, WD_STYLE_TYPE.CHARACTER)

    _font(character(TERM), colour=_SOFT)
    _font(character(CODE), face="Consolas", size=9)
    link = character("Hyperlink")
    _font(link, colour=_ACCENT)
    link.font.underline = True
    for kind, (tone, wash) in _TONES.items():
        status = character(status_style(kind))
        _font(status, colour=tone, bold=True)
        status.element.get_or_add_rPr().append(_shading(wash))


def _shading(colour: str) -> Any:
    return parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')


def _notes(word: WordDocument) -> None:
    for kind, (tone, wash) in _TONES.items():
        note = _style(word, note_style(kind))
        _space(note, 0, 0)
        note.paragraph_format.left_indent = note.paragraph_format.right_indent = Cm(0.35)
        properties = note.element.get_or_add_pPr()
        border = parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="18" w:space="8" w:color="{tone}"/></w:pBdr>'
        )
        # The schema fixes the order: borders, shading, then spacing and indents.
        place = next(i for i, child in enumerate(properties) if child.tag in (qn("w:spacing"), qn("w:ind")))
        properties.insert(place, border)
        properties.insert(place + 1, _shading(wash))


def _tables(word: WordDocument) -> None:
    caption = _style(word, "Caption")
    _font(caption, size=10, colour=_INK, bold=True)
    _space(caption, 10, 4)
    caption.paragraph_format.keep_with_next = True
    for name, colour, bold in ((CELL, _INK, False), (COLUMN_NAME, _SOFT, True), (ROW_NAME, _INK, True)):
        cell = _style(word, name)
        _font(cell, size=9.5, colour=colour, bold=bold)
        _space(cell, 2, 2, 1.05)
    number = _style(word, NUMBER_CELL, CELL)
    number.paragraph_format.alignment = 2
    word.styles.element.append(parse_xml(_TABLE_STYLE))


_TABLE_STYLE: Final = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="TableauEgide">
  <w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:space="0" w:color="{_INK}"/>
      <w:bottom w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"/>
    </w:tblBorders>
    <w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tcPr><w:tcBorders>
      <w:bottom w:val="single" w:sz="6" w:space="0" w:color="{_SOFT}"/>
    </w:tcBorders></w:tcPr>
  </w:tblStylePr>
</w:style>"""


def _contents(word: WordDocument) -> None:
    title = _style(word, CONTENTS_TITLE)
    _font(title, face=_SERIF, size=16, bold=True)
    _space(title, 12, 8)
    for level in range(1, 6):
        entry = _style(word, f"toc {level}")
        _font(entry, bold=level == 1)
        _space(entry, 3 if level == 1 else 0, 2)
        entry.paragraph_format.left_indent = Cm(0.6) * (level - 1)
        entry.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
