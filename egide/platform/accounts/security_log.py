"""What happened to accounts: a JSON line on the logger `egide.security`, for who watches the installation, and the same
event in the history that its person reads (`access_log`). No password, no address in clear.

Kept apart from the journal of records, so that an installation sends it where it keeps such lines (6 to 12 months).
"""

import json
import logging
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from egide.platform.access_log.recording import record_event

EVENTS: Final = {
    "signed_in": "Connexion",
    "signed_out": "Déconnexion",
    "sessions_closed": "Sessions fermées",
    "password_changed": "Mot de passe changé",
    "password_reset": "Mot de passe remplacé, par le lien du courriel",
    "factor_added": "Double vérification ajoutée",
    "factor_removed": "Double vérification retirée",
    "factor_refused": "Seconde preuve refusée",
    "recovery_codes_renewed": "Nouveaux codes de secours",
    "proconnect_linked": "Identité ProConnect rattachée",
    "proconnect_unlinked": "Identité ProConnect détachée",
    "invitation_accepted": "Invitation acceptée",
    "signed_out_by_administrator": "Sessions fermées par un administrateur",
    "viewed_as": "Un administrateur a regardé Égide à votre place",
    "data_exported": "Vos données ont été enregistrées dans un fichier",
}
"""What is kept for the person to read, in words; the other events are for the logger alone.

None of those that anyone may cause by typing an address: a row more for whom has an account would tell, by its time.
"""

_LOGGER: Final = logging.getLogger("egide.security")


def note(event: str, request: HttpRequest | None = None, user: Any = None, **facts: Any) -> None:
    """One line. `user` is a person who is known; of anyone else, give `address=digest(email)`."""
    line = {"at": timezone.now().isoformat(), "event": event}
    if request is not None:
        line["ip"] = address_of(request)
    if user is not None and user.pk is not None:
        line["user"] = str(user.pk)
        if event in EVENTS:
            record_event(user.pk, event, line.get("ip", ""), timezone.now())
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
