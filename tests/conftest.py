"""What the whole suite shares: where the project stands, and that nothing is skipped when everything is required."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from egide.database import as_owner, as_role
from egide.platform.records import appendonly
from egide.platform.records.identity import SYSTEM
from tests.chromium import CHROMIUM, launched
from tests.postgres.cut import PARTS, cut

HERE = Path(__file__).parent
MACHINERY = [HERE / "machinery", HERE / "platform" / "records"]
REQUIRE_ALL = os.environ.get("EGIDE_REQUIRE_ALL") == "1"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """On the machine that must run everything, a skipped test is a failure."""
    outcome = yield
    report = outcome.get_result()
    if REQUIRE_ALL and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped although EGIDE_REQUIRE_ALL=1: {report.longrepr}"


def on_postgresql():
    return connection.vendor == "postgresql"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """What every register stands on runs on each database; what needs PostgreSQL is not even chosen on SQLite."""
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in MACHINERY):
            item.add_marker("machinery")
    apart = [item for item in items if item.get_closest_marker("postgres") and not on_postgresql()]
    if apart:
        config.hook.pytest_deselected(items=apart)
        items[:] = [item for item in items if item not in set(apart)]


def _emptied_without_triggers():
    """SQLite is emptied, after a test in transactions, by DELETE: what keeps the journal is put back at once."""
    empty = connection.ops.execute_sql_flush

    def lifted(statements):
        appendonly.lift(connection)
        empty(statements)
        appendonly.put(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection.ops, "execute_sql_flush", lifted)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Before the database is made: its tables are cut by body when that is what is tried."""
    with pytest.MonkeyPatch.context() as patch:
        if PARTS:
            cut(patch)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """On PostgreSQL, tests have the application’s role, under the policies; they speak as the installation itself."""
    if not on_postgresql():
        yield from _emptied_without_triggers()
        return
    application, options = settings.APPLICATION, connection.settings_dict["OPTIONS"]
    empty = connection.ops.execute_sql_flush

    def empty_as_owner(statements):
        with as_owner(connection):
            empty(statements)

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection.ops, "execute_sql_flush", empty_as_owner)
        patch.setitem(options, "options", f"-c app.user={SYSTEM}")
        with as_role(connection, application["USER"], application["PASSWORD"]):
            yield


@pytest.fixture(scope="module")
def chromium():
    """Closed with its module: while its loop runs, Django would give tests of the database another connection."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt install chromium")
    with launched() as browser:
        yield browser
