"""The one door: a Document in, bytes out. A PDF is made in a child process, recycled because Typst keeps what
it has seen in memory; a child that dies, hangs or fails is an error said in French, never a crash here."""

import atexit
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock
from typing import Any, Final, Literal, get_args

from egide.documents.document import Document
from egide.documents.docx import to_docx
from egide.documents.html import to_html
from egide.documents.odt import to_odt

Format = Literal["pdf", "docx", "odt", "html"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)

_TASKS_PER_CHILD: Final = 20
_TIMEOUT: Final = 120.0
_DEATH: Final = "la mise en page s’est arrêtée, sans doute par manque de mémoire"
_IN_PLACE: Final[dict[str, Callable[[Document], bytes]]] = {"docx": to_docx, "odt": to_odt, "html": to_html}


class RenderingFailed(Exception):  # noqa: N818 - says what happened
    """The file could not be made. Its text, in French, says why and what to do."""


def render(document: Document, file_format: Format, *, timeout: float = _TIMEOUT) -> bytes:
    """The document as a file; the same document gives the same bytes.

    `timeout` is in seconds and holds for PDF only. Raises RenderingFailed; ValueError on an unknown format.
    May be called from several threads: PDFs are made one at a time, which is faster than two at once.
    """
    if file_format not in FORMATS:
        raise ValueError(f"format inconnu : « {file_format} » (attendu : {', '.join(FORMATS)})")
    if file_format == "pdf":
        return _press.make(document, timeout)
    try:
        return _IN_PLACE[file_format](document)
    except Exception as error:
        raise RenderingFailed(_failed(file_format, f"{type(error).__name__} : {error}")) from error


def close() -> None:
    """Stop the child process, if any; the next PDF starts another. Done by itself at exit."""
    _press.close()


def _failed(file_format: str, reason: str) -> str:
    return (
        f"Le fichier {file_format.upper()} n’a pas pu être produit : {reason}. "
        "Essayez un autre format, et signalez ce document : c’est un défaut du logiciel."
    )


def _serve(channel: Connection) -> None:
    """In the child: documents in, `(True, bytes)` or `(False, reason)` out, until the channel closes."""
    from egide.documents.pdf import to_pdf  # noqa: PLC0415 - Typst is loaded in the child only

    while True:
        try:
            document = channel.recv()
        except EOFError:
            return
        try:
            channel.send((True, to_pdf(document)))
        except Exception as error:  # whatever it is, the parent must be told
            channel.send((False, str(error)))


class _Press:
    """The child process and the way to it: started when needed, replaced after `_TASKS_PER_CHILD` files."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._child: BaseProcess | None = None
        self._channel: Connection | None = None
        self._made = 0

    def make(self, document: Document, timeout: float) -> bytes:
        with self._lock:
            if self._made >= _TASKS_PER_CHILD:
                self._stop()
            try:
                answer = self._ask(self._open(), document, timeout)
            except BaseException as error:
                # Whatever cut the exchange, an answer may still come: it must not pass for the next one's.
                self._stop()
                if isinstance(error, (EOFError, OSError)):
                    raise RenderingFailed(_failed("pdf", _DEATH)) from error
                raise
            self._made += 1
        done, result = answer
        if not done:
            raise RenderingFailed(_failed("pdf", result))
        return bytes(result)

    def _ask(self, channel: Connection, document: Document, timeout: float) -> tuple[bool, Any]:
        channel.send(document)
        if not channel.poll(timeout):
            raise RenderingFailed(
                f"Le fichier PDF n’est pas prêt après {timeout:g} secondes : la mise en page a été arrêtée. "
                "Découpez le document, ou choisissez un autre format."
            )
        answer: tuple[bool, Any] = channel.recv()
        return answer

    def close(self) -> None:
        with self._lock:
            self._stop()

    def _open(self) -> Connection:
        if self._channel is None or self._child is None or not self._child.is_alive():
            self._stop()
            context = multiprocessing.get_context("spawn")
            self._channel, theirs = context.Pipe()
            self._child = context.Process(target=_serve, args=(theirs,), daemon=True, name="egide-pdf")
            self._child.start()
            theirs.close()
        return self._channel

    def _stop(self) -> None:
        if self._channel is not None:
            self._channel.close()
        if self._child is not None:
            self._child.kill()
            self._child.join()
        self._channel, self._child, self._made = None, None, 0


_press = _Press()
atexit.register(close)
