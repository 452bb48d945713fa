"""Someone with an account, and the time that passes."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache

from egide.platform.accounts.models import User
from egide.platform.records.scope import scope
from tests.platform.accounts.people import NOW, PASSWORD, SECRET
from tests.platform.conftest import make_body


@pytest.fixture(autouse=True)
def _fresh_limits(db):
    cache.clear()


@pytest.fixture
def person(db):
    return User.objects.create_user("lea@mairie.fr", PASSWORD, name="Léa Martin")


@pytest.fixture
def _within(db):
    """In the scope of a body, which invites."""
    with scope(make_body("arras")):
        yield


@pytest.fixture
def clock(monkeypatch):
    """The time of codes, limits and sessions, that a test moves."""

    class Clock:
        now = float(NOW)

    monkeypatch.setattr("time.time", lambda: Clock.now)
    return Clock


@pytest.fixture
def protected(person):
    """Someone who has a second factor, and no recovery code."""
    TOTP.activate(person, SECRET)
    return person


@pytest.fixture
def required(settings):
    """Everyone must have a second factor."""
    settings.SECOND_FACTOR_REQUIRED = "tests.platform.accounts.people.everyone"
