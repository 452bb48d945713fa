"""Views of facts: native where the source can hold them, guarded where it cannot, the same facts all along."""

from uuid import UUID

import pytest
from hypothesis import given, settings

from egide.law.facts import Consent, Contact, Notice, ProcessingActivity, Purpose
from egide.law.facts.codes import LegalBasis
from egide.law.facts.describing import descriptions
from egide.law.facts.paths import schema_paths
from egide.law.rules.blindness import blind_to
from egide.law.rules.rule import CannotSay
from tests.law.strategies import activities

ID = UUID(int=3)
BASIS = LegalBasis.PUBLIC_TASK


def seen(activity, *paths, prefix=""):
    return blind_to(ProcessingActivity, paths, prefix)(activity)


def test_nothing_blind_is_the_record_itself():
    activity = ProcessingActivity(id=ID)
    assert seen(activity) is activity
    assert seen(activity, "clients") is activity


def test_what_is_known_stays_readable_and_what_is_unknown_raises_with_its_path():
    view = seen(ProcessingActivity(id=ID, name="Cantine", minors=False), "minors", "profiling")
    assert isinstance(view, ProcessingActivity)
    assert (view.id, view.name, view.minors, view.large_scale) == (ID, "Cantine", False, None)
    with pytest.raises(CannotSay) as raised:
        _ = view.profiling
    assert raised.value.path == "profiling"


def test_lines_are_seen_with_the_same_eyes():
    lines = (Purpose(id=ID, text="Nourrir", legal_basis=BASIS), Purpose(id=ID, text="Facturer"))
    known, unknown = seen(ProcessingActivity(id=ID, purposes=lines), "purposes.legal_basis").purposes
    assert (known.text, known.legal_basis, unknown.text) == ("Nourrir", BASIS, "Facturer")
    with pytest.raises(CannotSay, match=r"purposes\.legal_basis"):
        _ = unknown.legal_basis
    assert seen(ProcessingActivity(id=ID), "purposes.legal_basis").purposes is None
    assert seen(ProcessingActivity(id=ID, purposes=()), "purposes.legal_basis").purposes == ()


def test_a_container_blinds_what_it_contains():
    with pytest.raises(CannotSay, match="notice"):
        _ = seen(ProcessingActivity(id=ID), "notice").notice
    view = seen(ProcessingActivity(id=ID, notice=Notice(exists=True)), "notice")
    assert view.notice.exists is True
    with pytest.raises(CannotSay, match=r"notice\.items"):
        _ = view.notice.items


def test_an_unknown_group_held_in_part_is_a_group_of_unknowns():
    view = seen(ProcessingActivity(id=ID), "consent.proof_kept")
    assert view.consent.explicit is None
    with pytest.raises(CannotSay, match=r"consent\.proof_kept"):
        _ = view.consent.proof_kept
    assert seen(ProcessingActivity(id=ID, consent=Consent(explicit=True)), "consent.proof_kept").consent.explicit


def test_a_contact_is_held_or_not_whatever_its_details():
    view = seen(ProcessingActivity(id=ID, controller=Contact(name="Commune")), "controller.url", "dpo")
    assert view.controller.is_reachable is False
    assert seen(ProcessingActivity(id=ID), "controller.url").controller is None
    with pytest.raises(CannotSay, match="dpo"):
        _ = view.dpo


def test_a_prefix_tells_whose_fact_it_is():
    with pytest.raises(CannotSay, match=r"organization\.minors"):
        _ = seen(ProcessingActivity(id=ID), "minors", prefix="organization.").minors


@settings(max_examples=60)
@given(activities())
def test_whatever_is_known_is_seen_the_same(activity):
    view = blind_to(ProcessingActivity, schema_paths(ProcessingActivity))(activity)
    for name in descriptions(ProcessingActivity):
        value = getattr(activity, name)
        if value is not None and not descriptions_within(value):
            assert getattr(view, name) == value
        elif isinstance(value, tuple):
            assert [line.id for line in getattr(view, name)] == [line.id for line in value]
    assert view.not_applicable == activity.not_applicable


def descriptions_within(value):
    first = value[0] if isinstance(value, tuple) and value else value
    return hasattr(first, "__dataclass_fields__")
