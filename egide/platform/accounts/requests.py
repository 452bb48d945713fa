"""A request made by someone who signed in."""

from django.http import HttpRequest

from egide.platform.accounts.models import User


class SignedInRequest(HttpRequest):
    """What every view gets that does not say it may be seen by anyone."""

    user: User
