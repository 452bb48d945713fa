"""What the whole suite shares: where the project stands, and that nothing is skipped when everything is required."""

import os

import pytest

REQUIRE_ALL = os.environ.get("EGIDE_REQUIRE_ALL") == "1"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """On the machine that must run everything, a skipped test is a failure."""
    outcome = yield
    report = outcome.get_result()
    if REQUIRE_ALL and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped although EGIDE_REQUIRE_ALL=1: {report.longrepr}"
