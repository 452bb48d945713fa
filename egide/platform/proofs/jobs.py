"""What is done by itself: a checkpoint each hour, written and stamped; the last one by mail each day."""

import logging
from datetime import datetime

from egide.platform.proofs import checkpoints, publishing

log = logging.getLogger(__name__)


def keep_checkpoint(now: datetime) -> int:
    """Make a checkpoint if a journal moved, and publish what is not published yet. Returns how many were made.

    A folder or a server that fails does not keep the others from being served; it is raised at the end, so that the
    task is seen as failed.
    """
    made = checkpoints.make(now)
    failures: list[Exception] = []
    for publish in (publishing.write_files, publishing.stamp_last):
        try:
            publish(now)
        except Exception as failure:
            log.exception("a checkpoint could not be published")
            failures.append(failure)
    if failures:
        raise failures[0]
    return 1 if made else 0


def mail_checkpoint(now: datetime) -> int:
    """Send the last checkpoint to the addresses of the installation. Returns how many messages left."""
    return publishing.mail_last(now)
