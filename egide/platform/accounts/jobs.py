"""What accounts clear by themselves, at night."""

from datetime import datetime

from egide.platform.accounts import sessions
from egide.platform.accounts.mailed import links
from egide.platform.accounts.models import Session


def delete_expired(now: datetime) -> int:
    """Sessions and links that open nothing any more; how many there were."""
    return sessions.delete_expired(Session, now) + links.delete_expired(now)
