"""A code opens once (RFC 6238 § 5.2): the step of the last one is kept, none at or before it is accepted again.

allauth remembers used codes in the cache for thirty seconds only, less than the time we accept them.
"""

import time
from typing import Any, Final

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import transaction

from egide.platform.accounts.models import User
from egide.platform.accounts.second_factor.sealing import unseal

_LAST: Final = "last_step"


def has_second_factor(user: User) -> bool:
    """Whether the person signs in with more than a password."""
    return bool(Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def kept_alive(authenticator: Any) -> bool:
    """Whether another factor of this person would remain."""
    rows = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
    return bool(rows.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def step_of(secret: str, code: str) -> int | None:
    """The thirty-second step whose code this is, now or one step around (clocks differ, people are slow)."""
    now = int(time.time()) // app_settings.TOTP_PERIOD
    for step in range(now - app_settings.TOTP_TOLERANCE, now + app_settings.TOTP_TOLERANCE + 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


def use(user: User, code: str) -> Any:
    """The authenticator (TOTP or recovery codes) that this code opens, spent; None when it opens nothing."""
    rows = Authenticator.objects.filter(user_id=user.pk)
    for row in rows.filter(type=Authenticator.Type.TOTP):
        if _use_step(row.pk, code):
            return row
    for row in rows.filter(type=Authenticator.Type.RECOVERY_CODES):
        if row.wrap().validate_code(code):
            return row
    return None


@transaction.atomic
def _use_step(pk: Any, code: str) -> bool:
    row = Authenticator.objects.select_for_update().get(pk=pk)
    step = step_of(unseal(row.data["secret"]), code)
    if step is None or step <= row.data.get(_LAST, -1):
        return False
    mark(row, step)
    return True


def mark(row: Any, step: int) -> None:
    """The code of this step, and those before it, are spent."""
    row.data[_LAST] = step
    row.save(update_fields=["data"])
