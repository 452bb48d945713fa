"""Every address of the application, read from the resolver, with the rule that its view declares."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.urls import get_resolver

from egide.platform.organizations.guarding import EVERYONE


class Door(Enum):
    """Who may knock at an address that belongs to no body."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    BEARER = "bearer of a secret link"


DOORS = {
    **dict.fromkeys(
        (
            "account_login", "mfa_authenticate", "account_inactive", "account_logout", "account_reset_password",
            "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
            "mail-gallery", "mail-specimen",
            "proofs", "proofs-keys", "proofs-verifier", "proofs-checkpoint",
            "proconnect_begin", "proconnect_callback", "proconnect_left",
            "mfa_login_webauthn", "sign_in_link_ask", "sign_in_link", "invitation-waiting",
            "api-guide",
            "health", "ready", "metrics",
            "gallery", "public-register", "public-write", "public-sent",
        ),
        Door.ANYONE,
    ),
    **dict.fromkeys(
        (
            "account_change_password", "account_set_password", "account_home", "account_sessions", "viewing_end",
            "own_data", "own_data_file", "own_leave",
            "account_reauthenticate", "mfa_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_deactivate_totp",
            "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "home", "processingactivity-territory",
            "processoractivity-territory", "aisystem-territory", "search-everywhere",
            "proconnect_link", "proconnect_unlink",
            "mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn",
            "mfa_reauthenticate_webauthn",
            "api-tokens", "api-token-create", "api-token-revoke",
        ),
        Door.SIGNED_IN,
    ),
    **dict.fromkeys(("invitation", "message-confirm"), Door.BEARER),
}  # fmt: skip
API = "api/v1/"
WITHIN = {"overview": EVERYONE, "journal": EVERYONE}
"""Pages of a body that show to each role what it may see."""


@dataclass(frozen=True)
class Route:
    """An address: what it takes, and whom its view lets in."""

    name: str
    pattern: str
    view: Any
    takes: tuple[str, ...]
    register: Any

    @property
    def within(self):
        """Whether it belongs to a body."""
        return "body" in self.takes

    @property
    def roles(self):
        """The roles that the view lets in; None when nothing says it."""
        action = getattr(self.view, "action", None)
        if action is not None and self.register is not None:
            return self.register.policy.table.get(action, frozenset())
        return getattr(self.view, "roles", None) or WITHIN.get(self.name)

    def path(self, body, ids):
        """The address for a body and what it holds."""
        shown = f"/{self.pattern}"
        for taken in self.takes:
            start = shown.index("<")
            end = shown.index(">", start)
            shown = f"{shown[:start]}{body if taken == 'body' else self._id(taken, ids)}{shown[end + 1 :]}"
        return shown

    def _id(self, taken, ids):
        if taken == "record_id":
            return ids[self.register.name]
        if taken in {"proposal_id", "file_id"}:
            return ids[f"{self.register.name}-{taken.removesuffix('_id')}"]
        return ids[taken]


def every_route():
    """All the addresses, those of included modules too; those of programs, that have a door of their own, apart."""
    return [route for route in _walk(get_resolver(), "", {}) if not route.pattern.startswith(API)]


def every_api_route():
    """The addresses that a token opens, and no session."""
    return [route for route in _walk(get_resolver(), "", {}) if route.pattern.startswith(API)]


def _walk(resolver, prefix, given):
    for found in resolver.url_patterns:
        pattern = f"{prefix}{found.pattern}"
        if hasattr(found, "url_patterns"):
            yield from _walk(found, pattern, {**given, **found.default_kwargs})
            continue
        known = {**given, **found.default_args}
        register = known.get("register") or getattr(found.callback, "register", None)
        taken = tuple(part.rpartition(":")[2] for part in _between(pattern))
        yield Route(found.name, pattern, found.callback, taken, register)


def _between(pattern):
    return [part.partition(">")[0] for part in pattern.split("<")[1:]]
