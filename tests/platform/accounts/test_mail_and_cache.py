"""Where mail leaves from, and that the limits have their table."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

from egide import mail


def test_by_default_mail_is_printed():
    assert mail.settings("") == {"EMAIL_BACKEND": "egide.platform.mail.printing.EmailBackend"}


def test_an_smtp_server_is_spoken_to_in_tls():
    found = mail.settings("smtp://egide%40x:p%2Fw@mail.example:2525")
    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", 2525)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("egide@x", "p/w")
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (True, False)
    assert found["EMAIL_TIMEOUT"] > 0


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [("smtp://localhost?tls=0", 587, False, False), ("smtps://mail.example", 465, False, True)],
)
def test_other_ways(url, port, tls, ssl):
    found = mail.settings(url)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)


@pytest.mark.parametrize(
    "url", ["http://mail.example", "mail.example:25", "smtp://", "smtp://mail.example?tls=oui", "smtp://h:p"]
)
def test_an_address_that_cannot_be_read_is_said_in_french(url):
    with pytest.raises(ValueError, match=r"^EGIDE_MAIL_URL : "):
        mail.settings(url)


def test_migrating_makes_the_table_that_the_cache_expects(db):
    """As `createcachetable` would: same columns, same index."""
    assert isinstance(cache._connections["default"], DatabaseCache)
    table = settings.CACHES["default"]["LOCATION"]
    with connection.cursor() as cursor:
        columns = {c.name for c in connection.introspection.get_table_description(cursor, table)}
        constraints = connection.introspection.get_constraints(cursor, table).values()
    assert columns == {"cache_key", "value", "expires"}
    assert any(c["primary_key"] and c["columns"] == ["cache_key"] for c in constraints)
    assert any(c["index"] and c["columns"] == ["expires"] for c in constraints)


def test_the_cache_keeps_and_forgets(db):
    assert cache.add("k", [1], 60)
    assert not cache.add("k", [2], 60)
    assert cache.get("k") == [1]
    cache.set("past", 1, -1)
    assert cache.get("past") is None


def test_a_flood_of_attempts_does_not_push_the_counters_out(db):
    cache.set("counter", [1, 2, 3, 4, 5], 300)
    for n in range(320):
        cache.set(f"other{n}", [1], 300)
    assert cache.get("counter") == [1, 2, 3, 4, 5]
