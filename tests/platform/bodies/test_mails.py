"""What was sent, for the administrator of a centre: of its people and of those it advises, never what it said."""

import pytest
from django.core.mail.backends.locmem import EmailBackend

from egide.platform.accounts.models import User
from egide.platform.mail.contents import content
from egide.platform.mail.kinds import every_kind
from egide.platform.mail.models import Message, State
from egide.platform.mail.posting import post
from tests.platform.bodies.world import browser, text
from tests.platform.delivering import delivered

KIND = every_kind()[0]
CENTRE, A = "/o/centre/courriels/", "/o/a/courriels/"


def posted(to, **known):
    return post(KIND, to, content("Objet", "Un mot secret."), **known)


@pytest.fixture
def administrator(world):
    return browser(world.administrator)


def shown(client, url):
    return {message.recipient for message, *_ in client.get(url).context["rows"]}


def test_those_of_the_centre_and_of_its_members(world, administrator):
    posted("referent@x.fr", person_id=world.referent.id)
    posted("administrator@x.fr", person_id=world.administrator.id)
    posted("stranger@x.fr", person_id=User.objects.create_user("stranger@x.fr").id)
    posted("nobody@x.fr")
    assert shown(administrator, CENTRE) == {"referent@x.fr", "administrator@x.fr"}
    assert shown(administrator, A) == {"referent@x.fr"}


def test_invitations_are_seen_by_the_body_that_invites(world, administrator):
    told = {"email": "neuf@exemple.fr", "name": "Neuf", "role": "READER"}
    browser(world.referent).post("/o/a/personnes/ajouter/", told)
    assert shown(administrator, CENTRE) == shown(administrator, A) == {"neuf@exemple.fr"}
    assert shown(administrator, "/o/b/courriels/") == set()


def test_what_it_says_is_not_shown(world, administrator):
    told = {"email": "neuf@exemple.fr", "name": "Neuf", "role": "READER"}
    browser(world.referent).post("/o/a/personnes/ajouter/", told)
    assert "/lien/" not in administrator.get(A).content.decode()
    delivered()
    assert "envoyé" in text(administrator.get(A))


def test_who_is_no_administrator_finds_nothing(world):
    message = posted("referent@x.fr", person_id=world.referent.id)
    for user in (world.referent, world.manager, world.advisor):
        assert browser(user).get(A).status_code == 404
        assert browser(user).post(f"{A}{message.id}/renvoyer/").status_code == 404


def test_what_is_perhaps_sent_is_sent_again_by_someone(world, administrator, monkeypatch):
    message = posted("referent@x.fr", person_id=world.referent.id)

    def cut(self, messages):
        raise ConnectionResetError("cut")

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", cut)
        delivered()
    page = text(administrator.get(f"{A}?situation=unsure"))
    assert "peut-être envoyé" in page
    assert "s’est coupée pendant l’envoi" in page
    again = f"{A}{message.id}/renvoyer/"
    assert administrator.get(again).status_code == 404
    assert "repart" in text(administrator.post(again, follow=True))
    assert [mail.to for mail in delivered()] == [["referent@x.fr"]]
    assert "ne peut plus être renvoyé" in text(administrator.post(again, follow=True))


def test_not_those_of_another_body(world, administrator):
    stranger = User.objects.create_user("stranger@x.fr")
    message = posted("stranger@x.fr", person_id=stranger.id)
    Message.objects.update(state=State.FAILED)
    for url in (A, CENTRE):
        assert administrator.post(f"{url}{message.id}/renvoyer/").status_code == 404


def test_the_list_costs_the_same_whatever_it_holds(world, administrator, django_assert_num_queries):
    posted("one@x.fr", person_id=world.referent.id)
    administrator.get(CENTRE)
    with django_assert_num_queries(11):
        administrator.get(CENTRE)
    for number in range(20):
        posted(f"{number}@x.fr", person_id=world.referent.id)
    with django_assert_num_queries(11):
        administrator.get(CENTRE)


def test_empty_states(administrator):
    assert "Aucun courriel encore" in text(administrator.get(A))
    assert "Aucun courriel dans cette situation" in text(administrator.get(f"{A}?situation=failed"))
