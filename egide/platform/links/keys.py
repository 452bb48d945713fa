"""Secret links made, found, spent and taken back. A key is 256 random bits: it is given once and only hashed here."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q

from egide.platform.links.models import Link
from egide.platform.links.purposes import Purpose, purposes
from egide.platform.records.identity import SYSTEM, identified, of_link
from egide.platform.records.models import State, unlocked
from egide.platform.records.scope import scoped_organization

KEPT_AFTER_END: Final = timedelta(days=90)


class DeadLinkError(Exception):
    """Unknown, expired, revoked or already used: nothing says which."""


def make(purpose: Purpose, record_id: UUID, given_to: str, now: datetime, by: UUID | None = None) -> tuple[Link, str]:
    """A link of the body in scope, and its key, that is nowhere else: send it at once.

    `given_to`: to whom, for the page where the body looks over its links; `by`: the account that gives it.
    """
    key = secrets.token_urlsafe(32)
    link = Link(
        organization_id=scoped_organization(),
        purpose=purpose.name,
        record_type=purpose.record_type,
        record_id=record_id,
        key_hash=_hashed(key),
        given_to=given_to[:254],
        given_by=by,
        made_at=now,
        expires_at=now + purpose.lifetime,
        uses_left=purpose.uses,
    )
    unlocked(Link).bulk_create([link])
    return link, key


def renew(link: Link, now: datetime) -> str:
    """A new key and a whole lifetime: the key sent before is dead. Raises DeadLinkError once revoked or used up."""
    key, purpose = secrets.token_urlsafe(32), purposes()[link.purpose]
    renewed = {"key_hash": _hashed(key), "made_at": now, "expires_at": now + purpose.lifetime}
    if not _row(link).exclude(uses_left=0).filter(revoked_at=None).update(**renewed):
        raise DeadLinkError
    link.made_at, link.expires_at = now, now + purpose.lifetime
    return key


def revoke(link: Link, now: datetime) -> bool:
    """Its key opens nothing any more. False when it was revoked already."""
    return bool(_row(link).filter(revoked_at=None).update(revoked_at=now))


def about(purpose: Purpose, records: Iterable[UUID]) -> dict[UUID, Link]:
    """The last link of this purpose about each of these records, in the body in scope."""
    rows = Link.objects.filter(purpose=purpose.name, record_id__in=list(records))
    return {link.record_id: link for link in rows.order_by("made_at")}


def live_links(now: datetime, *, of_people_only: bool = False) -> list[tuple[Link, Purpose]]:
    """Those of the body in scope that still open something, the latest first: one query.

    `of_people_only`: for those who manage people and do not read the registers.
    """
    known = {name: p for name, p in purposes().items() if p.of_people or not of_people_only}
    rows = Link.objects.filter(_live(now), purpose__in=list(known)).order_by("-made_at", "id")
    return [(link, known[link.purpose]) for link in rows]


def find(key: str, purpose: Purpose, now: datetime) -> Link | None:
    """The link that this key opens, read as its bearer; None for any other, whatever the reason."""
    hashed = _hashed(key)
    with identified(of_link(hashed)):
        found = unlocked(Link).filter(key_hash=hashed, purpose=purpose.name).select_related("organization").first()
    return found if _opens(found, now) else None


def lock(key: str, purpose: Purpose, now: datetime) -> Link:
    """The same, held until the transaction ends, so that two clicks do not both use it. Raises DeadLinkError."""
    with identified(SYSTEM):  # nobody but the installation writes in the row of a link, its bearer least of all
        rows = unlocked(Link).select_for_update(of=("self",)).select_related("organization")
        found: Link | None = rows.filter(key_hash=_hashed(key), purpose=purpose.name).first()
    if found is None or not _opens(found, now):
        raise DeadLinkError
    return found


def spend(link: Link, now: datetime) -> None:
    """One use less, of a link that `lock` gave."""
    with identified(SYSTEM):
        _row(link).update(uses_left=F("uses_left") - 1, used_at=now)


def delete_dead_links(now: datetime) -> int:
    """Those that ended three months ago, whatever the way; how many. A task of each night, as the installation."""
    before = now - KEPT_AFTER_END
    ended = Q(expires_at__lt=before) | Q(revoked_at__lt=before) | Q(uses_left=0, used_at__lt=before)
    with identified(SYSTEM):
        return int(unlocked(Link).filter(ended).delete()[0])


def _live(now: datetime) -> Q:
    return Q(revoked_at=None, expires_at__gt=now) & ~Q(uses_left=0)


def _opens(link: Link | None, now: datetime) -> bool:
    return link is not None and link.is_live(now) and link.organization.state == State.ACTIVE


def _row(link: Link) -> Any:
    return unlocked(Link).filter(organization_id=link.organization_id, id=link.id)


def _hashed(key: str) -> str:
    """A plain hash is enough for 256 random bits, and is found by its index."""
    return hashlib.sha256(key.encode()).hexdigest()
