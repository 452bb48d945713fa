"""A whole visit through every middleware of the settings: sign in, be known to the database, fail, sign out."""

import pytest
from django.test import Client

from egide.platform.accounts.models import User
from egide.platform.records.identity import NOBODY, identified
from tests.platform.rows import query
from tests.postgres.urls_of_accounts import WHO

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.postgres.urls_of_accounts"),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


@pytest.fixture
def visitor(db):
    with identified(NOBODY):
        yield Client(raise_request_exception=False)


def test_a_visit(visitor):
    user = User.objects.create_user("a@exemple.fr", "un mot de passe long")
    assert visitor.get("/who/").status_code == 302
    assert visitor.get("/accounts/login/").status_code == 200
    signed = visitor.post("/accounts/login/", {"login": "a@exemple.fr", "password": "un mot de passe long"})
    assert signed.status_code == 302
    assert visitor.get("/who/").content.decode() == str(user.id)
    assert query(WHO) == [("",)]
    assert visitor.get("/accounts/email/").status_code == 200
    assert visitor.post("/accounts/logout/").status_code == 302
    assert visitor.get("/who/").status_code == 302


def test_what_a_broken_page_wrote_is_undone(visitor):
    assert visitor.post("/broken/").status_code == 500
    assert not User.objects.exists()
    assert query(WHO) == [("",)]
