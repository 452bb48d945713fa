"""What two people wrote at once: nothing is lost, and nobody is asked what needs no choice."""

import dataclasses
import uuid

from hypothesis import given, settings

from egide.formats.package.encoding import encode
from egide.law import facts
from egide.law.facts import NotApplicable
from egide.platform.kernel.merging import Merge
from egide.platform.records.fields import decode
from egide.platform.records.journal.leaves import flatten, unflatten
from tests.law.strategies import activities

A, B, C = (facts.Purpose(id=uuid.UUID(int=n), text=f"Finalité {n}") for n in (1, 2, 3))
ID = uuid.UUID(int=9)


def activity(**known):
    return facts.ProcessingActivity(id=ID, **known)


def leaves(value):
    document = encode(value)
    del document["id"]
    return flatten(document)


def merge(base, theirs, mine):
    return Merge(leaves(base), leaves(theirs), leaves(mine))


def read(told):
    return decode(facts.ProcessingActivity, {"id": str(ID), **unflatten(told)})


@settings(max_examples=60, deadline=None)
@given(activities(), activities())
def test_alone_i_write_what_i_typed(base, mine):
    merged = merge(base, base, mine)
    assert merged.conflicts == []
    assert read(merged.merged(())) == read(leaves(mine))


@settings(max_examples=30, deadline=None)
@given(activities(), activities(), activities())
def test_any_three_sides_give_a_record_and_theirs_stays_when_i_ask_nothing(base, theirs, mine):
    merged = merge(base, theirs, mine)
    assert read(merged.taking(())) == read(leaves(theirs))
    read(merged.merged(merged.conflicts))
    assert merge(base, mine, mine).my_changes == []


def test_facts_that_one_alone_changed_are_kept_of_both():
    base = activity(name="Cantine", department="Écoles")
    merged = merge(
        base, dataclasses.replace(base, name="Restauration"), dataclasses.replace(base, department="Enfance")
    )
    assert merged.conflicts == []
    assert read(merged.merged(())) == activity(name="Restauration", department="Enfance")


def test_a_fact_that_both_changed_waits_for_a_choice():
    merged = merge(activity(name="a"), activity(name="b"), activity(name="c"))
    assert merged.conflicts == ["name"]
    assert read(merged.merged(())).name == "b"
    assert read(merged.merged({"name"})).name == "c"


def test_lines_that_both_added_are_both_kept():
    merged = merge(activity(purposes=(A,)), activity(purposes=(A, B)), activity(purposes=(C, A)))
    assert merged.conflicts == []
    assert read(merged.merged(())).purposes == (C, A, B)


def test_a_line_i_removed_goes_unless_the_other_changed_it():
    base = activity(purposes=(A, B))
    assert read(merge(base, activity(purposes=(A, B, C)), activity(purposes=(A,))).merged(())).purposes == (A, C)
    rewritten = dataclasses.replace(B, text="Relancer")
    disputed = merge(base, activity(purposes=(A, rewritten)), activity(purposes=(A,)))
    assert disputed.conflicts == [f"purposes[{B.id}]"]
    assert read(disputed.merged(())).purposes == (A, rewritten)
    assert read(disputed.merged(disputed.conflicts)).purposes == (A,)


def test_a_line_that_the_other_removed_comes_back_whole_if_i_choose_mine():
    rewritten = dataclasses.replace(B, text="Relancer")
    disputed = merge(activity(purposes=(A, B)), activity(purposes=(A,)), activity(purposes=(A, rewritten)))
    assert disputed.conflicts == [f"purposes[{B.id}]"]
    assert read(disputed.merged(())).purposes == (A,)
    assert read(disputed.merged(disputed.conflicts)).purposes == (A, rewritten)


def test_an_order_that_both_changed_waits_for_a_choice():
    disputed = merge(activity(purposes=(A, B, C)), activity(purposes=(B, A, C)), activity(purposes=(C, B, A)))
    assert disputed.conflicts == ["purposes[]"]
    assert read(disputed.merged(())).purposes == (B, A, C)
    assert read(disputed.merged(disputed.conflicts)).purposes == (C, B, A)


def test_answers_that_do_not_apply_are_merged_one_by_one():
    dpia, consent = (NotApplicable(path=path, reason="Aucune") for path in ("dpia", "transfers"))
    merged = merge(activity(), activity(not_applicable=(dpia,)), activity(not_applicable=(consent,)))
    assert merged.conflicts == []
    assert set(read(merged.merged(())).not_applicable) == {dpia, consent}
    other = NotApplicable(path="dpia", reason="Dispensé")
    disputed = merge(activity(), activity(not_applicable=(dpia,)), activity(not_applicable=(other,)))
    assert disputed.conflicts == ["not_applicable:dpia"]
    assert read(disputed.merged(disputed.conflicts)).not_applicable == (other,)


def test_none_at_all_replaces_the_lines_only_when_none_is_left():
    base = activity(recipients=(facts.Recipient(id=uuid.UUID(int=5)),))
    assert read(merge(base, base, activity(recipients=())).merged(())).recipients == ()
    assert read(merge(activity(purposes=()), activity(purposes=(A,)), activity(purposes=(B,))).merged(())).purposes in {
        (A, B),
        (B, A),
    }
