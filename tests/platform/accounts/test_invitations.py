"""Invitations: a link good once, seven days, that opens an account or adds to one; every dead link is one page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from egide.platform.accounts import invitations
from egide.platform.accounts.invitations import ClosedInvitationError, accept, accept_as, invite, renew, revoke, send
from egide.platform.accounts.models import Invitation, User
from tests.platform.accounts.visiting import ACCEPTED, PASSWORD, sign_in, signed_in

CHOSEN = {"name": "Sacha Petit", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(autouse=True)
def _who_invited_is_told(settings):
    ACCEPTED.clear()
    settings.INVITATION_ACCEPTED = "tests.platform.accounts.visiting.accepted"


@pytest.fixture
def invited(person):
    return invite(" Sacha@Exemple.fr ", "Sacha", {"role": "reader"}, person, timezone.now())


def _page(client, key):
    return client.get(reverse("invitation", args=[key]))


def test_only_a_hash_of_the_key_is_kept(invited):
    made, key = invited
    assert len(key) == 43
    assert key not in str(Invitation.objects.values())
    assert made.email == "sacha@exemple.fr"
    assert made.expires_at - made.invited_at == timedelta(days=7)


def test_the_page_asks_a_name_and_a_password_then_opens_the_account(client, invited):
    _, key = invited
    page = _page(client, key).content.decode()
    assert "Camille Roussel vous invite" in page
    assert 'value="Sacha"' in page
    assert "Au moins 12 caractères" in page
    assert client.post(reverse("invitation", args=[key]), CHOSEN).url == reverse("home")
    assert signed_in(client)
    assert ACCEPTED == [("sacha@exemple.fr", {"role": "reader"})]
    user = User.objects.get(email="sacha@exemple.fr")
    assert user.name == "Sacha Petit"
    assert user.check_password(PASSWORD)
    kept = Invitation.objects.get()
    assert kept.accepted_by == user
    assert kept.accepted_at is not None


def test_opening_the_link_accepts_nothing(client, invited):
    _page(client, invited[1])
    assert Invitation.objects.get().accepted_at is None
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password1": "Sacha2026!!!", "password2": "Sacha2026!!!"}, "trop facile à deviner"),
        ({"password2": "quatre canards bavards"}, "ne sont pas les mêmes"),
        ({"name": " "}, "Ce champ est obligatoire"),
    ],
)
def test_what_is_refused_says_why_and_opens_nothing(client, invited, changed, said):
    page = client.post(reverse("invitation", args=[invited[1]]), {**CHOSEN, **changed}).content.decode()
    assert said in page
    assert User.objects.count() == 1
    assert not ACCEPTED


def _used(made, key, now):
    accept(key, PASSWORD, "Sacha", now)


def _expired(made, key, now):
    Invitation.objects.update(expires_at=now - timedelta(seconds=1))


def _revoked(made, key, now):
    revoke(made, None, now)


def _renewed(made, key, now):
    renew(made, None, now)


def test_every_dead_link_is_the_same_page(client, person):
    pages = [_page(client, "unknown")]
    for number, kill in enumerate((_used, _expired, _revoked, _renewed)):
        made, key = invite(f"p{number}@exemple.fr", "P", {}, person, timezone.now())
        kill(made, key, timezone.now())
        pages += [_page(client, key), client.post(reverse("invitation", args=[key]), CHOSEN)]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert "Cette invitation ne fonctionne plus" in pages[0].content.decode()


def test_the_last_second_is_good_and_the_next_is_not(person):
    at = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    _, key = invite("s@exemple.fr", "S", {}, person, at)
    assert invitations.find(key, at + timedelta(days=7, seconds=-1))
    assert invitations.find(key, at + timedelta(days=7)) is None


def test_who_has_an_account_signs_in_then_adds(client, person):
    other = User.objects.create_user("sacha@exemple.fr", PASSWORD, name="Sacha Petit")
    _, key = invite("sacha@exemple.fr", "Sacha", {"role": "manager"}, person, timezone.now())
    url = reverse("invitation", args=[key])
    page = _page(client, key).content.decode()
    assert "Vous avez déjà un compte" in page
    assert f"{reverse('account_login')}?next={url}" in page
    assert client.post(url, CHOSEN).status_code == 200
    assert not ACCEPTED
    assert sign_in(client, "sacha@exemple.fr", then=url).url == url
    assert "Accepter l’invitation" in _page(client, key).content.decode()
    assert not ACCEPTED
    assert client.post(url).url == reverse("home")
    assert ACCEPTED == [("sacha@exemple.fr", {"role": "manager"})]
    assert Invitation.objects.get().accepted_by == other


@pytest.mark.parametrize("known", [True, False])
def test_it_is_not_for_whoever_is_signed_in(client, person, known):
    if known:
        User.objects.create_user("sacha@exemple.fr", PASSWORD)
    _, key = invite("sacha@exemple.fr", "Sacha", {}, person, timezone.now())
    sign_in(client)
    assert "connecté avec un autre compte" in _page(client, key).content.decode()
    client.post(reverse("invitation", args=[key]), CHOSEN)
    assert Invitation.objects.get().accepted_at is None
    with pytest.raises(ClosedInvitationError):
        accept_as(person, key, timezone.now())


def test_what_the_hook_refuses_undoes_the_acceptance(invited, settings):
    settings.INVITATION_ACCEPTED = "tests.platform.accounts.visiting.refusing"
    with pytest.raises(LookupError):
        accept(invited[1], PASSWORD, "Sacha", timezone.now())
    assert User.objects.count() == 1
    assert Invitation.objects.get().accepted_at is None


def test_the_service_judges_the_password_too(invited):
    with pytest.raises(ValidationError):
        accept(invited[1], "short", "Sacha", timezone.now())


def test_the_mail_has_the_link_the_sender_and_the_day_in_french(person, mailoutbox):
    made, key = invite("sacha@exemple.fr", "Sacha", {}, person, datetime(2026, 3, 1, 9, 5, tzinfo=UTC))
    assert send(made, f"https://egide.exemple.fr/invitation/{key}/", "Ville d’Arras & Cie")
    (sent,) = mailoutbox
    assert sent.to == ["sacha@exemple.fr"]
    assert sent.subject == "Ville d’Arras & Cie vous invite à utiliser Égide"
    assert f"\nhttps://egide.exemple.fr/invitation/{key}/\n" in sent.body
    assert "8 mars 2026 à 10\u00a0h\u00a005" in sent.body


def test_a_mail_that_does_not_leave_is_said(invited, monkeypatch):
    def down(*_, **__):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", down)
    assert not send(invited[0], "https://x/", "Arras")


def test_a_sender_cannot_write_headers(invited, mailoutbox):
    send(invited[0], "https://x/", "Arras\nBcc: all@exemple.fr")
    assert mailoutbox[0].bcc == []
    assert "\n" not in mailoutbox[0].subject


def test_the_security_log_follows_an_invitation(person, security):
    now = timezone.now()
    made, _ = invite("sacha@exemple.fr", "Sacha", {}, person, now)
    key = renew(made, person, now)
    accept(key, PASSWORD, "Sacha", now)
    with pytest.raises(ClosedInvitationError):
        revoke(Invitation.objects.get(), person, now)
    events = [line["event"] for line in security()]
    assert events == ["invited", "invitation_renewed", "invitation_accepted"]
    assert key not in str(security())
