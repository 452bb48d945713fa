"""The demonstration served once for every journey, and those who come to it."""

import pytest

from tests.browser.house import Visitor, served


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("house")) as where:
        yield where


@pytest.fixture
def visit(chromium, address):
    visitors = []

    def come(**context):
        visitors.append(Visitor(chromium, address, **context))
        return visitors[-1]

    yield come
    for visitor in visitors:
        assert visitor.strangers == []
        visitor.close()
