"""The script: themes, lines, warnings. Each is a comfort over a page that already works."""

from uuid import UUID, uuid4

import pytest

from egide.law import facts
from egide.platform.kernel.forms import ShapeForm
from tests.platform.kernel.browsing import page as markup
from tests.platform.ui.showing import shown

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
DARK, LIGHT = "rgb(20, 23, 26)", "rgb(251, 250, 246)"


def paper(tab):
    return tab.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def test_the_theme_chosen_lasts_and_returns_to_that_of_the_system(chromium):
    with shown(chromium, "/galerie/") as tab:
        assert paper(tab) == LIGHT
        tab.get_by_role("button", name="Sombre").click()
        assert paper(tab) == DARK
        tab.reload()
        assert paper(tab) == DARK
        assert tab.get_by_role("button", name="Sombre").get_attribute("aria-pressed") == "true"
        tab.get_by_role("button", name="Auto").click()
        assert paper(tab) == LIGHT


def test_without_script_no_theme_is_offered(chromium):
    with shown(chromium, "/galerie/", script=False, scheme="dark") as tab:
        assert paper(tab) == DARK
        assert not tab.get_by_role("button", name="Sombre").is_visible()


def test_a_menu_closes_with_escape_and_when_one_presses_elsewhere(chromium):
    with shown(chromium, "/galerie/") as tab:
        summary, item = tab.get_by_text("Exporter"), tab.get_by_role("link", name="Ce tableau, pour Excel")
        summary.click()
        item.focus()
        tab.keyboard.press("Escape")
        assert not item.is_visible()
        assert tab.evaluate("document.activeElement.textContent") == "Exporter"
        summary.click()
        tab.locator("h1").click()
        assert not item.is_visible()


def test_leaving_with_words_unsaved_asks_first(chromium):
    asked = []
    with shown(chromium, "/galerie/") as tab:
        tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        tab.goto("http://localhost/galerie/?page=2")
        assert asked == []
        tab.fill("#essai_phone", "03")
        tab.goto("http://localhost/galerie/")
        assert asked == ["beforeunload"]


@pytest.mark.parametrize("answer", ["accept", "dismiss"])
def test_a_question_before_sending(chromium, answer):
    asked = []
    with shown(chromium, "/galerie/") as tab:
        tab.on("dialog", lambda dialog: (asked.append(dialog.message), getattr(dialog, answer)()))
        tab.fill("#essai_phone", "03")
        tab.get_by_role("button", name="Enregistrer").click()
        if answer == "accept":
            tab.wait_for_url("**phone=03**")
        tab.wait_for_timeout(50)
        assert asked == ["Enregistrer cet essai\u202f?"]
        assert ("phone=03" in tab.url) == (answer == "accept")
        tab.evaluate("document.querySelectorAll('form').forEach(form => form.remove())")


def form_page(known, paths):
    body = markup(ShapeForm(facts.ProcessingActivity, initial=known, paths=paths))
    head = '<meta charset="utf-8"><link rel="icon" href="data:,"><script src="/static/ui/egide.js" defer></script>'
    return f'<!doctype html><html lang="fr">{head}<form method="post" data-unsaved>{body}</form>'


def test_a_line_of_a_real_form_is_added_then_removed_without_the_server(chromium):
    page = form_page(facts.ProcessingActivity(id=uuid4(), name="Cantine"), ("name", "purposes"))
    with shown(chromium, "/fiche", pages={"/fiche": page}) as tab:
        lines = tab.locator("[data-lines=purposes] > .line")
        none = tab.locator("[data-lines=purposes] > label.option")
        assert (lines.count(), none.is_visible()) == (0, True)
        add = tab.locator("[data-lines=purposes] > p > [data-add]")
        add.click()
        add.click()
        ids = [UUID(e.get_attribute("value")) for e in lines.locator("> input[name=purposes]").all()]
        assert len(set(ids)) == 2
        assert not none.is_visible()
        assert tab.evaluate("document.activeElement.name").startswith(f"purposes[{ids[1]}]")
        assert tab.locator(f'[id="id_purposes[{ids[0]}].text"]').count() == 1
        for _ in ids:
            lines.first.locator("[data-remove]").first.click()
        assert (lines.count(), none.is_visible()) == (0, True)
        tab.evaluate("document.querySelector('form').remove()")


def test_a_line_removed_is_no_longer_a_choice_elsewhere(chromium):
    line = facts.Purpose(id=uuid4(), text="Inscrire")
    page = form_page(facts.ProcessingActivity(id=uuid4(), name="Cantine", purposes=(line,)), ("purposes",))
    page = page.replace(
        "</form>", f'<label><input type="checkbox" name="for" value="{line.id}">Inscrire</label></form>'
    )
    with shown(chromium, "/fiche", pages={"/fiche": page}) as tab:
        assert tab.locator(f'[name="for"][value="{line.id}"]').count() == 1
        tab.locator("[data-lines=purposes] > .line [data-remove]").first.click()
        assert tab.locator(f'[value="{line.id}"]').count() == 0
        tab.evaluate("document.querySelector('form').remove()")
