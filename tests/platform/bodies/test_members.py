"""The bodies that a centre advises: found, added from the directory, archived; and given to advisors."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egide.law.facts.codes import OrganizationKind, PopulationBasis
from egide.platform.organizations.access import access_to
from egide.platform.organizations.models import Organization
from egide.platform.organizations.services import load_directory
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.journal.reading import versions
from egide.platform.records.scope import scope, unscoped
from tests.platform.bodies.world import browser, made, person, posted, text

URL = "/o/centre/adherents/"


def stored(slug):
    with unscoped("test"):
        return Organization.objects.get(slug=slug)


def test_who_reads_the_list_and_who_adds(world):
    for user, reads, adds in [(world.advisor, 200, 404), (world.manager, 200, 200), (world.administrator, 200, 200)]:
        assert browser(user).get(URL).status_code == reads
        assert browser(user).get(f"{URL}ajouter/").status_code == adds
    assert browser(person(world.centre, Role.REFERENT)).get(URL).status_code == 404
    for address in ("/o/a/adherents/", "/o/a/adherents/ajouter/"):  # not a centre
        assert browser(world.manager).get(address).status_code == 404
        assert browser(world.referent).get(address).status_code == 404


def test_the_list_is_searched_filtered_ordered_and_paged(world):
    made("CCAS d’A", OrganizationKind.CCAS, centre=world.centre)
    client = browser(world.manager)
    assert "3 collectivités" in text(client.get(URL))
    said = text(client.get(URL, {"q": "a", "nature": "CCAS"}))
    assert "CCAS d’A" in said
    assert "Commune de B" not in said
    assert "Aucun adhérent ne répond" in text(client.get(URL, {"q": "étrangère"}))
    with acting(Actor("test")):
        load_directory("90", world.centre)
    ordered = text(client.get(URL, {"tri": "population", "nature": "COMMUNE"}))
    assert ordered.index("Commune de Belfort") < ordered.index("Commune de Delle") < ordered.index("Page suivante")
    assert "Grand Belfort" in ordered
    second = client.get(URL, {"tri": "population", "nature": "COMMUNE", "page": "2"})
    assert "51 à 100" in text(second)
    assert "nature=COMMUNE&amp;tri=population&amp;page=1" in second.content.decode()


def test_the_list_says_who_lacks_a_referent(world):
    [first, second] = browser(world.manager).get(URL).context["rows"]
    assert (first[0].slug, first[2], second[0].slug, second[2]) == ("a", True, "b", False)


def test_an_advisor_sees_those_who_were_given_only(world):
    advisor = person(world.centre, Role.ADVISOR, email="sector@exemple.fr", every_member=False)
    given = f"/o/centre/personnes/{advisor.membership.id}/collectivites/"
    manager = browser(world.manager)
    assert "Aucun adhérent" in text(browser(advisor).get(URL))
    assert browser(advisor).get(given).status_code == 404
    assert "Confier Commune de B" in text(manager.get(given, {"q": "commune"}))
    assert manager.post(given, {"give": str(world.foreign.id)}).status_code == 404
    assert manager.post(given, {"give": str(world.b.id)}).status_code == 302
    assert [row[0].slug for row in browser(advisor).get(URL).context["rows"]] == ["b"]
    assert Role.ADVISOR in access_to(advisor.id, "b").roles
    assert "1 collectivité confiée" in text(manager.get("/o/centre/personnes/"))
    [(_, assignment)] = manager.get(given).context["given"]
    assert manager.post(given, {"take": str(assignment.id)}).status_code == 302
    assert manager.post(given, {"take": str(assignment.id)}).status_code == 404
    assert access_to(advisor.id, "b") is None


def test_a_commune_is_added_from_the_directory(world):
    client = browser(world.manager)
    found = client.get(f"{URL}ajouter/", {"q": "Willeman"})
    assert "?lieu=62890" in found.content.decode()
    address = f"{URL}ajouter/?lieu=62890"
    answer = client.post(address, posted(client.get(address)), follow=True)
    assert "Il reste à y inviter un référent" in text(answer)
    body = stored("willeman")
    assert (body.name, body.centre_id) == ("Commune de Willeman", world.centre.id)
    assert (body.population_basis, body.is_public_authority) == (PopulationBasis.TOTALE, True)
    with scope(body):
        [version] = versions("organizations.organization", body.id)
    assert version.actor == str(world.manager)
    assert "Déjà adhérente" in text(client.get(f"{URL}ajouter/", {"q": "Willeman"}))
    again = client.post(address, posted(client.get(address)))
    assert again.status_code == 422
    assert "Un adhérent porte déjà ce SIREN" in text(again)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"siren": "123456789"}, "clé de contrôle"),
        ({"name": ""}, "Donnez le nom"),
        ({"name": "CDG", "kind": "CDG"}, "n’est pas l’adhérent d’un autre"),
        ({"name": "Commune d’A"}, "porte déjà ce nom"),
    ],
)
def test_what_cannot_be_added_is_told(world, changes, said):
    client = browser(world.manager)
    address = f"{URL}ajouter/?autre"
    answer = client.post(address, posted(client.get(address), **changes))
    assert answer.status_code == 422
    assert said in text(answer)
    with unscoped("test"):
        assert Organization.objects.count() == 4


def test_a_body_that_the_directory_does_not_know_is_added_too(world):
    client = browser(world.administrator)
    address = f"{URL}ajouter/?autre"
    assert client.post(address, posted(client.get(address), name="SIVU des Bois", kind="SYNDICAT")).status_code == 302
    assert stored("sivu-des-bois").kind is OrganizationKind.SYNDICAT


def test_nobody_enters_an_archived_member_until_it_is_back(world):
    client = browser(world.manager)
    address = f"{URL}{world.a.id}/ranger/"
    asked = client.get(address)
    assert client.post(address, {**posted(asked), "revision": "9"}).status_code == 409
    assert client.post(address, posted(asked, reason="Fusion")).status_code == 302
    assert browser(world.referent).get("/o/a/collectivite/").status_code == 404
    assert "Commune d’A" in text(client.get(URL, {"situation": "archived"}))
    assert client.post(address, posted(client.get(address))).status_code == 302
    assert browser(world.referent).get("/o/a/collectivite/").status_code == 200
    with scope(world.a):
        told = versions("organizations.organization", world.a.id)
    assert [(v.action, v.reason) for v in told[1:]] == [("archive", "Fusion"), ("restore", "")]


def test_the_member_of_another_centre_is_nowhere(world):
    other = made("Centre 59", OrganizationKind.CDG, slug="autre-centre")
    theirs = made("Commune de C", slug="c", centre=other)
    client = browser(world.manager)
    for member in (theirs, world.foreign, other, world.centre):
        assert client.post(f"{URL}{member.id}/ranger/", {"revision": "1"}).status_code == 404
    assert "Commune de C" not in text(client.get(URL))
    assert client.get("/o/autre-centre/adherents/").status_code == 404


def test_as_many_queries_for_three_members_as_for_one(world):
    client = browser(world.manager)
    client.get(URL)
    with CaptureQueriesContext(connection) as one:
        client.get(URL, {"q": "commune de b"})
    made("Commune de C", centre=world.centre)
    with CaptureQueriesContext(connection) as three:
        client.get(URL)
    assert len(one) == len(three) <= 20
