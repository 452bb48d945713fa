"""What a request writes holds whole or not at all, on SQLite too."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from egide.platform.accounts.models import User
from egide.platform.records.middleware import DatabaseIdentityMiddleware
from tests.platform.rows import make_person

pytestmark = [pytest.mark.machinery, pytest.mark.django_db(transaction=True)]


def answer(method, status):
    inside = []

    def view(request):
        inside.append(connection.in_atomic_block)
        if method == "post":
            make_person("p")
        return HttpResponse(status=status)

    request = getattr(RequestFactory(), method)("/")
    request.user = AnonymousUser()
    assert DatabaseIdentityMiddleware(view)(request).status_code == status
    return inside


def test_reading_takes_no_lock_of_writers():
    assert answer("get", 200) == [connection.vendor == "postgresql"]


@pytest.mark.parametrize(("status", "kept"), [(302, 1), (500, 0)])
def test_writing_is_one_transaction(status, kept):
    assert answer("post", status) == [True]
    assert User.objects.count() == kept
