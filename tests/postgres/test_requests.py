"""One request, one transaction, one identity; and nothing of it on the connection that the next request takes."""

import uuid
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import InternalError, ProgrammingError, connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from egide.platform.accounts.models import User
from egide.platform.organizations.shapes import Role
from egide.platform.records.identity import NOBODY, SYSTEM, identified
from egide.platform.records.middleware import DatabaseIdentityMiddleware
from tests.platform.conftest import make_body
from tests.platform.rows import enrol, make_person, query

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WHO = "SELECT coalesce(current_setting('app.user', true), ''), current_setting('transaction_read_only')"


@pytest.fixture(autouse=True)
def nobody(db):
    """As a connection that the server opens: nobody is told."""
    with identified(NOBODY):
        yield


def answer(view, method="get", user=None, module="egide.somewhere"):
    """What the middleware makes of a view, called as Django calls it."""
    view.__module__ = module

    def handle(request):
        middleware.process_view(request, view, (), {})
        return view(request)

    middleware = DatabaseIdentityMiddleware(handle)
    request = getattr(RequestFactory(), method)("/")
    request.user = user or AnonymousUser()
    return middleware(request)


def seen(method="get", **how):
    found = []

    def view(request):
        found.extend(query(WHO))
        found.append(connection.in_atomic_block)
        return HttpResponse()

    answer(view, method, **how)
    return found


def adding(status=200):
    def view(request):
        make_person(f"p{status}")
        return HttpResponse(status=status)

    return view


def test_the_database_knows_who_asks_and_forgets():
    user = SimpleNamespace(pk=uuid.uuid4(), is_authenticated=True)
    assert seen(user=user) == [(str(user.pk), "on"), True]
    assert query(WHO) == [("", "off")]
    assert seen("post", user=user) == [(str(user.pk), "off"), True]
    assert query(WHO) == [("", "off")]


def test_nobody_is_told_of_a_visitor():
    assert seen() == [("", "on"), True]


def test_a_page_of_ours_does_not_write_when_it_is_read():
    with pytest.raises(InternalError, match="read-only"):
        answer(adding())
    assert not User.objects.exists()


def test_a_page_of_a_library_may():
    answer(adding(), module="allauth.account.views")
    assert User.objects.count() == 1


@pytest.mark.parametrize(("status", "kept"), [(200, 1), (302, 1), (422, 1), (500, 0), (503, 0)])
def test_what_failed_is_undone(status, kept):
    assert answer(adding(status), "post").status_code == status
    assert User.objects.count() == kept


def test_an_exception_undoes_and_leaves_nothing():
    def view(request):
        make_person("p")
        raise RuntimeError("broken")

    user = SimpleNamespace(pk=uuid.uuid4(), is_authenticated=True)
    with pytest.raises(RuntimeError):
        answer(view, "post", user)
    assert not User.objects.exists()
    assert query(WHO) == [("", "off")]


def test_an_error_of_the_database_is_told_as_it_is():
    """Giving the identity back must not hide it: the transaction takes the identity with it."""
    with pytest.raises(ProgrammingError, match="nowhere"), transaction.atomic(), identified(uuid.uuid4()):
        query("SELECT * FROM nowhere")
    assert query(WHO) == [("", "off")]
    with pytest.raises(ProgrammingError, match="nowhere"), identified(uuid.uuid4()):
        query("SELECT * FROM nowhere")
    assert query(WHO) == [("", "off")]


def test_an_identity_within_another_gives_it_back():
    one, two = uuid.uuid4(), uuid.uuid4()
    with transaction.atomic(), identified(one):
        with transaction.atomic(), identified(two):
            assert query(WHO) == [(str(two), "off")]
        assert query(WHO) == [(str(one), "off")]


def test_a_body_streamed_afterwards_is_nobody():
    def view(request):
        return StreamingHttpResponse(f"<{query(WHO)[0][0]}>" for _ in range(1))

    user = SimpleNamespace(pk=uuid.uuid4(), is_authenticated=True)
    assert answer(view, user=user).getvalue() == b"<>"


def test_what_a_page_remembers_is_written_once_it_is_answered(client):
    """Within, the transaction is read only: PostgreSQL would refuse, and write the values in its log."""
    body = make_body("ville", name="Ville")
    person = make_person("referente")
    with identified(SYSTEM):
        enrol(person, body, Role.REFERENT)
    client.force_login(person)
    assert client.get("/o/ville/").status_code == 200
    assert query("SELECT count(*) FROM cache_entries WHERE cache_key LIKE '%standing%'") == [(1,)]
