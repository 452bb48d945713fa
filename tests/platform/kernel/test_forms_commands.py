"""Lines are added, moved and removed by buttons alone; nothing is saved on the way."""

from uuid import uuid4

import pytest

from egide.law import facts
from egide.law.facts.codes import DataCategory
from egide.platform.kernel.forms import ShapeForm
from egide.platform.kernel.forms.posted import MOST_LINES, written

ACTIVITY = facts.ProcessingActivity


def activity(*texts, **known):
    return ACTIVITY(id=uuid4(), purposes=tuple(facts.Purpose(id=uuid4(), text=text) for text in texts) or None, **known)


def press(known, command, **sent):
    data = written(known)
    data["command"] = command
    for name, value in sent.items():
        data[name] = value
    return ShapeForm(ACTIVITY, initial=known, data=data)


def save(form, **sent):
    """Fill the page that a button gave back, and save it."""
    data = form.data.copy()
    del data["command"]
    for name, value in sent.items():
        data[name] = value
    return ShapeForm(ACTIVITY, initial=form._known, data=data)


def texts(value):
    return [line.text for line in value.purposes or ()]


def test_a_line_is_added_then_filled_then_saved():
    known = activity("Inscrire")
    form = press(known, "add:purposes", name="Cantine")
    assert form.is_command
    assert not form.is_valid()
    added = form["purposes"].lines[-1]
    assert added.is_focused
    assert form["name"].value() == "Cantine"
    saved = save(form, **{f"{added.path}.text": "Facturer"})
    assert saved.is_valid()
    assert texts(saved.facts()) == ["Inscrire", "Facturer"]
    assert saved.facts().name == "Cantine"


def test_a_line_left_empty_is_no_data():
    form = press(activity("Inscrire"), "add:purposes")
    assert texts(save(form).facts()) == ["Inscrire"]


def test_a_line_that_was_cleared_goes_away():
    known = activity("Inscrire", "Facturer")
    data = written(known)
    data[f"purposes[{known.purposes[0].id}].text"] = ""
    assert texts(ShapeForm(ACTIVITY, initial=known, data=data).facts()) == ["Facturer"]


def test_an_unreadable_line_is_not_taken_for_an_empty_one():
    known = activity()
    line = str(uuid4())
    sent = {"processors": line, f"processors[{line}].contract_end": "31 février"}
    form = ShapeForm(ACTIVITY, initial=known, data=sent)
    assert list(form.errors) == [f"processors[{line}].contract_end"]
    assert "31 février" in str(form[f"processors[{line}].contract_end"])


@pytest.mark.parametrize(
    ("verb", "at", "order"), [("up", 1, "bac"), ("down", 1, "acb"), ("up", 0, "abc"), ("down", 2, "abc")]
)
def test_a_line_moves(verb, at, order):
    known = activity("a", "b", "c")
    form = press(known, f"{verb}:purposes:{known.purposes[at].id}")
    assert form.is_command
    assert texts(save(form).facts()) == list(order)


def test_a_line_is_removed_with_what_pointed_at_it():
    lines = tuple(facts.PersonalData(id=uuid4(), category=c) for c in (DataCategory.IDENTITY, DataCategory.BANK))
    kept = facts.Retention(id=uuid4(), data="Dossiers", personal_data=(lines[0].id, lines[1].id))
    known = activity(personal_data=lines, retention=(kept,))
    saved = save(press(known, f"remove:personal_data:{lines[0].id}")).facts()
    assert saved.personal_data == lines[1:]
    assert saved.retention[0].personal_data == (lines[1].id,)


def test_a_retention_may_point_at_a_line_just_added():
    form = press(activity(retention=(facts.Retention(id=uuid4(), data="Dossiers"),)), "add:personal_data")
    new = form["personal_data"].lines[0]
    pointing = f"retention[{form._known.retention[0].id}].personal_data"
    assert "Ligne 1, à remplir" in str(form[pointing])
    saved = save(form, **{pointing: str(new.id), f"{new.path}.category": "IDENTITY"})
    assert saved.errors == {}
    assert saved.facts().retention[0].personal_data == (saved.facts().personal_data[0].id,)


def test_lines_within_lines_and_within_groups():
    processor = facts.Processor(id=uuid4(), service="Héberger")
    form = press(activity(processors=(processor,)), f"add:processors[{processor.id}].subprocessors")
    inner = form[f"processors[{processor.id}].subprocessors"].lines[0]
    saved = save(form, **{f"{inner.path}.name": "Hébergeur SAS"}).facts()
    assert saved.processors[0].subprocessors[0].name == "Hébergeur SAS"
    form = press(activity(), "add:dpia.action_plan")
    planned = form["dpia.action_plan"].lines[0]
    saved = save(form, **{f"{planned.path}.text": "Chiffrer"}).facts()
    assert saved.dpia.action_plan[0].text == "Chiffrer"


def test_none_declared_is_not_unknown():
    known = activity("a")
    data = written(known)
    data["transfers.none"] = "none"
    assert ShapeForm(ACTIVITY, initial=known, data=data).facts().transfers == ()
    data["purposes.none"] = "none"
    assert list(ShapeForm(ACTIVITY, initial=known, data=data).errors) == ["purposes"]


@pytest.mark.parametrize(
    "command",
    [
        "add:nothing",
        "add:name",
        "add:",
        "remove:purposes:x",
        "up:purposes:",
        "down:video:1",
        "add:dpia",
        "add:purposes.text.x",
    ],
)
def test_a_forged_button_changes_nothing_and_saves_nothing(command):
    known = activity("a")
    form = press(known, command)
    assert form.is_command
    assert not form.is_valid()
    assert texts(save(form).facts()) == ["a"]


def test_a_group_nobody_filled_waits_folded():
    form = press(activity(video=facts.Video(cameras=2)), "add:dpia.action_plan")
    assert form["video"].is_open
    assert form["dpia"].is_open
    assert not form["notice"].is_open
    refused = ShapeForm(ACTIVITY, data={})
    refused.add_error("notice", "À remplir.")
    assert refused["notice"].is_open


def test_other_buttons_are_not_ours():
    assert not press(activity("a"), "publish").is_command


def test_a_full_list_takes_no_more():
    known = activity(*["a"] * MOST_LINES)
    form = press(known, "add:purposes")
    assert form["purposes"].is_full
    assert save(form).is_valid()
