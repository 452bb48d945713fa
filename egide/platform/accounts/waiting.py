"""The invitation that waits for its guest to sign in: kept in the session, so that its key is in no other address.

What follows a sign-in stands in addresses (`?next=`), that browsers, proxies and logs keep; theirs names no key.
"""

import base64
from typing import Final

from django.http import HttpRequest
from django.urls import reverse

from egide.platform.records.sealing import Sealer, UnreadableError

_KEPT: Final = "egide.invitation"
_SEALER: Final = Sealer("egide.accounts.invitation")


def remember(request: HttpRequest, key: str) -> str:
    """Keep the key, sealed: sessions are in the database. The address that leads back to it."""
    request.session[_KEPT] = base64.urlsafe_b64encode(_SEALER.seal(key.encode(), _KEPT.encode())).decode()
    return reverse("invitation-waiting")


def address(request: HttpRequest) -> str:
    """Where the invitation is; "" when none waits."""
    kept = request.session.get(_KEPT, "")
    if not kept:
        return ""
    try:
        key = _SEALER.unseal(base64.urlsafe_b64decode(kept), _KEPT.encode()).decode()
    except UnreadableError:
        return ""
    return reverse("invitation", args=[key])


def sealed(request: HttpRequest) -> str:
    """What is kept, to be put in the session that follows this one: signing out empties it."""
    return str(request.session.get(_KEPT, ""))


def put_back(request: HttpRequest, kept: str) -> None:
    """After signing out."""
    if kept:
        request.session[_KEPT] = kept
