"""The HTML that people open: no accessibility violation, nothing fetched, usable by keyboard, on a phone too."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe

from egide.documents.layouts.check_report import check_report
from egide.documents.layouts.register import register_document
from egide.documents.rendering import render
from egide.formats.checking import check_reading
from egide.formats.reading import Doubt, DoubtKind, Ledger, Place, Reading
from egide.law.catalogue import starter
from egide.law.facts import Organization, Register
from egide.law.facts.codes import ActivityStatus, OrganizationKind

TODAY = date(2026, 11, 24)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]


def some_register():
    proposals = starter(OrganizationKind.COMMUNE, population=8000, held=("cantine",), seed=UUID(int=62), today=TODAY)
    records = tuple(replace(p.record, status=ActivityStatus.ACTIVE) for p in proposals[:8])
    return Register(organization=Organization(id=UUID(int=1), name="Commune d’Exemple"), activities=records)


def the_report():
    ledger = Ledger()
    ledger.doubt(Doubt(DoubtKind.GUESSED, "Colonne comprise comme « Finalités ».", Place("Registre", 3, 4)))
    ledger.ignore(("Registre", 0, 0), "titre au-dessus du tableau")
    reading = Reading(
        registers=(some_register(),),
        format="x",
        format_label="Tableau",
        file_name="registre.xlsx",
        ledger=ledger,
        blind=frozenset({"notice"}),
    )
    return check_report(check_reading(reading, TODAY), TODAY)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    documents = {"report": the_report(), "register": register_document(some_register(), TODAY)}
    for name, document in documents.items():
        (folder / f"{name}.html").write_bytes(render(document, "html"))
    return folder


@contextmanager
def opened(chromium, path, *, width=1280, scheme="light"):
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    yield page
    assert asked == [path.as_uri()], "one file, nothing fetched"
    assert complaints == []
    context.close()


@pytest.mark.parametrize("name", ["report", "register"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_no_accessibility_violation_and_no_sideways_scroll(chromium, pages, name, scheme, width):
    with opened(chromium, pages / f"{name}.html", width=width, scheme=scheme) as page:
        violations = Axe().run(page).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:120]) for v in violations] == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_counts_are_seen_on_a_phone_without_scrolling(chromium, pages):
    with opened(chromium, pages / "report.html", width=360) as page:
        right = page.evaluate(
            "Math.max(...[...document.querySelector('table').querySelectorAll('td, th')]"
            ".map(cell => cell.getBoundingClientRect().right))"
        )
        assert right <= 360


def test_the_keyboard_reaches_the_text_then_the_records(chromium, pages):
    with opened(chromium, pages / "report.html") as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Gestion de l’état civil").first.focus()
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash").startswith("#t")


def test_the_report_reads_in_order_and_says_status_in_words(chromium, pages):
    with opened(chromium, pages / "report.html") as page:
        assert page.locator("h1").count() == 1
        assert page.locator("html").get_attribute("lang") in {"fr", "fr-FR"}
        assert page.get_by_text("Critique –").count() > 0
        assert page.get_by_text("feuille «\u202fRegistre\u202f»").count() > 0
