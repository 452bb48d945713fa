"""The main pages, asked as people ask them, of a base that was just restored. Nothing that this writes stays."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client

from egide.platform.organizations.models import Membership
from egide.platform.organizations.shapes import MEMBER_ROLES
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import State
from egide.platform.records.scope import unscoped
from egide.registers.processing.models import ProcessingActivity


def failures() -> list[str]:
    """The pages that do not answer as they should, with what they answered."""
    with _unlogged(), transaction.atomic():
        found = [*_asked(_client(), [("/connexion/", 200), ("/", 302)])]
        somebody = _somebody()
        if somebody is not None:
            found += _asked(_signed_in(somebody.user), [(page, 200) for page in _pages(somebody)])
        transaction.set_rollback(True)
    return found


@contextmanager
def _unlogged() -> Iterator[None]:
    """Who restores reads what was done, not the requests of this trial; errors are said all the same."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def _client() -> Client:
    host = next((host for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
    return Client(raise_request_exception=False, SERVER_NAME=host.lstrip("."))


def _asked(client: Client, pages: list[tuple[str, int]]) -> list[str]:
    told = [(page, wanted, client.get(page, secure=settings.BEHIND_TLS).status_code) for page, wanted in pages]
    return [f"{page} : {status} au lieu de {wanted}" for page, wanted, status in told if status != wanted]


def _somebody() -> Any:
    """A person who has a role today, and one body where they have it: who keeps a register rather than a centre."""
    with unscoped("whose pages are asked after a restore"), identified(SYSTEM):
        rows = Membership.objects.filter(state=State.ACTIVE, user__is_active=True).exclude(role="ADMINISTRATOR")
        rows = rows.select_related("user", "organization").order_by("created_at", "id")
        return rows.filter(role__in=MEMBER_ROLES).first() or rows.first()


def _signed_in(user: Any) -> Client:
    client = _client()
    client.force_login(user)
    session = client.session
    session["egide.second_factor"] = True
    session.save()
    return client


def _pages(somebody: Any) -> list[str]:
    body = somebody.organization
    if somebody.role not in MEMBER_ROLES:  # those of a centre do not read the register of the centre itself
        return [f"/o/{body.slug}/"]
    register = f"/o/{body.slug}/traitements/"
    with unscoped("one fiche, to ask its page"), identified(SYSTEM):
        fiche = ProcessingActivity.objects.filter(organization_id=body.id, state=State.ACTIVE).first()
    return [f"/o/{body.slug}/", register, *([f"{register}{fiche.id}/"] if fiche else [])]
