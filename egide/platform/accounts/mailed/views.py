"""Asking for a link, and following it: GET shows, since mail scanners open links; POST signs in."""

import secrets
from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from egide.platform.accounts import mails
from egide.platform.accounts.forms import EMAIL
from egide.platform.accounts.limits import too_many
from egide.platform.accounts.mailed import links
from egide.platform.accounts.models import User
from egide.platform.accounts.security_log import digest, note
from egide.platform.mail.posting import post
from egide.platform.records.middleware import may_write

_BROWSER: Final = "egide.link_browser"


class AskForm(forms.Form):
    """Where the link is sent."""

    email = forms.EmailField(label=EMAIL, max_length=254, widget=forms.EmailInput({"autocomplete": "username"}))


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The address; then the same page whoever it is, and a mail to whoever it is."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("home"))
    form = AskForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"].strip().lower()
        limited = too_many(request, "sign_in_link", key=email)
        if limited:
            return limited
        _send(request, email)
        return TemplateResponse(request, "accounts/mailed/sent.html")
    return TemplateResponse(request, "accounts/mailed/ask.html", {"form": form})


def _send(request: HttpRequest, email: str) -> None:
    """A link, or that there is no account: written to its owner alone."""
    browser = request.session.setdefault(_BROWSER, secrets.token_urlsafe(32))
    user = User.objects.filter(email=email, is_active=True).first()
    now = timezone.now()
    if user is None:
        links.pretend(browser, now)
        note("link_asked", request, address=digest(email))
        post(mails.LINK_UNKNOWN, email, mails.link_unknown_words(email))
        return
    key = links.make(user, browser, _following(request), now)
    note("link_asked", request, user)
    url = request.build_absolute_uri(reverse("sign_in_link", args=[key]))
    post(mails.LINK, email, mails.link_words(url), person_id=user.pk, send_before=now + links.GOOD_FOR)


def _following(request: HttpRequest) -> str:
    url = request.POST.get("next") or request.GET.get("next", "")
    return url if url and get_adapter(request).is_safe_url(url) else ""


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def follow(request: HttpRequest, key: str) -> HttpResponse:
    """From the mail."""
    limited = too_many(request, "sign_in_link_opened")
    if limited:
        return limited
    browser = str(request.session.get(_BROWSER, ""))
    try:
        if request.method != "POST":
            return _shown(request, links.find(key, browser, timezone.now()))
        return _signed_in(request, links.use(key, browser, timezone.now()))
    except links.ClosedLinkError:
        if request.method == "POST":
            note("link_refused", request)
        return TemplateResponse(request, "accounts/mailed/closed.html", status=404)


def _shown(request: HttpRequest, link: Any) -> HttpResponse:
    return TemplateResponse(request, "accounts/mailed/follow.html", {"link": link})


def _signed_in(request: HttpRequest, link: Any) -> HttpResponse:
    """The second factor is asked for, as after a password."""
    del request.session[_BROWSER]
    record_authentication(request, link.user, method="mail")
    answer: HttpResponse = perform_login(request, Login(user=link.user, redirect_url=link.following or None))
    return answer
