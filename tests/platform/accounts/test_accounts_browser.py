"""The pages of accounts in a browser: with a phone's width too, without an axe violation, and no script is needed."""

import time
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from egide.platform.accounts import invitations
from egide.platform.accounts.models import User
from tests.chromium import CHROMIUM, launched
from tests.platform.accounts.people import PASSWORD, code_at
from tests.platform.delivering import delivered

CHOSEN = "quatre moutons turquoise"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def chromium():
    """Closed before the database is emptied."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt install chromium")
    with launched() as browser:
        yield browser


class Visit:
    """A tab, what it complained of, and what it asked elsewhere."""

    def __init__(self, browser, base, *, script=True):
        self.base, self.troubles = base, []
        self.tab = browser.new_context(java_script_enabled=script, locale="fr-FR").new_page()
        self.tab.on("console", lambda said: self.troubles.append(said.text) if said.type == "error" else None)
        self.tab.on("request", self._asked)

    def _asked(self, request):
        if not request.url.startswith((self.base, "data:")):
            self.troubles.append(request.url)

    def go(self, path):
        self.tab.goto(self.base + path)

    def send(self, **fields):
        for name, value in fields.items():
            self.tab.fill(f"[name={name}]", value)
        with self.tab.expect_navigation():  # a click alone may return before the answer has a body
            self.tab.click("main button.primary")

    def look(self, name):
        """Both widths."""
        for width in (1280, 360):
            self.tab.set_viewport_size({"width": width, "height": 900})
            wide = self.tab.evaluate("document.documentElement.scrollWidth")
            found = Axe().run(self.tab).response["violations"]
            assert found == [], (name, width, [v["id"] for v in found])
            assert wide <= width, (name, width)
        assert self.troubles == [], name

    @property
    def path(self):
        return urlsplit(self.tab.url).path


def test_every_page_of_accounts(chromium, live_server, person):
    visit = Visit(chromium, live_server.url)
    _before_signing_in(visit, person)
    visit.go("/connexion/?next=/compte/")
    visit.send(login=person.email, password=PASSWORD)
    visit.look("account")
    for path in ("/mot-de-passe/changer/", "/compte/second-facteur/activer/"):
        visit.go(path)
        visit.look(path)
    _second_factor(visit)
    for path in ("/compte/", "/compte/second-facteur/codes/nouveaux/", "/compte/second-facteur/desactiver/"):
        visit.go(path)
        visit.look(path)
    with visit.tab.expect_navigation():
        visit.tab.click("text=Désactiver >> nth=-1")
    assert "La double vérification est désactivée" in visit.tab.content()


def _before_signing_in(visit, person):
    visit.go("/connexion/")
    visit.look("sign in")
    visit.send(login="zoe@mairie.fr", password="une autre phrase")
    visit.look("sign in refused")
    visit.go("/mot-de-passe/oublie/")
    visit.look("forgotten")
    visit.send(email=person.email)
    visit.look("sent")
    link = delivered()[-1].body.split(visit.base)[1].split()[0]
    visit.go(link)
    visit.look("new password")
    visit.send(password1="azerty", password2="azertyu")
    visit.look("new password refused")
    visit.send(password1=PASSWORD + "s", password2=PASSWORD + "s")
    visit.look("new password saved")
    person.set_password(PASSWORD)
    person.save()
    visit.go("/connexion/compte-ferme/")
    visit.look("closed")


def _second_factor(visit):
    secret = visit.tab.inner_text("#secret")
    now = time.time()
    visit.send(code=code_at(now, secret))
    codes = visit.tab.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    visit.look("recovery codes")
    with visit.tab.expect_download() as saved:
        visit.tab.click("text=Enregistrer les codes")
    kept = saved.value.path().read_text(encoding="utf-8")
    assert all(code in kept for code in codes)
    visit.go("/compte/second-facteur/codes/")
    visit.look("codes hidden")
    visit.tab.context.clear_cookies()
    visit.go("/connexion/")
    visit.send(login="lea@mairie.fr", password=PASSWORD)
    visit.look("code")
    visit.send(code=code_at(now + 30, secret))
    assert visit.path == "/"


@pytest.mark.usefixtures("_within")
def test_an_invitation_without_script_and_by_keyboard(chromium, live_server, person, settings):
    settings.INVITATION_ACCEPTED = "tests.platform.accounts.people.accepted"
    _, key = invitations.invite("zoe@mairie.fr", "Zoé", {}, person, timezone.now())
    visit = Visit(chromium, live_server.url, script=False)
    visit.go(f"/lien/{key}/invitation/")
    keys = visit.tab.keyboard
    visit.tab.focus("[name=password1]")
    keys.type(CHOSEN)
    keys.press("Tab")
    keys.type(CHOSEN)
    keys.press("Enter")
    visit.tab.wait_for_url(live_server.url + "/")
    assert User.objects.get(email="zoe@mairie.fr").check_password(CHOSEN)
    visit.go(f"/lien/{key}/invitation/")
    assert "Ce lien ne fonctionne plus" in visit.tab.content()


@pytest.mark.usefixtures("_within")
def test_the_pages_of_an_invitation(chromium, live_server, person):
    visit = Visit(chromium, live_server.url)
    _, key = invitations.invite("zoe@mairie.fr", "Zoé", {}, person, timezone.now())
    _, known = invitations.invite(person.email, "", {}, None, timezone.now())
    visit.go(f"/lien/{key}/invitation/")
    visit.look("invitation")
    visit.go(f"/lien/{known}/invitation/")
    visit.look("invitation, known")
    visit.tab.click("text=Se connecter")
    visit.send(login=person.email, password=PASSWORD)
    visit.look("invitation, mine")
    visit.go(f"/lien/{key}/invitation/")
    visit.look("invitation, another")
