"""A refusal or a failure is said in French, wherever it happened: a middleware may not have run yet."""

import sqlite3

import pytest
from django.conf import settings as configured
from django.core.exceptions import (
    BadRequest,
    DisallowedHost,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import OperationalError
from django.http import Http404
from django.template.loader import render_to_string
from django.test import Client

from egide.platform.records.acting import Actor, acting
from tests.platform.rows import make_person

pytestmark = pytest.mark.django_db
PAGES = {
    SuspiciousOperation: (400, "La demande est incomplète"),
    BadRequest: (400, "La demande est incomplète"),
    DisallowedHost: (400, "Égide ne répond pas à cette adresse"),
    PermissionDenied: (403, "Cette action n’est pas permise"),
    Http404: (404, "Cette page n’existe pas"),
    RequestDataTooBig: (413, "Cet envoi est trop grand"),
    TooManyFieldsSent: (413, "Cet envoi est trop grand"),
    TooManyFilesSent: (413, "Cet envoi est trop grand"),
    ValueError: (500, "Égide a rencontré un problème"),
    "full": (503, "Rien ne peut être enregistré pour l’instant"),
    "away": (503, "Égide est occupé"),
}
RAISED = {}


class Raising:
    """A middleware that fails at once."""

    def __init__(self, get_response):
        pass

    def __call__(self, _request):
        raise RAISED["error"]


def error(kind):
    if not isinstance(kind, str):
        return kind("x")
    cause = sqlite3.OperationalError("x")
    cause.sqlite_errorcode = sqlite3.SQLITE_FULL if kind == "full" else sqlite3.SQLITE_CANTOPEN
    made = OperationalError("x")
    made.__cause__ = cause
    return made


def shown(answer):
    """The title of a page that stands whole."""
    page = answer.content.decode()
    assert '<html lang="fr">' in page
    assert page.endswith("</html>\n")
    return page.partition("<h1>")[2].partition("</h1>")[0]


@pytest.mark.parametrize("position", range(1, len(configured.MIDDLEWARE) + 1))
def test_wherever_it_happens(settings, position):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:position], f"{__name__}.Raising"]
    client = Client(raise_request_exception=False)
    for kind, (status, title) in PAGES.items():
        RAISED["error"] = error(kind)
        answer = client.get("/connexion/")
        assert (answer.status_code, shown(answer)) == (status, title), (kind, settings.MIDDLEWARE[position - 1])


@pytest.mark.parametrize("host", ["inconnu.exemple", "deux mots", "a_b,c"])
@pytest.mark.parametrize("path", ["/", "/connexion/", "/o/berck/", "/p/berck/", "/nulle-part/"])
def test_a_host_that_is_not_ours(settings, path, host):
    settings.ALLOWED_HOSTS = ["egide.exemple.fr"]
    answer = Client(raise_request_exception=False).get(path, headers={"host": host})
    assert (answer.status_code, shown(answer)) == PAGES[DisallowedHost]
    assert "EGIDE_HOSTS" in answer.content.decode()
    assert host not in answer.content.decode()


def test_a_form_too_large(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = Client(raise_request_exception=False).post("/connexion/", {"login": "x" * 2000})
    assert (answer.status_code, shown(answer)) == PAGES[RequestDataTooBig]


def test_a_form_too_old():
    answer = Client(enforce_csrf_checks=True).post("/connexion/", {"login": "x"})
    assert (answer.status_code, shown(answer)) == (403, "Cette page a expiré")


def test_the_address_of_a_form_opened_by_hand(client):
    with acting(Actor("test")):
        client.force_login(make_person("camille"))
    answer = client.get("/compte/regard/finir/")
    assert (answer.status_code, shown(answer), answer["Allow"]) == (405, "Cette adresse ne s’ouvre pas ainsi", "POST")
    assert answer["Content-Security-Policy"]


def test_a_page_of_errors_asks_nothing_of_the_database(django_assert_num_queries):
    """Whatever it is that fails, it cannot fail again."""
    with django_assert_num_queries(0):
        for name in ("400", "400-host", "403", "403_csrf", "404", "405", "413", "429", "500", "503", "503-away"):
            assert '<html lang="fr">' in render_to_string(f"{name}.html")
