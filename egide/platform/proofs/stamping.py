"""Time stamps of a third party (RFC 3161) on the text of a checkpoint, asked of the server of `EGIDE_TSA_URL`."""

import urllib.request
from pathlib import Path
from typing import Any
from urllib.error import URLError

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

_KIND = "application/timestamp-query"
_SECONDS = 20
_LARGEST = 200_000


class StampError(RuntimeError):
    """No stamp came back that holds, in French."""


def stamp(text: str) -> bytes:
    """The answer of the server (TimeStampResp, DER) on the SHA-256 of a text.

    It is checked: number asked, text, and the chain of certificates up to those of `EGIDE_TSA_ROOTS` when there are
    some. Raises StampError.
    """
    library = _library()
    asked = (
        library.TimestampRequestBuilder()
        .data(text.encode())
        .hash_algorithm(library.HashAlgorithm.SHA256)
        .nonce(nonce=True)
        .cert_request(cert_request=True)
        .build()
    )
    answer = _ask(asked.as_bytes())
    try:
        read = library.decode_timestamp_response(answer)
        _check(library, asked, read, text)
    except (ValueError, library.VerificationError) as error:
        raise StampError(f"La réponse du serveur d’horodatage ne tient pas : {error}.") from error
    return answer


def certificates(answer: bytes) -> str:
    """Those that came with a stamp, and the authorities that this installation believes: PEM."""
    read = _library().decode_timestamp_response(answer)
    sent = [x509.load_der_x509_certificate(raw) for raw in read.signed_data.certificates]
    return "".join(found.public_bytes(Encoding.PEM).decode() for found in dict.fromkeys([*sent, *_roots()]))


def stamped_at(answer: bytes) -> Any:
    """The instant that a stamp tells, UTC."""
    return _library().decode_timestamp_response(answer).tst_info.gen_time


def _library() -> Any:
    try:
        import rfc3161_client  # noqa: PLC0415 - an option of the installation
    except ImportError as error:
        raise StampError(
            "L’horodatage demande l’option « timestamp » (voyez docs/operations/points-de-controle.md)."
        ) from error
    return rfc3161_client


def _ask(body: bytes) -> bytes:
    url = settings.TSA_URL
    if not url.startswith(("http://", "https://")):
        raise StampError("EGIDE_TSA_URL : l’adresse commence par http:// ou https://.")
    request = urllib.request.Request(url, data=body, headers={"Content-Type": _KIND})  # noqa: S310 - checked above
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as opened:  # noqa: S310
            return bytes(opened.read(_LARGEST))
    except (URLError, OSError) as error:
        raise StampError(f"Le serveur d’horodatage ne répond pas ({error}).") from error


def _check(library: Any, asked: Any, read: Any, text: str) -> None:
    imprint = read.tst_info.message_imprint.message if read.status == 0 else b""
    if read.status != 0:
        raise ValueError(f"statut {read.status}")
    if imprint != asked.message_imprint.message or read.tst_info.nonce != asked.nonce:
        raise ValueError("elle porte sur autre chose que ce qui a été demandé")
    roots = _roots()
    if not roots:
        return
    builder = library.VerifierBuilder.from_request(asked)
    for root in roots:
        builder = builder.add_root_certificate(root)
    builder.build().verify_message(read, text.encode())


def _roots() -> list[x509.Certificate]:
    if not settings.TSA_ROOTS:
        return []
    try:
        return x509.load_pem_x509_certificates(Path(settings.TSA_ROOTS).read_bytes())
    except (OSError, ValueError) as error:
        raise StampError(f"EGIDE_TSA_ROOTS : « {settings.TSA_ROOTS} » ne se lit pas ({error}).") from error
