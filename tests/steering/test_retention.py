"""What Égide keeps of its own is forgotten in time, said on a page, and one table says both."""

import dataclasses
import logging
from datetime import timedelta
from importlib import import_module

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse
from django.utils import timezone

from egide.law.facts.codes import OrganizationKind
from egide.platform.accounts import forgetting
from egide.platform.accounts.models import CacheEntry, Invitation
from egide.platform.kernel.proposals.forgetting import delete_closed_proposals
from egide.platform.kernel.proposals.models import Proposal
from egide.platform.kernel.proposals.services import propose, settle
from egide.platform.kernel.proposals.shapes import ProposalStatus
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.journal.verifying import verify
from egide.platform.records.models import JournalContent, unlocked
from egide.platform.records.scope import scope
from egide.registers.imports.forgetting import delete_waiting_files
from egide.registers.imports.models import Waiting
from egide.registers.processing.registers import PROCESSING_ACTIVITIES
from egide.steering.retention.jobs import ForgettingError, forget
from egide.steering.retention.table import Kept, in_force, table
from tests.platform.bodies.world import SECOND_FACTOR
from tests.platform.conftest import body, make_body, other  # noqa: F401
from tests.platform.kernel.conftest import activity, contributor, person, store  # noqa: F401
from tests.platform.kernel.pages import said

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
RUN: list[object] = []


def counted(now):
    RUN.append(now)
    return 3


def failing(now):
    raise OSError("no room left")


# ---- The table --------------------------------------------------------------------------------------------------
def test_each_room_that_forgets_has_a_row_that_tells_the_truth():
    for kept in in_force():
        assert callable(kept.forget()), kept.forgets
        if kept.measure:
            assert round(kept.delay / DAY + 0.49) == kept.days, kept.what
        assert kept.why
        assert kept.source


def test_what_is_forgotten_is_named_once(settings):
    assert len(set(settings.RETENTION)) == len(settings.RETENTION)
    assert len({row.forgets for row in table()}) == len(table())
    assert not {name for name, _ in settings.SCHEDULE} & set(settings.RETENTION)
    settings.RETENTION = ["egide.nowhere.forget"]
    with pytest.raises(KeyError):
        in_force()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("X_DAYS", 90, "90 jours"), ("X_DAYS", 365, "12 mois"), ("X_MONTHS", 6, "6 mois"), ("X_DAYS", 1, "24 heures"),
     ("X_DAYS", 180, "6 mois"), ("X_DAYS", timedelta(hours=6), "6 heures")],
)  # fmt: skip
def test_the_delay_of_this_installation_is_the_one_that_is_said(settings, name, value, words):
    setattr(settings, name, value)
    kept = Kept("Essai", "x.y", 1, "p", "s", timezone.localdate(), f"settings.{name}")
    assert kept.in_words == words


# ---- The night --------------------------------------------------------------------------------------------------
def test_one_room_that_fails_keeps_none_from_forgetting(settings, monkeypatch, caplog):
    here = __name__
    rows = [Kept(name, f"{here}.{name}", 1, "p", "s", timezone.localdate()) for name in ("failing", "counted")]
    monkeypatch.setattr("egide.steering.retention.jobs.in_force", lambda: rows)
    now = timezone.now()
    RUN.clear()
    with caplog.at_level(logging.INFO), pytest.raises(ForgettingError, match="failing"):
        forget(now)
    assert [now] == import_module(here).RUN
    assert f"{here}.counted: 3" in caplog.text


def test_every_room_on_an_empty_night(db):
    assert forget(timezone.now()) == 0


# ---- Each room --------------------------------------------------------------------------------------------------
def test_invitations(db):
    now = timezone.now()

    def invited(name, days, accepted=None):
        Invitation.objects.create(
            email=f"{name}@exemple.fr", invited_at=now - days * DAY, accepted_at=accepted and now - accepted * DAY
        )

    for given in (("oubliee", 90), ("recente", 89), ("acceptee", 300, 89), ("ancienne", 300, 90)):
        invited(*given)
    assert forgetting.delete_old_invitations(now) == 2
    assert {i.email.partition("@")[0] for i in Invitation.objects.all()} == {"recente", "acceptee"}
    assert forgetting.delete_old_invitations(now + DAY) == 2


def test_counters(db):
    CacheEntry.objects.create(cache_key="k", value="v", expires=timezone.now() + DAY)
    assert forgetting.delete_expired_cache(timezone.now()) == 0
    assert forgetting.delete_expired_cache(timezone.now() + 2 * DAY) == 1


def test_files_that_wait(body, other):  # noqa: F811
    now = timezone.now()
    for whose, at in ((body, now - 2 * DAY), (other, now - 3 * DAY), (body, now)):
        row = Waiting(organization_id=whose.id, user_id=body.id, file_name="f", form="x", package="{}", at=at)
        unlocked(Waiting).bulk_create([row])
    assert delete_waiting_files(now) == 2
    assert delete_waiting_files(now) == 0


def test_proposals_that_are_closed(body, contributor):  # noqa: F811
    record = store(body, activity())
    with scope(body), acting(Actor("Zoé", contributor.person.id)):
        made = [
            propose(
                PROCESSING_ACTIVITIES, record, dataclasses.replace(record.facts(), notes=f"Mme Durand {n}"),
                base=1, user=contributor.person, message="",
            )
            for n in range(2)
        ]  # fmt: skip
        settle(made[0], ProposalStatus.WITHDRAWN)
    assert delete_closed_proposals(timezone.now() + 364 * DAY) == 0
    assert delete_closed_proposals(timezone.now() + 365 * DAY) == 1
    assert delete_closed_proposals(timezone.now() + 365 * DAY) == 0
    with scope(body):
        assert [p.id for p in Proposal.objects.all()] == [made[1].id]
        rows = " ".join(JournalContent.objects.values_list("rows", flat=True))
    assert "Mme Durand 0" not in rows
    assert "Mme Durand 1" in rows
    assert verify().sound


# ---- The page ---------------------------------------------------------------------------------------------------
def with_second_factor(client):
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    TOTP.activate(client.person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    return client


def test_the_page_is_for_those_who_answer_for_the_installation(db):
    centre = make_body("cdg", kind=OrganizationKind.CDG)
    client = with_second_factor(person(centre, Role.MANAGER))
    url = reverse("retention", args=["cdg"])
    shown = said(client.get(url))
    assert "Fiches à la corbeille" in shown
    assert "90 jours" in shown
    assert all(row.what in shown for row in in_force())
    assert person(centre, Role.REFERENT).get(url).status_code == 404


def test_the_table_says_since_when():
    assert all(row.valid_from <= timezone.localdate() for row in table())
