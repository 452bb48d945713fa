"""Asking an antivirus: clamd, by its INSTREAM command. No antivirus is needed; what was not examined says so."""

import socket
import struct
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote, urlsplit

from django.conf import settings

from egide.platform.files.shapes import Scan

_SECONDS: Final = 30
_LONGEST_ANSWER: Final = 4096


class ScannerUnavailableError(OSError):
    """The antivirus does not answer, or not as it should."""


def is_configured() -> bool:
    """Whether the installation has an antivirus."""
    return bool(settings.CLAMAV)


def scan(chunks: Iterable[bytes]) -> tuple[Scan, str]:
    """What the antivirus says, and the name of what it found. Raises ScannerUnavailableError."""
    if not is_configured():
        return Scan.UNSCANNED, ""
    try:
        with _connected(settings.CLAMAV) as wire:
            answer = _ask(wire, chunks)
    except OSError as failure:
        raise ScannerUnavailableError(str(failure)) from failure
    return _understood(answer)


def _connected(address: str) -> socket.socket:
    """`tcp://host:port` or `unix:///run/clamav/clamd.ctl`."""
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), timeout=_SECONDS)
    wire = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    wire.settimeout(_SECONDS)
    wire.connect(unquote(parts.path))
    return wire


def _ask(wire: socket.socket, chunks: Iterable[bytes]) -> bytes:
    wire.sendall(b"zINSTREAM\0")
    for chunk in chunks:
        if chunk:  # an empty one would end the file
            wire.sendall(struct.pack("!L", len(chunk)) + chunk)
    wire.sendall(struct.pack("!L", 0))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        part = wire.recv(1024)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n")


def _understood(answer: bytes) -> tuple[Scan, str]:
    text = answer.decode("utf-8", "replace").removeprefix("stream: ")
    if text == "OK":
        return Scan.CLEAN, ""
    if text.endswith(" FOUND"):
        return Scan.INFECTED, text.removesuffix(" FOUND")
    raise ScannerUnavailableError(text or "no answer")
