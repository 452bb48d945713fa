"""Tokens: made, recognised, counted, revoked. A key is shown once; the database holds its hash alone."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Case, F, When

from egide.platform.accounts.models import User
from egide.platform.api.models import Token

LONGEST: Final = timedelta(days=365)
MARK: Final = "egide_"
_SHOWN: Final = 6


def issue(
    user: User, name: str, *, may_write: bool, bodies: Collection[UUID] | None, expires_at: datetime, now: datetime
) -> tuple[Token, str]:
    """A new token and its key, that nobody can ever show again. Raises ValueError for more than a year."""
    if not now < expires_at <= now + LONGEST:
        raise ValueError("a token lasts a year at most")
    key = MARK + secrets.token_urlsafe(32)
    token = Token.objects.create(
        user=user,
        name=name,
        prefix=key[: len(MARK) + _SHOWN],
        key_hash=hashed(key),
        may_write=may_write,
        bodies=None if bodies is None else sorted(str(body) for body in bodies),
        created_at=now,
        expires_at=expires_at,
    )
    return token, key


def hashed(key: str) -> str:
    """A key holds 256 bits of chance: one round of SHA-256 is enough, and finds its row by index."""
    return sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


def find(key: str, now: datetime) -> Token | None:
    """The token of this key, while it opens something and its owner has an account."""
    found = Token.objects.select_related("user").filter(key_hash=hashed(key)).first()
    return found if found is not None and found.is_open(now) and found.user.is_active else None


def spend(token: Token, now: datetime) -> bool:
    """Count a call, in one statement whatever the number of processes. False: too many within this minute."""
    minute = int(now.timestamp()) // 60
    unspent = Token.objects.filter(id=token.id).exclude(minute=minute, spent__gte=settings.API_CALLS_PER_MINUTE)
    counted = Case(When(minute=minute, then=F("spent") + 1), default=1)
    return bool(unspent.update(minute=minute, spent=counted, last_used_at=now))


def of(user: User) -> list[Token]:
    """Those of a person that were not revoked, the last first; the expired ones are still told."""
    return list(Token.objects.filter(user=user, revoked_at=None))


def revoke(user: User, token_id: UUID, now: datetime) -> Token | None:
    """End one of a person's tokens; None when it is not theirs or has ended already."""
    if not Token.objects.filter(user=user, id=token_id, revoked_at=None).update(revoked_at=now):
        return None
    return Token.objects.get(id=token_id)


def revoke_useless(user_id: UUID, reached: Collection[UUID], now: datetime) -> None:
    """End the tokens of a person that are for none of the bodies still reached."""
    mine = Token.objects.filter(user_id=user_id, revoked_at=None)
    useless = [token.id for token in mine if not any(token.reaches(body) for body in reached)]
    mine.filter(id__in=useless).update(revoked_at=now)
