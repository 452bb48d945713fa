"""What a secret link may be for: the closed list that `LINK_PURPOSES` names."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Purpose:
    """One thing that a link lets one do. `name` is written in rows and in row policies: it is never renamed.

    `record_type`: the model that it is about, as `app.model`; `view`: the name of the address that its key opens;
    `uses`: how many times it serves, None for as often as wanted; `actor`: how the journal names who acts by it.
    """

    name: str
    label: str
    record_type: str
    view: str
    lifetime: timedelta
    uses: int | None = 1
    actor: str = "Une personne sans compte, par un lien secret"

    @property
    def of_people(self) -> bool:
        """Whether it is about who may come in, which those who manage people see, and not about a register."""
        return self.record_type.startswith("accounts.")


@cache
def purposes() -> dict[str, Purpose]:
    """By name. Raises ImportError when a setting names nothing."""
    declared: list[Purpose] = [import_string(path) for path in settings.LINK_PURPOSES]
    return {purpose.name: purpose for purpose in declared}
