"""Erasing a value and emptying the bin, as a referent does: shown first, a reason, then done; told in the history."""

import pytest

from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import JournalContent
from egide.platform.records.saving import put_in_bin
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity
from tests.platform.kernel.conftest import activity, address, change, facts_of, store
from tests.platform.kernel.pages import posted, said, tree

pytestmark = pytest.mark.django_db
WHY = "Demande du 3 mars (art. 17)"


@pytest.fixture(autouse=True)
def apart(settings, tmp_path):
    settings.STATE = tmp_path


@pytest.fixture
def record(body):
    found = store(body, activity(name="Cantine", notes="Suivi par Mme Durand"))
    return change(body, found, manager="Mme Durand")


def erase(body, record):
    return address(body, "processingactivity-erase", record)


def everything(body):
    with scope(body):
        return " ".join(JournalContent.objects.values_list("rows", flat=True))


def test_from_the_history_to_what_would_disappear(body, record, referent):
    history = referent.get(address(body, "processingactivity-history", record))
    [link] = tree(history).xpath("//a[text()='Effacer une valeur']/@href")
    empty = referent.get(link)
    assert "Pourquoi" not in said(empty)
    labels = tree(empty).xpath("//select[@name='rubrique']/option/text()")
    assert "Nom du traitement" in labels
    shown = said(referent.get(link, {"texte": "mme durand"}))
    assert "Suivi par Mme Durand" in shown
    assert "et la fiche d’aujourd’hui, qui sera corrigée" in shown
    assert "Rien de tel" in said(referent.get(link, {"texte": "Zébulon"}))
    assert "au moins 3" in said(referent.get(link, {"texte": "a"}))


def test_it_is_erased_and_told(body, record, referent):
    page = referent.get(erase(body, record), {"texte": "Mme Durand"})
    done = referent.post(erase(body, record), posted(page, raison=WHY, certain="1"), follow=True)
    assert "Effacé dans 2 entrées du journal" in said(done)
    assert "Ce qui a été effacé" in said(done)
    assert said(done).count(WHY) >= 1
    assert "Durand" not in said(done)
    assert "Durand" not in everything(body)
    now = facts_of(body, record)
    assert (now.notes, now.manager) == ("Suivi par [effacé]", None)


def test_what_is_unticked_stays(body, record, referent):
    page = referent.get(erase(body, record), {"texte": "Mme Durand"})
    data = posted(page, raison=WHY, certain="1")
    notes = tree(page).xpath("//label[contains(., 'Suivi par')]/input/@value")
    referent.post(erase(body, record), {**data, "trouve": notes})
    now = facts_of(body, record)
    assert (now.notes, now.manager) == ("Suivi par [effacé]", "Mme Durand")


def test_elsewhere_in_the_body_when_it_is_asked(body, record, referent):
    other = store(body, activity(name="Accueil", notes="Mme Durand"))
    assert "Accueil" not in said(referent.get(erase(body, record), {"texte": "Mme Durand"}))
    page = referent.get(erase(body, record), {"texte": "Mme Durand", "ailleurs": "1"})
    assert "Fiche « Accueil »" in said(page)
    referent.post(erase(body, record), posted(page, raison=WHY, certain="1"))
    assert facts_of(body, other).notes is None


def test_a_field_and_all_that_it_held(body, record, referent):
    page = referent.get(erase(body, record), {"rubrique": "manager"})
    referent.post(erase(body, record), posted(page, raison=WHY, certain="1"))
    now = facts_of(body, record)
    assert (now.notes, now.manager) == ("Suivi par Mme Durand", None)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"raison": WHY}, "Cochez la case"),
        ({"raison": " ", "certain": "1"}, "Dites pourquoi"),
        ({"raison": "Mme Durand le veut", "certain": "1"}, "répète"),
        ({"raison": WHY, "certain": "1", "trouve": ["x"]}, "Dites ce qu’il faut effacer"),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_lost(body, record, referent, typed, problem):
    page = referent.get(erase(body, record), {"texte": "Mme Durand"})
    answer = referent.post(erase(body, record), posted(page, **typed))
    assert answer.status_code == 422
    assert problem in said(answer)
    assert tree(answer).xpath("//input[@name='raison']/@value")[0].strip() == typed["raison"].strip()
    assert "Suivi par Mme Durand" in everything(body)


def test_who_may(body, record, referent, controller, reader, contributor, stranger):
    for client, status in ((referent, 200), (controller, 200), (reader, 404), (contributor, 404), (stranger, 404)):
        assert client.get(erase(body, record)).status_code == status
        assert client.get(address(body, "processingactivity-bin")).status_code == status
    assert "Effacer une valeur" not in said(reader.get(address(body, "processingactivity-history", record)))


# ---- The bin ----------------------------------------------------------------------------------------------------
@pytest.fixture
def binned(body, record):
    with scope(body), acting(Actor("Zoé Petit")):
        kept = ProcessingActivity.objects.get(id=record.id)
        put_in_bin(kept, expected=kept.revision)
    return record


def test_the_delay_is_told(body, binned, referent):
    fiche = said(referent.get(address(body, "processingactivity-fiche", binned)))
    assert "Elle sera supprimée définitivement le" in fiche
    listed = referent.get(address(body, "processingactivity-list"), {"situation": "bin"})
    assert "Une fiche reste 90 jours à la corbeille" in said(listed)
    assert tree(listed).xpath("//a[text()='Vider la corbeille maintenant']/@href")
    assert "90 jours" not in said(referent.get(address(body, "processingactivity-list")))


@pytest.mark.parametrize(("past", "kept"), [("garder", True), ("effacer", False)])
def test_one_record_goes_for_good(body, binned, referent, past, kept):
    url = address(body, "processingactivity-destroy", binned)
    page = referent.get(url)
    done = referent.post(url, posted(page, raison="Doublon", passe=past), follow=True)
    assert "1 fiche supprimée définitivement" in said(done)
    assert referent.get(address(body, "processingactivity-fiche", binned)).status_code == 404
    history = referent.get(address(body, "processingactivity-history", binned))
    assert "Cette fiche a été supprimée définitivement" in said(history)
    assert ("Mme Durand" in said(history)) is kept
    assert ("Durand" in everything(body)) is kept
    assert not tree(history).xpath("//a[text()='Effacer une valeur']")
    [first] = tree(history).xpath("//a[contains(@href, 'version=1')]/@href")
    proved = referent.get(first)
    assert proved["Content-Type"] == "application/zip"


def test_the_whole_bin(body, binned, referent):
    store(body, activity(name="Accueil"))
    page = referent.get(address(body, "processingactivity-bin"))
    assert "Cantine" in said(page)
    assert "Accueil" not in said(page)
    referent.post(address(body, "processingactivity-bin"), posted(page, raison="Rangement", passe="garder"))
    assert "La corbeille de ce registre est vide" in said(referent.get(address(body, "processingactivity-bin")))


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"raison": "Doublon"}, "gardé ou effacé"),
        ({"raison": "", "passe": "garder"}, "Dites pourquoi"),
        ({"raison": "Doublon", "passe": "garder", "fiche": []}, "plus rien à supprimer"),
        ({"raison": "Doublon", "passe": "garder", "fiche": "{id}:1"}, "vient d’être changée"),
    ],
)
def test_what_is_refused_stays_in_the_bin(body, binned, referent, typed, problem):
    url = address(body, "processingactivity-bin")
    data = posted(referent.get(url), **typed)
    data["fiche"] = [value.format(id=binned.id) for value in data["fiche"]]
    answer = referent.post(url, data)
    assert answer.status_code == 422
    assert problem in said(answer)
    assert referent.get(address(body, "processingactivity-fiche", binned)).status_code == 200


def test_what_is_not_in_the_bin_has_no_such_page(body, record, referent):
    assert referent.get(address(body, "processingactivity-destroy", record)).status_code == 404
