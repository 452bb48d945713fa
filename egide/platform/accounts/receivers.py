"""What follows from what allauth did: it says so by its signals, the only way it has."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest

from egide.platform.accounts import middleware
from egide.platform.accounts.models import User
from egide.platform.accounts.second_factor.codes import mark
from egide.platform.accounts.security_log import note


def connect() -> None:
    """Once, when the program starts."""
    password_changed.connect(_password_changed, dispatch_uid="egide")
    password_set.connect(_password_changed, dispatch_uid="egide")
    password_reset.connect(_password_reset, dispatch_uid="egide")
    authenticator_added.connect(_added, dispatch_uid="egide")
    authenticator_removed.connect(_removed, dispatch_uid="egide")
    authenticator_reset.connect(_codes_renewed, dispatch_uid="egide")
    authenticator_used.connect(_used, dispatch_uid="egide")
    authentication_failed.connect(_refused, dispatch_uid="egide")


def _password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    note("password_changed", request, user)


def _password_reset(request: HttpRequest, user: User, **_: Any) -> None:
    """Who comes back by the mailbox is no longer kept out by the attempts made before."""
    note("password_reset", request, user)
    get_adapter(request)._delete_login_attempts_cached_email(request, email=user.email)


def _added(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    step = getattr(request, "first_step", None)
    if authenticator.type == Authenticator.Type.TOTP and step is not None:
        mark(authenticator, step)
    note("factor_added", request, user, kind=authenticator.type)


def _removed(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    """The other sessions may hold that there is one: they end."""
    note("factor_removed", request, user, kind=authenticator.type)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        middleware.forget(request)
        user.close_sessions()
        update_session_auth_hash(request, user)


def _codes_renewed(request: HttpRequest, user: User, **_: Any) -> None:
    note("recovery_codes_renewed", request, user)


def _used(request: HttpRequest, user: User, authenticator: Any, **_: Any) -> None:
    note("factor_used", request, user, kind=authenticator.type)


def _refused(request: HttpRequest, user: User, **_: Any) -> None:
    note("factor_refused", request, user)
