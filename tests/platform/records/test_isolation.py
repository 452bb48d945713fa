"""The first lock alone, on every database: in the scope of a body, no row of another, in any table."""

import pytest
from django.core.checks import run_checks

from egide.platform.organizations.models import Organization
from egide.platform.records.audience import Audience
from egide.platform.records.keys import SameBodyKey
from egide.platform.records.models import Line
from egide.platform.records.scope import ScopeError, reached_by, scope
from tests.platform.conftest import make_body
from tests.platform.rows import MARK, TABLES, enrol, make_person, make_rows

pytestmark = [pytest.mark.django_db, pytest.mark.machinery]


@pytest.fixture
def bodies(db):
    somebody = make_person("somebody")
    found = [make_body(slug) for slug in ("ours", "theirs")]
    for body in found:
        make_rows(body, somebody)
    return found


def test_there_are_tables_to_look_at():
    assert len(TABLES) > 8


@pytest.mark.parametrize("model", TABLES, ids=lambda m: m.__name__)
def test_a_scope_shows_its_own_rows_only(bodies, model):
    for body in bodies:
        with scope(body):
            assert set(model.objects.values_list("organization_id", flat=True)) == {body.id}


@pytest.mark.parametrize("model", TABLES, ids=lambda m: m.__name__)
def test_so_does_what_a_person_reaches(bodies, model):
    person = make_person("person", id=MARK)
    enrol(person, bodies[0])
    with reached_by(person.id):
        assert set(model.objects.values_list("organization_id", flat=True)) == {bodies[0].id}


@pytest.mark.parametrize("model", [m for m in TABLES if m.audience is Audience.AUTHOR], ids=lambda m: m.__name__)
def test_what_is_of_one_person_is_of_nobody_else(bodies, model):
    other = make_person("other")
    enrol(other, bodies[0])
    with reached_by(other.id):
        assert model.objects.count() == 0


@pytest.mark.parametrize("model", [*TABLES, Organization], ids=lambda m: m.__name__)
def test_without_a_scope_nothing_is_asked(model):
    with pytest.raises(ScopeError):
        model.objects.count()


def test_bodies_are_confined_too(bodies):
    with scope(bodies[0]):
        assert [body.id for body in Organization.objects.all()] == [bodies[0].id]


@pytest.mark.parametrize("model", TABLES, ids=lambda m: m.__name__)
def test_every_key_begins_with_the_body(model):
    keys = [[f.name for f in model._meta.pk_fields], *(list(u) for u in model._meta.unique_together)]
    keys += [list(constraint.fields) for constraint in model._meta.total_unique_constraints]
    keys += [list(c.fields) for c in model._meta.constraints if hasattr(c, "fields")]
    assert [key for key in keys if key[0] not in {"organization", "organization_id"}] == []
    assert [f.name for f in model._meta.concrete_fields if f.unique and f.name not in {"organization", "pk"}] == []


@pytest.mark.parametrize("model", TABLES, ids=lambda m: m.__name__)
def test_rows_are_named_within_their_body(model):
    """Another row is named by SameBodyKey; Django's own foreign keys lead out of the tables of bodies only."""
    assert [f.name for f in model._meta.concrete_fields if f.related_model in TABLES] == []
    if issubclass(model, Line) and model.__name__ != "OrganizationLine":
        assert [c.column for c in model._meta.constraints if isinstance(c, SameBodyKey)] == ["owner_id"]


def test_a_table_without_an_audience_stops_the_program(monkeypatch):
    assert run_checks(tags=["models"]) == []
    monkeypatch.setattr("egide.platform.records.rowsecurity.guarded", lambda: [Organization])
    assert {error.id for error in run_checks(tags=["models"])} == {"records.E001"}
