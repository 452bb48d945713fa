"""A file comes in as one act: what was understood first, then all of it, then back if one changes one's mind."""

import dataclasses
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from egide.formats.converting import write_register
from egide.law import facts
from egide.platform.accounts.models import User
from egide.platform.organizations.services import enrol
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.journal.reading import versions
from egide.platform.records.models import State, unlocked
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope
from egide.registers.imports.models import Import, Waiting
from egide.registers.imports.services import KEPT_FOR
from egide.registers.processing.models import ProcessingActivity
from tests.platform.conftest import make_body

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db):
    return make_body("town")


@pytest.fixture
def client(town):
    user = User.objects.create_user("r@exemple.fr", name="Rémi")
    with acting(Actor("test")):
        enrol(user, town, Role.REFERENT)
    client = Client()
    client.force_login(user)
    return client


def activity(name, **known):
    return facts.ProcessingActivity(id=uuid.uuid4(), name=name, **known)


def file_of(*activities, form="json"):
    body = facts.Organization(id=uuid.uuid4(), name="Commune d’Ailleurs")
    content = write_register(facts.Register(organization=body, activities=activities), form)
    return SimpleUploadedFile(f"registre.{form}", content)


def send(client, town, file):
    return client.post(f"/o/{town.slug}/importer/", {"file": file})


def in_service(town):
    with scope(town):
        return {r.name: r for r in ProcessingActivity.objects.filter(state=State.ACTIVE)}


@pytest.mark.parametrize("form", ["json", "xlsx", "ods", "csv"])
def test_a_file_is_shown_then_brought_in(client, town, form):
    review = send(client, town, file_of(activity("Cantine"), activity("État civil"), form=form)).url
    shown = client.get(review).content.decode()
    assert "Nouvelles fiches" in shown
    assert "Commune d’Ailleurs" in shown  # the file is of another body: it is said
    assert in_service(town) == {}
    assert client.post(review).status_code == 302
    assert set(in_service(town)) == {"Cantine", "État civil"}
    with scope(town):
        [done] = Import.objects.all()
        [version] = versions("processing.processingactivity", in_service(town)["Cantine"].id)
    assert (version.origin, version.act) == ("import", done.act)


def test_it_is_one_act_that_can_be_undone(client, town):
    review = send(client, town, file_of(activity("Cantine"), activity("Crèche"))).url
    result = client.post(review).url
    touched = in_service(town)["Crèche"]
    with scope(town), acting(Actor("Alice")):
        save_aggregate(touched, dataclasses.replace(touched.facts(), notes="Depuis"), expected=1)
    shown = client.post(result).content.decode()
    assert "1 fiche remise comme avant" in shown
    assert "Alice" in shown  # who touched the one that stays
    assert set(in_service(town)) == {"Crèche"}
    assert client.post(result).status_code == 200  # a second time changes nothing
    assert set(in_service(town)) == {"Crèche"}


def test_what_is_the_same_is_left_and_what_differs_is_changed(client, town):
    kept, changed = activity("Cantine"), activity("Crèche")
    client.post(send(client, town, file_of(kept, changed)).url)
    review = send(client, town, file_of(kept, dataclasses.replace(changed, notes="Nouveau"))).url
    shown = client.get(review).content.decode()
    assert "Fiches identiques" in shown
    assert "Fiches à modifier" in shown
    client.post(review)
    assert in_service(town)["Crèche"].notes == "Nouveau"
    assert in_service(town)["Cantine"].revision == 1


def test_a_record_in_the_bin_is_refused_with_the_reason(client, town):
    kept = activity("Cantine")
    client.post(client.post(send(client, town, file_of(kept)).url).url)  # brought in, then undone
    shown = client.get(send(client, town, file_of(kept)).url).content.decode()
    assert "à la corbeille" in shown
    assert "Il n’y a rien à importer" in shown


@pytest.mark.parametrize("file", [SimpleUploadedFile("x.xlsx", b"PK\x03\x04nothing"), SimpleUploadedFile("x.txt", b"")])
def test_a_file_that_cannot_be_read_says_why_and_writes_nothing(client, town, file):
    answer = send(client, town, file)
    assert answer.status_code == 422
    assert "Rien n’a été importé" in answer.content.decode()
    assert unlocked(Waiting).count() == 0


def test_no_file_is_a_sentence_not_a_fault(client, town):
    assert "Choisissez un fichier" in client.post(f"/o/{town.slug}/importer/").content.decode()


def test_a_file_waits_for_a_day_in_its_own_body(client, town):
    review = send(client, town, file_of(activity("Cantine"))).url
    waiting = unlocked(Waiting).get()
    other = make_body("elsewhere")
    with acting(Actor("test")):
        enrol(User.objects.get(email="r@exemple.fr"), other, Role.REFERENT)
    assert client.get(review.replace("/town/", "/elsewhere/")).status_code == 404
    unlocked(Waiting).update(at=timezone.now() - KEPT_FOR - timedelta(hours=1))
    send(client, town, file_of(activity("Crèche")))
    assert not unlocked(Waiting).filter(id=waiting.id).exists()


def test_a_reader_has_no_such_page(client, town):
    user = User.objects.create_user("lecture@exemple.fr", name="Léa")
    with acting(Actor("test")):
        enrol(user, town, Role.READER)
    reader = Client()
    reader.force_login(user)
    assert reader.get(f"/o/{town.slug}/importer/").status_code == 404
    assert send(reader, town, file_of(activity("Cantine"))).status_code == 404
