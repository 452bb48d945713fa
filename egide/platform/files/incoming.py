"""A file that is being received: sealed as it comes. Its content never lies in clear on a disk, nor whole in memory.

It is read, and shown to the antivirus, before the request’s transaction begins: no lock waits for a network. What
nobody takes is thrown away.
"""

import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from egide.platform.files import kinds, scanning, sealing
from egide.platform.files.names import cleaned
from egide.platform.files.shapes import Scan

_FLOOD: Final = 4
"""Beyond so many times the largest file, the connection is cut: below, it is heard to its end, to be answered."""


if TYPE_CHECKING:
    _Uploaded = UploadedFile[Any]
else:
    _Uploaded = UploadedFile


class Incoming(_Uploaded):
    """What was received. `path`: its bytes, sealed under `key`."""

    def __init__(self, name: str, field_name: str) -> None:
        super().__init__(file=None, name=cleaned(name), size=0)
        self.field_name = field_name
        self.key = sealing.new_key()
        self.head, self.is_text, self.sha256 = b"", True, ""
        self.scan, self.virus = Scan.UNSCANNED, ""
        self.was_refused_a_scan = False
        self._hash = sha256()
        self._file = tempfile.NamedTemporaryFile(dir=waiting_folder(), prefix="in-", delete=False)  # noqa: SIM115
        self.path = Path(self._file.name)
        self._sealer = sealing.Sealer(self._file, self.key)

    @property
    def is_too_large(self) -> bool:
        """Whether it is larger than what is taken; it was then not kept whole."""
        return (self.size or 0) > settings.FILES_LARGEST

    def receive(self, data: bytes) -> None:
        """The next piece."""
        self.size = (self.size or 0) + len(data)
        if self.is_too_large:
            return
        if len(self.head) < kinds.HEAD:
            self.head += data[: kinds.HEAD - len(self.head)]
        self.is_text = self.is_text and kinds.could_be_text(data)
        self._hash.update(data)
        self._sealer.write(data)

    def end(self) -> None:
        """The last piece has come."""
        if not self.is_too_large:
            self._sealer.close()
        self.sha256 = self._hash.hexdigest()  # which says too that it came to its end
        self._file.close()

    def examine(self) -> None:
        """Ask the antivirus, if there is one. What it says is in `scan`; that it does not answer, in the last."""
        if self.is_too_large:
            return
        try:
            self.scan, self.virus = scanning.scan(self.chunks())
        except scanning.ScannerUnavailableError:
            self.was_refused_a_scan = True

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Its content, again."""
        del chunk_size
        with self.path.open("rb") as source:
            yield from sealing.unsealed(source, self.key)

    def seen(self) -> kinds.Seen:
        """What tells its kind."""
        return kinds.Seen(self.name or "", self.head, self.is_text, self._seekable)

    def _seekable(self) -> Any:
        return sealing.SealedReader(self.path.open("rb"), self.key, self.size or 0)

    def close(self) -> None:
        """Throw away what was received."""
        self._file.close()
        self.path.unlink(missing_ok=True)


def waiting_folder() -> Path:
    """Where files are sealed before they are taken: on the disk of the installation, whatever keeps them afterwards."""
    folder = Path(settings.STATE) / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


class IncomingHandler(FileUploadHandler):
    """Django’s parser gives it the pieces as the network brings them."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.received: list[Incoming] = []

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        """One field takes one file."""
        super().new_file(field_name, *args, **kwargs)
        if any(each.field_name == field_name for each in self.received):
            raise SkipFile
        self.received.append(Incoming(self.file_name or "", field_name))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep none of it in clear."""
        del start
        current = self.received[-1]
        current.receive(raw_data)
        if (current.size or 0) > _FLOOD * settings.FILES_LARGEST:
            raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> Incoming:
        """What `request.FILES` holds."""
        del file_size
        self.received[-1].end()
        return self.received[-1]

    def upload_interrupted(self) -> None:
        """Nothing stays of a file that did not come to its end. Django says so of one that was skipped, too."""
        for each in self.received:
            if not each.sha256:
                each.close()

    def discard(self) -> None:
        """Throw away all that came: what was taken has its own copy."""
        for each in self.received:
            each.close()


def receives_files(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view whose form brings files: each is an Incoming."""
    view.receives_files = True  # type: ignore[attr-defined]
    return view


class IncomingMiddleware:
    """To be placed between the one that tells who asks and the one that opens the transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _brings_files(request):
            return self.get_response(request)
        handler = IncomingHandler(request)
        request.upload_handlers = [handler]
        try:
            _ = request.FILES
            for received in handler.received:
                received.examine()
            return self.get_response(request)
        finally:
            handler.discard()


def _brings_files(request: HttpRequest) -> bool:
    if request.method != "POST" or request.content_type != "multipart/form-data" or not request.user.is_authenticated:
        return False
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return False
    return bool(getattr(found.func, "receives_files", False))
