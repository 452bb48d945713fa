"""To ProConnect and back; binding an identity to one's account; leaving ProConnect after Égide."""

from typing import Any, Final
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from egide.platform.accounts.confirming import confirmed
from egide.platform.accounts.limits import too_many
from egide.platform.accounts.models import FederatedIdentity, User
from egide.platform.accounts.oidc import flow, linking
from egide.platform.accounts.oidc.errors import RefusedError
from egide.platform.accounts.requests import SignedInRequest
from egide.platform.accounts.second_factor.stage import PROVEN
from egide.platform.accounts.security_log import note
from egide.platform.records.middleware import may_write
from egide.typography import french

LINKED: Final = french("Votre identité ProConnect est rattachée : elle ouvre désormais votre compte.")
UNLINKED: Final = french("L’identité ProConnect est détachée : elle n’ouvre plus votre compte.")
ELSEWHERE: Final = french("Cette identité ProConnect ouvre déjà un autre compte Égide. Rien n’a changé.")
LEFT: Final = french("Vous êtes déconnecté d’Égide et de ProConnect.")


@login_not_required
@never_cache
@require_GET
@may_write
def begin(request: HttpRequest) -> HttpResponse:
    """To ProConnect. By GET: a form could not lead elsewhere under our content policy, and nothing is done yet."""
    if settings.OIDC is None:
        raise Http404
    limited = too_many(request, "proconnect")
    if limited:
        return limited
    following = request.GET.get("next", "")
    try:
        return HttpResponseRedirect(flow.begin(request, following if _is_safe(request, following) else ""))
    except RefusedError as refused:
        return _refused(request, refused)


@login_not_required
@never_cache
@require_GET
@may_write
def callback(request: HttpRequest) -> HttpResponse:
    """Back from ProConnect, with a code."""
    if settings.OIDC is None:
        raise Http404
    limited = too_many(request, "proconnect")
    if limited:
        return limited
    try:
        identity, following = flow.finish(request)
    except RefusedError as refused:
        return _refused(request, refused)
    with transaction.atomic():
        return _recognised(request, identity, following)


def _recognised(request: HttpRequest, identity: flow.Identity, following: str) -> HttpResponse:
    found = linking.find(identity)
    if request.user.is_authenticated:
        return _while_signed_in(request, identity, found, following)
    if found is not None:
        return _sign_in(request, identity, found, following)
    flow.keep(request, identity)
    if _is_invitation(following):
        return HttpResponseRedirect(following)
    note("proconnect_unknown", request)
    told = {"identity": identity, "link": reverse("proconnect_link")}
    return TemplateResponse(request, "accounts/proconnect/unknown.html", told)


def _sign_in(request: HttpRequest, identity: flow.Identity, found: FederatedIdentity, following: str) -> HttpResponse:
    user = found.user
    linking.used(found, identity, timezone.now())
    return sign_in(request, user, following, is_strong=identity.is_strong)


def sign_in(request: HttpRequest, user: User, following: str, *, is_strong: bool) -> HttpResponse:
    """Open the session of who was recognised; the second factor is asked for unless ProConnect says it had one."""
    record_authentication(request, user, method="proconnect")
    login = Login(user=user, redirect_url=following or None, state={PROVEN: True} if is_strong else None)
    answer: HttpResponse = perform_login(request, login)
    if is_strong and request.user.pk == user.pk:
        flow.mark_strong(request, user.pk)
    return answer


def _while_signed_in(
    request: HttpRequest, identity: flow.Identity, found: FederatedIdentity | None, following: str
) -> HttpResponse:
    """Bound already: on the way. Not yet: asked, by a form, since someone else may have led this browser here."""
    if found is None:
        flow.keep(request, identity)
        return HttpResponseRedirect(following if _is_invitation(following) else reverse("proconnect_link"))
    if found.user_id != request.user.pk:
        note("proconnect_refused", request, request.user, reason="linked_elsewhere")
        messages.error(request, ELSEWHERE)
        return HttpResponseRedirect(reverse("account_home"))
    return HttpResponseRedirect(following or reverse("account_home"))


@never_cache
@require_http_methods(["GET", "POST"])
@confirmed
def link(request: SignedInRequest) -> HttpResponse:
    """The identity that was proven a moment ago: shown by GET, bound by POST."""
    identity = flow.kept(request)
    if identity is None:
        return HttpResponseRedirect(f"{reverse('account_home')}#proconnect")
    if request.method != "POST":
        return TemplateResponse(request, "accounts/proconnect/link.html", {"identity": identity})
    flow.drop(request)
    try:
        linking.link(request.user, identity, timezone.now())
    except linking.LinkedElsewhereError:
        note("proconnect_refused", request, request.user, reason="linked_elsewhere")
        messages.error(request, ELSEWHERE)
        return HttpResponseRedirect(reverse("account_home"))
    note("proconnect_linked", request, request.user)
    _tell(request, "accounts/email/proconnect_linked", LINKED)
    return HttpResponseRedirect(reverse("account_home"))


@require_POST
@confirmed
def unlink(request: SignedInRequest, identity_id: UUID) -> HttpResponse:
    """The identity opens the account no more; a link by mail always does."""
    gone, _ = FederatedIdentity.objects.filter(pk=identity_id, user_id=request.user.pk).delete()
    if not gone:
        raise Http404
    note("proconnect_unlinked", request, request.user)
    _tell(request, "accounts/email/proconnect_unlinked", UNLINKED)
    return HttpResponseRedirect(reverse("account_home"))


def _tell(request: SignedInRequest, notice: str, text: str) -> None:
    get_adapter(request).send_notification_mail(notice, request.user)
    messages.success(request, text)


def leave(request: HttpRequest, token: str) -> HttpResponse | None:
    """The page that goes on to ProConnect, once our session is closed; None when there is nothing to leave there.

    A page, not a redirection: our content policy lets no form end elsewhere.
    """
    try:
        url = flow.leave(request, token) if token and settings.OIDC is not None else ""
    except RefusedError as refused:
        note("proconnect_refused", request, reason=f"leaving:{refused.reason}")
        return None
    return TemplateResponse(request, "accounts/proconnect/leaving.html", {"url": url}) if url else None


@login_not_required
@never_cache
@require_GET
@may_write
def left(request: HttpRequest) -> HttpResponse:
    """Back from leaving ProConnect."""
    if flow.has_left(request):
        messages.success(request, LEFT)
    else:
        note("proconnect_refused", request, reason="leaving:state")
    return HttpResponseRedirect(reverse("account_login"))


def _refused(request: HttpRequest, refused: RefusedError) -> HttpResponse:
    note("proconnect_refused", request, reason=refused.reason)
    told = {"why": str(refused)}
    return TemplateResponse(request, "accounts/proconnect/refused.html", told, status=400)


def _is_safe(request: HttpRequest, url: str) -> bool:
    return bool(url) and bool(get_adapter(request).is_safe_url(url))


def _is_invitation(url: str) -> bool:
    try:
        return bool(url) and resolve(url).url_name in {"invitation", "invitation-waiting"}
    except Resolver404:
        return False


def identities(user: Any) -> Any:
    """Those bound to an account, the oldest first."""
    return FederatedIdentity.objects.filter(user_id=user.pk).order_by("linked_at")
