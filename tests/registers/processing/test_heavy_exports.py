"""A large register is written apart: asked by POST, followed, had by whoever asked and still may."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from egide.documents.rendering import RenderingFailed
from egide.law import facts
from egide.platform.organizations.models import Membership
from egide.platform.organizations.shapes import Role
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import unlocked
from egide.platform.records.scope import scope
from egide.platform.tasks.models import Work, WorkState
from egide.platform.tasks.running import run_waiting
from egide.registers.processing import heavy
from egide.registers.processing.models import ProcessingActivity
from tests.platform.bodies.conftest import world  # noqa: F401 - a fixture
from tests.platform.bodies.world import browser, person, text

WORKS = "/o/a/travaux/"
EXPORT = "/o/a/traitements/registre/"


@pytest.fixture
def large(world, monkeypatch):  # noqa: F811
    """A body whose register is large, the limits being low."""
    monkeypatch.setattr(heavy, "LARGE", 3)
    monkeypatch.setattr(heavy, "VERY_LARGE", 3)
    with scope(world.a), acting(Actor("test")):
        for number in range(3):
            value = facts.ProcessingActivity(id=uuid.uuid4(), name=f"Traitement {number}")
            saving.save_aggregate(ProcessingActivity.new(world.a.id, value), value)
    return world


@pytest.fixture
def referent(large):
    return browser(large.referent)


def work():
    return unlocked(Work).defer("content").get()


@pytest.mark.parametrize("form", ["html", "json", "xlsx"])
def test_from_the_question_to_the_file(large, referent, form):
    asked = f"{EXPORT}?format={form}"
    assert "Ce fichier se prépare à part" in text(referent.get(asked))
    assert not unlocked(Work).exists(), "a GET asks for nothing"
    answer = referent.post(asked, follow=True)
    assert answer.redirect_chain == [(WORKS, 302)]
    assert "1 en attente ou en cours" in text(answer)
    assert b"hx-trigger" in answer.content
    run_waiting()
    page = referent.get(WORKS)
    assert "Enregistrer" in text(page)
    assert b"hx-trigger" not in page.content
    file = referent.get(f"{WORKS}{work().id}/fichier/")
    assert file.status_code == 200
    assert file["Content-Disposition"].startswith('attachment; filename="registre-a-')
    assert file["Content-Disposition"].endswith(f'.{form}"')
    if form != "xlsx":
        assert "Traitement 2" in file.content.decode()


def test_a_past_day_and_the_communicable_version(large, referent):
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    referent.post(f"{EXPORT}?format=html&communicable=1&au={yesterday}")
    assert work().title.endswith("Page à lire, version communicable")
    run_waiting()
    page = referent.get(f"{WORKS}{work().id}/fichier/").content.decode()
    assert "Traitement" not in page.replace("Traitements", "").replace("traitement", ""), "there was none yet"


def test_a_small_register_is_had_at_once(large, referent, monkeypatch):
    monkeypatch.setattr(heavy, "LARGE", 4)
    assert referent.get(f"{EXPORT}?format=html")["Content-Disposition"]


def test_an_unknown_form_is_nowhere(large, referent):
    for query in ("format=exe", "format=json&communicable=1"):
        assert referent.get(f"{EXPORT}?{query}").status_code == 404


def test_what_cannot_be_written_is_told(large, referent, monkeypatch):
    def refuses(*_, **__):
        raise RenderingFailed("La fiche « Cantine » ne tient pas.")

    monkeypatch.setattr(heavy, "written", refuses)
    referent.post(f"{EXPORT}?format=html")
    run_waiting()
    assert work().state == WorkState.FAILED
    assert "La fiche « Cantine » ne tient pas." in " ".join(text(referent.get(WORKS)).replace("\u202f", " ").split())


def test_nobody_else_sees_or_has_it(large, referent):
    other = browser(person(large.a, Role.CONTROLLER))
    referent.post(f"{EXPORT}?format=html")
    run_waiting()
    assert "Aucun travail" in text(other.get(WORKS))
    for what in ("fichier/", "annuler/"):
        assert other.post(f"{WORKS}{work().id}/{what}").status_code == 404


def test_what_it_needed_is_asked_again(large, referent):
    """The role is another since: here, a work that needed to write, asked by who only reads now."""
    referent.post(f"{EXPORT}?format=html")
    run_waiting()
    address = f"{WORKS}{work().id}/fichier/"
    assert referent.get(address).status_code == 200
    unlocked(Work).update(needs="processingactivity:create")
    assert referent.get(address).status_code == 200
    person(large.a, Role.READER, email=large.referent.email)
    with scope(large.a), acting(Actor("test")):
        kept = Membership.objects.get(id=large.referent.membership.id, role=Role.REFERENT)
        saving.archive(kept, expected=kept.revision)
    assert referent.get(WORKS).status_code == 200
    assert referent.get(address).status_code == 404


def test_what_waits_is_cancelled(large, referent):
    referent.post(f"{EXPORT}?format=html")
    address = f"{WORKS}{work().id}/annuler/"
    assert referent.get(address).status_code == 404
    assert "est annulé" in text(referent.post(address, follow=True))
    assert not DBTaskResult.objects.exists()
    assert work().state == WorkState.CANCELLED


def test_the_list_costs_the_same_whatever_it_holds(large, referent, django_assert_num_queries):
    referent.get(WORKS)
    with django_assert_num_queries(8):
        referent.get(WORKS)
    for form in ("html", "json", "xlsx", "pdf"):
        referent.post(f"{EXPORT}?format={form}")
    with django_assert_num_queries(8):
        referent.get(WORKS)
