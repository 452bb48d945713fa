"""styles.xml of an ODT: all the look, the page, its header and its footer."""

from typing import Final
from xml.sax.saxutils import escape

from egide.documents.document import DEEPEST_HEADING, STATUS_WORDS, Document, Status
from egide.documents.preparation import RUNNING_LIMIT, one_line

NAMESPACES: Final = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("style", "style"),
            ("text", "text"),
            ("table", "table"),
            ("meta", "meta"),
            ("fo", "xsl-fo-compatible"),
            ("svg", "svg-compatible"),
        )
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
TEXT_WIDTH: Final = 16.4  # cm: A4 less two margins of 2.3 cm
_TERM: Final = "4.5cm"
_SERIF: Final = 'style:font-name="Serif"'
_SANS: Final = 'style:font-name="Sans"'
_INK: Final = "#1c2127"
_SOFT: Final = "#525b66"
_ACCENT: Final = "#0a5560"
_RULE: Final = "#cfcabd"
_TONES: Final[dict[Status, tuple[str, str]]] = {
    "critical": ("#9d1c20", "#fbe9e7"),
    "warn": ("#7a4b00", "#fbf0d9"),
    "good": ("#1d6238", "#e5f3e9"),
    "info": (_ACCENT, "#e4f0f0"),
}


def styles_xml(document: Document) -> str:
    """The whole file, for this document's language, header, footer and cover."""
    return (
        f'{HEAD}<office:document-styles {NAMESPACES} office:version="1.3">{FONTS}'
        f"<office:styles>{_defaults(document.language)}{_PARAGRAPHS}{_headings()}{_contents()}{_statuses()}"
        f"{_CHARACTERS}{_LISTS}</office:styles>"
        f"<office:automatic-styles>{_PAGE}</office:automatic-styles>"
        f"<office:master-styles>{_masters(document)}</office:master-styles></office:document-styles>"
    )


FONTS: Final = (
    "<office:font-face-decls>"
    + "".join(
        f'<style:font-face style:name="{name}" svg:font-family="{family}" style:font-family-generic="{kind}"/>'
        for name, family, kind in (
            ("Serif", "Cambria, Caladea", "roman"),
            ("Sans", "Calibri, Carlito", "swiss"),
            ("Mono", "Consolas, 'Liberation Mono'", "modern"),
        )
    )
    + "</office:font-face-decls>"
)


def _paragraph(name: str, parent: str, text: str = "", paragraph: str = "", inside: str = "") -> str:
    shown = f' style:display-name="{name}"'
    return (
        f'<style:style style:name="{style_name(name)}"{shown} style:family="paragraph"'
        f' style:parent-style-name="{style_name(parent)}">'
        f"<style:paragraph-properties {paragraph}>{inside}</style:paragraph-properties>"
        f"<style:text-properties {text}/></style:style>"
    )


def style_name(name: str) -> str:
    """A style's name as ODF writes it: `Heading 1` is `Heading_20_1`; only ASCII is kept as it is."""
    return "".join(c if c.isascii() and c.isalnum() else f"_{ord(c):x}_" for c in name)


def _defaults(language: str) -> str:
    code, country = language.split("-")
    return (
        '<style:default-style style:family="paragraph">'
        '<style:paragraph-properties fo:orphans="2" fo:widows="2"/>'
        f'<style:text-properties {_SANS} fo:font-size="10.5pt" fo:color="{_INK}" fo:language="{code}"'
        f' fo:country="{country}" fo:hyphenate="false"/></style:default-style>'
        '<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties'
        ' fo:line-height="118%"/></style:style>'
    )


def _space(before: float, after: float) -> str:
    return f'fo:margin-top="{before}pt" fo:margin-bottom="{after}pt"'


_KEEP: Final = 'fo:keep-with-next="always"'
_RIGHT_TAB: Final = (
    f'<style:tab-stops><style:tab-stop style:position="{TEXT_WIDTH}cm" style:type="right"/></style:tab-stops>'
)
_PARAGRAPHS: Final = "".join(
    (
        _paragraph("Text body", "Standard", paragraph=_space(0, 6)),
        _paragraph("Chapeau", "Text body", 'fo:font-size="12pt"'),
        _paragraph("Petit texte", "Text body", f'fo:font-size="9pt" fo:color="{_SOFT}"'),
        _paragraph("Title", "Standard", f'{_SERIF} fo:font-size="26pt" fo:font-weight="bold"', _space(0, 8)),
        _paragraph("Subtitle", "Standard", f'fo:font-size="14pt" fo:color="{_SOFT}"', _space(0, 6)),
        _paragraph("Auteur", "Standard", f'fo:font-weight="bold" fo:color="{_ACCENT}"', _space(0, 10)),
        _paragraph("Auteur en couverture", "Auteur", "", _space(170, 10)),
        _paragraph("Référence", "Standard", f'fo:font-size="9pt" fo:color="{_SOFT}"', f"{_space(0, 6)} {_KEEP}"),
        _paragraph(
            "Rubrique",
            "Standard",
            "",
            f'{_space(0, 5)} fo:margin-left="{_TERM}" fo:text-indent="-{_TERM}"',
            # Positions count from the indent, which stands where the text of the detail begins.
            '<style:tab-stops><style:tab-stop style:position="0cm"/></style:tab-stops>',
        ),
        _paragraph("Caption", "Standard", 'fo:font-weight="bold" fo:font-size="10pt"', f"{_space(10, 4)} {_KEEP}"),
        _paragraph("Table Contents", "Standard", 'fo:font-size="9.5pt"'),
        _paragraph("Table Heading", "Table Contents", f'fo:font-weight="bold" fo:color="{_SOFT}"', _KEEP),
        _paragraph("Intitulé de ligne", "Table Contents", 'fo:font-weight="bold"'),
        _paragraph("Cellule chiffrée", "Table Contents", "", 'fo:text-align="end"'),
        _paragraph(
            "Contents Heading",
            "Standard",
            f'{_SERIF} fo:font-size="16pt" fo:font-weight="bold"',
            _space(12, 8),
        ),
        _paragraph("Header", "Standard", f'fo:font-size="8.5pt" fo:color="{_SOFT}"', "", _RIGHT_TAB),
        _paragraph("Footer", "Standard", f'fo:font-size="8.5pt" fo:color="{_SOFT}"', "", _RIGHT_TAB),
    )
)


def _headings() -> str:
    looks = (
        (_SERIF, 19, 26, 8),
        (_SERIF, 14, 18, 6),
        (_SERIF, 12, 14, 5),
        (_SANS, 11, 12, 4),
        (_SANS, 10.5, 10, 4),
    )
    parts = [_paragraph("Heading", "Standard", 'fo:font-weight="bold"', _KEEP)]
    for level, (face, size, before, after) in enumerate(looks, 1):
        style = _paragraph(f"Heading {level}", "Heading", f'{face} fo:font-size="{size}pt"', _space(before, after))
        parts.append(style.replace("<style:style ", f'<style:style style:default-outline-level="{level}" ', 1))
    return "".join(parts)


def _contents() -> str:
    def entry(level: int) -> str:
        indent = 0.6 * (level - 1)
        tab = (
            f'<style:tab-stops><style:tab-stop style:position="{TEXT_WIDTH - indent:g}cm" style:type="right"'
            ' style:leader-style="dotted" style:leader-text="."/></style:tab-stops>'
        )
        weight = 'fo:font-weight="bold"' if level == 1 else ""
        space = _space(3 if level == 1 else 0, 2)
        return _paragraph(f"Contents {level}", "Standard", weight, f'{space} fo:margin-left="{indent:g}cm"', tab)

    return "".join(entry(level) for level in range(1, DEEPEST_HEADING + 1))


def _statuses() -> str:
    parts = []
    for kind, (tone, wash) in _TONES.items():
        border = f'fo:border-left="2.2pt solid {tone}" fo:padding-left="0.3cm" fo:padding="0.08cm"'
        parts.append(_paragraph(f"Note {STATUS_WORDS[kind]}", "Standard", "", f'fo:background-color="{wash}" {border}'))
        look = f'fo:color="{tone}" fo:background-color="{wash}" fo:font-weight="bold"'
        parts.append(_character(f"Statut {STATUS_WORDS[kind]}", look))
    return "".join(parts)


def _character(name: str, text: str) -> str:
    return (
        f'<style:style style:name="{style_name(name)}" style:display-name="{name}" style:family="text">'
        f"<style:text-properties {text}/></style:style>"
    )


_CHARACTERS: Final = "".join(
    (
        _character("Strong Emphasis", 'fo:font-weight="bold"'),
        _character("Emphasis", 'fo:font-style="italic"'),
        _character("Strong and Emphasis", 'fo:font-weight="bold" fo:font-style="italic"'),
        _character("Terme", f'fo:color="{_SOFT}"'),
        _character("Identifiant", 'style:font-name="Mono" fo:font-size="9pt"'),
        _character("Index Link", ""),
        _character("Internet Link", f'fo:color="{_ACCENT}" style:text-underline-style="solid"'),
    )
)


def _list(name: str, level: str) -> str:
    return (
        f'<text:list-style style:name="{name}">{level}'
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.5cm"'
        ' fo:margin-left="0.6cm"/></style:list-level-properties>'
    )


_LISTS: Final = (
    _list("Puces", '<text:list-level-style-bullet text:level="1" text:bullet-char="•">')
    + "</text:list-level-style-bullet></text:list-style>"
    + _list("Numeros", '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix=".">')
    + "</text:list-level-style-number></text:list-style>"
)

_RUNNING: Final = (
    '<style:header-style><style:header-footer-properties fo:min-height="0.9cm" fo:margin-bottom="0.5cm"/>'
    "</style:header-style>"
    '<style:footer-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.5cm"/>'
    "</style:footer-style>"
)
_PAGE: Final = "".join(
    f'<style:page-layout style:name="{name}"><style:page-layout-properties fo:page-width="21cm"'
    ' fo:page-height="29.7cm" fo:margin-top="1.5cm" fo:margin-bottom="1.5cm" fo:margin-left="2.3cm"'
    ' fo:margin-right="2.3cm"/>'
    f"{running}</style:page-layout>"
    for name, running in (("Page", _RUNNING), ("Couverture", ""))
)


def _masters(document: Document) -> str:
    header = f"{escape(document.running_header)}<text:tab/>{escape(one_line(document.author, RUNNING_LIMIT))}"
    footer = (
        f'{escape(document.running_footer)}<text:tab/>page\u00a0<text:page-number text:select-page="current">'
        "1</text:page-number> sur\u00a0<text:page-count>1</text:page-count>"
    )
    cover = (
        '<style:master-page style:name="Cover" style:page-layout-name="Couverture" style:next-style-name="Standard"/>'
        if document.cover
        else ""
    )
    return (
        '<style:master-page style:name="Standard" style:page-layout-name="Page">'
        f'<style:header><text:p text:style-name="Header">{header}</text:p></style:header>'
        f'<style:footer><text:p text:style-name="Footer">{footer}</text:p></style:footer>'
        f"</style:master-page>{cover}"
    )
