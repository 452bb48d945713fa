"""The whole examination, in order."""

import dataclasses
from collections.abc import Iterator
from datetime import datetime

from egide import environment
from egide.operations.doctor import configuration, databases, machine
from egide.operations.doctor.problems import Finding, found


def examine(now: datetime) -> list[Finding]:
    """All that is not as it should be, dangers first. `now` is compared with the clock of the database."""
    accepted = {code for code in environment.words("EGIDE_RISKS_ACCEPTED") if code in configuration.ACCEPTABLE}
    all_found = [dataclasses.replace(each, accepted=each.code in accepted) for each in _each(now)]
    return sorted(all_found, key=lambda each: not each.is_danger)


def _each(now: datetime) -> Iterator[Finding]:
    yield from configuration.names()
    yield from configuration.secret()
    yield from configuration.mail()
    yield from configuration.variables()
    yield from machine.folder()
    yield from machine.account()
    yield from machine.disk()
    yield from machine.backups(now)
    yield from databases.database(now)


def before_serving(now: datetime, *, listens_outside: bool) -> list[Finding]:
    """What is said when the service starts; nothing for a trial on one's own machine.

    `listens_outside`: others reach this machine at the address that is listened to.
    """
    if not (listens_outside or configuration.in_production()):
        return []
    owner = [found("owner-in-service")] if environment.text("DATABASE_OWNER_URL") else []
    return [*examine(now), *owner]
