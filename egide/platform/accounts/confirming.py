"""What touches the safety of an account: asked of who has just signed in, or gives a password or a code again."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])
_ASK: Final[Any] = reauthentication_required(app="allauth.mfa", allow_get=True)


def confirmed(view: View) -> View:
    """A view whose POST waits until the person has given again what it takes; its GET only shows."""
    asked: View = _ASK(view)
    return asked
