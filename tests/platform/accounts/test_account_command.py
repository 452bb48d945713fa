"""`egide account`: the last means, for who operates the server; refusals in French, and the person is told."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from click.testing import CliRunner
from django.utils import timezone

from egide.cli.main import main
from egide.law.facts.codes import OrganizationKind
from egide.platform.access_log.models import AccountEvent
from egide.platform.accounts.jobs import delete_expired
from egide.platform.accounts.mailed import links
from egide.platform.accounts.models import Session
from egide.platform.organizations.models import Membership
from egide.platform.organizations.shapes import Role
from egide.platform.records.models import unlocked
from tests.platform.accounts.people import SECRET, sign_in
from tests.platform.conftest import make_body
from tests.platform.delivering import delivered
from tests.platform.rows import enrol

REASON = ["--reason", "Téléphone perdu, demande écrite"]


@pytest.fixture
def egide(db):
    return lambda *words: CliRunner().invoke(main, ["account", *words])


def test_it_shows_what_an_account_can_do(egide, person, body):
    TOTP.activate(person, SECRET)
    enrol(person, body, Role.REFERENT)
    told = egide("show", "LEA@mairie.fr").output
    assert "Léa Martin" in told
    assert "ouvert" in told
    assert "Référent" in told
    assert SECRET not in told


def test_a_second_factor_is_removed_and_the_person_told(egide, person):
    TOTP.activate(person, SECRET)
    assert egide("remove-second-factor", person.email, *REASON).exit_code == 0
    assert not Authenticator.objects.exists()
    assert "demande écrite" in delivered()[0].body
    assert "ligne de commande" in delivered()[0].body
    assert AccountEvent.objects.filter(user_id=person.pk, event="factor_removed").exists()
    refused = egide("remove-second-factor", person.email, *REASON)
    assert refused.exit_code == 1
    assert "n’a pas de double vérification" in refused.output


def test_sessions_are_closed(egide, client, person):
    sign_in(client)
    assert egide("sign-out", person.email, *REASON).exit_code == 0
    assert client.get("/compte/").status_code == 302


def test_an_administrator_is_named(egide, person):
    centre = make_body("centre", kind=OrganizationKind.CDG)
    assert "est administrateur de" in egide("administrator", person.email, "--centre", "centre").output
    assert unlocked(Membership).get(organization_id=centre.id).role is Role.ADMINISTRATOR


def test_only_a_centre_has_administrators(egide, person, body):
    refused = egide("administrator", person.email, "--centre", body.slug)
    assert refused.exit_code == 1
    assert "n’existe que dans un centre de gestion" in refused.output


@pytest.mark.parametrize("words", [["show"], ["sign-out", *REASON], ["remove-second-factor", *REASON]])
def test_an_unknown_address_is_said(egide, words):
    refused = egide(words[0], "zoe@mairie.fr", *words[1:])
    assert refused.exit_code == 1
    assert "aucun compte à l’adresse" in refused.output


@pytest.mark.parametrize("words", [["sign-out"], ["remove-second-factor"]])
def test_a_reason_is_asked_for(egide, person, words):
    assert egide(*words, person.email).exit_code == 2


def test_the_nightly_job_deletes_what_opens_nothing(client, person):
    now = timezone.now()
    sign_in(client)
    links.make(person, "b", "", now - timezone.timedelta(hours=1))
    assert delete_expired(now) == 1
    assert Session.objects.exists()
    assert delete_expired(now + timezone.timedelta(hours=13)) == 1
    assert not Session.objects.exists()
