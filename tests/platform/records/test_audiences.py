"""Each audience as the first lock confines it: rows of the body, its centre, a stranger, one who writes to it."""

import pytest
from django.db.models import Case, UUIDField, Value, When

from egide.platform.organizations.access import Access
from egide.platform.organizations.models import Organization, Service
from egide.platform.organizations.shapes import Role
from egide.platform.records.audience import Audience, confine
from egide.platform.records.models import unlocked
from egide.platform.records.scope import OneBody, reached_by, scope
from tests.platform.conftest import make_body
from tests.platform.rows import enrol, make_person, make_rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("audience", "read"),
    [(Audience.OWN, {"ours"}), (Audience.MEMBERS, {"ours", "centre"}), (Audience.ADDRESSEE, {"ours", "sender"})],
)
def test_each_audience_reads_what_is_for_it(audience, read):
    somebody, centre = make_person("somebody"), make_body("centre")
    bodies = {"ours": make_body("ours", centre=centre), "centre": centre}
    bodies |= {slug: make_body(slug) for slug in ("sender", "stranger")}
    for body in bodies.values():
        make_rows(body, somebody)
    ours, sender = bodies["ours"], bodies["sender"]
    addressee = Case(When(organization_id=sender.id, then=Value(ours.id)), output_field=UUIDField())
    rows = unlocked(Service).annotate(addressee_id=addressee)
    found = rows.filter(confine(audience, OneBody(ours.id, centre.id)))
    assert {row.organization.slug for row in found} == read


def test_a_body_without_a_centre_reads_its_own_rows_alone():
    somebody, alone, stranger = make_person("somebody"), make_body("alone"), make_body("stranger")
    for body in (alone, stranger):
        make_rows(body, somebody)
    found = unlocked(Service).filter(confine(Audience.MEMBERS, OneBody(alone.id, None)))
    assert {row.organization_id for row in found} == {alone.id}


def test_a_person_reaches_the_bodies_that_are_theirs_and_no_other():
    person, ours = make_person("person"), make_body("ours")
    make_body("stranger")
    enrol(person, ours)
    with reached_by(person.id):
        assert [body.slug for body in Organization.objects.all()] == ["ours"]


@pytest.mark.parametrize(
    ("roles", "is_for_the_centre"),
    [((Role.ADVISOR,), True), ((Role.READER,), False), ((Role.ADVISOR, Role.READER), False), ((), False)],
    ids=str,
)
def test_someone_of_the_body_is_not_here_for_the_centre(roles, is_for_the_centre):
    """Who is of both is at home: they are told so as any member is."""
    ours = make_body("ours")
    assert Access(make_person("p").id, ours, frozenset(roles)).as_centre is is_for_the_centre


def test_in_the_scope_of_a_body_are_itself_and_its_centre():
    centre = make_body("centre")
    ours = make_body("ours", centre=centre)
    make_body("sibling", centre=centre)
    with scope(ours):
        assert {body.slug for body in Organization.objects.all()} == {"ours", "centre"}
