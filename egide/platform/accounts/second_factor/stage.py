"""When the second factor is asked for, in the course of a sign-in."""

from typing import Any, Final

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

PROVEN: Final = "egide.second_factor_proven"


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]
    """allauth's, but for who gave a second factor to ProConnect a moment ago: the sign-in itself says so."""

    def _should_handle(self, request: HttpRequest) -> bool:
        state: dict[str, Any] = self.login.state
        return not state.get(PROVEN) and bool(super()._should_handle(request))
