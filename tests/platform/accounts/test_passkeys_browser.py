"""Passkeys in Chromium, with the virtual authenticator of its developer tools: register, sign in, confirm, remove."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from tests.platform.accounts.people import PASSWORD, SECRET
from tests.platform.accounts.test_accounts_browser import CHROMIUM, Visit, chromium

__all__ = ["chromium"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: apt install chromium"),
]


FORGED = """() => {
  const form = document.querySelector("form[data-passkey]");
  form.querySelector("[name=credential]").value = '{"id": 1}';
  form.submit();
}"""


class Device:
    """An authenticator in the visitor's hands; `verifies`: whether it recognises them (finger, face, PIN)."""

    def __init__(self, visit, *, verifies=True):
        self.tools = visit.tab.context.new_cdp_session(visit.tab)
        self.tools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": verifies, "automaticPresenceSimulation": True,
        }  # fmt: skip
        self.id = self.tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def verifies(self, yes):
        self.tools.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": yes})

    def count(self):
        return len(self.tools.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"])


def sign_out(visit):
    visit.tab.context.clear_cookies()
    visit.go("/connexion/?next=/compte/")


def with_key(visit):
    visit.tab.click("text=Me connecter avec une clé d’accès")


def register(visit, name="Téléphone"):
    visit.go("/compte/cles/ajouter/")
    visit.tab.fill("[name=name]", name)
    visit.look("add a passkey")
    with visit.tab.expect_navigation():
        visit.tab.click("text=Créer la clé")


@pytest.fixture
def visit(chromium, live_server, person):
    made = Visit(chromium, live_server.url)
    made.go("/connexion/?next=/compte/")
    made.send(login=person.email, password=PASSWORD)
    return made


def test_a_passkey_from_its_making_to_its_end(visit, person):
    device = Device(visit)
    register(visit)
    assert visit.path == "/compte/second-facteur/codes/"
    assert device.count() == 1
    visit.go("/compte/")
    assert "Téléphone" in visit.tab.content()
    visit.look("account with a passkey")

    sign_out(visit)
    visit.look("sign in")
    with visit.tab.expect_navigation():
        with_key(visit)
    assert visit.path == "/compte/"

    sign_out(visit)
    visit.send(login=person.email, password=PASSWORD)
    assert visit.path == "/connexion/code/"
    visit.look("passkey as second factor")
    with visit.tab.expect_navigation():
        visit.tab.click("text=Utiliser ma clé d’accès")
    assert visit.path == "/compte/"

    visit.go("/compte/confirmer/cle/?next=/compte/")
    visit.look("confirm with a passkey")
    with visit.tab.expect_navigation():
        visit.tab.evaluate(FORGED)
    assert "n’a pas été reconnue" in visit.tab.content()
    visit.look("a forged passkey confirms nothing")
    with visit.tab.expect_navigation():
        visit.tab.click("text=Utiliser ma clé d’accès")
    assert visit.path == "/compte/"

    key = Authenticator.objects.get(type="webauthn")
    visit.go(f"/compte/cles/{key.pk}/renommer/")
    visit.look("rename")
    visit.go(f"/compte/cles/{key.pk}/retirer/")
    visit.look("remove")
    visit.send()
    assert not Authenticator.objects.filter(type="webauthn").exists()

    sign_out(visit)
    with visit.tab.expect_navigation():
        with_key(visit)
    assert "n’a pas été reconnue" in visit.tab.content()
    assert visit.path == "/connexion/"


def test_a_passkey_opens_without_the_code_that_a_password_would_need(visit, person):
    TOTP.activate(person, SECRET)
    Device(visit)
    register(visit)
    sign_out(visit)
    with visit.tab.expect_navigation():
        with_key(visit)
    assert visit.path == "/compte/"


def test_a_device_that_recognises_nobody_makes_no_key(visit, person):
    device = Device(visit, verifies=False)
    visit.go("/compte/cles/ajouter/")
    visit.tab.fill("[name=name]", "Téléphone")
    visit.tab.click("text=Créer la clé")
    visit.tab.wait_for_selector("[data-passkey-told]:not([hidden])")
    assert not Authenticator.objects.exists()
    assert device.count() == 0


def test_a_key_in_hands_that_are_not_recognised_opens_nothing(visit, person):
    device = Device(visit)
    register(visit)
    sign_out(visit)
    device.verifies(False)
    with_key(visit)
    visit.tab.wait_for_selector("[data-passkey-told]:not([hidden])")
    visit.look("no passkey answered")
    visit.go("/compte/")
    assert visit.path == "/connexion/"


def test_without_script_the_button_is_not_there(chromium, live_server, person):
    visit = Visit(chromium, live_server.url, script=False)
    visit.go("/connexion/")
    assert not visit.tab.is_visible("text=Me connecter avec une clé d’accès")
