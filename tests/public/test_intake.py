"""Écrire au délégué: put aside, confirmed from the mailbox by POST, then a journaled message that someone handles."""

import re
from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egide.law.facts import Contact, Dpo
from egide.law.facts.codes import DpoKind
from egide.platform.links.models import Link
from egide.platform.organizations.models import Membership
from egide.platform.organizations.shapes import Role
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.journal.reading import versions
from egide.platform.records.models import JournalEntry, unlocked
from egide.platform.records.scope import scope
from egide.public import answering
from egide.public.intake import delete_old_entries
from egide.public.models import Intake, Message
from egide.public.shapes import MessageStatus
from tests.platform.bodies.world import browser, person, text
from tests.platform.delivering import delivered
from tests.public.register import told_of

WRITE, SENT = "/p/achicourt/ecrire/", "/p/achicourt/ecrire/envoye/"
GIVEN = {
    "sender": "Camille Roy",
    "email": "Camille@exemple.fr",
    "subject": "Mon dossier",
    "text": "Bonjour,\nquelles données avez-vous ?",
    "site": "",
}
INBOX = "/o/achicourt/messages/"


def send(client=None, **changes):
    return (client or Client()).post(WRITE, {**GIVEN, **changes})


def link():
    return re.search(r"/lien/\S+/", delivered()[-1].body)[0]


def entries():
    return unlocked(JournalEntry).count()


def test_the_form_asks_little_and_needs_no_token(published):
    page = Client(enforce_csrf_checks=True).get(WRITE)
    assert "csrfmiddlewaretoken" not in page.content.decode()
    assert "Laissez ce champ vide" in text(page)
    assert page["Cache-Control"] == "no-store"


def test_what_is_sent_waits_outside_of_the_journal(published):
    before = entries()
    answer = send(Client(enforce_csrf_checks=True))
    assert (answer.status_code, answer.url) == (302, SENT)
    assert "Encore une étape" in text(Client().get(SENT))
    [waiting] = unlocked(Intake).all()
    assert (waiting.email, waiting.organization_id) == ("camille@exemple.fr", published.body.id)
    assert (entries(), unlocked(Message).count()) == (before, 0)
    [sent] = delivered()
    assert sent.to == ["camille@exemple.fr"]
    assert "Commune d’Achicourt" in sent.subject
    assert GIVEN["text"] not in sent.body


def test_get_shows_and_post_transmits_once(published):
    send()
    before = entries()
    for _ in range(2):
        shown = Client().get(link())
        assert "Confirmer et transmettre" in text(shown)
        assert "quelles données avez-vous" in text(shown)
    assert unlocked(Message).count() == 0
    address = link()
    assert "Votre message est transmis" in text(Client().post(address))
    assert (entries(), unlocked(Intake).count()) == (before + 1, 0)
    assert {Client().get(address).status_code, Client().post(address).status_code} == {404}
    with scope(published.body):
        [message] = Message.objects.all()
        [version] = versions("public.message", message.id)
    assert (version.actor, version.origin) == ("Un habitant, par le lien reçu à son adresse", "link")
    facts = message.facts()
    assert (facts.sender, facts.status, facts.text) == ("Camille Roy", MessageStatus.NEW, GIVEN["text"])


def test_those_who_answer_are_told_without_what_was_written(published):
    send()
    Client().post(link())
    told = delivered()[1:]
    assert sorted(m.to[0] for m in told) == sorted([published.referent.email, published.controller.email])
    [url] = {re.search(r"/o/\S+", m.body)[0] for m in told}
    assert not [m for m in told if "Camille" in m.body or "données avez-vous" in m.body]
    assert "Mon dossier" in text(browser(published.referent).get(url))


def test_who_left_or_has_a_closed_account_is_told_nothing(published):
    former = person(published.body, Role.REFERENT, email="ancienne@exemple.fr")
    with scope(published.body), acting(Actor("test")):
        kept = Membership.objects.get(id=former.membership.id)
        saving.archive(kept, expected=kept.revision)
    type(former).objects.filter(pk=published.controller.pk).update(is_active=False)
    send()
    Client().post(link())
    assert [mail.to for mail in delivered()[1:]] == [[published.referent.email]]


def test_a_message_in_the_bin_is_not_shown(published):
    send()
    Client().post(link())
    with scope(published.body), acting(Actor("test")):
        [kept] = Message.objects.all()
        saving.put_in_bin(kept, expected=kept.revision)
    client = browser(published.controller)
    assert "Mon dossier" not in text(client.get(INBOX))
    assert client.get(f"{INBOX}{kept.id}/").status_code == 404


def test_it_is_received_read_handled_and_taken_up_again(published):
    send()
    Client().post(link())
    client = browser(published.controller)
    page = client.get(INBOX)
    assert "Nouveau" in text(page)
    [one] = page.context["page"].object_list
    address = f"{INBOX}{one.id}/"
    assert "camille@exemple.fr" in text(client.get(address))
    assert "« traité »" in text(client.post(address, {"faire": "traiter", "revision": 1}, follow=True)).replace(
        "\u202f", " "
    )
    assert "Relisez" in text(client.post(address, {"faire": "rouvrir", "revision": 1}, follow=True))
    client.post(address, {"faire": "rouvrir", "revision": 2})
    with scope(published.body):
        told = [version.leaves["status"] for version in versions("public.message", one.id)]
    assert told == ["NEW", "HANDLED", "NEW"]


@pytest.mark.parametrize("who", ["reader", "advisor", "manager", "administrator"])
def test_others_do_not_read_them(published, who):
    send()
    Client().post(link())
    client, one = browser(getattr(published, who)), unlocked(Message).get()
    assert client.get(INBOX).status_code == 404
    assert client.get(f"{INBOX}{one.id}/").status_code == 404
    assert client.post(f"{INBOX}{one.id}/", {"faire": "traiter", "revision": 1}).status_code == 404


WHOLE = "Centre de gestion de la fonction publique territoriale du Pas-de-Calais"


def shared(world, **known):
    told_of(world.body, dpo=Dpo(**{"kind": DpoKind.SHARED, **known}))


@pytest.mark.parametrize("how", ["the person", "the centre"])
def test_the_shared_delegate_reads_and_answers_them(published, how):
    """REQ-A3-8: the centre handles the relations with residents, with the member."""
    said = {"email": published.advisor.email.upper()} if how == "the person" else {"organization": "CENTRE 62"}
    shared(published, contact=Contact(**said))
    send()
    Client().post(link())
    client, one = browser(published.advisor), unlocked(Message).get()
    assert INBOX in client.get("/o/achicourt/").content.decode()
    assert "Mon dossier" in text(client.get(INBOX))
    answered = client.post(f"{INBOX}{one.id}/", {"faire": "traiter", "revision": 1}, follow=True)
    assert "traité" in text(answered)
    assert published.advisor.email in [m.to[0] for m in delivered()]


@pytest.mark.parametrize(
    ("told", "name", "same"),
    [
        ("Centre de gestion du Pas-de-Calais", WHOLE, True),
        (WHOLE.upper(), WHOLE, True),
        ("Centre de gestion du Nord", WHOLE, False),
        ("Département du Pas-de-Calais", WHOLE, False),
        ("Pas-de-Calais", WHOLE, False),
        ("Centre", WHOLE, False),
        ("", WHOLE, False),
        ("Centre de gestion", "", False),
    ],
)
def test_how_a_centre_is_called(told, name, same):
    assert answering._names(told, name) is same


@pytest.mark.parametrize(
    "known",
    [
        {"contact": Contact(email="autre@exemple.fr", organization="Communauté urbaine d’Arras")},
        {"kind": DpoKind.EXTERNAL, "company": Contact(organization="Centre 62")},
        {},
    ],
)
def test_an_advisor_who_is_not_the_delegate_does_not(published, known):
    shared(published, **known)
    send()
    Client().post(link())
    client = browser(published.advisor)
    assert INBOX not in client.get("/o/achicourt/").content.decode()
    assert client.get(INBOX).status_code == 404
    assert published.advisor.email not in [m.to[0] for m in delivered()]


def test_an_advisor_of_other_members_does_not(published):
    with acting(Actor("test")):
        elsewhere = person(published.centre, Role.ADVISOR)
    shared(published, contact=Contact(organization="Centre 62"))
    send()
    Client().post(link())
    assert browser(elsewhere).get(INBOX).status_code == 404
    assert elsewhere.email not in [m.to[0] for m in delivered()]


def test_the_page_of_rights_says_so(published):
    page = text(browser(published.referent).get("/o/achicourt/acces/"))
    assert "Les messages des habitants" in page
    assert "délégué mutualisé" in page


def test_an_empty_inbox_says_what_will_come(world):
    assert "Aucun message" in text(browser(world.referent).get(INBOX))


def test_the_list_costs_the_same_for_one_and_for_many(published, settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    client, costs = browser(published.referent), []
    for number in range(5):
        send(email=f"a{number}@exemple.fr")
        Client().post(link())
        with CaptureQueriesContext(connection) as counted:
            assert client.get(INBOX).context["page"].paginator.count == number + 1
        costs.append(len(counted))
    assert costs[2:] == costs[1:2] * 3
    assert max(costs) < 25


@pytest.mark.parametrize("path", ["ecrire/", "ecrire/envoye/"])
@pytest.mark.parametrize("body", ["centre", "nulle-part"])
def test_a_body_that_publishes_nothing_looks_like_none(published, body, path):
    nowhere = Client().get("/p/rien/").content
    answer = Client().get(f"/p/{body}/{path}")
    posted = Client().post(f"/p/{body}/ecrire/", GIVEN)
    assert {(a.status_code, a.content) for a in (answer, posted)} == {(404, nowhere)}
    assert not delivered()


def test_a_robot_is_thanked_and_nothing_is_kept(published):
    assert send(site="http://spam.example").url == SENT
    assert (unlocked(Intake).count(), delivered()) == (0, [])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sender", ""),
        ("sender", "x" * 151),
        ("email", "pas une adresse"),
        ("email", "a@b.fr\nBcc: c@d.fr"),
        ("subject", " "),
        ("text", "x" * 5_001),
        ("text", "\x07"),
        ("subject", "a\x00b"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(published, field, value):
    answer = send(**{field: value})
    assert answer.status_code == 422
    assert "À corriger" in text(answer)
    assert unlocked(Intake).count() == 0


def test_a_subject_holds_on_one_line(published):
    send(sender="Camille\r\nRoy", subject="Un\tobjet")
    [waiting] = unlocked(Intake).all()
    assert (waiting.sender, waiting.subject) == ("Camille Roy", "Un objet")


@pytest.mark.parametrize(
    ("limits", "second"),
    [
        ({"intake": "1/h/ip"}, {"email": "autre@exemple.fr"}),
        ({"intake_email": "1/h/key"}, {"email": " CAMILLE@exemple.fr"}),
        ({"intake_body": "1/h/key"}, {"email": "autre@exemple.fr"}),
    ],
)
def test_too_many_are_stopped(published, settings, limits, second):
    settings.ACCOUNT_RATE_LIMITS = limits
    assert send().status_code == 302
    refused = send(**second)
    assert refused.status_code == 429
    assert "Trop de messages" in text(refused)
    assert (unlocked(Intake).count(), len(delivered())) == (1, 1)


def test_a_body_may_publish_without_taking_messages(published):
    with scope(published.body):
        unlocked(type(published.publication)).update(accepts_messages=False)
    assert "Écrire au délégué" not in text(Client().get("/p/achicourt/"))
    assert {Client().get(WRITE).status_code, send().status_code} == {404}


def test_what_nobody_confirms_is_deleted_after_seven_days(published):
    send()
    now = timezone.now()
    assert delete_old_entries(now + timedelta(days=6, hours=23)) == 0
    assert delete_old_entries(now + timedelta(days=7, minutes=1)) == 1
    assert unlocked(Intake).count() == 0
    assert Client().get(link()).status_code == 404


def test_a_server_of_mail_that_is_down_loses_nothing(published, monkeypatch):
    """The mail waits in its queue, and the message of a resident is received without it."""
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", down)
        assert send().status_code == 302
        assert delivered() == []
    assert unlocked(Intake).count() == 1
    again = send(email="autre@exemple.fr")
    assert again.status_code == 302
    address = link()
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", down)
        assert Client().post(address).status_code == 200
    assert unlocked(Message).count() == 1


def down(self, messages):
    raise ConnectionRefusedError("no")


def test_a_link_taken_back_transmits_nothing(published):
    send()
    waiting = unlocked(Link).get()
    client = browser(published.referent)
    assert "Confirmation d’un message" in text(client.get("/o/achicourt/liens/"))
    client.post(f"/o/achicourt/liens/{waiting.id}/annuler/")
    assert Client().post(link()).status_code == 404
    assert unlocked(Message).count() == 0
