"""The pages of searching: what is found, register by register, with the words shown, and to whom."""

import dataclasses
import re
import uuid

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches, get_resolver, reverse

from egide.law import facts
from egide.platform.kernel.policy import OF_OWN_SERVICES, Action, Policy
from egide.platform.kernel.searching import gathering
from egide.platform.organizations.services import enrol
from egide.platform.organizations.shapes import Role
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.scope import scope
from egide.registers.processing.registers import PROCESSING_ACTIVITIES
from tests.platform.conftest import make_body
from tests.platform.kernel.conftest import activity, person, store, system
from tests.platform.kernel.pages import said, tree

pytestmark = pytest.mark.django_db


def ask(client, body, words, **more):
    return client.get(reverse("search", args=[body.slug]), {"q": words, **more})


def results(page):
    return [" ".join(found.text_content().split()) for found in tree(page).xpath("//main//ol/li/h3/a")]


def marks(page):
    return [found.text_content() for found in tree(page).xpath("//main//mark")]


def recipient(**known):
    return facts.Recipient(id=uuid.uuid4(), **known)


def test_results_come_by_register_with_their_counts_and_the_words_marked(body, reader):
    store(body, activity(name="Cantine", notes="Les régimes alimentaires des élèves, et leurs allergies."))
    store(body, system(name="Traducteur", supplier="Les Régimes réunis"))
    page = ask(reader, body, "regime")
    assert results(page) == ["Cantine", "Traducteur"]
    headings = [" ".join(heading.text_content().split()) for heading in tree(page).xpath("//main//h2")]
    assert headings == ["Traitements 1", "Systèmes d’IA 1"]
    assert marks(page) == ["régimes", "Régimes"]
    assert "Le système › Fournisseur Les Régimes réunis" in said(page)
    assert "Notes Les régimes alimentaires des élèves" in said(page)
    assert "2 fiches" in said(page)


def test_a_result_leads_to_its_section(body, reader):
    record = store(body, activity(recipients=(recipient(name="Trésor public"),)))
    page = ask(reader, body, "trésor")
    [link] = tree(page).xpath("//main//ol/li/h3/a/@href")
    assert link == f"/o/a/traitements/{record.id}/#qui-recoit-les-donnees"
    fiche = reader.get(link)
    assert tree(fiche).xpath("//section[@id='qui-recoit-les-donnees']")
    assert "Destinataires" in said(page)


def test_titles_that_answer_come_first(body, reader):
    store(body, activity(name="Accueil", notes="cantine"))
    store(body, activity(name="Cantine"))
    assert results(ask(reader, body, "cantine")) == ["Cantine", "Accueil"]


def test_the_label_of_a_code_is_found(body, reader):
    store(
        body, activity(purposes=(facts.Purpose(id=uuid.uuid4(), legal_basis=facts.codes.LegalBasis.LEGAL_OBLIGATION),))
    )
    page = ask(reader, body, "obligation légale")
    assert results(page) == ["Cantine"]
    assert [mark.lower() for mark in marks(page)] == ["obligation", "légale"]


def test_what_is_archived_says_so_and_the_bin_is_not_shown(body, reader):
    for name, move in (("Ancienne cantine", saving.archive), ("Cantine jetée", saving.put_in_bin)):
        record = store(body, activity(name=name))
        with scope(body), acting(Actor("test")):
            move(record, expected=1)
    page = ask(reader, body, "cantine")
    assert results(page) == ["Ancienne cantine"]
    assert "Archivée" in said(page, "//main//h3")


def test_a_register_is_turned_page_by_page(body, reader):
    for number in range(45):
        store(body, activity(name=f"Fichier {number:02}"))
    page = ask(reader, body, "fichier")
    assert results(page) == [f"Fichier {number:02}" for number in range(gathering.FIRST)]
    [more] = tree(page).xpath("//main//section//p/a/@href")
    page = reader.get(reverse("search", args=[body.slug]) + more)
    seen = results(page)
    while following := tree(page).xpath("//a[@rel='next']/@href"):
        page = reader.get(reverse("search", args=[body.slug]) + following[0])
        seen += results(page)
    assert seen == [f"Fichier {number:02}" for number in range(45)]
    assert tree(page).xpath("//a[@rel='prev']")
    assert results(ask(reader, body, "fichier", registre="traitements", page="9999")) == seen[40:]
    assert results(ask(reader, body, "fichier", registre="nulle-part", page="zzz")) == seen[:5]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "Que cherchez-vous ?"),
        ("le la de", "Il manque un mot à chercher"),
        ("introuvable", "Rien ne répond à cette recherche"),
        ("+++", "Il manque un mot à chercher"),
    ],
)
def test_an_empty_page_teaches(body, reader, words, told):
    assert told in said(ask(reader, body, words)).replace("\u202f", " ")


def test_words_left_aside_are_told(body, reader):
    store(body, activity(name="Cantine de la commune"))
    page = ask(reader, body, "la cantine")
    assert results(page) == ["Cantine de la commune"]
    assert "laissés de côté" in said(page)
    assert "douze premiers mots" in said(ask(reader, body, " ".join(f"mot{n}" for n in range(13))))


def test_what_is_written_is_never_markup(body, reader):
    store(body, activity(name="<b>Cantine</b>", notes="<script>alert(1)</script> cantine <mark>"))
    page = ask(reader, body, "cantine <script>")
    assert b"<script>alert" not in page.content
    assert marks(ask(reader, body, "cantine")) == ["Cantine", "cantine"]


def test_a_stranger_finds_no_page(body, stranger):
    assert ask(stranger, body, "cantine").status_code == 404


def test_a_body_finds_nothing_of_another(body, other, reader):
    store(other, activity(name="Cantine d’ailleurs"))
    page = ask(reader, body, "cantine")
    assert results(page) == []
    assert "ailleurs" not in said(page)


def test_a_manager_of_the_centre_searches_no_register(db):
    centre = make_body("centre", kind=facts.codes.OrganizationKind.CDG)
    member = make_body("membre", centre=centre)
    store(member, activity(name="Cantine"))
    manager = person(centre, Role.MANAGER)
    TOTP.activate(manager.person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert results(ask(manager, member, "cantine")) == []
    page = manager.get("/recherche/?q=cantine")
    assert results(page) == []
    assert "membre" in said(manager.get("/recherche/?q=membre"))


def test_rows_that_a_policy_hides_are_not_found(body, contributor, reader, monkeypatch):
    """No register hides rows today; one that will is held to it."""
    hidden = Policy(PROCESSING_ACTIVITIES.policy.table, {(Action.VIEW, Role.CONTRIBUTOR): OF_OWN_SERVICES})
    store(body, activity(name="Cantine des écoles", department="Écoles"))
    store(body, activity(name="Cantine du commissariat", department="Police"))
    register = dataclasses.replace(PROCESSING_ACTIVITIES, policy=hidden)
    pattern = next(p for p in get_resolver().url_patterns if getattr(p, "name", "") == "search")
    monkeypatch.setitem(pattern.default_args, "registers", (register,))
    clear_url_caches()
    page = ask(contributor, body, "cantine")
    assert results(page) == ["Cantine des écoles"]
    assert "1 fiche" in said(page)
    assert len(results(ask(reader, body, "cantine"))) == 2


def both(reader, second):
    with acting(Actor("test")):
        enrol(reader.person, second, Role.READER)


def test_all_the_bodies_of_a_person_are_searched_and_named(body, other, reader):
    third = make_body("c")
    both(reader, other)
    for each in (body, other, third):
        store(each, activity(name=f"Cantine de {each.slug}", notes="menus"))
    page = reader.get("/recherche/?q=menus")
    assert results(page) == ["Cantine de a", "Cantine de b"]
    assert "Commune a" in said(page)
    assert "Commune b" in said(page)
    assert "2 fiches" in said(page)
    assert tree(page).xpath("//main//ol/li/h3/a/@href")[1].startswith("/o/b/traitements/")


def test_a_body_that_left_the_service_is_not_searched(body, other, reader):
    with acting(Actor("test")):
        enrol(reader.person, other, Role.READER)
        enrol(reader.person, make_body("c"), Role.READER)
    for each in (body, other):
        store(each, activity(name=f"Cantine {each.slug}"))
    with scope(other), acting(Actor("test")):
        saving.archive(other, expected=other.revision)
    page = reader.get(reverse("search-everywhere"), {"q": "cantine"})
    assert results(page) == ["Cantine a"]
    assert "1 fiche" in said(page)


def test_bodies_are_found_by_name_and_numbers(body, other, reader):
    both(reader, make_body("saint-omer", name="Commune de Saint-Omer", siren="216207654", insee_code="62765"))
    make_body("saint-pol", name="Commune de Saint-Pol", insee_code="62767")
    for words in ("saint omer", "Saint-Omer", "omer", "62765", "216 207 654", "216207654", "216207"):
        assert "Commune de Saint-Omer" in said(reader.get("/recherche/", {"q": words})), words
        assert "Saint-Pol" not in said(reader.get("/recherche/", {"q": words})), words
    assert "Saint-Omer" not in said(reader.get("/recherche/", {"q": "62767"}))


def test_from_a_body_one_goes_to_all_when_there_are_several(body, other, reader):
    assert "toutes mes collectivités" not in said(ask(reader, body, "cantine"))
    both(reader, other)
    page = ask(reader, body, "cantine")
    [link] = tree(page).xpath("//main//a[contains(., 'toutes mes collectivités')]/@href")
    assert link == "/recherche/?q=cantine"


def test_the_order_is_titles_then_bodies_then_titles(body, other, reader):
    both(reader, other)
    store(body, activity(name="Zoo", notes="cantine"))
    store(body, activity(name="Accueil", notes="cantine"))
    store(other, activity(name="Cantine"))
    assert results(reader.get("/recherche/?q=cantine")) == ["Cantine", "Accueil", "Zoo"]


def test_a_page_costs_the_same_whatever_it_finds(body, reader):
    def asked(count):
        with CaptureQueriesContext(connection) as seen:
            assert len(results(ask(reader, body, "cantine", registre="traitements"))) == count
        told = ("set_config", "SAVEPOINT", "READ ONLY")  # those that tell PostgreSQL who asks, and that it is to read
        return len([query for query in seen if not any(word in query["sql"] for word in told)])

    store(body, activity(recipients=(recipient(name="Cantine"),)))
    asked(1)
    first = asked(1)
    for _ in range(15):
        store(body, activity(recipients=(recipient(name="Cantine"),)))
    assert asked(16) == first <= 13


def test_a_long_sentence_is_cut_between_words(body, reader):
    text = f"{'avant ' * 50}la cantine {'après ' * 50}"
    store(body, activity(notes=text))
    [passage] = [p.text_content() for p in tree(ask(reader, body, "cantine")).xpath("//main//ol/li/p[mark]")]
    assert re.search(r"… avant .*cantine.* après …$", passage.strip())
    assert len(passage) < 260


def palette(client, path, words):
    page = client.get(path, {"q": words, "palette": "1"})
    return [" ".join(option.text_content().split()) for option in tree(page).xpath("//*[@role='option']")]


def test_the_palette_proposes_pages_actions_and_records(body, reader, referent):
    here = reverse("search", args=[body.slug])
    store(body, activity(name="Journal municipal"))
    assert {"Accueil Ma collectivité", "Journal Ma collectivité", "Mon compte"} <= set(palette(reader, here, ""))
    found = palette(referent, here, "journal")
    assert found[0] == "Journal Ma collectivité"
    assert "Journal municipal" in found
    assert found[-1].startswith("Chercher «")
    assert "Ajouter un traitement Traitements" in palette(referent, here, "ajouter trait")
    assert "Importer un registre" in palette(referent, here, "importer")
    assert "Importer un registre" not in palette(reader, here, "importer")
    assert not [option for option in palette(reader, here, "ajouter") if option.startswith("Ajouter")]


def test_the_palette_of_someone_with_several_bodies_leads_to_them(body, other, reader):
    assert "Commune b" not in palette(reader, reverse("search", args=[body.slug]), "commune")
    both(reader, other)
    for path in (reverse("search", args=[body.slug]), "/recherche/"):
        assert {"Commune a", "Commune b"} <= set(palette(reader, path, "commune"))
    store(other, activity(name="Cantine"))
    assert "Cantine Commune b" in palette(reader, "/recherche/", "cantine")


def test_every_page_has_a_search_box_where_it_searches(body, reader):
    for path, action in (("/o/a/", "/o/a/recherche/"), ("/compte/", "/recherche/")):
        assert tree(reader.get(path)).xpath("//header//form[@role='search']/@action") == [action]
