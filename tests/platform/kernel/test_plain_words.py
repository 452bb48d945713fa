"""Filters in plain words: what is understood becomes the filters of the URL, what is not is searched."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from egide.law import facts
from egide.law.facts.codes import LegalBasis
from egide.platform.kernel.screens.spoken import heard
from egide.platform.kernel.understanding import day_typed
from egide.platform.organizations.services import enrol
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.registers.processing.registers import PROCESSING_ACTIVITIES
from egide.registers.systems.registers import AI_SYSTEMS
from tests.platform.kernel.conftest import activity, address, store
from tests.platform.kernel.pages import said, titles, tree

SERVICES = ["Enfance", "Petite enfance", "Police municipale"]


class Rows:
    """What the filter of services looks at, without a base."""

    def order_by(self):
        return self

    def exclude(self, **_):
        return self

    def values_list(self, *_, **__):
        return self

    def distinct(self):
        return SERVICES


def understood(text, register=PROCESSING_ACTIVITIES):
    found = heard(register, text, register.all_filters, Rows)
    return found.filters, found.rest


@pytest.mark.parametrize(
    ("text", "filters", "rest"),
    [
        ("sans durée de conservation", {"retention": "0"}, ""),
        ("les traitements sans durées de conservation", {"retention": "0"}, ""),
        ("avec destinataires", {"recipients": "1"}, ""),
        ("cantine sans base légale", {"purposes.legal_basis": "?"}, "cantine"),
        ("base légale : obligation légale", {"purposes.legal_basis": "LEGAL_OBLIGATION"}, ""),
        ("modifiés depuis mars 2026", {"depuis": "2026-03-01"}, ""),
        ("modifiées depuis le 12/03/2026 cantine", {"depuis": "2026-03-12"}, "cantine"),
        ("modifié depuis 2025", {"depuis": "2025-01-01"}, ""),
        ("incomplets", {"incomplete": "1"}, ""),
        ("fiches incomplètes", {"incomplete": "1"}, ""),
        ("complètes", {"incomplete": "0"}, ""),
        ("avec AIPD requise", {"aipd-requise": "1"}, ""),
        ("sans AIPD requise", {"aipd-requise": "0"}, ""),
        ("sans AIPD", {"dpia.status": "?"}, ""),
        ("avec une AIPD validée", {"dpia.status": "VALIDATED"}, ""),
        ("service : Enfance", {"department": "Enfance"}, ""),
        ("service: police", {"department": "Police municipale"}, ""),
        ("service gestionnaire : petite enfance", {"department": "Petite enfance"}, ""),
        ("avec mineurs", {"minors": "1"}, ""),
        ("sans mineurs", {"minors": "0"}, ""),
        ("état : clos", {"status": "CLOSED"}, ""),
        ("domaine : santé", {"domain": "HEALTH"}, ""),
        (
            "incomplets du service : Enfance modifiés depuis mars 2026 sans durée de conservation vacances",
            {"incomplete": "1", "department": "Enfance", "depuis": "2026-03-01", "retention": "0"},
            "vacances",
        ),
    ],
)
def test_what_is_said_is_understood(text, filters, rest):
    assert understood(text) == (filters, rest)


@pytest.mark.parametrize(
    "text",
    [
        "", "cantine", "santé", "sans", "avec", "contrat avec la mairie", "sans contact", "service : Voirie",
        "service :", ": Enfance", "modifiés depuis", "modifiés depuis longtemps", "modifiés depuis le 31/02/2026",
        "brouillon", "http://exemple.fr", "sans la", "horaires : 8:30 : 9:00",
    ],
)  # fmt: skip
def test_what_is_not_is_left_as_words(text):
    assert understood(text) == ({}, text)


def test_it_comes_from_the_declaration_of_each_register():
    assert understood("classe de risque : haut risque", AI_SYSTEMS)[0] == {"risk_class": "HIGH"}
    assert understood("avec données personnelles", AI_SYSTEMS)[0] == {"processes_personal_data": "1"}
    assert understood("sans durée de conservation", AI_SYSTEMS)[0] == {}


def test_two_that_answer_alike_are_not_chosen_between():
    assert understood("classe de risque : art", AI_SYSTEMS)[0] == {}


def test_the_same_filter_is_understood_once():
    filters, rest = understood("état : clos état : suspendu")
    assert filters == {"status": "CLOSED"}
    assert "suspendu" in rest


@pytest.mark.parametrize("register", [PROCESSING_ACTIVITIES, AI_SYSTEMS], ids=lambda r: r.name)
def test_every_option_of_every_filter_can_be_said(register):
    for known in register.all_filters:
        for value, label in known.options(Rows()) if known.is_coded else ():
            if value not in {"0", "1", "?"}:
                found = heard(register, f"{known.label.split(':')[-1]} : {label}".replace("–", ""), [known], Rows)
                assert found.filters == {known.name: value}, (known.label, label)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("mars 2026", date(2026, 3, 1)),
        ("le 1er mars 2026", date(2026, 3, 1)),
        ("12 août 2025", date(2025, 8, 12)),
        ("2026-03-12", date(2026, 3, 12)),
        ("2024", date(2024, 1, 1)),
        ("brumaire 2026", None),
        ("hier", None),
    ],
)
def test_days_are_typed_in_many_ways(typed, day):
    assert day_typed(typed) == day


@pytest.fixture
def stored(body):
    purposes = (facts.Purpose(id=uuid.uuid4(), text="Servir", legal_basis=LegalBasis.CONSENT),)
    kept = (facts.Retention(id=uuid.uuid4(), data="Menus"),)
    before = datetime(2025, 1, 10, tzinfo=UTC)
    store(body, activity(name="Cantine", retention=kept, purposes=purposes, department="Enfance"), at=before)
    store(body, activity(name="Cantine des anciens", department="Social"))
    store(body, activity(name="Élections", department="Population"))
    return body


@pytest.mark.django_db
def test_a_list_turns_them_into_its_chips_and_says_so(stored, reader):
    page = reader.get(
        address(stored, "processingactivity-list"), {"q": "cantine sans durée de conservation"}, follow=True
    )
    [(where, status)] = page.redirect_chain
    assert (status, where) == (302, f"{address(stored, 'processingactivity-list')}?q=cantine&retention=0")
    assert titles(page) == ["Cantine des anciens"]
    [chip] = tree(page).xpath("//main//ul[contains(@class, 'chips')]/li")
    assert chip.text_content().startswith("Durées de conservation\u00a0: sans")
    assert "Compris comme un filtre" in said(page)
    assert "Cherché comme des mots" in said(page)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("service : enfance", ["Cantine"]),
        ("modifiés depuis février 2025", ["Cantine des anciens", "Élections"]),
        ("avec base légale : consentement", ["Cantine"]),
        ("avec durée de conservation", ["Cantine"]),
        ("incomplets sans durée de conservation", ["Cantine des anciens", "Élections"]),
    ],
)
def test_a_list_shows_what_was_asked(stored, reader, words, found):
    where = address(stored, "processingactivity-list")
    assert titles(reader.get(where, {"q": words}, follow=True)) == found
    live = reader.get(where, {"q": words}, headers={"HX-Request": "true"})
    assert live.status_code == 200
    assert titles(live) == found
    assert "Compris comme un filtre" in live.content.decode()


@pytest.mark.django_db
def test_what_the_law_asks_is_a_filter(body, reader):
    criteria = tuple(facts.codes.HighRiskCriterion)[:3]
    store(body, activity(name="Scores", dpia=facts.ImpactAssessment(criteria=criteria)))
    store(body, activity(name="Cantine"))
    where = address(body, "processingactivity-list")
    assert titles(reader.get(where, {"q": "avec AIPD requise"}, follow=True)) == ["Scores"]


@pytest.mark.django_db
def test_a_day_that_is_none_is_no_filter(stored, reader):
    page = reader.get(address(stored, "processingactivity-list"), {"depuis": "hier"})
    assert len(titles(page)) == 3
    assert not tree(page).xpath("//main//ul[contains(@class, 'chips')]")
    page = reader.get(address(stored, "processingactivity-list"), {"depuis": "2025-02-01"})
    assert len(titles(page)) == 2
    assert tree(page).xpath("//input[@type='date' and @name='depuis']/@value") == ["2025-02-01"]
    assert "Modifiée depuis le 1er février 2025" in said(page)


@pytest.mark.django_db
def test_the_search_page_leads_to_the_list_that_filters(stored, reader):
    page = reader.get(reverse("search", args=[stored.slug]), {"q": "anciens sans durée de conservation"})
    assert "Compris comme un filtre" in said(page)
    link, other = tree(page).xpath("//main//section[h2='Compris comme un filtre']//li/a/@href")
    assert "traitements-pour-autrui" in other
    assert titles(reader.get(link)) == ["Cantine des anciens"]
    assert "Cantine des anciens" in said(page, "//main//ol")
    alone = reader.get(reverse("search", args=[stored.slug]), {"q": "sans durée de conservation"})
    assert "Il manque un mot" not in said(alone)
    palette = reader.get(reverse("search", args=[stored.slug]), {"q": "sans durée de conservation", "palette": "1"})
    assert "Filtres" in palette.content.decode()


@pytest.mark.django_db
def test_over_all_bodies_filters_are_understood_too(stored, other, reader):
    with acting(Actor("test")):
        enrol(reader.person, other, Role.READER)
    store(other, activity(name="Portage"))
    where = reverse("processingactivity-territory")
    page = reader.get(where, {"q": "sans durée de conservation"}, follow=True)
    assert page.redirect_chain == [(f"{where}?retention=0", 302)]
    assert titles(page) == ["Cantine des anciens", "Élections", "Portage"]
    assert "Compris comme un filtre" in said(page)
    page = reader.get("/recherche/", {"q": "sans durée de conservation"})
    assert f"{where}?retention=0" in tree(page).xpath("//main//a/@href")
