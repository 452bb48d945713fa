"""An invitation: sent, shown, accepted once; every one that is closed looks the same."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from egide.platform.accounts import invitations
from egide.platform.accounts.mails import post_invitation
from egide.platform.accounts.models import Invitation, User
from egide.platform.accounts.oidc.flow import Identity
from egide.platform.links.keys import DeadLinkError
from egide.platform.links.models import Link
from egide.platform.records.models import unlocked
from tests.platform.accounts import people
from tests.platform.accounts.people import PASSWORD, is_in, sign_in
from tests.platform.delivering import delivered

CHOSEN = {"name": "Zoé Petit", "password1": "quatre moutons turquoise", "password2": "quatre moutons turquoise"}
PAYLOAD = {"role": "reader", "body": "arras"}


pytestmark = pytest.mark.usefixtures("_within")


@pytest.fixture(autouse=True)
def _told(settings):
    people.ACCEPTED.clear()
    settings.INVITATION_ACCEPTED = "tests.platform.accounts.people.accepted"


def is_open(invitation):
    links = invitations.standing([invitation.pk])
    return invitation.pk in links and links[invitation.pk].is_live(timezone.now())


@pytest.fixture
def invited(person):
    """The invitation of someone new, by Léa; with its address."""
    made, key = invitations.invite("Zoe@Mairie.fr", "Zoé", PAYLOAD, person, timezone.now())
    return made, reverse("invitation", args=[key])


def test_the_link_shows_who_invites_and_opens_nothing(client, invited):
    made, url = invited
    page = client.get(url).content.decode()
    assert "Léa Martin vous invite" in page
    assert "zoe@mairie.fr" in page
    assert 'value="Zoé"' in page
    assert is_open(made)
    assert User.objects.count() == 1


def test_a_name_and_a_password_open_the_account_and_the_session(client, invited, lines):
    made, url = invited
    assert client.post(url, CHOSEN).url == "/"
    user = User.objects.get(email="zoe@mairie.fr")
    assert (user.name, user.check_password(CHOSEN["password1"]), is_in(client)) == ("Zoé Petit", True, True)
    made.refresh_from_db()
    assert made.accepted_by == user
    assert made.accepted_at is not None
    assert people.ACCEPTED == [("zoe@mairie.fr", PAYLOAD)]
    assert lines.events() == ["invitation_accepted", "signed_in"]
    assert "zoe@mairie.fr" not in "".join(lines.raw)


def test_a_weak_password_opens_nothing(client, invited):
    _, url = invited
    page = client.post(url, {"name": "Zoé", "password1": "zoe@mairie.fr", "password2": "zoe@mairie.fr"})
    assert "trop facile à deviner" in page.content.decode()
    differ = client.post(url, {**CHOSEN, "password2": "autre"})
    assert "Les deux mots de passe ne sont pas les mêmes" in differ.content.decode()
    assert User.objects.count() == 1
    assert people.ACCEPTED == []


def test_used_expired_revoked_and_unknown_look_the_same(client, invited, person):
    _, used = invited
    Client().post(used, CHOSEN)
    _, key = invitations.invite("a@x.fr", "", {}, person, timezone.now() - timedelta(days=7))
    revoked, other = invitations.invite("b@x.fr", "", {}, person, timezone.now())
    invitations.revoke(revoked, person, timezone.now())
    urls = [used, *(reverse("invitation", args=[k]) for k in (key, other, "x" * 43))]
    for act in (client.get, client.post):
        answers = [act(url) for url in urls]
        assert {a.status_code for a in answers} == {404}
        assert len({a.content for a in answers}) == 1
    assert "Ce lien ne fonctionne plus" in answers[0].content.decode()
    assert "no-store" in answers[0]["Cache-Control"]


def test_it_is_good_seven_days(person):
    now = timezone.now()
    made, key = invitations.invite("a@x.fr", "", {}, person, now)
    assert invitations.find(key, now + timedelta(days=7, seconds=-1)) == made
    assert invitations.find(key, now + timedelta(days=7)) is None


def test_only_a_hash_of_the_key_is_kept(person):
    _, key = invitations.invite("a@x.fr", "", {}, person, timezone.now())
    assert key not in str([Invitation.objects.values().get(), Link.objects.values().get()])


def test_sending_again_kills_the_first_link(person):
    now = timezone.now()
    made, first = invitations.invite("a@x.fr", "", {}, person, now)
    second = invitations.renew(made, person, now + timedelta(days=8))
    assert invitations.find(first, now) is None
    assert invitations.find(second, now + timedelta(days=14)) == made


def test_what_was_used_or_revoked_is_not_sent_again(invited, person):
    made, url = invited
    Client().post(url, CHOSEN)
    made.refresh_from_db()
    with pytest.raises(DeadLinkError):
        invitations.renew(made, person, timezone.now())
    with pytest.raises(DeadLinkError):
        invitations.revoke(made, person, timezone.now())


def test_what_becomes_of_an_invitation_is_noted(person, lines):
    made, _ = invitations.invite("a@x.fr", "", {}, person, timezone.now())
    invitations.renew(made, person, timezone.now())
    invitations.revoke(made, person, timezone.now())
    assert lines.events() == ["invited", "invitation_renewed", "invitation_revoked"]
    assert all(str(made.pk) in line and str(person.pk) in line and "a@x.fr" not in line for line in lines.raw)


def test_a_link_without_its_invitation_opens_nothing(person):
    """Or an invitation without its link: each may be deleted before the other."""
    lost, key = invitations.invite("a@x.fr", "", {}, person, timezone.now())
    Invitation.objects.all().delete()
    with pytest.raises(DeadLinkError):
        invitations.accept(key, CHOSEN["password1"], "A", timezone.now())
    unlocked(Link).all().delete()
    for act in (invitations.renew, invitations.revoke):
        with pytest.raises(DeadLinkError):
            act(lost, person, timezone.now())


def test_who_has_an_account_signs_in_then_accepts(client, person):
    _, key = invitations.invite("lea@mairie.fr", "", PAYLOAD, None, timezone.now())
    url = reverse("invitation", args=[key])
    page = client.get(url).content.decode()
    assert "Vous avez déjà un compte à cette adresse" in page
    assert 'name="password1"' not in page
    assert client.post(url, CHOSEN).status_code == 200
    assert people.ACCEPTED == []
    assert key not in page
    [following] = re.findall(r"/connexion/\?next=([^\"]+)", page)
    assert sign_in(client, next=following).url == following
    assert client.get(following).url == url
    assert "Accepter l’invitation" in client.get(url).content.decode()
    assert client.post(url).url == "/"
    assert people.ACCEPTED == [("lea@mairie.fr", PAYLOAD)]
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert client.post(url).status_code == 404


def test_the_key_is_in_no_address_but_its_own(client, invited):
    """What a browser, a log or a proxy keeps of signing in does not open the account. Nor does the database."""
    _, url = invited
    key = url.split("/")[2]
    assert key not in client.get(url).content.decode()
    kept = str(dict(client.session.items()))
    assert key not in kept
    assert client.get("/invitation/").url == url
    assert Client().get("/invitation/").status_code == 404


def test_who_is_signed_in_as_another_comes_back_to_it_once_out(client, invited, person):
    _, url = invited
    sign_in(client)
    page = client.get(url).content.decode()
    assert 'name="next" value="/invitation/"' in page
    assert client.post("/deconnexion/", {"next": "/invitation/"}).url == "/invitation/"
    assert client.get("/invitation/").url == url


def test_someone_else_signed_in_does_not_accept_for_them(client, invited, person):
    _, url = invited
    sign_in(client)
    assert "vous êtes connecté avec un autre compte, lea@mairie.fr" in client.get(url).content.decode()
    client.post(url, CHOSEN)
    assert User.objects.count() == 1
    User.objects.create_user("zoe@mairie.fr", PASSWORD, name="Zoé")
    client.post(url)
    with pytest.raises(DeadLinkError):
        invitations.accept_as(person, url.split("/")[2], timezone.now())
    assert people.ACCEPTED == []


def test_the_service_judges_the_password_too(invited):
    _, url = invited
    with pytest.raises(ValidationError):
        invitations.accept(url.split("/")[2], "azerty", "Zoé", timezone.now())
    assert User.objects.count() == 1


def test_the_service_does_not_open_a_second_account(person):
    _, key = invitations.invite("lea@mairie.fr", "", {}, None, timezone.now())
    with pytest.raises(invitations.AccountExistsError):
        invitations.accept(key, CHOSEN["password1"], "Léa", timezone.now())


def test_the_service_gives_no_account_that_exists_to_an_identity(person):
    """It would lose its password, and open to whoever holds the identity."""
    _, key = invitations.invite(person.email, "", {}, None, timezone.now())
    identity = Identity("https://proconnect.example", "s", "autre@exemple.fr", "Autre", "", is_strong=True)
    with pytest.raises(invitations.AccountExistsError):
        invitations.accept_with_identity(key, identity, "Autre", timezone.now())
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert not person.identities.exists()


def test_what_the_room_above_refuses_is_undone(client, invited, settings):
    made, url = invited
    settings.INVITATION_ACCEPTED = "tests.platform.accounts.people.refuses"
    with pytest.raises(RuntimeError):
        client.post(url, CHOSEN)
    assert is_open(made)
    assert not User.objects.filter(email="zoe@mairie.fr").exists()


def test_the_service_undoes_it_by_itself(invited, settings):
    made, url = invited
    settings.INVITATION_ACCEPTED = "tests.platform.accounts.people.refuses"
    with pytest.raises(RuntimeError):
        invitations.accept(url.split("/")[2], CHOSEN["password1"], "Zoé", timezone.now())
    assert is_open(made)
    assert not User.objects.filter(email="zoe@mairie.fr").exists()


def test_the_mail_is_french_and_has_the_link(invited):
    made, url = invited
    post_invitation(made, f"https://egide.example{url}", "La mairie d’Arras & fils", timezone.now() + timedelta(days=7))
    sent = delivered()[0]
    assert (sent.to, sent.subject) == (["zoe@mairie.fr"], "La mairie d’Arras & fils vous invite à utiliser Égide")
    assert f"https://egide.example{url}\n" in sent.body
    assert "sert une fois, et vaut jusqu’au" in sent.body


def test_a_subject_holds_on_one_line(person):
    made, _ = invitations.invite("a@x.fr", "", {}, person, timezone.now())
    post_invitation(
        made, "https://egide.example/", "Mairie\r\nBcc: tous@example.org", timezone.now() + timedelta(days=7)
    )
    [mail] = delivered()
    assert mail.subject.startswith("Mairie Bcc")
    assert mail.recipients() == ["a@x.fr"]
