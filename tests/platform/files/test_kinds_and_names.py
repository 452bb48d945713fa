"""Which files are taken, and under what name."""

import zipfile

import pytest

from egide.platform.files import kinds
from egide.platform.files.errors import FileRefusedError
from egide.platform.files.kinds import KINDS, kind_of
from egide.platform.files.names import LONGEST, cleaned, extension
from tests.platform.files.received import JPEG, PDF, PNG, archive, odt, office, received

GOOD = {
    "a.pdf": PDF, "a.odt": odt(), "a.ods": odt("spreadsheet"), "a.odp": odt("presentation"), "a.docx": office(),
    "a.xlsx": office("xl"), "a.pptx": office("ppt"), "a.png": PNG, "a.jpg": JPEG, "a.jpeg": JPEG,
    "a.txt": "Bonjour à tous".encode(), "a.csv": b"a;b\r\n1;2\r\n",
    "a.eml": b"From: anne@exemple.fr\r\nSubject: x\r\n\r\nBonjour",
}  # fmt: skip
KNOWN = sorted(GOOD)


def kind(name, content):
    file = received(content, name)
    try:
        return kind_of(file.seen())
    finally:
        file.close()


def refusal(name, content):
    with pytest.raises(FileRefusedError) as refused:
        kind(name, content)
    return str(refused.value)


@pytest.mark.parametrize("name", KNOWN)
def test_a_good_file_of_each_kind_is_taken(name):
    assert kind(name, GOOD[name]) == KINDS[extension(name)]
    assert {extension(each) for each in KNOWN} == set(KINDS)


@pytest.mark.parametrize("name", KNOWN)
def test_a_content_under_the_extension_of_another_is_refused(name):
    texts = {"txt", "csv", "eml"}  # a message is a text, and so is a table
    for other, content in GOOD.items():
        mine, theirs = extension(name), extension(other)
        same = KINDS[mine].media_type == KINDS[theirs].media_type
        if same or (mine in texts - {"eml"} and theirs in {*texts, "pdf"}):
            continue
        assert "n’est pas celui d’un fichier" in refusal(name, content), other


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg", "a.docm", "a.js", "a.zip", "a", "a.pdf.exe"])
def test_other_extensions_are_refused_and_the_good_ones_named(name):
    assert "pdf, odt" in refusal(name, PDF)


def test_macros_are_refused():
    assert "macros" in refusal("a.docx", office(**{"word/vbaProject.bin": "x"}))


def test_an_archive_that_would_unpack_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(kinds, "_RATIO_FROM", 100_000)
    assert "démesuré" in refusal("a.docx", office(**{"word/x.xml": "0" * 3_000_000}))
    monkeypatch.setattr(kinds, "MOST_MEMBERS", 5)
    assert "démesuré" in refusal("a.odt", odt(**{f"x{n}": "" for n in range(5)}))
    monkeypatch.setattr(kinds, "MOST_MEMBERS", 100)
    monkeypatch.setattr(kinds, "MOST_UNPACKED", 10)
    assert "démesuré" in refusal("a.odt", odt())


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "C:\\x", "a\\..\\..\\b"])
def test_an_archive_whose_paths_lead_out_is_refused(path):
    assert "chemins" in refusal("a.odt", odt(**{path: "x"}))


@pytest.mark.parametrize("broken", [b"PK\x03\x04" + b"x" * 500, odt()[:-30], archive({"a": "b"})])
def test_a_broken_archive_is_refused(broken):
    assert "a.odt" in refusal("a.odt", broken)


def test_a_member_that_lies_on_its_size_is_refused(monkeypatch):
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: (_ for _ in ()).throw(zipfile.BadZipFile("lie")))
    assert "n’est pas celui" in refusal("a.odt", odt())


@pytest.mark.parametrize("byte", [b"\x00", b"\x01", b"\x7fELF\x02\x00"])
def test_a_text_holds_no_control_wherever_it_stands(byte):
    assert "a.txt" in refusal("a.txt", b"x" * 20_000 + byte)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("arrêté.pdf", "arrêté.pdf"),
        ("arre\u0302te\u0301.PDF", "arrêté.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anne\\contrat.docx", "contrat.docx"),
        ("/etc/../a.txt", "a.txt"),
        ("..", "fichier"),
        ("", "fichier"),
        (".pdf", "fichier.pdf"),
        ("a\x00b\r\nc.txt", "a b c.txt"),
        ("facture\u202efdp.exe", "facture fdp.exe"),
        ("con.txt", "fichier con.txt"),
        ('a<b>:"|?*.csv', "a_b______.csv"),
        ("  espaces   partout .pdf", "espaces partout.pdf"),
    ],
)
def test_a_name_is_cleaned(given, kept):
    assert cleaned(given) == kept


def test_a_long_name_keeps_its_extension():
    assert len(cleaned("é" * 400 + ".pdf")) == LONGEST
    assert cleaned("é" * 400 + ".pdf").endswith("é.pdf")


def test_a_name_cleaned_twice_does_not_change():
    for name in ("arrêté.pdf", "..", 'a<b>:"|?*.csv', "con.txt", "x" * 400, ".a.b."):
        assert cleaned(cleaned(name)) == cleaned(name)
