"""The pages of allauth alone, and one that fails, to be asked as a browser does."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path

from tests.platform.rows import make_person, query

WHO = "SELECT coalesce(current_setting('app.user', true), '')"


def who(request):
    """Who the database was told."""
    return HttpResponse(query(WHO)[0][0])


@login_not_required
def broken(request):
    make_person("lost")
    raise RuntimeError("broken")


urlpatterns = [path("accounts/", include("allauth.account.urls")), path("who/", who), path("broken/", broken)]
