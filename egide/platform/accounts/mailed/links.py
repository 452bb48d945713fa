"""A link: made for one account and one browser, good for a quarter of an hour, once."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.db import transaction

from egide.platform.accounts.models import SignInLink, User

GOOD_FOR: Final = timedelta(minutes=15)


class ClosedLinkError(Exception):
    """Unknown, expired, already used, of another browser, or made before the password changed: nothing says which."""


def make(user: User, browser: str, following: str, now: datetime) -> str:
    """The key of a new link; those asked before are dead. `browser`: the secret of the session that asks."""
    key = secrets.token_urlsafe(32)
    SignInLink.objects.filter(user=user).delete()
    SignInLink.objects.create(
        user=user,
        key_hash=_hashed(key),
        browser_hash=_hashed(browser),
        state_hash=_state(user),
        following=following[:500],
        expires_at=now + GOOD_FOR,
    )
    return key


@transaction.atomic
def pretend(browser: str, now: datetime) -> None:
    """The same writes for an address without an account, undone at once: the time of the answer tells nothing.

    The key of the account is looked at when the transaction ends: the row is gone by then.
    """
    nobody = User(id=uuid4(), password="")
    make(nobody, browser, "", now)
    SignInLink.objects.filter(user_id=nobody.pk).delete()


def find(key: str, browser: str, now: datetime) -> SignInLink:
    """The link that this key opens here. Raises ClosedLinkError."""
    found = SignInLink.objects.select_related("user").filter(key_hash=_hashed(key), used_at=None).first()
    if found is None or now >= found.expires_at:
        raise ClosedLinkError
    same_browser = hmac.compare_digest(found.browser_hash, _hashed(browser))
    if not same_browser or found.state_hash != _state(found.user):
        raise ClosedLinkError
    return found


@transaction.atomic
def use(key: str, browser: str, now: datetime) -> SignInLink:
    """The link, spent: two clicks at once open one session. Raises ClosedLinkError."""
    found = find(key, browser, now)
    if not SignInLink.objects.filter(pk=found.pk, used_at=None).update(used_at=now):
        raise ClosedLinkError
    return found


def delete_expired(now: datetime) -> int:
    """Those that open nothing any more; how many there were."""
    deleted, _ = SignInLink.objects.filter(expires_at__lte=now).delete()
    return deleted


def _hashed(secret: str) -> str:
    """Secrets of 256 random bits: a plain hash is enough, and is found by its index."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _state(user: User) -> str:
    return _hashed(user.get_session_auth_hash())
