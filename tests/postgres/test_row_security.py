"""The second lock alone: whatever the ORM asks, a person of one body meets no row of another, in any table."""

import uuid
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import Q

from egide.platform.organizations.models import Organization
from egide.platform.organizations.shapes import Role
from egide.platform.proofs.models import CheckedHead
from egide.platform.records.audience import Audience
from egide.platform.records.identity import NOBODY, SYSTEM, identified
from egide.platform.records.models import JournalContent, JournalEntry, unlocked
from egide.platform.records.rowsecurity import policies_of
from egide.platform.records.scope import scope
from tests.platform.conftest import make_body
from tests.platform.rows import MARK, TABLES, change, enrol, made, make_person, make_rows, query, rows_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
each_table = pytest.mark.parametrize("model", TABLES, ids=lambda m: m.__name__)
SEALED = {JournalEntry, CheckedHead}


@pytest.fixture
def people(db):
    """A person of one body, an advisor and a manager of its centre, and all that the bodies hold."""
    somebody, centre, theirs = make_person("somebody"), make_body("centre"), make_body("theirs")
    ours = make_body("ours", centre=centre)
    found = {name: make_person(name) for name in ("advisor", "manager", "stranger", "colleague")}
    found["member"] = make_person("member", id=MARK)
    enrol(found["colleague"], ours)
    enrol(found["member"], ours)
    enrol(found["advisor"], centre, Role.ADVISOR, every_member=True)
    enrol(found["manager"], centre, Role.MANAGER)
    for body in (ours, theirs, centre):
        make_rows(body, somebody)
    return SimpleNamespace(ours=ours, theirs=theirs, centre=centre, somebody=somebody, **found)


def touched(rows, act):
    """How many rows an act reached; none when it is refused outright."""
    try:
        with transaction.atomic():
            return act(rows)
    except ProgrammingError as refused:
        if "permission denied" not in str(refused):
            raise
        return 0


@contextmanager
def refused():
    """The policies say no, and the transaction goes on."""
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        yield


@each_table
def test_a_person_meets_no_row_of_another_body(people, model):
    with identified(people.member.id):
        assert rows_of(model, people.ours).exists()
        rows = rows_of(model, people.theirs)
        assert rows.count() == 0
        assert touched(rows, change) == 0
        assert touched(rows, lambda found: found._raw_delete("default") or 0) == 0
    assert rows_of(model, people.theirs).exists()


@each_table
def test_nor_inserts_one(people, model):
    new = made(model, people.theirs, **{f: uuid.uuid4() for f in ("id", "act") if hasattr(model, f)})
    for name in ("user_id", "member_id"):
        if hasattr(model, name):
            setattr(new, name, {"user_id": people.member.id, "member_id": people.theirs.id}[name])
    if hasattr(model, "seq"):
        new.seq = 999
    with identified(people.member.id), refused():
        unlocked(model).bulk_create([new])


@each_table
def test_nobody_told_nothing_seen(people, model):
    with identified(NOBODY):
        assert unlocked(model).count() == 0
        assert touched(unlocked(model), change) == 0
    with identified(people.stranger.id):
        assert unlocked(model).count() == 0


@each_table
def test_the_orm_without_its_filter_shows_no_more(people, model, monkeypatch):
    monkeypatch.setattr("egide.platform.records.models.confine", lambda *_: Q())
    with identified(people.member.id), scope(people.theirs):
        assert set(model.objects.values_list("organization_id", flat=True)) == {people.ours.id}


@each_table
def test_a_person_may_write_at_home(people, model):
    with identified(people.member.id):
        rows = rows_of(model, people.ours)
        assert touched(rows, change) == (0 if model in SEALED else rows.count())


def test_the_installation_sees_all_and_seals_too(people):
    with identified(SYSTEM):
        assert unlocked(Organization).count() == 3
        assert touched(unlocked(JournalEntry), change) == 0


@each_table
def test_an_advisor_reads_the_registers_of_the_members(people, model):
    with identified(people.advisor.id):
        assert rows_of(model, people.ours).exists() is (model.audience is not Audience.AUTHOR)
        assert not rows_of(model, people.theirs).exists()


@pytest.mark.parametrize("model", [m for m in TABLES if m.audience is Audience.AUTHOR], ids=lambda m: m.__name__)
def test_what_is_of_one_person_is_closed_to_a_colleague(people, model):
    new = made(model, people.ours, id=uuid.uuid4())
    with identified(people.colleague.id):
        rows = rows_of(model, people.ours)
        assert rows.count() == 0
        assert touched(rows, change) == 0
        assert touched(rows, lambda found: found._raw_delete("default") or 0) == 0
        with refused():
            unlocked(model).bulk_create([new])
    with identified(people.member.id):
        assert rows_of(model, people.ours).count() == 1
        unlocked(model).bulk_create([new])


def test_a_manager_reads_the_directory_not_the_registers(people):
    with identified(people.manager.id):
        seen = {model for model in TABLES if rows_of(model, people.ours).exists()}
        told = {e.record_type for e in rows_of(JournalEntry, people.ours)}
        contents = rows_of(JournalContent, people.ours).count()
        assert contents == rows_of(JournalEntry, people.ours).count() == 1
    assert {m._meta.app_label for m in seen} == {"organizations", "records", "access_log"}
    assert told == {"organizations.organization"}


def test_bodies(people):
    def slugs(user):
        with identified(user):
            return set(unlocked(Organization).values_list("slug", flat=True))

    assert slugs(people.member.id) == {"ours", "centre"}
    assert slugs(people.manager.id) == {"ours", "centre"}
    assert slugs(people.stranger.id) == slugs(NOBODY) == set()
    with identified(people.member.id):
        assert unlocked(Organization).filter(id=people.ours.id).update(name="Nous") == 1
        assert unlocked(Organization).filter(id=people.centre.id).update(name="Eux") == 0
        assert unlocked(Organization).all()._raw_delete("default") == 0


def test_a_body_does_not_join_a_centre_that_it_does_not_know(people):
    with identified(people.member.id):
        with refused():
            unlocked(Organization).filter(id=people.ours.id).update(centre_id=people.theirs.id)
        assert unlocked(Organization).filter(id=people.ours.id).update(centre_id=None) == 1


def test_a_centre_enters_its_members_and_no_other_body(people):
    with identified(people.manager.id):
        new = make_body("new", centre=people.centre)
        assert unlocked(Organization).filter(id=new.id).exists()
    outside = Organization(id=uuid.uuid4(), slug="outside", centre_id=people.theirs.id)
    outside.created_at = outside.updated_at = people.ours.created_at
    with identified(people.manager.id), refused():
        unlocked(Organization).bulk_create([outside])


@pytest.mark.parametrize(
    ("audience", "read"),
    [(Audience.OWN, {"ours"}), (Audience.MEMBERS, {"ours", "centre"}), (Audience.ADDRESSEE, {"ours", "to ours"})],
)
def test_each_audience_reads_its_rows_and_writes_its_own(people, audience, read):
    owners = {"ours": people.ours, "centre": people.centre, "theirs": people.theirs, "to ours": people.theirs}
    table = SimpleNamespace(audience=audience, _meta=SimpleNamespace(db_table="shared", app_label="any"))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE shared (label text, organization_id uuid, addressee_id uuid)")
        for label, owner in owners.items():
            to = people.ours.id if label == "to ours" else None
            cursor.execute("INSERT INTO shared VALUES (%s, %s, %s)", [label, owner.id, to])
        for policy in policies_of(table):
            cursor.execute(policy.sql)
        cursor.execute("ALTER TABLE shared ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    with identified(people.member.id):
        assert {label for (label,) in query("SELECT label FROM shared")} == read
        assert query("UPDATE shared SET label = label RETURNING label") == [("ours",)]
        assert query("DELETE FROM shared RETURNING label") == [("ours",)]
