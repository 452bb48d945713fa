"""Files as they come from a browser, and archives with what one likes in them."""

import io
import zipfile

from egide.platform.files.incoming import Incoming

PDF = b"%PDF-1.7\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
JPEG = b"\xff\xd8\xff\xe0" + bytes(64)


def received(text="Bonjour", name=None, piece=4096):
    """A file received by pieces; a text named after itself unless told."""
    content = text.encode() if isinstance(text, str) else text
    incoming = Incoming(name or f"{text}.txt", "file")
    for start in range(0, len(content), piece):
        incoming.receive(content[start : start + piece])
    incoming.end()
    incoming.examine()
    return incoming


def archive(members, *, packed=True):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return written.getvalue()


def odt(kind="text", **more):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        made.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        for name, content in {"content.xml": "<x/>", **more}.items():
            made.writestr(name, content)
    return written.getvalue()


def office(folder="word", **more):
    return archive({"[Content_Types].xml": "<x/>", f"{folder}/document.xml": "<x/>", **more})
