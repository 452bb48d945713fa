"""What accounts forget at night: invitations long dead, and counters that expired."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from egide.platform.accounts.models import CacheEntry, Invitation


def delete_old_invitations(now: datetime) -> int:
    """Those accepted, or sent and left without an answer, `INVITATION_DAYS` ago; how many. Their links are dead."""
    limit = now - timedelta(days=settings.INVITATION_DAYS)
    ended = Q(accepted_at__lte=limit) | Q(accepted_at=None, invited_at__lte=limit)
    return Invitation.objects.filter(ended).delete()[0]


def delete_expired_cache(now: datetime) -> int:
    """Values whose time has passed; how many. Django removes them only when the table is full."""
    return CacheEntry.objects.filter(expires__lt=now).delete()[0]
