"""What people do, from signing in to a file opened elsewhere: by keyboard, without JavaScript, two at a time."""

import io
import re
from datetime import date

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe

from demo.content import register
from demo.content.bodies import DEPARTEMENT
from tests.browser.house import Visitor, code_of_now

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
LAND, VILLE = "/o/departement-du-pas-de-calais", "/o/achicourt"
REFERENT, OTHER = "referente@departement.exemple.fr", "conseil@cdg.exemple.fr"


@pytest.fixture(scope="module")
def referent(chromium, address):
    """Signed in once for the pages that are only looked at."""
    visitor = Visitor(chromium, address).sign_in(REFERENT)
    yield visitor
    visitor.close()


def an_activity(page, address, path=LAND):
    page.goto(f"{address}{path}/traitements/")
    return page.locator("table.list tbody th a").first.get_attribute("href")


def test_an_advisor_signs_in_with_a_second_factor(visit):
    advisor = visit().sign_in(OTHER)
    assert "/connexion/code/" in advisor.page.url
    advisor.page.locator("input[name=code]").fill(code_of_now())
    with advisor.page.expect_navigation():
        advisor.page.keyboard.press("Enter")
    assert advisor.page.locator("h1").inner_text() == "Mes collectivités"
    assert "909 collectivités" in advisor.page.locator("main").inner_text().replace("\u202f", "")
    assert advisor.errors == []


def test_a_fiche_is_written_with_the_keyboard_alone(visit, address):
    referent = visit().sign_in("referent@ville.exemple.fr", keyboard=True)
    page = referent.page
    page.goto(f"{address}{VILLE}/traitements/ajouter/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    referent.tab_to("name")
    page.keyboard.type("Prêt de grues aux associations")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "Prêt de grues aux associations"
    assert "Enregistré" in page.locator(".messages").inner_text()
    page.goto(f"{address}{VILLE}/traitements/?q=grues")
    assert page.locator("table.list tbody tr").count() == 1
    assert referent.errors == []


def test_two_people_change_one_fiche_and_choose_field_by_field(visit, address):
    first, second = visit().sign_in(REFERENT), visit().sign_in(REFERENT)
    edit = f"{address}{an_activity(first.page, address)}modifier/"
    first.page.goto(edit)
    second.page.goto(edit)
    first.page.locator("#id_manager").fill("Le premier")
    first.page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    first.page.wait_for_url(re.compile(r"/traitements/[0-9a-f-]+/$"))
    second.page.locator("#id_manager").fill("Le second")
    second.page.locator("#id_notes").fill("Note du second")
    second.page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    second.page.wait_for_selector("text=a changé pendant que vous écriviez")
    assert Axe().run(second.page).violations_count == 0
    second.page.get_by_label("La vôtre").check()
    second.page.get_by_role("button", name="Enregistrer ce choix").click()
    second.page.wait_for_url(re.compile(r"/traitements/[0-9a-f-]+/$"))
    shown = second.page.locator("article").inner_text()
    assert "Le second" in shown
    assert "Note du second" in shown
    with second.page.expect_navigation():
        second.page.get_by_role("link", name="Historique").click()
    assert "Le premier" in second.page.locator("main").inner_text()


def test_the_register_of_a_past_day_is_read_and_compared(referent, address):
    page = referent.page
    page.goto(f"{address}{LAND}/traitements/?au=2026-03-12")
    assert "Registre au 12 mars 2026" in page.locator("main").inner_text()
    assert page.get_by_role("link", name="Ajouter un traitement").count() == 0
    with page.expect_navigation():
        page.locator("table.list tbody th a").first.click()
    assert "Fiche au 12 mars 2026" in page.locator("main").inner_text()
    page.goto(f"{address}{LAND}/traitements/comparer/?de=2026-03-12")
    assert "Modifiées" in page.locator("main").inner_text()
    assert page.locator("ins").count() > 5


def test_an_export_is_opened_and_read_back(referent, address):
    answer = referent.context.request.get(f"{address}{LAND}/traitements/registre/?format=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.body()))
    told = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    names = {record.name for record in register(DEPARTEMENT, date.today()).activities}  # noqa: DTZ011 - as the demo
    assert len(names - told) <= 1  # one was renamed by another test at most
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_an_import_is_reviewed_then_undone(visit, address):
    referent = visit().sign_in("secretariat@villages.exemple.fr")
    page = referent.page
    file = referent.context.request.get(f"{address}/o/willeman/traitements/registre/?format=json").body()
    page.goto(f"{address}/o/eclimeux/importer/")
    page.locator("#file").set_input_files({"name": "registre.json", "mimeType": "application/json", "buffer": file})
    page.get_by_role("button", name="Lire ce fichier").click()
    page.wait_for_selector("h1:has-text('Ce qui a été compris')")
    page.get_by_role("button", name=re.compile("^Importer")).click()
    page.wait_for_selector("text=Import terminé")
    page.get_by_role("button", name="Annuler cet import").click()
    page.wait_for_selector("text=Import annulé")
    assert referent.errors == []


def test_everything_is_there_without_javascript(visit, address):
    referent = visit(java_script_enabled=False).sign_in("referent@agglomeration.exemple.fr")
    page = referent.page
    home = page.url
    page.goto(f"{home}traitements/")
    page.get_by_label("Rechercher").fill("personnel")
    with page.expect_navigation():
        page.get_by_role("button", name="Afficher").click()
    assert "q=personnel" in page.url
    page.goto(f"{home}traitements/ajouter/")
    with page.expect_navigation():
        page.locator("button[value='add:purposes']").click()
    page.locator("[name^='purposes['][name$='].text']").first.fill("Gérer les vélos")
    page.locator("#id_name").fill("Vélos en libre service")
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    assert page.locator("h1").inner_text() == "Vélos en libre service"
    assert "Gérer les vélos" in page.locator("article").inner_text()


PAGES = {
    "home": f"{LAND}/",
    "list": f"{LAND}/traitements/",
    "nothing found": f"{LAND}/traitements/?q=introuvable",
    "add": f"{LAND}/traitements/ajouter/",
    "comparison": f"{LAND}/traitements/comparer/?de=2026-05-01",
    "exports": f"{LAND}/traitements/registre/",
    "systems": f"{LAND}/systemes-ia/",
    "journal": f"{LAND}/journal/",
    "body": f"{LAND}/collectivite/",
    "services": f"{LAND}/services/",
    "people": f"{LAND}/personnes/",
    "access": f"{LAND}/acces/",
    "import": f"{LAND}/importer/",
    "account": "/compte/",
    "nowhere": "/o/nulle-part/",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_pages_are_accessible_and_light(referent, path):
    weight = []

    def weigh(answer):
        weight.append(answer)

    referent.page.on("response", weigh)
    referent.errors.clear()
    referent.open(path)
    found = Axe().run(referent.page)
    assert found.violations_count == 0, found.generate_report()
    assert referent.page.evaluate("document.querySelectorAll('h1').length") == 1
    assert [e for e in referent.errors if "404" not in e] == []
    sent = sum(int(answer.header_value("content-length") or 0) for answer in weight)
    assert sent < 150_000
    referent.page.remove_listener("response", weigh)


def test_a_fiche_is_accessible_on_a_phone(visit, address):
    referent = visit().sign_in(REFERENT)
    where = an_activity(referent.page, address)
    referent.page.set_viewport_size({"width": 360, "height": 740})
    for path in (where, f"{where}modifier/", f"{where}historique/", f"{where}ranger/", f"{LAND}/traitements/"):
        referent.open(path)
        assert Axe().run(referent.page).violations_count == 0, path
        assert referent.page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), path
