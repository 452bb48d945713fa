"""A link by mail signs in once, soon, from the browser that asked; a scanner that opens it changes nothing."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from egide.platform.accounts.mailed import links
from egide.platform.accounts.models import SignInLink, User
from tests.platform.accounts.people import NOW, PASSWORD, code_at, is_in, sign_in
from tests.platform.delivering import delivered

ASK = "/connexion/lien/"


def ask(client, email="lea@mairie.fr", **more):
    """The path of the link that was sent; None when the mail holds none."""
    answer = client.post(ASK, {"email": email, **more})
    found = re.search(r"http://testserver(/connexion/lien/\S+/)", delivered()[-1].body) if delivered() else None
    return answer, found.group(1) if found else None


def test_a_link_signs_in_by_a_button(client, person, lines):
    answer, link = ask(client)
    assert "Ouvrez-le dans ce navigateur" in answer.content.decode()
    assert delivered()[-1].to == ["lea@mairie.fr"]
    page = client.get(link)
    assert "Me connecter" in page.content.decode()
    assert not is_in(client)
    assert client.post(link).url == "/"
    assert is_in(client)
    assert lines.events() == ["link_asked", "signed_in"]
    assert '"way": "mail"' in lines.raw[-1]


def test_opening_it_as_scanners_do_spends_nothing(client, person):
    _, link = ask(client)
    scanner = Client()
    for method in (scanner.get, scanner.head, scanner.get, scanner.post):
        assert method(link).status_code == 404
    client.get(link)
    assert client.post(link).url == "/"


def test_another_browser_does_not_sign_in(client, person, lines):
    """Someone who reads the mailbox, or to whom the link was forwarded; a victim led to sign in as someone else."""
    _, link = ask(client)
    other = Client()
    ask(other, "zoe@mairie.fr")
    assert SignInLink.objects.count() == 1
    answer = other.post(link)
    assert answer.status_code == 404
    assert "dans un autre navigateur" in answer.content.decode()
    assert not is_in(other)
    assert "link_refused" in lines.events()


def test_it_serves_once(client, person):
    _, link = ask(client)
    client.post(link)
    client.post("/deconnexion/")
    assert client.post(link).status_code == 404
    assert not is_in(client)


def test_two_clicks_at_once_open_one_session(client, person):
    ask(client)
    browser = client.session["egide.link_browser"]
    key = links.make(person, browser, "", timezone.now())
    found = links.find(key, browser, timezone.now())
    links.use(key, browser, timezone.now())
    assert not SignInLink.objects.filter(pk=found.pk, used_at=None).exists()
    with pytest.raises(links.ClosedLinkError):
        links.find(key, browser, timezone.now())
    with pytest.raises(links.ClosedLinkError):
        links.use(key, browser, timezone.now())


def test_of_two_requests_that_found_it_at_the_same_time_one_uses_it(client, person, monkeypatch):
    ask(client)
    browser, now = client.session["egide.link_browser"], timezone.now()
    key = links.make(person, browser, "", now)
    found = links.find(key, browser, now)
    monkeypatch.setattr(links, "find", lambda *_: found)
    links.use(key, browser, now)
    with pytest.raises(links.ClosedLinkError):
        links.use(key, browser, now)


@pytest.mark.parametrize(("minutes", "opens"), [(14, True), (15, False)])
def test_it_is_worth_a_quarter_of_an_hour(client, person, minutes, opens):
    ask(client)
    browser = client.session["egide.link_browser"]
    key = links.make(person, browser, "", timezone.now() - timedelta(minutes=minutes))
    client.post(reverse("sign_in_link", args=[key]))
    assert is_in(client) is opens


def test_a_new_link_kills_the_one_before(client, person):
    _, first = ask(client)
    _, second = ask(client)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_a_link_kills_those_of_its_person_alone(client, person):
    _, first = ask(client)
    User.objects.create_user("zoe@mairie.fr", PASSWORD)
    for email in ("zoe@mairie.fr", "personne@mairie.fr"):
        ask(Client(), email)
    assert client.get(first).status_code == 200


def test_a_closed_account_is_sent_no_link(client, person, lines):
    User.objects.filter(pk=person.pk).update(is_active=False)
    _, link = ask(client)
    assert link is None
    assert "Il n’y a pas de compte" in delivered()[-1].body
    assert lines.events() == ["link_asked"]
    assert "lea@" not in lines.raw[0]


def test_too_many_links_tried_wait(client, person, clock):
    path = reverse("sign_in_link", args=["x" * 43])
    limit = int(settings.ACCOUNT_RATE_LIMITS["sign_in_link_opened"].partition("/")[0])
    codes = [client.get(path).status_code for _ in range(limit + 1)]
    assert codes == [404] * limit + [429]


@pytest.mark.parametrize("change", ["password", "sessions", "closed"])
def test_what_ends_sessions_ends_links(client, person, change):
    _, link = ask(client)
    if change == "password":
        person.set_password("quatre moutons turquoise")
        person.save()
    elif change == "sessions":
        person.close_sessions()
    else:
        User.objects.filter(pk=person.pk).update(is_active=False)
    client.post(link)
    assert not is_in(client)


def test_nothing_tells_who_has_an_account(client, person):
    answers = []
    for email in ("lea@mairie.fr", "zoe@mairie.fr"):
        visitor = Client()
        answer, _ = ask(visitor, email)
        answers.append((answer.status_code, answer.content, sorted(answer.cookies)))
    assert answers[0] == answers[1]
    assert [message.to for message in delivered()] == [["lea@mairie.fr"], ["zoe@mairie.fr"]]
    assert delivered()[0].subject == delivered()[1].subject
    assert "Il n’y a pas de compte" in delivered()[1].body
    assert SignInLink.objects.count() == 1


def test_the_answer_costs_the_same_whoever_it_is(person):
    """As many rows in the same tables: a person is not told by the time of the answer."""
    written = []
    for email in ("lea@mairie.fr", "zoe@mairie.fr"):
        with CaptureQueriesContext(connection) as made:
            Client().post(ASK, {"email": email})
        sql = [query["sql"].split() for query in made.captured_queries]
        inserts = sorted(words[2] for words in sql if words[0] == "INSERT")
        written.append([table for table in inserts if table != '"cache_entries"'])
    assert written[0] == written[1]
    assert SignInLink.objects.count() == 1


@pytest.mark.parametrize("email", ["lea@mairie.fr", "zoe@mairie.fr"])
def test_three_links_an_hour_for_an_address_whoever_it_is(client, person, clock, email):
    codes = [Client().post(ASK, {"email": email}).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    assert len(delivered()) == 3


def test_the_second_factor_is_asked_for(client, protected, clock):
    _, link = ask(client)
    assert client.post(link).url == reverse("mfa_authenticate")
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_at(NOW)})
    assert is_in(client)


def test_who_must_have_a_second_factor_activates_one(client, person, required):
    _, link = ask(client)
    client.post(link)
    assert client.get("/compte/").url == reverse("mfa_activate_totp")


@pytest.mark.parametrize(
    ("following", "leads"), [("/compte/", "/compte/"), ("https://evil.example/", "/"), ("//evil.example", "/")]
)
def test_the_page_that_was_asked_is_kept_when_it_is_ours(client, person, following, leads):
    _, link = ask(client, next=following)
    assert client.post(link).url == leads


def test_the_session_has_a_new_key(client, person):
    _, link = ask(client)
    before = client.cookies["session"].value
    client.post(link)
    assert client.cookies["session"].value != before


def test_only_hashes_are_kept(client, person):
    _, link = ask(client)
    row = SignInLink.objects.values_list().get()
    key, browser = link.rstrip("/").rpartition("/")[2], client.session["egide.link_browser"]
    assert not [value for value in row if key in str(value) or browser in str(value)]


def test_expired_links_are_deleted(person):
    now = timezone.now()
    links.make(person, "b", "", now - timedelta(hours=1))
    assert links.delete_expired(now) == 1
    links.make(person, "b", "", now)
    assert links.delete_expired(now) == 0


def test_the_page_of_sign_in_leads_there(client, person):
    assert "/connexion/lien/?next=/compte/" in client.get("/connexion/?next=/compte/").content.decode()
    sign_in(client)
    assert client.get(ASK).url == "/"


def test_an_address_that_is_none_is_said(client):
    assert "aria-invalid" in client.post(ASK, {"email": "lea"}).content.decode()


def test_the_link_needs_the_form_of_our_page(person):
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrf"] = token = "x" * 32
    client.post(ASK, {"email": "lea@mairie.fr", "csrfmiddlewaretoken": token})
    link = re.search(r"http://testserver(/\S+)", delivered()[-1].body).group(1)
    assert client.post(link).status_code == 403
    assert not is_in(client)
    assert PASSWORD not in delivered()[-1].body
