import io
import zipfile

import pytest
from lxml import etree

from egide.documents.odt import to_odt

NS = {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"),
        ("style", "style"), ("manifest", "manifest"), ("meta", "meta"),
    )
} | {"xlink": "http://www.w3.org/1999/xlink", "dc": "http://purl.org/dc/elements/1.1/"}  # fmt: skip
XML_FILES = ("content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml")


def name(prefixed):
    prefix, local = prefixed.split(":")
    return f"{{{NS[prefix]}}}{local}"


@pytest.fixture
def archive(every_block):
    with zipfile.ZipFile(io.BytesIO(to_odt(every_block))) as archive:
        yield archive


@pytest.fixture
def xml(archive):
    return {entry: etree.fromstring(archive.read(entry)) for entry in XML_FILES}


def test_the_format_is_said_first_and_uncompressed(archive):
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.text"


def test_the_manifest_lists_every_file(archive, xml):
    listed = set(xml["META-INF/manifest.xml"].xpath("//@manifest:full-path", namespaces=NS))
    assert listed == {"/", "content.xml", "styles.xml", "meta.xml"}
    assert set(archive.namelist()) == (listed - {"/"}) | {"mimetype", "META-INF/manifest.xml"}


def test_every_style_used_is_defined(xml):
    defined = {
        style for part in ("content.xml", "styles.xml") for style in xml[part].xpath("//@style:name", namespaces=NS)
    }
    used = xml["content.xml"].xpath("//@text:style-name | //@table:style-name", namespaces=NS)
    parents = [
        parent
        for part in ("content.xml", "styles.xml")
        for parent in xml[part].xpath("//@style:parent-style-name | //@style:page-layout-name", namespaces=NS)
    ]
    assert set(used) | set(parents) <= defined


def test_headings_have_their_level(xml):
    headings = xml["content.xml"].findall(".//text:h", NS)
    assert [(h.get(name("text:outline-level")), "".join(h.itertext())) for h in headings] == [
        ("1", "Vidéoprotection"), ("2", "Suite"), ("1", "Fin"),
    ]  # fmt: skip


def test_table_heads_repeat(xml):
    tables = xml["content.xml"].findall(".//table:table", NS)
    heads = [table.findall("table:table-header-rows/table:table-row", NS) for table in tables]
    assert [len(head) for head in heads] == [1, 1]
    assert [len(table.findall("table:table-row", NS)) for table in tables] == [2, 1]
    assert tables[0].findtext("table:title", namespaces=NS) == "Données et durées"


def test_the_contents_lead_to_each_heading(xml):
    body = xml["content.xml"].find(".//text:table-of-content/text:index-body", NS)
    bookmarks = set(xml["content.xml"].xpath("//text:bookmark-start/@text:name", namespaces=NS))
    targets = body.xpath(".//text:a/@xlink:href", namespaces=NS)
    assert [target.removeprefix("#") for target in targets] == body.xpath(".//@text:ref-name", namespaces=NS)
    assert {target.removeprefix("#") for target in targets} == bookmarks


def test_pages_are_counted_by_fields(xml):
    footer = xml["styles.xml"].find(".//style:footer", NS)
    assert footer.find(".//text:page-number", NS) is not None
    assert footer.find(".//text:page-count", NS) is not None


def test_metadata_and_language(xml):
    meta = xml["meta.xml"]
    assert meta.findtext(".//dc:title", namespaces=NS) == "Registre d’essai\u00a0: 2026"
    assert meta.findtext(".//dc:language", namespaces=NS) == "fr-FR"
    assert [each.text for each in meta.findall(".//meta:keyword", NS)] == ["registre", "RGPD"]
    assert b'fo:language="fr" fo:country="FR"' in etree.tostring(xml["styles.xml"])


def test_the_page_break_is_a_style_of_the_paragraph_that_follows(xml):
    broken = [
        paragraph for paragraph in xml["content.xml"].iter(name("text:p"), name("text:h"))
        if paragraph.get(name("text:style-name")).endswith("-page")
    ]  # fmt: skip
    assert ["".join(paragraph.itertext()) for paragraph in broken] == ["repart de un"]


def test_spaces_that_the_format_would_drop_are_kept(xml, every_block):
    code = xml["content.xml"].xpath("//text:span[text:s][contains(., 'M05_X')]", namespaces=NS)
    assert len(code) == 1


def test_a_cover_has_a_page_of_its_own(with_cover):
    with zipfile.ZipFile(io.BytesIO(to_odt(with_cover))) as archive:
        content, styles = (etree.fromstring(archive.read(entry)) for entry in XML_FILES[:2])
    assert content.xpath("//@style:master-page-name", namespaces=NS) == ["Cover", "Standard"]
    assert set(styles.xpath("//style:master-page/@style:name", namespaces=NS)) == {"Standard", "Cover"}


def test_same_value_same_bytes(every_block):
    assert to_odt(every_block) == to_odt(every_block)
