"""The pages of the application, one that says who the database was told, and one that fails."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from egide import urls
from tests.platform.rows import make_person, query

WHO = "SELECT coalesce(current_setting('app.user', true), '')"


def who(request):
    """Who the database was told."""
    return HttpResponse(query(WHO)[0][0])


@login_not_required
def broken(request):
    make_person("lost")
    raise RuntimeError("broken")


urlpatterns = [path("who/", who), path("broken/", broken), *urls.urlpatterns]
