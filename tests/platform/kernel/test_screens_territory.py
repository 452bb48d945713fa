"""A register over all the bodies that a person reads: what is found, in what order, how far, at what cost."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from egide.law import facts
from egide.law.facts.codes import LegalBasis
from egide.platform.kernel.screens import territory
from egide.platform.organizations.services import enrol
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import unlocked
from egide.registers.processing.models import ProcessingActivity
from egide.registers.processing.registers import PROCESSING_ACTIVITIES
from tests.platform.conftest import make_body
from tests.platform.kernel.conftest import activity, address, store
from tests.platform.kernel.pages import said, titles, tree

pytestmark = pytest.mark.django_db
URL = reverse("processingactivity-territory")


@pytest.fixture
def both(reader, other):
    """Someone who reads two bodies."""
    with acting(Actor("test")):
        enrol(reader.person, other, Role.READER)
    return reader


def test_it_shows_the_bodies_that_are_read_and_no_other(body, other, both):
    for where, name in ((other, "Cantine"), (body, "Élections"), (make_body("c"), "Piscine")):
        store(where, activity(name=name))
    shown = both.get(URL)
    assert titles(shown) == ["Cantine", "Élections"]
    assert [str(cell.text_content()) for cell in tree(shown).xpath("//tbody/tr/td[1]")] == ["Commune b", "Commune a"]


def test_those_who_read_one_body_have_no_such_page(body, reader):
    assert reader.get(URL).status_code == 404


def test_a_search_and_a_filter_go_through_every_body(body, other, both):
    basis = (facts.Purpose(id=uuid.uuid4(), text="Servir des repas", legal_basis=LegalBasis.CONSENT),)
    store(body, activity(name="Cantine", purposes=basis))
    store(other, activity(name="Portage", purposes=basis))
    store(other, activity(name="Élections"))
    assert titles(both.get(URL, {"q": "repas servir"})) == ["Cantine", "Portage"]
    assert titles(both.get(URL, {"q": "REPAS portage"})) == ["Portage"]
    assert titles(both.get(URL, {"purposes.legal_basis": "CONSENT"})) == ["Cantine", "Portage"]


def test_it_counts_no_further_than_is_useful_and_its_pages_follow_one_another(body, other, both, monkeypatch):
    monkeypatch.setattr(territory, "COUNTED", 2)
    monkeypatch.setattr(territory, "PER_PAGE", 2)
    for number in range(4):
        store(body if number % 2 else other, activity(name=f"Traitement {number}"))
    assert titles(both.get(URL)) == ["Traitement 0", "Traitement 1"]
    assert "Plus de 2 fiches" in said(both.get(URL), "//body")
    assert titles(both.get(URL, {"page": "2"})) == ["Traitement 2"]


def test_it_takes_the_same_queries_whatever_it_shows(body, other, both, django_assert_num_queries):
    store(body, activity())
    assert titles(both.get(URL)) == ["Cantine"]
    with CaptureQueriesContext(connection) as first:
        both.get(URL)
    for number in range(5):
        store(other, activity(name=f"Traitement {number}"))
    with django_assert_num_queries(len(first)):
        assert len(titles(both.get(URL))) == 6


def test_a_list_reads_all_that_any_of_its_columns_shows_at_once(body, reader, django_assert_num_queries):
    for number in range(3):
        store(body, activity(name=f"Traitement {number}"))
    here = address(body, "processingactivity-list")
    every = {"colonne": [column.name for column in PROCESSING_ACTIVITIES.all_columns[1:]]}
    reader.get(here)  # the first page of a session writes it
    with CaptureQueriesContext(connection) as first:
        reader.get(here)
    with django_assert_num_queries(len(first)):
        assert len(tree(reader.get(here, every)).xpath("//tbody/tr[1]/td")) == len(every["colonne"])


def test_what_is_searched_holds_each_word_once(body):
    store(body, activity(purposes=(facts.Purpose(id=uuid.uuid4(), text="Cantine, cantine et cantine"),)))
    words = unlocked(ProcessingActivity).get().search_text.split()
    assert words.count("cantine") == 1
    assert len(words) == len(set(words))
