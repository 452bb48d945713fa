"""XML as a stream of events, from expat: no tree to fill the memory, no DOCTYPE, nothing fetched."""

from typing import IO, NoReturn
from xml.parsers import expat

from egide.formats.errors import Unreadable

_CHUNK = 1 << 20
NAMESPACE_SEPARATOR = " "


def strict_parser(*, namespaced: bool) -> expat.XMLParserType:
    """Names come as written (`table:table-row`) or, namespaced, as « uri local ».

    Always UTF-8, as spreadsheets write: the encoding declared could name any codec of Python.
    """
    parser = expat.ParserCreate("utf-8", NAMESPACE_SEPARATOR if namespaced else None)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def feed(parser: expat.XMLParserType, stream: IO[bytes], what: str) -> None:
    """Push the whole stream through. Raises Unreadable naming `what` and the line where the XML is broken."""
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003 — expat takes no keyword
    except expat.ExpatError as error:
        raise Unreadable(
            f"Ce fichier est abîmé\u202f: une de ses parties ({what}) n’est pas du XML correct.",
            "Ouvrez-le dans votre tableur, qui saura peut-être le réparer, et enregistrez-le à nouveau.",
            f"{what}, ligne {error.lineno}",
        ) from error


def local(name: str) -> str:
    """The name without its namespace."""
    return name.rpartition(NAMESPACE_SEPARATOR)[2]


class LocalNames(dict[str, str]):
    """`local`, remembered: a sheet has millions of tags and a dozen names."""

    def __missing__(self, name: str) -> str:
        self[name] = known = local(name)
        return known


def _refuse(*_: object) -> NoReturn:
    raise Unreadable(
        "Ce fichier contient une déclaration DOCTYPE, ce qu’aucun tableur ne produit.",
        "Ouvrez-le dans votre tableur et enregistrez-le à nouveau.",
    )
