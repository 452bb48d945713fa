"""The night in which Égide forgets: each room deletes what it has kept long enough."""

import logging
from datetime import datetime

from egide.steering.retention.table import in_force

log = logging.getLogger(__name__)


class ForgettingError(RuntimeError):
    """Some rooms could not forget; the others did."""


def forget(now: datetime) -> int:
    """Run every function of `settings.RETENTION`; how many rows went. Counts are logged, and nothing of the data.

    A room that fails keeps none of the others from forgetting. Raises ForgettingError at the end.
    """
    done, failed = 0, []
    for kept in in_force():
        try:
            count = kept.forget()(now)
        except Exception:
            log.exception("%s failed", kept.forgets)
            failed.append(kept.forgets)
            continue
        log.info("%s: %d", kept.forgets, count)
        done += count
    if failed:
        raise ForgettingError(", ".join(failed))
    return done
