"""A person with an account, who acts for no centre unless the test says so."""

import json
import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egide.platform.accounts.models import User
from tests.platform.accounts.visiting import PASSWORD, stop_the_clock


@pytest.fixture(autouse=True)
def _acts_for_no_centre(settings):
    settings.SECOND_FACTOR_REQUIRED = "tests.platform.accounts.visiting.must"


@pytest.fixture(autouse=True)
def _the_clock_of_codes_is_stopped(monkeypatch):
    stop_the_clock(monkeypatch)


@pytest.fixture
def person(db):
    return User.objects.create_user("camille@exemple.fr", PASSWORD, name="Camille Roussel")


@pytest.fixture
def of_centre(db):
    return User.objects.create_user("centre@exemple.fr", PASSWORD, name="Dominique Faure")


@pytest.fixture
def security(caplog):
    """The lines of the security log, as dictionaries, read when asked."""
    caplog.set_level(logging.INFO, logger="egide.security")
    return lambda: [json.loads(r.getMessage()) for r in caplog.records if r.name == "egide.security"]


@pytest.fixture
def asked_of():
    """How many queries say this word while something is done."""

    def count(word, done):
        with CaptureQueriesContext(connection) as context:
            done()
        return sum(word in query["sql"] for query in context.captured_queries)

    return count
