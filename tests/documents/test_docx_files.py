import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from egide.documents.docx import to_docx


@pytest.fixture
def word(every_block):
    return docx.Document(io.BytesIO(to_docx(every_block)))


def styles_of(word):
    return [paragraph.style.name for paragraph in word.paragraphs]


def test_headings_and_title_are_word_styles(word):
    named = {paragraph.text: paragraph.style.name for paragraph in word.paragraphs}
    assert named["Registre d’essai\u00a0: 2026"] == "Title"
    assert named["Suite"] == "Heading 2"
    assert named["Fin"] == "Heading 1"
    assert named["RGPD, art. 30"] == "Référence"
    assert styles_of(word).count("toc 1") == 2


def test_properties_and_language(word):
    core = word.core_properties
    assert (core.title, core.author, core.language) == (
        "Registre d’essai\u00a0: 2026",
        "Centre de gestion",
        "fr-FR",
    )
    assert (core.subject, core.keywords, core.comments) == ("Essai", "registre, RGPD", "")
    assert core.created.date() == core.modified.date()
    defaults = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
    assert defaults.get(qn("w:val")) == "fr-FR"


def test_table_heads_repeat_and_rows_are_not_split(word):
    for table in word.tables:
        head, *others = table._tbl.tr_lst
        assert head.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:tblHeader")) is None for row in others)
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (head, *others))
        assert table.style.name == "Tableau Égide"
    assert [cell.text for cell in word.tables[0].rows[1].cells] == [
        "Images",
        "1\u00a0mois",
        "7\u202f000\u202f€",
    ]
    assert word.tables[0]._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Données et durées"


def test_fields_count_pages_and_list_the_contents(word):
    def instructions(element):
        return [each.text.split()[0] for each in element.iter(qn("w:instrText"))]

    assert instructions(word.sections[0].footer._element) == ["PAGE", "NUMPAGES"]
    assert instructions(word.element.body) == ["TOC", "PAGEREF", "PAGEREF", "PAGEREF"]


def test_fields_open_and_close(word):
    kinds = [each.get(qn("w:fldCharType")) for each in word.element.body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 4
    assert (kinds[0], kinds[-1]) == ("begin", "end")


def test_inner_links_lead_to_bookmarks_and_outer_ones_out(word):
    bookmarks = {each.get(qn("w:name")) for each in word.element.body.iter(qn("w:bookmarkStart"))}
    links = list(word.element.body.iter(qn("w:hyperlink")))
    assert {link.get(qn("w:anchor")) for link in links} - {None} <= bookmarks
    outer = [word.part.rels[link.get(qn("r:id"))].target_ref for link in links if link.get(qn("r:id"))]
    assert outer == ["https://www.cnil.fr/"]


def test_each_numbered_list_starts_at_one(word):
    numbers = [
        paragraph._p.pPr.numPr.numId.val for paragraph in word.paragraphs if paragraph.style.name == "List Number"
    ]
    assert numbers[0] == numbers[1] != numbers[2]


def test_the_page_break_belongs_to_the_paragraph_that_follows(word):
    breaking = [p.text for p in word.paragraphs if p.paragraph_format.page_break_before]
    assert breaking == ["repart de un"]


def test_a_status_is_said_in_words(word):
    notes = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Note À corriger"]
    assert notes == ["À corriger · Durée absente", "Un mois. CSI, art. L252-5"]


def test_files_left_out_are_named(word):
    assert "registre.json" in word.paragraphs[-1].text


def test_a_cover_has_no_running_text(with_cover):
    section = docx.Document(io.BytesIO(to_docx(with_cover))).sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.is_linked_to_previous


def test_same_value_same_bytes_dated_from_the_document(every_block):
    made = to_docx(every_block)
    assert made == to_docx(every_block)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 3, 12, 0, 0, 0)}
