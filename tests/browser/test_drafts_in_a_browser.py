"""Drafts as a person meets them: the tab closes, the network goes, the session ends, and what was typed is there."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.house import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
REGISTER = "/o/achicourt/traitements/"
KEPT = re.compile(r"Brouillon gardé à \d+\sh\s\d\d")


@pytest.fixture(scope="module")
def visitor(chromium, address):
    visitor = Visitor(chromium, address).sign_in("referent@ville.exemple.fr")
    yield visitor
    assert visitor.strangers == []
    visitor.close()


@pytest.fixture
def form(visitor):
    """The form of a new record, in a tab of its own."""
    page = visitor.context.new_page()
    page.goto(f"{visitor.address}{REGISTER}ajouter/")
    yield page
    page.close()


def state(page):
    return page.locator("[data-draft-state]")


def found_again(visitor, title):
    """In another tab: the page offers it, and the form holds it."""
    page = visitor.context.new_page()
    page.goto(f"{visitor.address}{REGISTER}ajouter/")
    page.locator(".notice", has_text=title).get_by_role("link", name="Reprendre").click()
    page.wait_for_url(re.compile("brouillon="))
    return page


def test_the_tab_is_closed_and_what_was_typed_is_found(visitor, form):
    form.locator("#id_name").fill("Prêt de barnums")
    form.get_by_role("button", name="Ajouter une ligne à « Finalités »").click()
    form.locator("textarea[name^='purposes['], input[type=text][name^='purposes[']").first.fill("Prêter des barnums")
    expect(state(form)).to_have_text(KEPT)
    form.close(run_before_unload=True)  # nothing is asked: all is kept
    page = found_again(visitor, "Prêt de barnums")
    assert page.locator("#id_name").input_value() == "Prêt de barnums"
    typed = page.locator("textarea[name^='purposes['], input[type=text][name^='purposes[']").first
    assert typed.input_value() == "Prêter des barnums"
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    page.wait_for_url(re.compile(r"/traitements/[0-9a-f-]+/$"))
    page.goto(f"{visitor.address}{REGISTER}ajouter/")
    assert page.locator(".notice", has_text="Prêt de barnums").count() == 0


def test_what_was_typed_a_moment_before_leaving_is_kept_too(visitor, form):
    form.on("dialog", lambda asked: asked.accept())
    form.locator("#id_name").fill("Tapé puis quitté")
    form.goto(f"{visitor.address}{REGISTER}")
    page = found_again(visitor, "Tapé puis quitté")
    assert page.locator("#id_name").input_value() == "Tapé puis quitté"


def test_the_network_goes_and_comes_back(visitor, form):
    visitor.context.set_offline(True)
    form.locator("#id_name").fill("Écrit sans réseau")
    expect(state(form)).to_contain_text("Pas de réseau")
    form.get_by_role("button", name="Enregistrer", exact=True).last.click()
    assert form.locator("#id_name").input_value() == "Écrit sans réseau"
    kept = form.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert "Écrit" not in kept
    visitor.context.set_offline(False)
    expect(state(form)).to_have_text(KEPT)
    page = found_again(visitor, "Écrit sans réseau")
    assert page.locator("#id_name").input_value() == "Écrit sans réseau"


def test_signed_out_in_another_tab_then_in_again_it_goes_on(visitor, form):
    form.locator("#id_name").fill("Avant")
    expect(state(form)).to_have_text(KEPT)
    visitor.context.clear_cookies(name="session")
    form.locator("#id_name").fill("Après la déconnexion")
    expect(state(form)).to_contain_text("Vous n’êtes plus connecté")
    visitor.sign_in("referent@ville.exemple.fr")
    expect(state(form)).to_have_text(KEPT, timeout=15_000)
    page = found_again(visitor, "Après la déconnexion")
    page.on("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="Abandonner", exact=True).last.click()
    page.wait_for_url(re.compile(r"/traitements/$"))
    assert "Brouillon abandonné" in page.locator(".messages").inner_text()
