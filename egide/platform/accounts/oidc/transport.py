"""What is sent to the provider, server to server: five seconds, no redirection, no large answer, encrypted."""

import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Final
from urllib.parse import urlencode

from egide.oidc import is_safe_address
from egide.platform.accounts.oidc.errors import RefusedError

TIMEOUT_SECONDS: Final = 5
MOST_BYTES: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    content_type: str
    body: bytes


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """A provider that sends elsewhere is not the one that was configured."""


def send(url: str, *, form: Mapping[str, str] | None = None, token: str = "") -> Answer:
    """GET, or POST of a form. Raises RefusedError("unreachable")."""
    if not is_safe_address(url):
        raise RefusedError("address")
    data = urlencode(form).encode() if form is not None else None
    headers = {"Accept": "application/json, application/jwt", **({"Authorization": f"Bearer {token}"} if token else {})}
    asked = urllib.request.Request(url, data=data, headers=headers)  # noqa: S310 - judged above
    opener = urllib.request.build_opener(_NoRedirection)
    try:
        with opener.open(asked, timeout=TIMEOUT_SECONDS) as response:
            return _answer(response)
    except urllib.error.HTTPError as refused:
        with refused:
            return _answer(refused)
    except (OSError, HTTPException) as lost:
        raise RefusedError("unreachable") from lost


def _answer(response: Any) -> Answer:
    body = response.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise RefusedError("unreachable")
    return Answer(response.status, response.headers.get_content_type(), body)
