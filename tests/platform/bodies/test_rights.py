"""The table that an administrator reads is the one that decides; each page says for whom it is; the side agrees."""

import pytest
from django.urls import get_resolver

from egide.platform.bodies import urls as bodies
from egide.platform.bodies.access_table import answer, table
from egide.platform.kernel.policy import BY_SERVICE, Action
from egide.platform.organizations.shapes import Role
from egide.registers.processing.services import rename_department
from egide.urls import REGISTERS
from tests.platform.bodies.world import browser, person, text

PAGES = [page for page in bodies.urls(REGISTERS, rename=rename_department) if "<slug:body>" in str(page.pattern)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_says_for_which_roles_it_is(page):
    assert page.callback.roles <= frozenset(Role)
    assert page.callback.roles
    assert page.name in get_resolver().reverse_dict


def test_the_table_says_what_the_policy_does():
    assert answer(BY_SERVICE, Action.CHANGE, Role.CONTRIBUTOR) == "oui, pour les fiches de ses services"
    assert answer(BY_SERVICE, Action.CHANGE, Role.READER) == ""
    assert answer(BY_SERVICE, Action.VIEW, Role.READER) == "oui"
    told = table("traitements", BY_SERVICE)
    assert told.roles[-1] == Role.ADVISOR.label
    assert told.shut == "gestionnaire du centre de gestion, administrateur du centre de gestion"
    assert dict(told.rows)["consulter"] == ("oui",) * 5


def test_who_may_see_what_is_a_page(world):
    said = text(browser(world.referent).get("/o/a/acces/"))
    for register in REGISTERS:
        assert f"Registre des {register.title}" in said
    assert "referent@a.exemple.fr" in said
    assert "manager@centre.exemple.fr" in said
    for user, status in [(world.manager, 200), (world.reader, 404), (world.advisor, 404)]:
        assert browser(user).get("/o/a/acces/").status_code == status


def test_the_side_shows_what_opens_and_nothing_else(world):
    for user, body in [
        (world.reader, "a"),
        (world.referent, "a"),
        (world.manager, "a"),
        (world.manager, "centre"),
        (world.advisor, "centre"),
        (person(world.centre, Role.READER), "centre"),
    ]:
        client = browser(user)
        page = client.get(f"/o/{body}/collectivite/")
        shown = {item.label: item for group in page.context["navigation"] for item in group.items}
        assert [label for label, item in shown.items() if item.current] == ["La collectivité"]
        assert {client.get(item.url).status_code for item in shown.values()} <= {200, 302}
        for label, address in [("Adhérents", "adherents"), ("Personnes et accès", "personnes")]:
            assert (label in shown) is (client.get(f"/o/{body}/{address}/").status_code == 200)


def test_what_is_to_mend_of_the_body_opens_its_form_for_who_may(world):
    for user, page in [(world.referent, "collectivite/modifier/"), (world.reader, "collectivite/")]:
        shown = browser(user).get("/o/a/").context["actions"]
        assert {action.url.partition("#")[0] for action in shown} == {f"/o/a/{page}"}
