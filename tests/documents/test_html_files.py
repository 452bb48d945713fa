import base64
import re

import pytest
from lxml import html

from egide.documents.html import to_html


@pytest.fixture
def page(every_block):
    return html.document_fromstring(to_html(every_block))


def test_one_title_and_its_landmarks(page):
    assert [each.text_content() for each in page.findall(".//h1")] == ["Registre d’essai\u00a0: 2026"]
    assert page.get("lang") == "fr-FR"
    assert page.findtext(".//title") == "Registre d’essai\u00a0: 2026"
    for landmark in ("header", "main", "nav", "footer"):
        assert len(page.findall(f".//{landmark}")) == 1


def test_levels_follow_one_another(page):
    assert [each.tag for each in page.xpath("//main//*[self::h2 or self::h3 or self::h4]")] == [
        "h2",
        "h3",
        "h2",
    ]


def test_nothing_runs_and_nothing_is_fetched(every_block, page):
    assert page.findall(".//script") == []
    assert page.xpath("//@src | //link/@href | //@onclick | //@style") == []
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]
    assert re.search(rb"url\(|@import", to_html(every_block)) is None


def test_every_address_inside_the_page_exists_once(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = [href[1:] for href in page.xpath("//a/@href") if href.startswith("#")]
    assert set(targets) <= set(ids)
    assert page.xpath("//body/a[1]/@href") == ["#_contenu"]


def test_tables_have_caption_scopes_and_take_the_focus(page):
    first, second = page.findall(".//table")
    assert first.findtext("caption") == "Données et durées"
    assert first.xpath(".//th/@scope") == ["col", "col", "col", "row", "row"]
    assert second.xpath(".//th/@scope") == ["col", "col"]
    assert first.xpath(".//th[3]/@class | .//td[2]/@class") == ["end", "end", "end"]
    assert first.getparent().get("tabindex") == "0"


def test_a_term_keeps_all_its_details(page):
    groups = [
        (div.findtext("dt"), [dd.text_content() for dd in div.findall("dd")]) for div in page.findall(".//dl/div")
    ]
    assert groups[1] == ("Autorisation préfectorale et avis de la commission", ["Oui", "Le 14\u00a0mai 2023"])


def test_a_status_is_said_in_words(page):
    assert [note.find("p").text_content() for note in page.find_class("note")] == [
        "À corrigerDurée absente",
        "Conforme",
    ]


def test_attachments_can_be_taken_out(page, every_block):
    links = page.xpath("//footer//a[@download]")
    assert [link.get("download") for link in links] == ["registre.json", "sceau.bin"]
    for link, attachment in zip(links, every_block.attachments, strict=True):
        assert base64.b64decode(link.get("href").partition("base64,")[2]) == attachment.data


def test_same_value_same_bytes(every_block):
    assert to_html(every_block) == to_html(every_block)
