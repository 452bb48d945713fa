"""Mes données: all that is held on who is signed in, the same as a file, and the way out."""

import json
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from egide.platform.accounts import leaving, mails
from egide.platform.accounts.confirming import confirmed
from egide.platform.accounts.models import User
from egide.platform.accounts.own_data import collect
from egide.platform.accounts.requests import SignedInRequest
from egide.platform.accounts.security_log import note
from egide.platform.bodies.own_data import NeededError, needed
from egide.platform.mail.posting import post
from egide.typography import french

SHOWN: Final = 20
LEFT: Final = french("Votre compte est fermé, et votre nom en est effacé. Au revoir.")


class LeaveForm(forms.Form):
    """One box: what cannot be undone is not done by one click."""

    sure = forms.BooleanField(label="Je veux partir, et je sais que mon compte ne pourra pas être rouvert")


@never_cache
def own_data(request: SignedInRequest) -> HttpResponse:
    """Table by table, the first rows of each; the file holds them all."""
    found = [(section, section.rows[:SHOWN], len(section.rows) - SHOWN) for section in collect(_person(request))]
    return TemplateResponse(request, "bodies/own_data.html", {"sections": found, "shown": SHOWN})


@never_cache
@require_POST
def own_data_file(request: SignedInRequest) -> HttpResponse:
    """JSON, in French, table by table (GDPR art. 15 and 20)."""
    person = _person(request)
    told = {section.key: section.plain() for section in collect(person)}
    note("data_exported", request, person)
    content = json.dumps({"le": timezone.now().isoformat(), **told}, ensure_ascii=False, indent=2)
    name = f"mes-donnees-egide-{timezone.localdate().isoformat()}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/json", headers=headers)


@never_cache
@require_http_methods(["GET", "POST"])
@confirmed
def leave(request: SignedInRequest) -> HttpResponse:
    """GET says what goes and what stays; POST leaves."""
    person = _person(request)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _left(request, person):
        messages.success(request, LEFT)
        return HttpResponseRedirect(reverse("account_login"))
    told: dict[str, Any] = {"form": form, "needed": needed(person)}
    return TemplateResponse(request, "bodies/leave.html", told, status=_status(form, told))


def _status(form: LeaveForm, told: dict[str, Any]) -> int:
    if not form.is_bound:
        return 200
    return 409 if told["needed"] else 422


def _left(request: SignedInRequest, person: User) -> bool:
    """Whether it was done; the address that is forgotten is written to first."""
    address, name = person.email, str(person)
    try:
        leaving.leave(person, timezone.now())
    except NeededError:
        return False
    post(mails.LEFT, address, mails.left_words(name))
    request.session.flush()
    return True


def _person(request: SignedInRequest) -> User:
    return User.objects.get(pk=request.user.pk)
