"""What a program takes away of a body is in the log of accesses, as a file that a person exports is."""

from datetime import datetime, time
from typing import Any, Final

from django.db import DatabaseError
from django.http.response import HttpResponseBase
from django.utils import timezone

from egide.faults import failure_of
from egide.platform.access_log.models import BodyAccess, Kind
from egide.platform.access_log.recording import record
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import unlocked

FORM: Final = "json"


def trace(request: Any, response: HttpResponseBase) -> None:
    """Once a day for each token and body: its calls are counted in thousands. Asked outside the transaction of reading.

    Nothing is held back when the disk is full: the next call is traced.
    """
    access = getattr(request, "access", None)
    if access is None or request.method not in {"GET", "HEAD"} or response.status_code != 200:
        return
    try:
        _once(access, f"API, jeton «\u202f{request.token.name}\u202f»", timezone.now())
    except DatabaseError as error:
        if failure_of(error) is None:
            raise


def _once(access: Any, what: str, now: datetime) -> None:
    today = timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))
    known = {"organization_id": access.organization.id, "user_id": access.user_id, "form": FORM, "what": what}
    with identified(SYSTEM):
        already = unlocked(BodyAccess).filter(kind=Kind.EXPORTED, at__gte=today, **known).exists()
    if not already:
        as_centre = access.as_centre
        record(access.organization.id, Kind.EXPORTED, access.user_id, now, as_centre=as_centre, what=what, form=FORM)
