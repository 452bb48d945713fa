"""Document → one HTML5 file that stands alone: no script, no address fetched, every text escaped."""

import base64
from collections.abc import Callable
from functools import cache
from html import escape
from importlib import resources
from typing import Any

from egide.documents.document import (
    Attachment,
    BodyBlock,
    BulletList,
    Contents,
    Description,
    DescriptionList,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Run,
    Runs,
    Table,
)
from egide.documents.preparation import prepare
from egide.law.french import long_date


def to_html(document: Document) -> bytes:
    """UTF-8 bytes of the page. Attachments are links to the data they carry."""
    ready = prepare(document, "screen")
    body = "\n".join(_section(ready))
    return f"""<!DOCTYPE html>
<html lang="{escape(ready.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
{_metadata(ready)}
<style>
{_style()}</style>
</head>
<body>
<a class="skip" href="#_contenu">Aller au contenu</a>
{_header(ready)}
<main id="_contenu" tabindex="-1">
{body}
</main>
{_footer(ready)}
</body>
</html>
""".encode()


@cache
def _style() -> str:
    return resources.files("egide.documents").joinpath("templates/document.css").read_text("utf-8")


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _metadata(document: Document) -> str:
    said = {
        "author": document.author,
        "description": document.subject,
        "keywords": ", ".join(document.keywords),
        "dcterms.date": document.date.isoformat(),
    }
    lines = [f"<title>{escape(document.title)}</title>"]
    lines += [f'<meta name="{name}" content="{escape(value)}">' for name, value in said.items() if value]
    return "\n".join(lines)


def _header(document: Document) -> str:
    subtitle = f'\n<p class="subtitle">{_lines(document.subtitle)}</p>' if document.subtitle else ""
    return f"""<header class="title">
<p class="author">{_lines(document.author)}</p>
<h1>{_lines(document.title)}</h1>{subtitle}
<p class="date"><time datetime="{document.date.isoformat()}">{long_date(document.date)}</time></p>
</header>"""


def _footer(document: Document) -> str:
    parts = [f"<p>{_lines(document.running_footer)}</p>"] if document.running_footer else []
    if document.attachments:
        links = "".join(f"<li>{_download(attachment)}</li>" for attachment in document.attachments)
        parts.append(f"<h2>Pièces jointes</h2><ul>{links}</ul>")
    return f"<footer>{''.join(parts)}</footer>" if parts else ""


def _download(attachment: Attachment) -> str:
    data = base64.b64encode(attachment.data).decode("ascii")
    return (
        f'<a download="{escape(attachment.name)}" href="data:{escape(attachment.media_type)};base64,{data}">'
        f"{escape(attachment.name)}</a> — {_lines(attachment.description)}"
    )


def _section(document: Document) -> list[str]:
    anchors = iter(document.anchors)
    return [
        _heading(block, next(anchors)) if isinstance(block, Heading) else _block(block, document)
        for block in document.blocks
    ]


def _block(block: BodyBlock, document: Document) -> str:
    writers: dict[type[BodyBlock], Callable[[Any], str]] = {
        Paragraph: lambda paragraph: f'<p class="{paragraph.style}">{_runs(paragraph.runs)}</p>',
        BulletList: _list,
        DescriptionList: _descriptions,
        Table: _table,
        Note: _note,
        PageBreak: lambda _: '<hr class="page">',
        Contents: lambda contents: _contents(contents, document),
    }
    return writers[type(block)](block)


def _list(block: BulletList) -> str:
    tag = "ol" if block.ordered else "ul"
    return f"<{tag}>{''.join(f'<li>{_runs(item)}</li>' for item in block.items)}</{tag}>"


def _note(note: Note) -> str:
    title = f'<span class="subject">{_lines(note.title)}</span>' if note.title else ""
    label = f'<p class="label"><span class="kind">{escape(note.label)}</span>{title}</p>'
    return f'<div class="note {note.kind}" role="note">{label}<p>{_runs(note.runs)}</p></div>'


def _heading(heading: Heading, anchor: str) -> str:
    tag = f"h{heading.level + 1}"
    title = f'<{tag} id="{anchor}">{_lines(heading.text)}</{tag}>'
    if not heading.aside:
        return title
    return f'<div class="heading">{title}<p class="aside">{_lines(heading.aside)}</p></div>'


def _descriptions(block: DescriptionList) -> str:
    return f"<dl>{''.join(map(_description, block.items))}</dl>"


def _description(item: Description) -> str:
    details = "".join(f"<dd>{_runs(detail)}</dd>" for detail in item.details)
    return f"<div><dt>{_lines(item.term)}</dt>{details}</div>"


def _table(table: Table) -> str:
    ends = [alignment == "end" for alignment in table.alignments] or [False] * len(table.header)
    classes = [' class="end"' if end else "" for end in ends]
    header = "".join(
        f'<th scope="col"{css}>{_lines(name)}</th>' for name, css in zip(table.header, classes, strict=True)
    )
    rows = "\n".join(f"<tr>{_row(table, row, classes)}</tr>" for row in table.rows)
    # The region can take the focus, so that a wide table scrolls from the keyboard.
    return f"""<div class="scroll" role="group" aria-label="{escape(table.caption)}" tabindex="0"><table>
<caption>{_lines(table.caption)}</caption>
<thead><tr>{header}</tr></thead>
<tbody>
{rows}
</tbody></table></div>"""


def _row(table: Table, row: tuple[Runs, ...], classes: list[str]) -> str:
    cells = [f"<td{css}>{_runs(cell)}</td>" for css, cell in zip(classes, row, strict=True)]
    if table.row_headers:
        cells[0] = f'<th scope="row"{classes[0]}>{_runs(row[0])}</th>'
    return "".join(cells)


def _contents(block: Contents, document: Document) -> str:
    entries = "".join(
        f'<li class="level-{heading.level}"><a href="#{anchor}">{_lines(heading.text)}</a></li>'
        for heading, anchor in zip(document.headings, document.anchors, strict=True)
        if heading.level <= block.depth
    )
    title = f'<p class="contents-title" id="_sommaire">{_lines(block.title)}</p>'
    return f'<nav class="contents" aria-labelledby="_sommaire">{title}<ol>{entries}</ol></nav>'


def _runs(line: Runs) -> str:
    return "".join(map(_run, line))


def _run(run: Run) -> str:
    text = _lines(run.text)
    for wanted, tag in ((run.code, "code"), (run.bold, "strong"), (run.italic, "em")):
        if wanted:
            text = f"<{tag}>{text}</{tag}>"
    if run.status:
        text = f'<span class="chip {run.status}">{text}</span>'
    if run.link:
        text = f'<a href="{escape(run.link)}">{text}</a>'
    return text
