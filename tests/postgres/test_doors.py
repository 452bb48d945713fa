"""Raw SQL as the public and as the bearer of a link: what a publication shows, an intake, one record; nothing else."""

import re
import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from egide.platform.accounts.invitations import invite
from egide.platform.links import keys
from egide.platform.links.models import Link
from egide.platform.links.opening import bearing
from egide.platform.organizations.models import Organization
from egide.platform.records.identity import PUBLIC, identified
from egide.platform.records.models import JournalContent, JournalEntry, JournalHead, unlocked
from egide.platform.records.scope import scope
from egide.public.intake import confirm
from egide.public.models import Intake, Message, Publication
from egide.public.purposes import CONFIRMATION
from tests.machinery.world import World
from tests.platform.rows import query

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
TABLES = sorted({m._meta.db_table for m in apps.get_models(include_auto_created=True) if m._meta.managed})


@pytest.fixture
def world(db):
    """Bodies full of canaries, and a link to confirm what waits in the intake of one of them."""
    made = World()
    with scope(made.own):
        intake = Intake.objects.get()
        link, key = keys.make(CONFIRMATION, intake.id, intake.email, timezone.now())
    return SimpleNamespace(own=made.own, sibling=made.sibling, intake=intake, link=link, key=key, ids=made.ids)


def seen(table):
    """How many rows a table shows, with plain SQL."""
    return query(f'SELECT count(*) FROM "{table}"')[0][0]  # noqa: S608 - our own names


def touched(sql, params=None):
    """How many rows a statement reached; "refused" when the policies say so."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.rowcount
    except ProgrammingError as refused:
        if not re.search("row-level security|permission denied", str(refused)):
            raise
        return "refused"


def shown(models):
    return {m._meta.db_table for m in models}


def test_the_public_reads_publications_and_no_other_table(world):
    with identified(PUBLIC):
        found = {table for table in (*TABLES, "django_migrations", "reach") if seen(table)}
    assert found == shown([Publication])


def test_only_those_that_stand(world):
    everything = seen("public_publication")
    unlocked(Publication).filter(organization_id=world.own.id).update(status="WITHDRAWN")
    unlocked(Publication).filter(organization_id=world.sibling.id).update(state="archived")
    with identified(PUBLIC):
        assert seen("public_publication") == everything - 2


def test_the_public_changes_and_removes_nothing(world):
    with identified(PUBLIC):
        for table in TABLES:
            assert touched(f'DELETE FROM "{table}"') in {0, "refused"}, table  # noqa: S608
        for model in (Publication, Intake, Message, Link, Organization):
            assert touched(f'UPDATE "{model._meta.db_table}" SET id = id') == 0  # noqa: S608


def test_the_public_inserts_into_the_intake_and_nowhere_else(world):
    with identified(PUBLIC):
        new = Intake(organization_id=world.own.id, sender="a", email="a@b.fr", subject="c", text="d")
        new.received_at = timezone.now()
        unlocked(Intake).bulk_create([new])
        assert seen("public_intake") == 0
        for model in (Publication, Message, Link, JournalEntry):
            copied = [model(organization_id=world.own.id)]
            for field in model._meta.concrete_fields:
                if not field.null and field.name not in {"pk", "organization"} and not field.has_default():
                    setattr(copied[0], field.attname, VALUES[field.get_internal_type()]())
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                unlocked(model).bulk_create(copied)
        assert touched("INSERT INTO cache_entries VALUES ('k', 'v', now())") == "refused"
        session = "(session_key, session_data, expire_date, address, device) VALUES ('k', 'v', now(), '', '')"
        assert touched(f"INSERT INTO accounts_session {session}") == "refused"
    assert unlocked(Intake).filter(id=new.id).exists()


VALUES = {
    "UUIDField": uuid.uuid4,
    "DateTimeField": timezone.now,
    "CharField": lambda: "x",
    "SlugField": lambda: "x",
    "TextField": lambda: "x",
    "PositiveIntegerField": lambda: 1,
    "BigIntegerField": lambda: 10_000,
    "BooleanField": bool,
    "BinaryField": lambda: bytes(32),
}


def test_a_link_reaches_its_row_its_record_and_its_body_only(world):
    with identified(world.link.identity):
        found = {table: seen(table) for table in (*TABLES, "django_migrations", "reach") if seen(table)}
        assert query("SELECT id FROM public_intake") == [(world.intake.id,)]
        assert query("SELECT id FROM organizations_organization") == [(world.own.id,)]
        assert query("SELECT id FROM links_link") == [(world.link.id,)]
    assert found == dict.fromkeys(shown([Intake, Link, Organization, JournalHead]), 1)


def test_what_it_confirms_is_journaled_and_nothing_more_is_seen(world):
    with bearing(world.link, CONFIRMATION):
        message = confirm(Intake.objects.get(), timezone.now())
        entries = query("SELECT record_id FROM records_journalentry")
        assert entries == [(message.id,)]
        assert seen("records_journalcontent") == seen("public_message") == 1
        assert seen("public_intake") == 0
    assert unlocked(JournalContent).filter(organization_id=world.own.id).count() > 1


@pytest.mark.parametrize(
    "change", ["record_id = gen_random_uuid()", "expires_at = now() + interval '1 year'", "uses_left = 9"]
)
def test_its_bearer_does_not_widen_it(world, change):
    with identified(world.link.identity):
        assert touched(f"UPDATE links_link SET {change}") == 0  # noqa: S608
        assert touched("DELETE FROM links_link") == 0


def test_nor_writes_for_another_record(world):
    with bearing(world.link, CONFIRMATION):
        waiting = Intake.objects.get()
        waiting.id = uuid.uuid4()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            confirm(waiting, timezone.now())


@pytest.mark.parametrize(
    "dead",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"uses_left": 0},
        {"purpose": "invitation"},
    ],
)
def test_dead_or_for_something_else_it_opens_nothing(world, dead):
    unlocked(Link).filter(id=world.link.id).update(**dead)
    with identified(world.link.identity):
        assert seen("public_intake") == 0
        assert seen("public_message") == 0


def test_a_link_to_invite_opens_no_table_of_people(world):
    with scope(world.own):
        invite("x@exemple.fr", "X", {}, None, timezone.now())
        link = Link.objects.order_by("-made_at").first()
    with identified(link.identity):
        assert seen("accounts_user") == seen("accounts_invitation") == seen("public_intake") == 0
