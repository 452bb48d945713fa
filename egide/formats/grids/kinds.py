"""What a file is, by its first bytes and its members; the extension only earns a note when it lies.

What is not a table gets its own refusal: a PDF, an image, a password, a web page renamed .xls.
"""

import re
import zipfile
from pathlib import Path

from egide.formats.errors import Unreadable
from egide.formats.grids.grid import Kind
from egide.formats.grids.limits import Limits
from egide.formats.grids.prescan import damaged_archive, opened

_SAVE_AS = "Ouvrez-le dans LibreOffice ou Excel et enregistrez-le au format .ods ou .xlsx."
_NO_PASSWORD = (
    "Ce fichier est protégé par un mot de passe\u202f: il ne peut pas être lu.",
    "Ouvrez-le dans votre tableur, retirez le mot de passe, puis enregistrez-le.",
)
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "un PDF", "Retrouvez le tableur d’origine\u202f: un PDF ne se relit pas."),
    (b"\x89PNG", "une image", "Retrouvez le tableur d’origine."),
    (b"\xff\xd8\xff", "une image", "Retrouvez le tableur d’origine."),
    (b"GIF8", "une image", "Retrouvez le tableur d’origine."),
    (b"II*\x00", "une image", "Retrouvez le tableur d’origine."),
    (b"MM\x00*", "une image", "Retrouvez le tableur d’origine."),
    (b"{\\rtf", "un document texte (RTF)", "Copiez son tableau dans un tableur."),
    (b"\x1f\x8b", "une archive compressée", "Ouvrez l’archive et choisissez le tableur qu’elle contient."),
    (b"7z\xbc\xaf", "une archive compressée", "Ouvrez l’archive et choisissez le tableur qu’elle contient."),
    (b"Rar!", "une archive compressée", "Ouvrez l’archive et choisissez le tableur qu’elle contient."),
    (b"MZ", "un programme", "Choisissez le fichier du registre."),
    (b"\x7fELF", "un programme", "Choisissez le fichier du registre."),
    (b"MIME-Version:", "une page web archivée", _SAVE_AS),
)
_EXTENSIONS = {
    Kind.ODS: (".ods", ".ots"),
    Kind.XLSX: (".xlsx", ".xlsm", ".xltx", ".xltm"),
    Kind.XLSB: (".xlsb",),
    Kind.XLS: (".xls", ".xlt"),
    Kind.CSV: (".csv", ".txt", ".tsv", ".tab"),
    Kind.JSON: (".json", ".jsonld"),
    Kind.XML: (".xml", ".fods"),
    Kind.ZIP: (".zip",),
}
_WEB_PAGE = re.compile(
    rb"\s*+(?><!--.*?-->\s*+)*+<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE | re.DOTALL
)
_OLD_EXCEL = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")
# The record that announces encryption, just after the one that opens the workbook of Excel 97–2003.
_FILE_PASS = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}\x2f\x00", re.DOTALL)
_JSON = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x19\x1c-\x1f\x7f]")
_HEAD = 65_536


def detect(path: Path, limits: Limits) -> Kind:
    """The kind of the file. Raises Unreadable, with its own words, for what no reader of ours can open.

    Opens archives: run it in the sandbox.
    """
    size = _size(path)
    if size == 0:
        raise Unreadable("Ce fichier est vide.", "Vérifiez l’enregistrement ou le téléchargement d’origine.")
    if size > limits.file_bytes:
        raise limits.too_big(size)
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive_kind(path, limits)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound_kind(path.read_bytes())
    _refuse_foreign(head)
    return _text_kind(head)


def _size(path: Path) -> int:
    try:
        with path.open("rb") as stream:
            return stream.seek(0, 2)
    except FileNotFoundError:
        raise Unreadable("Ce fichier n’existe pas.", "Vérifiez son nom et son emplacement.") from None
    except OSError as error:
        raise Unreadable(
            f"Ce fichier ne peut pas être ouvert ({error.strerror}).", "Vérifiez vos droits de lecture."
        ) from error


def extension_note(path: Path, kind: Kind) -> str | None:
    """A sentence when the name of the file says something else than its content."""
    suffix = path.suffix.lower()
    if not suffix or suffix in _EXTENSIONS[kind]:
        return None
    return (
        f"Le nom du fichier finit par «\u00a0{suffix}\u00a0» mais son contenu est au format"
        f" {kind.value.upper()}\u202f: il a été lu comme tel."
    )


def _archive_kind(path: Path, limits: Limits) -> Kind:
    with opened(path, limits) as archive:
        names = set(archive.namelist())
        if {"xl/workbook.xml", "xl/workbook.bin"} & names:
            return Kind.XLSX if "xl/workbook.xml" in names else Kind.XLSB
        for folder, what in (("word/", "un document Word"), ("ppt/", "une présentation PowerPoint")):
            if any(name.startswith(folder) for name in names):
                raise _foreign(what, "Copiez son tableau dans un tableur.")
        if "mimetype" in names or "content.xml" in names:
            return _open_document_kind(archive, names)
    return Kind.ZIP


def _open_document_kind(archive: zipfile.ZipFile, names: set[str]) -> Kind:
    mimetype = _first_bytes(archive, "mimetype", 200) if "mimetype" in names else b"spreadsheet"
    if b"opendocument" in mimetype and b"spreadsheet" not in mimetype:
        raise _foreign("un document LibreOffice qui n’est pas un tableur", "Copiez son tableau dans un tableur.")
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in _first_bytes(archive, manifest, 1_000_000):
        raise Unreadable(*_NO_PASSWORD)
    return Kind.ODS if "content.xml" in names else Kind.ZIP


def _first_bytes(archive: zipfile.ZipFile, name: str, size: int) -> bytes:
    with damaged_archive(), archive.open(name) as member:
        return member.read(size)


def _compound_kind(data: bytes) -> Kind:
    """The container of Office 97–2003: the names of its streams, in UTF-16, say what it holds."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") + b"\0\0" in data

    if holds("EncryptedPackage") or _FILE_PASS.search(data):
        raise Unreadable(*_NO_PASSWORD)
    if holds("Workbook") or holds("Book"):
        return Kind.XLS
    if holds("WordDocument"):
        raise _foreign("un document Word", "Copiez son tableau dans un tableur.")
    raise _foreign("un ancien document Office sans tableur", _SAVE_AS)


def _refuse_foreign(head: bytes) -> None:
    for magic, what, advice in _FOREIGN:
        if head.startswith(magic):
            raise _foreign(what, advice)
    if _OLD_EXCEL.match(head):
        raise _foreign("un classeur d’une version d’Excel antérieure à 1997", _SAVE_AS)


def _text_kind(head: bytes) -> Kind:
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _WEB_PAGE.match(text):
        raise _foreign("une page web, même si son nom dit autre chose", _SAVE_AS)
    if text.lstrip().startswith(b"<?xml"):
        return _xml_kind(text)
    if _JSON.match(text):
        return Kind.JSON
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_like_text(head):
        return Kind.CSV
    raise Unreadable(
        "Ce fichier n’est ni un tableur ni un fichier texte.",
        "Choisissez un fichier .ods, .xlsx, .xls ou .csv, et vérifiez qu’il n’est pas abîmé.",
    )


def _xml_kind(text: bytes) -> Kind:
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text:
        raise _foreign("un classeur XML d’Excel 2003", _SAVE_AS)
    if b"<office:document" in text:
        raise _foreign("un document LibreOffice au format XML plat", _SAVE_AS)
    return Kind.XML


def _looks_like_text(head: bytes) -> bool:
    """A stray NUL or control character is forgiven; UTF-16 without its mark is told by its regular NULs."""
    controls = len(_CONTROL.findall(head))
    nuls = head.count(b"\0")
    even, odd = head[::2].count(b"\0"), head[1::2].count(b"\0")
    regular = nuls > len(head) / 4 and min(even, odd) < nuls / 20
    return controls <= len(head) / 200 and (regular or nuls <= len(head) / 100)


def _foreign(what: str, advice: str) -> Unreadable:
    return Unreadable(f"Ce fichier est {what}\u202f: ce n’est pas un tableur que l’on peut lire.", advice)
