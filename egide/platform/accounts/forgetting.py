"""What accounts forget at night: invitations long dead, sessions and counters that expired."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q

from egide.platform.accounts.models import CacheEntry, Invitation


def delete_old_invitations(now: datetime) -> int:
    """Those accepted, revoked or expired for `INVITATION_DAYS`; how many."""
    limit = now - timedelta(days=settings.INVITATION_DAYS)
    ended = Q(accepted_at__lte=limit) | Q(revoked_at__lte=limit) | Q(expires_at__lte=limit)
    return Invitation.objects.filter(ended).delete()[0]


def delete_expired_sessions(now: datetime) -> int:
    """Those that open nothing any more; how many."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def delete_expired_cache(now: datetime) -> int:
    """Values whose time has passed; how many. Django removes them only when the table is full."""
    return CacheEntry.objects.filter(expires__lt=now).delete()[0]
