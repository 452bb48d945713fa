"""The design system in Chromium: accessible in light and dark, on a phone, by keyboard, without script."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.platform.ui.showing import shown

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
EVERY_RULE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(tab, options):
    found = Axe().run(tab, options=options).response["violations"]
    return [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found]


@pytest.mark.parametrize("path", ["/galerie/", "/nulle-part/"])
@pytest.mark.parametrize("width", [1280, 360])
def test_no_accessibility_violation_and_no_sideways_scroll(chromium, path, width):
    with shown(chromium, path, width=width) as tab:
        tab.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert violations(tab, EVERY_RULE) == []
        tab.emulate_media(color_scheme="dark")
        assert violations(tab, {"runOnly": {"type": "rule", "values": ["color-contrast"]}}) == []
        assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("script", [True, False])
def test_the_menu_of_a_phone_opens_with_or_without_script(chromium, script):
    with shown(chromium, "/galerie/", width=360, script=script) as tab:
        place = tab.get_by_role("link", name="Traitements 31")
        assert not place.is_visible()
        tab.get_by_text("Menu", exact=True).click()
        assert place.is_visible()


def test_the_keyboard_first_offers_the_text(chromium):
    with shown(chromium, "/galerie/") as tab:
        tab.evaluate("document.querySelector('.skip').focus()")
        assert tab.locator(".skip").bounding_box()["x"] >= 0
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "main"


def test_a_refused_form_takes_the_focus_to_its_errors(chromium):
    with shown(chromium, "/galerie/") as tab:
        assert tab.evaluate("document.activeElement.className") == "errors"
        tab.get_by_role("alert").get_by_role("link", name="Message").click()
        assert tab.evaluate("document.activeElement.id") == "refuse_note"


@pytest.mark.parametrize("selector", [".button", "summary", ".side a", "a.chip", "input", "button"])
def test_what_is_pressed_is_large_enough(chromium, selector):
    script = """all => all.filter(e => e.checkVisibility()).map(e => e.closest('label.option') || e)
        .map(e => e.getBoundingClientRect()).filter(r => r.height < 24 || r.width < 24).length"""
    with shown(chromium, "/galerie/", width=360) as tab:
        assert tab.locator(selector).count() > 0
        assert tab.locator(f"{selector}:not([type=checkbox], [type=radio])").evaluate_all(script) == 0


def test_paper_shows_the_fiche_and_no_button(chromium):
    with shown(chromium, "/galerie/", scheme="dark") as tab:
        tab.emulate_media(media="print", color_scheme="dark")
        assert tab.locator("#fiche").is_visible()
        assert [e for e in tab.locator(".button, .side, .filters").all() if e.is_visible()] == []
        assert tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
        assert tab.evaluate("getComputedStyle(document.body).color") == "rgb(28, 33, 39)"
