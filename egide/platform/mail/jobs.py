"""What mail does by itself: gathers the digests, erases what was not sent, forgets."""

from datetime import datetime, timedelta
from typing import Final

from egide.platform.mail import digests
from egide.platform.mail.models import Message, State

WORDS_KEPT: Final = timedelta(days=7)
"""Of what failed, or perhaps left: the time to send it again. Its links are mostly dead by then."""

MESSAGES_KEPT: Final = timedelta(days=180)


def gather_digests(now: datetime) -> int:
    """Post the digests of the day; how many."""
    del now
    return digests.gather()


def erase_and_forget(now: datetime) -> int:
    """Erase the words of what ended without being surely sent, then delete what is old; how many rows."""
    ended = Message.objects.filter(state__in=(State.FAILED, State.UNSURE), ended_at__lt=now - WORDS_KEPT)
    erased = ended.filter(sealed__isnull=False).update(sealed=None)
    gone = Message.objects.filter(ended_at__lt=now - MESSAGES_KEPT).delete()[0]
    return erased + gone
