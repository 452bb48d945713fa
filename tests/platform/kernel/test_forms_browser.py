"""In a browser without JavaScript: a line is added, filled and saved; Enter saves and adds nothing."""

from uuid import uuid4

import pytest
from django.http import QueryDict

from egide.law import facts
from egide.platform.kernel.forms import ShapeForm
from tests.platform.kernel.browsing import page as markup

pytestmark = pytest.mark.browser
SHAPE = facts.ProcessingActivity
SHOWN = ("name", "purposes", "dpia")


class Site:
    """One page, served from the test itself."""

    def __init__(self, known):
        self.known, self.form, self.saved = known, ShapeForm(SHAPE, initial=known, paths=SHOWN), None

    def answer(self, route):
        if route.request.method == "POST":
            self.receive(QueryDict(route.request.post_data or "", encoding="utf-8"))
        button = '<button type="submit" id="save">Enregistrer</button>'
        body = f'<!doctype html><html lang="fr"><form method="post">{markup(self.form)}{button}</form>'
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    def receive(self, sent):
        self.form = ShapeForm(SHAPE, initial=self.known, data=sent, paths=SHOWN)
        if self.form.is_valid():
            self.saved = self.form.facts()


def opened(chromium, known):
    site = Site(known)
    tab = chromium.new_context(java_script_enabled=False).new_page()
    tab.route("**/*", site.answer)
    tab.goto("http://egide.test/fiche")
    return site, tab


def test_a_line_is_added_filled_and_saved(chromium):
    line = facts.Purpose(id=uuid4(), text="Inscrire")
    site, tab = opened(chromium, SHAPE(id=uuid4(), name="Cantine", purposes=(line,)))
    tab.fill("#id_name", "École « Jules »")
    with tab.expect_navigation():
        tab.click('button[value="add:purposes"]')
    assert site.saved is None
    added = site.form["purposes"].lines[-1]
    tab.fill(f'[id="id_{added.path}.text"]', "Facturer\nles repas")
    with tab.expect_navigation():
        tab.click("#save")
    assert [each.text for each in site.saved.purposes] == ["Inscrire", "Facturer\nles repas"]
    assert site.saved.purposes[0] == line
    assert site.saved.name == "École « Jules »"


def test_enter_saves_and_adds_nothing(chromium):
    site, tab = opened(chromium, SHAPE(id=uuid4(), name="Cantine"))
    with tab.expect_navigation():
        tab.press("#id_name", "Enter")
    assert site.saved == site.known
