import zipfile

import pytest

from egide.formats.errors import Unreadable
from egide.formats.grids.grid import Kind
from egide.formats.grids.kinds import detect
from egide.formats.grids.limits import Limits
from egide.formats.grids.workbooks import read_workbook
from tests.formats.files import (
    ODS_TYPE,
    compound,
    ods,
    ods_cell,
    ods_row,
    ods_table,
    text_cell,
    xls,
    xlsb,
    xlsx,
    zipped,
)

ENCRYPTED = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"


def refusal(path):
    with pytest.raises(Unreadable) as refused:
        read_workbook(path, Limits())
    assert refused.value.advice.endswith(".")
    return refused.value.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "vide"),
        (b"%PDF-1.7\n", "un PDF"),
        (b"\x89PNG\r\n\x1a\n", "une image"),
        (b"\xff\xd8\xff\xe0", "une image"),
        (b"{\\rtf1", "RTF"),
        (b"\x1f\x8b\x08", "archive compressée"),
        (b"MZ\x90\0", "un programme"),
        (b"\x09\x08\x10\0\0\x05", "antérieure à 1997"),
        (b"<html><table><tr><td>Nom</td></tr></table></html>", "une page web"),
        (b"\xef\xbb\xbf\n<!-- x --><!-- y --><TABLE border=1>", "une page web"),
        (b"<!DOCTYPE html>", "une page web"),
        (b"<!--" * 10_000, None),
        (b"MIME-Version: 1.0\r\n", "page web archivée"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "Excel 2003",
        ),
        (b'<?xml version="1.0"?><office:document office:mimetype="x">', "XML plat"),
        (b'<?xml version="1.0"?><result/>', "un fichier XML"),
        (b'{"pia": {}}', "un fichier JSON"),
        (b"[]", "un fichier JSON"),
        (bytes(range(256)) * 50, "ni un tableur ni un fichier texte"),
        (bytes(100_000), "ni un tableur ni un fichier texte"),
    ],
)
def test_what_is_no_table_has_its_own_words(tmp_path, data, words):
    path = tmp_path / "registre.xls"
    path.write_bytes(data)
    if words is None:
        assert detect(path, Limits()) is Kind.CSV
    else:
        assert words in refusal(path)


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"[Content_Types].xml": "", "word/document.xml": ""}, "un document Word"),
        ({"[Content_Types].xml": "", "ppt/presentation.xml": ""}, "PowerPoint"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}, "LibreOffice"),
        ({"mimetype": ODS_TYPE, "META-INF/manifest.xml": ENCRYPTED, "encrypted-package": ""}, "mot de passe"),
        ({"readme.txt": "", "sub/registre.ods": ""}, "archive ZIP"),
        ({"mimetype": ODS_TYPE}, "archive ZIP"),
    ],
)
def test_archives_of_another_kind_have_their_own_words(tmp_path, members, words):
    assert words in refusal(zipped(tmp_path / "a.ods", members))


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        ("EncryptedPackage", "mot de passe"),
        ("WordDocument", "un document Word"),
        ("Other", "ancien document Office"),
        ("Book", "aucune feuille"),
    ],
)
def test_office_containers_have_their_own_words(tmp_path, stream, words):
    assert words in refusal(compound(tmp_path / "a.xlsx", stream, b""))


def test_a_file_that_is_not_there_or_too_heavy_is_refused(tmp_path):
    assert "n’existe pas" in refusal(tmp_path / "absent.ods")
    assert "ne peut pas être ouvert" in refusal(tmp_path)
    heavy = tmp_path / "heavy.csv"
    with heavy.open("wb") as stream:
        stream.truncate(100_000_001)
    assert "101\u00a0Mo\u202f; la limite est de 100\u00a0Mo" in refusal(heavy)


def made(folder, kind):
    cells = [(0, 0, "Paie")]
    path = folder / "registre.dat"
    return {
        Kind.ODS: lambda: ods(path, ods_table(ods_row(ods_cell("Paie")))),
        Kind.XLSX: lambda: xlsx(path, f"<row>{text_cell('A1', 'Paie')}</row>"),
        Kind.XLSB: lambda: xlsb(path, cells),
        Kind.XLS: lambda: xls(path, cells),
        Kind.CSV: lambda: path.write_text("Paie") and path,
    }[kind]()


@pytest.mark.parametrize("kind", [Kind.ODS, Kind.XLSX, Kind.XLSB, Kind.XLS, Kind.CSV])
@pytest.mark.parametrize("suffix", ["", ".ODS", ".xlsx", ".xlsb", ".xls", ".csv", ".pdf"])
def test_the_content_decides_and_a_lying_extension_is_noted(tmp_path, kind, suffix):
    path = made(tmp_path, kind).rename(tmp_path / f"registre{suffix}")
    book = read_workbook(path, Limits())
    assert book.kind is kind
    assert book.sheets[0].text_at(0, 0) == "Paie"
    honest = suffix.lower() in ("", f".{kind}")
    assert len(book.notes) == (0 if honest else 1)
    assert honest or f"«\u00a0{suffix.lower()}\u00a0»" in book.notes[0]


def test_an_ods_without_its_mimetype_is_still_one(tmp_path):
    path = ods(tmp_path / "a.ods", ods_table(""))
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    assert detect(zipped(tmp_path / "b.ods", {"content.xml": content}), Limits()) is Kind.ODS
