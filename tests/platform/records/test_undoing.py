"""One act undone: everything goes back to what it was, and nobody's later work is lost."""

import dataclasses
import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egide.law import facts
from egide.platform.accounts.models import User
from egide.platform.organizations.models import Membership, Organization
from egide.platform.organizations.shapes import Membership as MembershipFacts
from egide.platform.organizations.shapes import Role
from egide.platform.records import undoing
from egide.platform.records.acting import Actor, NoActorError, Origin, acting
from egide.platform.records.errors import ConflictError
from egide.platform.records.journal.reading import versions
from egide.platform.records.models import State
from egide.platform.records.saving import Change, archive, put_in_bin, restore, save_aggregate, save_many
from egide.platform.records.scope import ScopeError, scope
from egide.platform.records.undoing import Undone, undo_act
from egide.registers.processing.models import ProcessingActivity, ProcessorActivity

pytestmark = pytest.mark.django_db
TYPE = "processing.processingactivity"
ALICE, BOB = Actor("Alice Martin"), Actor("Bob Petit", at=datetime(2025, 11, 17, 9, 5, tzinfo=UTC))
IMPORT = Actor("Alice Martin", origin=Origin.IMPORT, at=datetime(2025, 11, 17, 9, 5, tzinfo=UTC))
LATER = Actor("Claire Roux")
PURPOSE = facts.Purpose(id=uuid.UUID(int=1), text="Facturer la cantine")


def activity(name, **known):
    return facts.ProcessingActivity(id=uuid.uuid4(), name=name, **known)


def saved(body, *values, actor=ALICE):
    with scope(body), acting(actor):
        records = [ProcessingActivity(organization_id=body.id, id=value.id) for value in values]
        save_many([Change(record, value) for record, value in zip(records, values, strict=True)])
    return records


def changed(body, record, actor, **known):
    with scope(body), acting(actor):
        save_aggregate(record, dataclasses.replace(record.facts(), **known), expected=record.revision)


def undo(body, act, *models, actor=LATER):
    with scope(body), acting(actor):
        return undo_act(act, models or (ProcessingActivity, ProcessorActivity))


def again(body, record):
    with scope(body):
        return type(record).objects.get(id=record.id)


def test_an_import_is_undone_save_what_was_touched_since(body):
    old, kept = saved(body, activity("Avant", purposes=(PURPOSE,)), activity("Jamais touchée"))
    before = again(body, old)
    with scope(body):
        before_facts = before.facts()
    changed(body, old, IMPORT, name="Importée", purposes=())
    new, touched = saved(body, activity("Neuve"), activity("Reprise"), actor=IMPORT)
    changed(body, touched, BOB, minors=True)
    undone = undo(body, IMPORT.act)
    assert {record.id for record in undone.reverted} == {old.id, new.id}
    [left] = undone.untouched
    assert (left.record_type, left.record_id, left.title) == (TYPE, touched.id, "Reprise")
    assert left.reason.replace("\u00a0", " ") == "Modifiée depuis par Bob Petit, le lundi 17 novembre 2025 à 10 h 05."
    with scope(body):
        assert again(body, old).facts() == before_facts
        assert again(body, new).state == State.BIN
        assert (again(body, touched).state, again(body, touched).minors) == ("active", True)
        assert again(body, kept).revision == 1


def test_the_undoing_is_one_act_that_says_what_it_undoes(body):
    [record] = saved(body, activity("Neuve"), actor=IMPORT)
    undo(body, IMPORT.act)
    with scope(body):
        last = versions(TYPE, record.id)[-1]
    assert (last.action, last.act, last.actor, last.number) == ("bin", LATER.act, "Claire Roux", 2)
    said = last.reason.replace("\u00a0", " ")
    assert said == "Annulation de l’import du lundi 17 novembre 2025 à 10 h 05 (Alice Martin)"


def test_what_was_moved_goes_back(body):
    binned, archived, restored = saved(body, *(activity(name) for name in ("Jetée", "Archivée", "Ressortie")))
    with scope(body), acting(ALICE):
        archive(restored, expected=1)
    with scope(body), acting(BOB):
        put_in_bin(binned, expected=1)
        archive(archived, expected=1)
        restore(restored, expected=2)
    assert len(undo(body, BOB.act).reverted) == 3
    assert [again(body, r).state for r in (binned, archived, restored)] == ["active", "active", "archived"]
    with scope(body):
        actions = [versions(TYPE, r.id)[-1].action for r in (binned, archived, restored)]
    assert actions == ["restore", "restore", "archive"]


def test_several_versions_of_one_act_go_back_at_once(body):
    [record] = saved(body, activity("Avant"))
    changed(body, record, BOB, name="Pendant")
    changed(body, record, BOB, name="Après")
    undo(body, BOB.act)
    assert again(body, record).name == "Avant"
    assert again(body, record).revision == 4


def test_undoing_twice_then_undoing_the_undoing(body):
    [record] = saved(body, activity("Neuve"), actor=IMPORT)
    undo(body, IMPORT.act)
    second = undo(body, IMPORT.act, actor=Actor("Claire Roux"))
    assert second.reverted == ()
    assert [left.reason.startswith("Modifiée depuis par Claire Roux") for left in second.untouched] == [True]
    undo(body, LATER.act, actor=ALICE)
    assert (again(body, record).state, again(body, record).name) == ("active", "Neuve")


def test_an_act_that_did_nothing_here(body, other):
    [record] = saved(body, activity("Neuve"), actor=IMPORT)
    assert undo(other, IMPORT.act) == Undone()
    assert undo(body, uuid.uuid4()) == Undone()
    assert again(body, record).revision == 1


def test_other_registers_are_not_forgotten(body):
    [record] = saved(body, activity("Neuve"), actor=IMPORT)
    undone = undo(body, IMPORT.act, ProcessorActivity)
    assert undone.reverted == ()
    assert [(left.title, left.reason) for left in undone.untouched] == [
        ("Neuve", "Les fiches de ce registre ne s’annulent pas d’ici.")
    ]
    assert again(body, record).state == "active"


def test_what_is_beside_the_shape_goes_back(body):
    with scope(body):
        kept = Organization.objects.get(id=body.id)
        with acting(BOB):
            kept.slug = "nouveau"
            save_aggregate(kept, kept.facts(), expected=kept.revision)
    undo(body, BOB.act, Organization)
    assert again(body, body).slug == "a"


def test_what_is_not_accepted_any_more_is_left(body, monkeypatch):
    bad, good = saved(body, activity("Mauvaise"), activity("Bonne"))
    for record in (bad, good):
        changed(body, record, BOB, notes="x")
    strict = dataclasses.replace(
        ProcessingActivity.storage,
        validate=lambda value: (
            {"name": ["Ce nom est interdit."]} if value.name == "Mauvaise" and not value.notes else {}
        ),
    )
    monkeypatch.setattr(ProcessingActivity, "storage", strict)
    undone = undo(body, BOB.act)
    assert [record.id for record in undone.reverted] == [good.id]
    assert [left.reason for left in undone.untouched] == [
        "Ce que la fiche disait avant n’est plus accepté. Ce nom est interdit."
    ]
    assert (again(body, bad).notes, again(body, good).notes) == ("x", None)


def test_a_place_taken_meanwhile_is_left(body):
    user = User.objects.create(email="alice@exemple.fr")

    def member(actor):
        value = MembershipFacts(id=uuid.uuid4(), role=Role.REFERENT)
        record = Membership(organization_id=body.id, id=value.id, user_id=user.id)
        with scope(body), acting(actor):
            return save_aggregate(record, value)

    first, spare = member(ALICE), saved(body, activity("Autre"))[0]
    with scope(body), acting(BOB):
        put_in_bin(first, expected=1)
        put_in_bin(spare, expected=1)
    member(LATER)
    undone = undo(body, BOB.act, Membership, ProcessingActivity)
    assert [record.id for record in undone.reverted] == [spare.id]
    assert [left.reason for left in undone.untouched] == ["Ce que la fiche disait avant est pris par une autre."]
    assert (again(body, first).state, again(body, spare).state) == ("bin", "active")


def test_somebody_faster_is_not_overwritten(body, monkeypatch):
    slow, fine = saved(body, activity("Lente"), activity("Sûre"), actor=IMPORT)
    whole = undoing.save_many

    def overtaken(changes):
        if any(change.record.id == slow.id for change in changes):
            raise ConflictError(slow, 1)
        return whole(changes)

    monkeypatch.setattr(undoing, "save_many", overtaken)
    undone = undo(body, IMPORT.act)
    assert ([r.id for r in undone.reverted], [u.reason for u in undone.untouched]) == ([fine.id], ["Modifiée depuis."])


def test_a_version_that_cannot_be_read_is_left(body, monkeypatch):
    [record] = saved(body, activity("Avant"))
    changed(body, record, BOB, name="Après")
    newer = dataclasses.replace(ProcessingActivity.storage, number=2)
    monkeypatch.setattr(ProcessingActivity, "storage", newer)
    [left] = undo(body, BOB.act).untouched
    assert "ne se lit plus" in left.reason
    assert again(body, record).name == "Après"


def test_undoing_needs_somebody_and_somewhere(body):
    with scope(body), pytest.raises(NoActorError):
        undo_act(IMPORT.act, [ProcessingActivity])
    with pytest.raises(ScopeError), acting(ALICE):
        undo_act(IMPORT.act, [ProcessingActivity])


def test_the_queries_do_not_grow_with_the_reading(body):
    """Those that tell PostgreSQL who asks are not counted: SQLite has none."""
    saved(body, *(activity(f"Fiche {n}") for n in range(20)), actor=IMPORT)
    with CaptureQueriesContext(connection) as asked:
        assert len(undo(body, IMPORT.act).reverted) == 20
    assert len([query for query in asked if "set_config" not in query["sql"]]) <= 20 + 22
