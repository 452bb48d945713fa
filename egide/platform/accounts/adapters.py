"""What allauth does our way: nobody signs up, nothing tells who exists, everything is said in French and noted."""

import time
from io import BytesIO
from typing import Any, Final, cast

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from qrcode.image.svg import SvgPathFillImage

from egide.platform.accounts import mails, sessions
from egide.platform.accounts.hooks import must_have_second_factor
from egide.platform.accounts.models import User
from egide.platform.accounts.notices import NOTICES
from egide.platform.accounts.second_factor.codes import kept_alive
from egide.platform.accounts.second_factor.sealing import seal, unseal
from egide.platform.accounts.security_log import digest, note
from egide.typography import french

IDENTIFY_AGAIN: Final = french(
    "Ce que vous voulez faire touche à la sécurité de votre compte : reconnectez-vous d’abord."
)
_STAGES: Final = {
    "allauth.mfa.stages.AuthenticateStage": "egide.platform.accounts.second_factor.stage.SecondFactorStage"
}
LOCKED: Final = french(
    "Trop d’essais infructueux. Attendez cinq minutes, puis recommencez ; ou changez de mot de passe par "
    "« Mot de passe oublié »."
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The hooks of allauth.account."""

    error_messages: Final = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Ce compte est fermé.",
        "email_password_mismatch": french("L’adresse ou le mot de passe ne convient pas. Vérifiez les deux."),
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "incorrect_code": "Ce code ne convient pas. Attendez qu’un nouveau code s’affiche, puis recopiez-le.",
        "incorrect_password": "Ce n’est pas votre mot de passe.",
        "invalid_password_reset": "Ce lien ne fonctionne plus.",
        "rate_limited": "Trop d’essais. Attendez quelques minutes, puis recommencez.",
        "too_many_login_attempts": LOCKED,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Only those who are invited have an account."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """One answer, HTML: the JSON variants of allauth are one more thing to watch."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only an address of this very host may follow a sign-in."""
        request = self.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in, with all that it takes, is not asked again."""
        if sessions.began_lately(self.request, time.time()):
            return False
        if not self.get_reauthentication_methods(self.request.user):
            raise ImmediateHttpResponse(self._sign_in_again())
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def _sign_in_again(self) -> HttpResponse:
        """For who came by ProConnect or by a link, and has neither password nor second factor to give here."""
        following = self.request.get_full_path() if self.request.method == "GET" else reverse("account_home")
        self.logout(self.request)
        messages.info(self.request, IDENTIFY_AGAIN)
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': following})}")

    def get_login_stages(self) -> list[str]:
        """The second factor is asked for unless it was given to ProConnect."""
        return [_STAGES.get(stage, stage) for stage in super().get_login_stages()]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002
        """The account alone: with the host in it, each name of the installation would give as many attempts."""
        return f"sign-in:{credentials.get('email', '').strip().lower()}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt, before the password is looked at. Raises ValidationError when there are too many."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note("locked_out", request, **_who(credentials))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note it."""
        note("sign_in_failed", request, **_who(credentials))

    def reauthenticate(self, user: Any, password: str) -> bool:
        """allauth looks the address up in its own table, that stays empty here."""
        return self.authenticate(self.request, email=user.email, password=password) is not None

    def login(self, request: HttpRequest, user: Any) -> None:
        """Open the session, under a new key, and start its clock."""
        before = user.last_login
        super().login(request, user)
        sessions.start(request, time.time(), before)
        ways = get_authentication_records(request, user)
        note("signed_in", request, user, way="+".join(str(each["method"]) for each in ways))

    def logout(self, request: HttpRequest) -> None:
        """Close the session."""
        note("signed_out", request, request.user)
        super().logout(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Back to the account."""
        return reverse("account_home")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the queue, whoever it is for: the answer takes the same time, and says the same.

        Also once the request is over (a commit may come after it): nothing is asked of the current request.
        """
        told = {"email": email, **context}
        mails.post_from_allauth(template_prefix, email, told, lambda: self.render_mail(template_prefix, email, told))

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person what changed in their account; all these mails are one page with another sentence."""
        told = {**(context or {}), "user": user, "happened": NOTICES[template_prefix], "at": timezone.now()}
        self.send_mail(mails.NOTICE, email or user.email, told)


def _who(credentials: dict[str, Any]) -> dict[str, Any]:
    """The person when there is an account, else a digest of what was typed."""
    email = str(credentials.get("email", "")).strip().lower()
    user = User.objects.filter(email=email).first()
    return {"user": user} if user else {"address": digest(email)}


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The hooks of allauth.mfa."""

    error_messages: Final = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": french(
            "Vous intervenez pour un centre de gestion : la double vérification est obligatoire."
        ),
        "cannot_generate_recovery_codes": "Activez d’abord la double vérification.",
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        """Sealed under the key of the installation."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """In clear. Raises UnreadableSecretError."""
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Not the last one of those who must have one."""
        return kept_alive(authenticator) or not must_have_second_factor(cast("User", authenticator.user))

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - as allauth calls it
        """Until the person gives it another."""
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Clé d’accès {held + 1}"

    def build_totp_svg(self, url: str) -> str:
        """On white, whatever the page is on: a phone cannot read it otherwise."""
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """As the account does."""
        AccountAdapter().send_notification_mail(*args, **kwargs)
