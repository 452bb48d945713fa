"""Text meant to break a file, or to be obeyed by it, is text in the four formats."""

import io
import socket
import zipfile
from dataclasses import replace

import docx
import pikepdf
import pytest
from lxml import etree, html

from egide.documents.document import Paragraph, runs
from egide.documents.docx import to_docx
from egide.documents.html import to_html
from egide.documents.odt import to_odt
from egide.documents.pdf import to_pdf


def test_pdf(hostile_document):
    with pikepdf.Pdf.open(io.BytesIO(to_pdf(hostile_document))) as pdf:
        assert len(pdf.pages) >= 1
        assert list(pdf.attachments) == ["a.txt"]


def test_docx(hostile_document):
    word = docx.Document(io.BytesIO(to_docx(hostile_document)))
    assert len(word.tables) == 1


def test_odt(hostile_document):
    with zipfile.ZipFile(io.BytesIO(to_odt(hostile_document))) as archive:
        for entry in ("content.xml", "styles.xml", "meta.xml"):
            etree.fromstring(archive.read(entry), etree.XMLParser(huge_tree=True))


def test_html(hostile_document):
    page = html.document_fromstring(to_html(hostile_document).decode("utf-8"), parser=html.HTMLParser(huge_tree=True))
    assert len(page.findall(".//h1")) == 1
    assert page.xpath("//script | //img | //label | //*[@onerror]") == []


def test_nobody_is_called(every_block):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        bait = replace(
            every_block,
            blocks=(Paragraph(runs(f'<img src="{address}"> #image("{address}") @import url({address})')),),
        )
        for renderer in (to_pdf, to_docx, to_odt, to_html):
            renderer(bait)
        with pytest.raises(TimeoutError):
            listener.accept()
