"""The palette: opened by Ctrl-K or its button, used with the keyboard alone; without script, the box."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]

REFERENT = "referente@departement.exemple.fr"
LAND = "/o/departement-du-pas-de-calais"


@pytest.fixture
def page(visit):
    visitor = visit().sign_in(REFERENT)
    visitor.open(f"{LAND}/")
    yield visitor.page
    assert visitor.errors == []


def ready(page, text):
    expect(page.locator("[role=option]", has_text=text).first).to_be_visible()


def test_a_record_is_opened_with_the_keyboard_alone(page):
    page.keyboard.press("Control+k")
    ready(page, "Journal")
    assert page.evaluate("document.activeElement.id") == "palette-words"
    page.keyboard.type("journal")
    ready(page, "dans les fiches")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(1)
    first = chosen.text_content()
    assert page.locator("#palette-words").get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("ArrowDown")
    assert chosen.text_content() != first
    page.keyboard.press("ArrowUp")
    assert Axe().run(page).violations_count == 0
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(f"{LAND}/journal/")


def test_escape_closes_it_and_the_focus_returns(page):
    button = page.get_by_role("button", name="Aller à")
    button.click()
    ready(page, "Accueil")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.palette")).to_be_hidden()
    assert page.evaluate("document.activeElement.hasAttribute('data-open-palette')")


def test_what_is_typed_faster_than_it_answers_is_searched(page):
    page.keyboard.press("Control+k")
    ready(page, "Accueil")
    page.keyboard.type("protection")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/recherche/?q=protection" in page.url


def test_when_nothing_answers_it_says_so(visit):
    visitor = visit().sign_in(REFERENT)
    visitor.open(f"{LAND}/")
    page = visitor.page
    page.route("**/recherche/**", lambda route: route.abort())
    page.keyboard.press("Control+k")
    expect(page.locator("[data-told]")).to_contain_text("ne répond pas")


def test_without_script_the_box_alone_searches(visit):
    visitor = visit(java_script_enabled=False).sign_in(REFERENT)
    visitor.open(f"{LAND}/")
    assert not visitor.page.get_by_role("button", name="Aller à").is_visible()
    visitor.page.locator("#seek").fill("agents")
    with visitor.page.expect_navigation():
        visitor.page.locator("#seek").press("Enter")
    assert "/recherche/?q=agents" in visitor.page.url
    assert visitor.page.locator("mark").count() > 0
