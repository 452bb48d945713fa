"""Traps of the sheet, each seen on a real page."""

import pytest

from tests.platform.ui.showing import shown

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HEAD = '<!doctype html><html lang="fr"><meta charset="utf-8"><link rel="icon" href="data:,">'
SHEET = '<link rel="stylesheet" href="/static/ui/egide.css">'


def page(main):
    return {"/essai": f'{HEAD}{SHEET}<div class="app"><header class="side"></header><main>{main}</main></div>'}


def test_hidden_words_in_a_wide_table_do_not_widen_the_phone(chromium):
    cells = '<td>Une case assez large</td><td><a href="#">Retirer<span class="visually-hidden"> Camille</span></a></td>'
    table = f'<div class="frame" tabindex="0"><table class="list"><tr>{cells * 6}</tr></table></div>'
    with shown(chromium, "/essai", pages=page(table), width=360) as tab:
        assert tab.evaluate("document.documentElement.scrollWidth") == 360
        assert tab.evaluate("document.querySelector('.frame').scrollWidth") > 360


@pytest.mark.parametrize(("width", "columns"), [(1280, 2), (360, 1)])
@pytest.mark.parametrize("kind", ["split", "split form-split"])
def test_two_columns_become_one_on_a_phone(chromium, width, columns, kind):
    with shown(chromium, "/essai", pages=page(f'<div class="{kind}"><p>A</p><p>B</p></div>'), width=width) as tab:
        found = tab.evaluate("getComputedStyle(document.querySelector('.split')).gridTemplateColumns.split(' ').length")
        assert found == columns


def test_what_is_hidden_stays_hidden_whatever_its_class(chromium):
    with shown(chromium, "/essai", pages=page('<label class="option" hidden>Aucun</label>')) as tab:
        assert not tab.get_by_text("Aucun").is_visible()


def test_the_buttons_that_save_stay_in_sight_on_a_wide_screen(chromium):
    fields = '<div class="field"><label for="a">A</label><textarea id="a" rows="20"></textarea></div>' * 4
    form = f'<form class="sheet">{fields}<p class="row save"><button class="button">Enregistrer</button></p></form>'
    with shown(chromium, "/essai", pages=page(form)) as tab:
        place = tab.get_by_role("button", name="Enregistrer").bounding_box()
        assert place["y"] + place["height"] <= 900


def test_no_word_is_smaller_than_sixteen_pixels(chromium):
    script = """() => [...document.querySelectorAll('main *, .side *')]
        .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
        .filter(e => parseFloat(getComputedStyle(e).fontSize) < 16).map(e => e.outerHTML)"""
    with shown(chromium, "/galerie/") as tab:
        tab.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert tab.evaluate(script) == []
