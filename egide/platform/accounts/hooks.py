"""What accounts ask of the rooms above without knowing them: named by settings, looked up when it is needed."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from egide.platform.accounts.models import Invitation, User


def must_have_second_factor(user: User) -> bool:
    """Whether a password alone does not open the registers to this person (`SECOND_FACTOR_REQUIRED`; unset: no)."""
    found = _named("SECOND_FACTOR_REQUIRED")
    return bool(found(user)) if found else False


def invitation_accepted(user: User, invitation: Invitation) -> None:
    """Tell who invited (`INVITATION_ACCEPTED`), within the transaction: what it raises undoes the acceptance."""
    found = _named("INVITATION_ACCEPTED")
    if found:
        found(user, invitation)


def may_view_as(viewer: User, seen: User, body: str) -> bool:
    """Whether one may look at the body at this address as the other (`MAY_VIEW_AS`; unset: no). Asked at each page."""
    found = _named("MAY_VIEW_AS")
    return bool(found(viewer, seen, body)) if found else False


def _named(setting: str) -> Callable[..., Any] | None:
    path = getattr(settings, setting, "")
    found: Callable[..., Any] | None = import_string(path) if path else None
    return found
