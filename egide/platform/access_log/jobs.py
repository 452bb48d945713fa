"""The nightly end of what is too old: six to twelve months, as the installation says (CNIL, deliberation 2021-122)."""

from datetime import datetime

from django.conf import settings

from egide.law.calendar import add_months
from egide.platform.access_log.models import AccountEvent, BodyAccess
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import unlocked


def delete_old_entries(now: datetime) -> int:
    """Traces of the days before; how many there were. The journal of records is not touched."""
    limit = oldest_kept(now)
    with identified(SYSTEM):
        bodies, _ = unlocked(BodyAccess).filter(at__lt=limit).delete()
    accounts, _ = AccountEvent.objects.filter(at__lt=limit).delete()
    return int(bodies + accounts)


def oldest_kept(now: datetime) -> datetime:
    """The instant before which a trace is deleted."""
    day = add_months(now.date(), -settings.ACCESS_LOG_MONTHS)
    return datetime.combine(day, now.timetz())
