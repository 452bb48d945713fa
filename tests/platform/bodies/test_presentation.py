"""The page of a body: read by all who work there, written by some, never over what another wrote unseen."""

import dataclasses

import pytest

from egide.law.facts import Dpo
from egide.law.facts.codes import AgreementStatus, DpoStatus, OrganizationKind, PopulationBasis
from egide.platform.organizations.models import Organization
from egide.platform.records.acting import Actor, acting
from egide.platform.records.journal.reading import versions
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope
from tests.platform.bodies.world import browser, posted, text

URL = "/o/a/collectivite/"
EDIT = f"{URL}modifier/"


def stored(world):
    with scope(world.a):
        return Organization.objects.get(id=world.a.id)


def rewritten(world, **changes):
    """Another person saves meanwhile."""
    body = stored(world)
    with scope(body), acting(Actor("Une autre personne")):
        save_aggregate(body, dataclasses.replace(body.facts(), **changes), expected=body.revision)


def test_everyone_of_the_body_reads_it_and_only_some_may_change_it(world):
    for user, writes in [(world.reader, False), (world.referent, True), (world.manager, True), (world.advisor, True)]:
        client = browser(user)
        page = client.get(URL)
        assert page.status_code == 200
        assert (EDIT in page.content.decode()) is writes
        assert client.get(EDIT).status_code == (200 if writes else 404)


def test_the_page_tells_who_it_is_and_who_advises_it(world):
    counted = {"population": 8000, "population_basis": PopulationBasis.MUNICIPALE, "population_year": 2023}
    delegate = Dpo(status=DpoStatus.DESIGNATED, cnil_number="DPO-1")
    rewritten(world, insee_code="62004", kind=OrganizationKind.COMMUNE, dpo=delegate, **counted)
    body = stored(world)
    body.epci_siren = "200033579"
    with scope(body), acting(Actor("test")):
        save_aggregate(body, body.facts(), expected=body.revision)
    said = text(browser(world.reader).get(URL))
    assert "Communauté urbaine d'Arras" in said.replace("’", "'")
    assert "Centre 62" in said
    assert "8 000 habitants (population municipale, millésime 2023)" in said
    assert "2 023" not in said
    assert "Numéro de désignationDPO-1" in said


def test_it_is_saved_with_its_reason_and_its_numbers_in_figures(world):
    client = browser(world.referent)
    data = posted(client.get(EDIT), siren="216 200 048", population="8 000", insee_code="62004", reason="Recensement")
    assert client.post(EDIT, data).status_code == 302
    body = stored(world)
    assert (body.siren, body.population, body.epci_siren) == ("216200048", 8000, "200033579")
    with scope(body):
        last = versions("organizations.organization", body.id)[-1]
    assert (last.number, last.actor, last.reason) == (2, str(world.referent), "Recensement")


def test_what_cannot_be_is_told_at_its_field_and_nothing_is_written(world):
    client = browser(world.referent)
    answer = client.post(EDIT, posted(client.get(EDIT), siren="123456789", name=""))
    assert answer.status_code == 422
    assert "clé de contrôle" in text(answer)
    assert 'href="#id_siren"' in answer.content.decode()
    assert stored(world).revision == 1


def test_nobody_becomes_a_centre_from_this_page(world):
    client = browser(world.referent)
    assert client.post(EDIT, posted(client.get(EDIT), kind="CDG")).status_code == 422
    assert stored(world).kind is OrganizationKind.COMMUNE


@pytest.mark.parametrize(("who", "kept"), [("referent", None), ("manager", AgreementStatus.ACTIVE)])
def test_where_the_agreement_stands_is_told_by_the_centre(world, who, kept):
    client = browser(getattr(world, who))
    client.post(EDIT, posted(client.get(EDIT), agreement_status="ACTIVE", population="7"))
    assert (stored(world).population, stored(world).agreement_status) == (7, kept)


def test_two_people_who_write_of_different_facts_keep_both(world):
    client = browser(world.referent)
    mine = posted(client.get(EDIT), agents_count="12")
    rewritten(world, population=180)
    answer = client.post(EDIT, mine)
    assert answer.status_code == 409
    assert stored(world).agents_count is None
    assert client.post(EDIT, posted(answer)).status_code == 302
    assert (stored(world).agents_count, stored(world).population) == (12, 180)


def test_what_the_other_wrote_in_the_same_field_is_shown_before_it_is_replaced(world):
    client = browser(world.referent)
    mine = posted(client.get(EDIT), population="190")
    rewritten(world, population=180)
    answer = client.post(EDIT, mine)
    assert "Population : l’autre personne avait écrit « 180 »" in text(answer).replace("\u202f", " ").replace(
        "\xa0", " "
    )
    assert "Une autre personne" in text(answer)
    client.post(EDIT, posted(answer))
    assert stored(world).population == 190


def test_a_stranger_finds_nothing(world):
    client = browser(world.referent)
    for address in ("/o/b/collectivite/", "/o/foreign/collectivite/", "/o/nowhere/collectivite/"):
        assert client.get(address).status_code == 404
    assert browser(world.manager).get("/o/foreign/collectivite/modifier/").status_code == 404
