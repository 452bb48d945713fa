"""Bodies are made with a readable address and a journal of their own, one by one or a département at once."""

import dataclasses
import time
import uuid

import pytest

from egide.law import facts
from egide.law.facts.codes import OrganizationKind, PopulationBasis
from egide.platform.organizations import directory
from egide.platform.organizations.models import Organization
from egide.platform.organizations.places import facts_of
from egide.platform.organizations.services import create_organization, load_directory
from egide.platform.records.acting import Actor, NoActorError, acting
from egide.platform.records.errors import InvalidFactsError
from egide.platform.records.journal.reading import versions
from egide.platform.records.models import JournalHead
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope, unscoped

CENTRE = facts.Organization(id=uuid.uuid4(), name="Centre de gestion du Pas-de-Calais", kind=OrganizationKind.CDG)


def named(name, **known):
    return facts.Organization(id=uuid.uuid4(), name=name, **known)


@pytest.fixture
def actor():
    with acting(Actor("test")) as actor:
        yield actor


def test_a_body_gets_a_readable_address_and_what_the_directory_says(db, actor):
    body = create_organization(facts_of(directory.commune("62004")))
    assert (body.slug, body.name) == ("achicourt", "Commune d’Achicourt")
    assert body.epci_siren == "200033579"
    assert (body.population_basis, body.population_year) == (PopulationBasis.TOTALE, 2022)


def test_two_bodies_of_one_name_have_two_addresses(db, actor):
    places = [p for p in directory.find("Saint-Aubin") if getattr(p, "name", "") == "Saint-Aubin"]
    first, second = places[:2]
    assert create_organization(facts_of(first)).slug == "saint-aubin"
    assert create_organization(facts_of(second)).slug == f"saint-aubin-{second.departement.lower()}"
    twin = dataclasses.replace(facts_of(second), id=uuid.uuid4())
    assert create_organization(twin).slug == f"saint-aubin-{second.code.lower()}"
    assert [create_organization(named("Œuvre d’Été")).slug for _ in range(3)] == [
        "oeuvre-d-ete",
        "oeuvre-d-ete-2",
        "oeuvre-d-ete-3",
    ]
    assert create_organization(named("???")).slug == "collectivite"


def test_numbers_are_kept_in_figures_and_refused_when_they_cannot_be(db, actor):
    body = create_organization(named("A", siren="216 200 048", siret="216 200 048 00017"))
    assert (body.siren, body.siret) == ("216200048", "21620004800017")
    with pytest.raises(InvalidFactsError) as refused:
        create_organization(named("B", siren="216200049", siret="21620004800017", insee_code="6200", population=-1))
    assert refused.value.errors.keys() == {"siren", "insee_code", "population"}
    with pytest.raises(InvalidFactsError) as refused:
        create_organization(named("B", siren="226200012", siret="21620004800017"))
    assert refused.value.errors.keys() == {"siret"}


def test_a_departement_is_loaded_at_once_and_only_once(db, actor):
    centre = create_organization(CENTRE)
    started = time.perf_counter()
    loaded = load_directory("62", centre)
    elapsed = time.perf_counter() - started
    assert len(loaded) == len({body.slug for body in loaded}) == 907
    assert elapsed < 6
    assert load_directory("62", centre) == []
    with unscoped("counting"):
        assert JournalHead.objects.filter(organization_id__in=[b.id for b in loaded], seq=1).count() == 907


def test_a_body_loaded_with_others_goes_on_like_any_other(db, actor):
    centre = create_organization(CENTRE)
    body = load_directory("62", centre)[30]
    with scope(body):
        stored = Organization.objects.get(id=body.id)
        assert stored.facts() == body.facts()
        save_aggregate(stored, dataclasses.replace(stored.facts(), agents_count=3), expected=1)
        told = versions("organizations.organization", body.id)
    assert [(v.number, v.action, v.leaves.get("agents_count")) for v in told] == [(1, "create", None), (2, "change", 3)]
    assert told[0].leaves["record.centre_id"] == str(centre.id)


def test_nobody_makes_a_body_without_acting(db):
    with pytest.raises(NoActorError):
        load_directory("62", None)
    with pytest.raises(KeyError), acting(Actor("test")):
        load_directory("999", None)
