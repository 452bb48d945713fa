"""A body publishes, replaces and withdraws; its controller alone decides; the public reads what was frozen."""

import json
import uuid
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from egide.platform.organizations.shapes import Role
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.journal.reading import versions
from egide.platform.records.models import JournalEntry, unlocked
from egide.platform.records.scope import scope
from egide.public.extract import digest_of
from egide.public.models import Publication
from egide.public.publishing import content_of, preview
from egide.public.publishing import publish as publish_service
from egide.public.shapes import PublicationStatus
from egide.registers.processing.models import ProcessingActivity
from tests.platform.bodies.world import browser, made, person, posted, text
from tests.public.register import DELEGATE, keep, told, told_of

SCREEN = "/o/achicourt/publication/"
PREVIEW = f"{SCREEN}apercu/"
PUBLIC = "/p/achicourt/"


def publish(user, **changes):
    client = browser(user)
    return client.post(PREVIEW, posted(client.get(PREVIEW), **changes), follow=True)


def statuses(body):
    with scope(body):
        return [p.status for p in Publication.objects.order_by("created_at")]


def test_nothing_is_public_before_the_controller_decides(world):
    assert Client().get(PUBLIC).status_code == 404
    page = browser(world.controller).get(SCREEN)
    assert "Rien n’est public" in text(page)
    shown = text(browser(world.controller).get(PREVIEW))
    assert "Restauration scolaire" in shown
    assert "SECRET" not in shown
    assert Client().get(PUBLIC).status_code == 404


def test_the_controller_publishes_what_was_previewed(world):
    answer = publish(world.controller)
    assert "vos habitants le lisent" in text(answer)
    page = Client().get(PUBLIC)
    assert page.status_code == 200
    for words in ("Commune d’Achicourt", "Restauration scolaire", "Inscrire les enfants", "dpo@exemple.fr", "Accès"):
        assert words in text(page)
    assert b"SECRET" not in page.content


def test_it_is_journaled_with_its_digest_and_the_seal_that_stood(world):
    before = unlocked(JournalEntry).filter(organization_id=world.body.id).order_by("-seq").first()
    publish(world.controller)
    with scope(world.body):
        [made] = Publication.objects.all()
        [version] = versions("public.publication", made.id)
    assert (made.sealed_entry, made.sealed_hash) == (before.seq, bytes(before.hash).hex())
    assert version.actor == str(world.controller)
    assert version.leaves["digest"] == digest_of(made.content) == made.digest
    assert version.leaves["record.slug"] == "achicourt"
    assert made.digest in text(Client().get(PUBLIC))


def test_what_is_published_is_frozen(world):
    publish(world.controller)
    before = Client().get(PUBLIC).content
    keep(world.body, told(name="Cimetière"))
    with scope(world.body), acting(Actor("test")):
        record = ProcessingActivity.objects.get(name="Restauration scolaire")
        saving.put_in_bin(record, expected=record.revision)
    assert Client().get(PUBLIC).content == before
    publish(world.controller)
    after = text(Client().get(PUBLIC))
    assert ("Cimetière" in after, "Restauration scolaire" in after) == (True, False)
    assert statuses(world.body) == [PublicationStatus.REPLACED, PublicationStatus.PUBLISHED]


def test_a_register_that_changed_since_the_preview_is_not_published(world):
    client = browser(world.controller)
    form = posted(client.get(PREVIEW))
    keep(world.body, told(name="Cimetière"))
    assert "a changé depuis cet aperçu" in text(client.post(PREVIEW, form, follow=True))
    assert Client().get(PUBLIC).status_code == 404
    assert client.post(PREVIEW, {"digest": "0" * 64}).status_code == 302
    assert statuses(world.body) == []


def test_past_publications_are_kept_and_read_again(world):
    publish(world.controller)
    keep(world.body, told(name="Cimetière"))
    publish(world.controller)
    with scope(world.body):
        first = Publication.objects.order_by("created_at")[0]
    page = text(browser(world.reader).get(f"{SCREEN}{first.id}/"))
    assert ("Restauration scolaire" in page, "Cimetière" in page) == (True, False)
    assert "Remplacée par une plus récente" in page


def test_a_body_that_leaves_withdraws_what_is_public_and_nothing_else(world):
    """Neither what was replaced before, nor what another body publishes."""
    neighbour = made("Commune de Beaurains", slug="beaurains", centre=world.centre)
    told_of(neighbour, dpo=DELEGATE)
    keep(neighbour, told())
    with scope(neighbour), acting(Actor("test")):
        publish_service(neighbour, preview(neighbour, timezone.localdate())[1], timezone.now(), accepts_messages=False)
    publish(world.controller)
    keep(world.body, told(name="Cimetière"))
    publish(world.controller)
    with scope(world.body), acting(Actor("test")):
        saving.archive(world.body, expected=world.body.revision)
    assert statuses(world.body) == [PublicationStatus.REPLACED, PublicationStatus.WITHDRAWN]
    assert statuses(neighbour) == [PublicationStatus.PUBLISHED]


def test_a_past_publication_that_is_none_leads_nowhere(published):
    client = browser(published.reader)
    assert client.get(f"{SCREEN}{published.publication.id}/").status_code == 200
    assert client.get(f"{SCREEN}{uuid.uuid4()}/").status_code == 404


def test_past_publications_are_for_those_who_read_the_registers(published):
    for user in (published.manager, published.administrator):
        assert browser(user).get(f"{SCREEN}{published.publication.id}/").status_code == 404


def test_withdrawn_the_public_finds_nothing_and_the_body_keeps_it(published):
    client = browser(published.controller)
    form = posted(client.get(f"{SCREEN}retirer/"), reason="Erreur")
    assert "ne mène plus nulle part" in text(client.post(f"{SCREEN}retirer/", form, follow=True))
    nowhere = Client().get("/p/nulle-part/")
    gone = Client().get(PUBLIC)
    assert (gone.status_code, gone.content) == (404, nowhere.content)
    assert statuses(published.body) == [PublicationStatus.WITHDRAWN]
    with scope(published.body):
        assert versions("public.publication", published.publication.id)[-1].reason == "Erreur"
    assert client.get(f"{SCREEN}retirer/").status_code == 404


def test_withdrawing_one_that_was_replaced_since_does_nothing(published):
    client = browser(published.controller)
    form = posted(client.get(f"{SCREEN}retirer/"))
    keep(published.body, told(name="Cimetière"))
    publish(published.controller)
    assert "Relisez" in text(client.post(f"{SCREEN}retirer/", form, follow=True))
    assert Client().get(PUBLIC).status_code == 200


@pytest.mark.parametrize("who", ["referent", "reader", "advisor"])
def test_others_look_and_do_not_decide(world, who):
    client = browser(getattr(world, who))
    shown = client.get(PREVIEW)
    assert "Seul le responsable de traitement" in text(shown)
    digest = shown.context["digest"]
    assert client.post(PREVIEW, {"digest": digest}).status_code == 404
    publish(world.controller)
    assert client.get(f"{SCREEN}retirer/").status_code == 404
    assert client.post(f"{SCREEN}retirer/", {}).status_code == 404
    assert Client().get(PUBLIC).status_code == 200


@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_the_centre_does_not_decide_for_a_body(world, who):
    client = browser(getattr(world, who))
    for address in (SCREEN, PREVIEW, f"{SCREEN}retirer/"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


def test_nor_does_the_controller_of_a_centre_who_is_a_manager_too(world):
    both = person(world.centre, Role.CONTROLLER, email=world.manager.email)
    assert browser(both).get(PREVIEW).status_code == 404


def test_a_body_out_of_service_publishes_nothing(published):
    with scope(published.body), acting(Actor("test")):
        body = type(published.body).objects.get(id=published.body.id)
        saving.archive(body, expected=body.revision)
    assert Client().get(PUBLIC).status_code == 404
    assert statuses(published.body) == [PublicationStatus.WITHDRAWN]
    with scope(published.body):
        [*_, last] = versions("public.publication", published.publication.id)
    assert "n’est plus en service" in last.reason


def test_a_public_page_sets_no_cookie_and_knows_nobody(published):
    anyone, someone = Client(), browser(published.controller)
    for path in (PUBLIC, f"{PUBLIC}ecrire/", "/p/nulle-part/"):
        pages = [client.get(path) for client in (anyone, someone)]
        assert pages[0].content == pages[1].content
        assert [dict(page.cookies) for page in pages] == [{}, {}]
        assert "cookie" not in pages[1].get("Vary", "").lower()
    assert not anyone.cookies
    assert someone.get("/o/achicourt/").status_code == 200


def test_it_is_kept_by_caches_and_asked_again_by_its_etag(published):
    page = Client().get(PUBLIC)
    assert "public" in page["Cache-Control"]
    assert "max-age=300" in page["Cache-Control"]
    again = Client().get(PUBLIC, headers={"if-none-match": page["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    keep(published.body, told(name="Cimetière"))
    publish(published.controller)
    changed = Client().get(PUBLIC, headers={"if-none-match": page["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != page["ETag"]


def test_it_costs_one_query(published, django_assert_num_queries):
    with django_assert_num_queries(1):
        Client().get(PUBLIC)


def test_a_text_that_is_not_the_sealed_one_is_not_shown(published):
    forged = json.dumps({"body": "Forgé", "contact": [], "delegate": [], "activities": []})
    unlocked(Publication).update(content=forged)
    with pytest.raises(ValueError, match="not the one that was sealed"):
        Client().get(PUBLIC)


def test_what_is_typed_is_shown_as_text(world):
    keep(world.body, told(name="<script>alert(1)</script>"))
    publish(world.controller)
    assert b"<script>alert" not in Client().get(PUBLIC).content


def test_the_delegate_without_coordinates_is_said_before(world):
    assert "n’a pas de coordonnées" not in text(browser(world.controller).get(PREVIEW))
    with scope(world.body), acting(Actor("test")):
        body = type(world.body).objects.get(id=world.body.id)
        saving.save_aggregate(
            body, body.facts().__class__(id=body.id, name="A", kind=body.kind), expected=body.revision
        )
    assert "n’a pas de coordonnées" in text(browser(world.controller).get(PREVIEW))


def test_the_day_is_that_of_the_publication(published):
    assert published.publication.published_on >= date(2026, 1, 1)
    assert content_of(published.publication)["activities"][0]["name"] == "Restauration scolaire"
