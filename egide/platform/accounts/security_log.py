"""What happened to accounts, a JSON line each, on the logger `egide.security`: no password, no address in clear.

Kept apart from the journal of records, so that an installation sends it where it keeps such lines (6 to 12 months).
"""

import json
import logging
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

_LOGGER: Final = logging.getLogger("egide.security")


def note(event: str, request: HttpRequest | None = None, user: Any = None, **facts: Any) -> None:
    """One line. `user` is a person who is known; of anyone else, give `address=digest(email)`."""
    line = {"at": timezone.now().isoformat(), "event": event}
    if request is not None:
        line["ip"] = address_of(request)
    if user is not None and user.pk is not None:
        line["user"] = str(user.pk)
    _LOGGER.info("%s", json.dumps({**line, **facts}, ensure_ascii=False, default=str))


def digest(email: str) -> str:
    """Tells one unknown address from another in this installation, and does not say which it is."""
    return salted_hmac("egide.accounts.address", email.strip().lower(), algorithm="sha256").hexdigest()[:16]


def address_of(request: HttpRequest) -> str:
    """From where the request comes, believing as many proxies as the installation says; empty when it is not known."""
    from allauth.account.adapter import get_adapter  # noqa: PLC0415 - our adapter itself notes what it does

    try:
        return str(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured):
        return ""
