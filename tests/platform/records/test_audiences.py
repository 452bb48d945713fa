"""Each audience as the first lock confines it: rows of the body, its centre, a stranger, one who writes to it."""

import pytest
from django.db.models import Case, UUIDField, Value, When

from egide.platform.organizations.models import Service
from egide.platform.records.audience import Audience, confine
from egide.platform.records.models import unlocked
from egide.platform.records.scope import OneBody
from tests.platform.conftest import make_body
from tests.platform.rows import make_person, make_rows

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
