"""A value is found, shown, and erased wherever it stands: past, present, other records; the bin is emptied for good."""

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from egide.law import facts
from egide.law.facts.codes import ActivityStatus
from egide.platform.records import erasure_file, jobs
from egide.platform.records.acting import Actor, acting
from egide.platform.records.comparing import compare
from egide.platform.records.destroying import binned, destroy, goes_on
from egide.platform.records.erasing import INSTEAD, erase_found, find_path, find_text, paths_of, without
from egide.platform.records.history import as_of, record_as_of
from egide.platform.records.journal.erasing import ErasingError
from egide.platform.records.journal.reading import erasures, versions
from egide.platform.records.journal.verifying import verify
from egide.platform.records.models import JournalContent, unlocked
from egide.platform.records.saving import put_in_bin
from egide.platform.records.scope import ScopeError, scope
from egide.registers.processing.models import ProcessingActivity
from tests.platform.journal.chains import TYPE, edit, new

pytestmark = pytest.mark.django_db
BASIS = "Demande du 3 mars 2026 (art. 17)"


@pytest.fixture(autouse=True)
def apart(settings, tmp_path):
    settings.STATE = tmp_path


@pytest.fixture
def record(body):
    found = new(body, notes="Dossier suivi par Mme Durand", manager="Mme Durand")
    edit(body, found, notes="Dossier suivi par MME DURAND, absente le lundi", reason="Mme Durand le demande")
    edit(body, found, manager="M. Petit")
    return found


def everything(body):
    with scope(body):
        return " ".join(JournalContent.objects.values_list("rows", flat=True))


def stored(body, record):
    with scope(body):
        return ProcessingActivity.objects.get(id=record.id).facts()


def found_in(body, text, within=None):
    with scope(body):
        return find_text(text, within=within)


def erase_text(body, text, **how):
    with scope(body), acting(Actor("Bob")):
        return erase_found(find_text(text, **how), basis=BASIS, text=text)


def sound(body):
    told = [f.sentence for f in verify().findings]
    with scope(body):
        return [*told, *(f.sentence for f in compare(body.id))]


def test_what_would_disappear_is_told(body, record):
    other = new(body, name="Accueil", notes="mme durand y travaille")
    found = {(f.record_id, f.path): f for f in found_in(body, "Mme Durand ")}
    assert {path for _, path in found} == {"notes", "manager", "@reason"}
    assert len(found_in(body, "Mme Durand")) == 5
    live = {(f.record_id, f.path, f.live) for f in found_in(body, "Mme Durand") if f.live}
    assert live == {(record.id, "notes", True), (other.id, "notes", True)}
    manager = found[record.id, "manager"]
    assert (manager.title, manager.versions, manager.live) == ("Cantine", [1], False)
    assert len({f.key for f in found_in(body, "Mme Durand")}) == 5
    assert len(found_in(body, "Mme Durand", within=(TYPE, record.id))) == 4


def test_it_goes_from_the_past_and_from_today(body, record):
    new(body, name="Accueil", notes="mme durand y travaille")
    assert erase_text(body, "Mme Durand") == 3
    assert "durand" not in everything(body).casefold()
    assert stored(body, record).notes == f"Dossier suivi par {INSTEAD}, absente le lundi"
    assert sound(body) == []
    assert found_in(body, "Mme Durand") == []
    with scope(body):
        assert {e.basis for e in erasures(TYPE, record.id)} == {BASIS}
        assert versions(TYPE, record.id)[-1].reason == f"Effacement : {BASIS}"


def test_another_body_is_not_touched(body, other, record):
    theirs = new(other, notes="Mme Durand aussi")
    erase_text(body, "Mme Durand")
    assert stored(other, theirs).notes == "Mme Durand aussi"
    with scope(other):
        assert len(find_text("Mme Durand")) == 1


def test_one_record_alone(body, record):
    kept = new(body, name="Accueil", notes="Mme Durand")
    erase_text(body, "Mme Durand", within=(TYPE, record.id))
    assert stored(body, kept).notes == "Mme Durand"


def test_a_line_and_an_escaped_text(body):
    text = 'Dites "Émile\\Zoé"\n'
    record = new(body, purposes=(facts.Purpose(id=uuid.uuid4(), text=text.strip()),))
    assert [f.path.partition("[")[0] for f in found_in(body, text)] == ["purposes"]
    erase_text(body, text)
    assert [p.text for p in stored(body, record).purposes] == [None]
    assert "Zoé" not in everything(body)
    assert sound(body) == []


def test_a_field_with_all_that_it_held(body, record):
    with scope(body), acting(Actor("Bob")):
        assert "manager" in paths_of(TYPE, record.id)
        assert not any(path.startswith(("@", "record.")) or path.endswith("[]") for path in paths_of(TYPE, record.id))
        erase_found(find_path(TYPE, record.id, "manager"), basis=BASIS)
    assert stored(body, record).manager is None
    assert "Petit" not in everything(body)
    assert sound(body) == []


def test_a_name_goes_with_its_titles(body):
    record = new(body, name="Dossier Durand")
    with scope(body), acting(Actor("Bob")):
        erase_found(find_path(TYPE, record.id, "name"), basis=BASIS)
    assert "Durand" not in everything(body)
    with scope(body):
        assert "Durand" not in str(ProcessingActivity.objects.get(id=record.id))


@pytest.mark.parametrize("text", ["", "  ", "ab", " a "])
def test_a_text_that_is_too_short(body, text):
    with pytest.raises(ErasingError, match="au moins 3"):
        found_in(body, text)


@pytest.mark.parametrize("basis", ["", "   ", "Mme DURAND le demande"])
def test_a_reason_that_is_none_or_says_it_again(body, record, basis):
    with scope(body), acting(Actor("Bob")), pytest.raises(ErasingError, match=r"pourquoi|répète"):
        erase_found(find_text("Mme Durand"), basis=basis, text="Mme Durand")
    assert "Mme Durand" in everything(body)


def test_nothing_chosen(body):
    with scope(body), acting(Actor("Bob")), pytest.raises(ErasingError, match="Dites ce qu"):
        erase_found([], basis=BASIS)


@pytest.mark.parametrize(
    ("value", "text", "left"),
    [
        ("Mme Durand", "mme durand", None),
        ("Mme Durand, poste 12", "Durand", f"Mme {INSTEAD}, poste 12"),
        ("Mme Durand", "", None),
        (["a", "Durand b"], "durand", ["a"]),
        (12, "12", None),
        ("a.c abc", "a.c", f"{INSTEAD} abc"),
    ],
)
def test_what_is_left(value, text, left):
    assert without(value, text) == left


def test_the_state_and_the_order_are_no_values(body, record):
    assert [f.path for f in found_in(body, "active") if f.path.startswith("record.")] == []


# ---- The bin ----------------------------------------------------------------------------------------------------
def thrown(body, record):
    with scope(body), acting(Actor("Bob")):
        kept = ProcessingActivity.objects.get(id=record.id)
        put_in_bin(kept, expected=kept.revision)
        return kept


def gone(body, record, **how):
    with scope(body), acting(Actor("Bob")):
        destroy(record, **{"expected": record.revision, "basis": "Doublon", "keep_history": True, **how})


def test_out_of_the_bin_for_good_with_its_past(body, record):
    before = timezone.now()
    binned_record = thrown(body, record)
    gone(body, binned_record)
    assert not unlocked(ProcessingActivity).filter(id=record.id).exists()
    assert not unlocked(ProcessingActivity.storage.line_model).filter(owner_id=record.id).exists()
    with scope(body):
        told = versions(TYPE, record.id)
        assert (told[-1].action, told[-1].reason, told[-1].leaves, told[-1].title) == (
            "destroy", "Doublon", {}, "Cantine",
        )  # fmt: skip
        assert told[0].leaves["manager"] == "Mme Durand"
        assert len(as_of(ProcessingActivity, timezone.now())) == 0
        assert as_of(ProcessingActivity, timezone.now()).unreadable == ()
        assert len(as_of(ProcessingActivity, before)) == 1
        assert record_as_of(ProcessingActivity, record.id, timezone.now()) is None
    assert sound(body) == []


def test_out_of_the_bin_with_all_that_it_said(body, record):
    gone(body, thrown(body, record), keep_history=False)
    assert "Durand" not in everything(body)
    assert "Cantine" not in everything(body)
    assert "Alice Martin" in everything(body)
    assert sound(body) == []


@pytest.mark.parametrize("wrong", [{"expected": 1}, {"basis": " "}])
def test_what_was_changed_meanwhile_stays(body, record, wrong):
    binned_record = thrown(body, record)
    with pytest.raises(ErasingError):
        gone(body, binned_record, **wrong)
    assert unlocked(ProcessingActivity).filter(id=record.id).exists()


def test_what_is_not_in_the_bin_stays(body, other, record):
    with pytest.raises(ErasingError, match="corbeille"):
        gone(body, record)
    with pytest.raises(ScopeError):
        gone(other, thrown(body, record))


def test_a_record_that_comes_back_by_the_back_door_is_found(body, record):
    binned_record = thrown(body, record)
    gone(body, binned_record)
    now = {"created_at": timezone.now(), "updated_at": timezone.now()}
    again = ProcessingActivity(organization_id=body.id, id=record.id, state="bin", revision=5, **now)
    unlocked(ProcessingActivity).bulk_create([again])
    assert any("supprimée définitivement" in sentence for sentence in sound(body))


def test_the_bin_empties_itself(body, other, record, settings):
    thrown(body, record)
    kept = new(body)
    late = timezone.now() + timedelta(days=settings.BIN_DAYS)
    with scope(body):
        [one] = binned(ProcessingActivity)
        assert one.id == record.id
        assert goes_on(one) < late + timedelta(hours=1)
    assert jobs.empty_bins(late - timedelta(days=1)) == 0
    assert jobs.empty_bins(late) == 1
    assert jobs.empty_bins(late) == 0
    with scope(body):
        last = versions(TYPE, record.id)[-1]
        assert (last.action, last.origin, last.reason) == ("destroy", "task", "À la corbeille depuis 90 jours")
    assert stored(body, kept).name == "Cantine"
    assert sound(body) == []


def test_followers_are_told(body, record, monkeypatch):
    told = []
    monkeypatch.setattr(
        "egide.platform.records.destroying.tell_erased", lambda *what, **how: told.append((what[2], how))
    )
    gone(body, thrown(body, record))
    assert told == [(record.id, {"gone": True})]


def test_it_is_noted_apart_without_any_value(body, record, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        erase_text(body, "Mme Durand")
        gone(body, thrown(body, record))
    text = erasure_file.file().read_text()
    assert "Durand" not in text
    assert "Cantine" not in text
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["destroyed"] for line in lines] == [False, False, True]
    assert erasure_file.file().stat().st_mode & 0o777 == 0o600
    assert jobs.note_erasures(timezone.now()) == 0
    erasure_file.file().unlink()
    assert jobs.note_erasures(timezone.now()) == 3


# ---- How it is said ---------------------------------------------------------------------------------------------
def test_words_of_closed_lists_are_no_texts(body):
    new(body, status=ActivityStatus.DRAFT, notes=f"Un {ActivityStatus.DRAFT.value}")
    assert {f.path for f in found_in(body, ActivityStatus.DRAFT.value)} == {"notes"}


def test_it_is_said_in_french(body):
    record = new(body, purposes=(facts.Purpose(id=uuid.uuid4(), text="Nourrir Durand"),), minors=True)
    [one] = found_in(body, "durand")
    assert one.label == "Finalités, “Nourrir Durand” : finalité".replace(" :", "\u00a0:")
    edit(body, record, purposes=None)
    [one] = found_in(body, "durand")
    assert "10001" not in one.label
    with scope(body):
        [told] = find_path(TYPE, record.id, "minors")
    assert told.words == "Oui"
