import io
import re
from dataclasses import replace

import pikepdf
import pytest

from egide.documents.document import Heading, Paragraph, Table, runs
from egide.documents.pdf import to_pdf
from egide.documents.pdf_tables import with_row_headings


def opened(document):
    return pikepdf.Pdf.open(io.BytesIO(to_pdf(document)))


def elements(node, tag):
    """Structure elements of one type, in reading order."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid, tag)
    elif isinstance(node, pikepdf.Dictionary):
        if node.get("/S") == tag:
            yield node
        if "/K" in node:
            yield from elements(node.K, tag)


def scope(cell):
    attributes = cell.A if isinstance(cell.A, pikepdf.Array) else [cell.A]
    return [str(each.Scope) for each in attributes if "/Scope" in each]


@pytest.fixture
def pdf(every_block):
    with opened(every_block) as pdf:
        yield pdf


def test_it_declares_pdf_a_3a_and_pdf_ua_1(pdf):
    with pdf.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        assert meta["dc:title"] == "Registre d’essai\u00a0: 2026"
        assert meta["dc:description"] == "Essai"


def test_it_is_tagged_in_french_and_shows_its_title(pdf):
    assert pdf.Root.MarkInfo.Marked is True
    assert pdf.Root.Lang == "fr-FR"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True


def test_headings_lists_and_contents_are_in_the_structure(pdf):
    tree = pdf.Root.StructTreeRoot
    assert len(list(elements(tree, "/Title"))) == 1
    assert len(list(elements(tree, "/H1"))) == 3  # two sections and the contents' own title
    assert len(list(elements(tree, "/H2"))) == 1
    assert len(list(elements(tree, "/TOCI"))) == 3
    assert len(list(elements(tree, "/L"))) == 4  # three lists, and the terms with their details
    assert len(list(elements(tree, "/Link"))) == 5


def test_no_text_stands_outside_a_paragraph(pdf):
    (document,) = elements(pdf.Root.StructTreeRoot, "/Document")
    assert {str(kid.S) for kid in document.K} <= {
        "/Title",
        "/P",
        "/H1",
        "/TOC",
        "/Div",
        "/L",
        "/H2",
        "/Table",
    }


def test_every_heading_cell_has_its_scope(pdf):
    first, second = elements(pdf.Root.StructTreeRoot, "/Table")
    assert [scope(cell) for cell in elements(first, "/TH")] == [["/Column"]] * 3 + [["/Row"]] * 2
    assert [scope(cell) for cell in elements(second, "/TH")] == [["/Column"]] * 2
    assert len(list(elements(first, "/Caption"))) == 1


def test_attachments_are_inside_byte_for_byte_with_their_relationship(pdf, every_block):
    for attachment in every_block.attachments:
        assert pdf.attachments[attachment.name].get_file().read_bytes() == attachment.data
    associated = {str(each.UF): str(each.AFRelationship) for each in pdf.Root.AF}
    assert associated == {"registre.json": "/Source", "sceau.bin": "/Data"}
    assert pdf.attachments["registre.json"].get_file().mime_type == "application/json"


def test_every_font_is_embedded(pdf):
    descriptors = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/FontName" in each]
    names = {str(each.FontName) for each in descriptors}
    assert any("IBMPlexSans" in name for name in names)
    assert any("LibertinusSerif" in name for name in names)
    assert all("/FontFile3" in each or "/FontFile2" in each for each in descriptors)


def test_nothing_runs_and_nothing_is_fetched(pdf):
    raw = b"".join(bytes(str(each), "utf-8", "replace") for each in pdf.objects if not isinstance(each, pikepdf.Stream))
    assert not re.search(rb"/JavaScript|/Launch|/OpenAction", raw)


def test_links_lead_to_the_address_and_to_the_section(pdf):
    links = [note for page in pdf.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
    assert [str(link.A.URI) for link in links if "/A" in link and "/URI" in link.A] == ["https://www.cnil.fr/"]
    assert all("/Contents" in link for link in links)


def test_a_page_break_and_a_cover_make_pages(every_block, with_cover):
    with opened(every_block) as plain, opened(with_cover) as covered:
        assert len(plain.pages) == 2
        assert len(covered.pages) == 3


def test_a_table_that_runs_over_pages_stays_one_table(every_block):
    rows = tuple((runs(f"Ligne {n}"), runs("texte " * 30)) for n in range(80))
    long = replace(every_block, blocks=(Heading(1, "Long"), Table("Long", ("A", "B"), rows, row_headers=True)))
    with opened(long) as pdf:
        (table,) = elements(pdf.Root.StructTreeRoot, "/Table")
        assert len(pdf.pages) > 3
        assert len(list(elements(table, "/TR"))) == 81


def test_same_value_same_bytes_and_another_date_other_bytes(every_block):
    assert to_pdf(every_block) == to_pdf(every_block)
    assert to_pdf(replace(every_block, date=every_block.date.replace(day=13))) != to_pdf(every_block)


def test_the_only_clock_is_the_date_of_the_document(pdf):
    with pdf.open_metadata() as meta:
        assert {meta["xmp:CreateDate"], meta["xmp:ModifyDate"]} == {"2026-03-12T00:00:00Z"}


def test_row_headings_leave_a_file_alone_when_no_table_wants_them(every_block):
    pdf = to_pdf(replace(every_block, blocks=(Paragraph(runs("x")),)))
    assert with_row_headings(pdf, [False]) is pdf


def test_a_missing_table_is_seen(every_block):
    with pytest.raises(ValueError, match="longer"):
        with_row_headings(to_pdf(every_block), [True, False, True])
