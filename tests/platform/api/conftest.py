"""A body, its referent, and a program with a token of theirs."""

import pytest

from egide.platform.organizations.shapes import Role
from tests.platform.api.calling import Program, key_of, person


@pytest.fixture
def referent(body):
    return person(body, Role.REFERENT)


@pytest.fixture
def program(referent):
    return Program(key_of(referent))


@pytest.fixture
def base(body):
    return f"/api/v1/o/{body.slug}/traitements/"
