"""A server of mail."""

import pytest

from tests.platform.mail.server import smtp


@pytest.fixture
def server(settings):
    with smtp(settings) as opened:
        yield opened
