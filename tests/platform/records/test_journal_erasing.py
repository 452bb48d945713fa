"""What is erased is gone everywhere it stood, the seals still hold, and the journal says who erased what and why."""

import pytest

from egide.platform.records.acting import Actor, NoActorError, acting
from egide.platform.records.journal.erasing import ErasingError, erase
from egide.platform.records.journal.reading import erasures, versions
from egide.platform.records.journal.verifying import verify
from egide.platform.records.models import JournalContent
from egide.platform.records.scope import ScopeError, scope
from tests.platform.journal.chains import TYPE, edit, new

pytestmark = pytest.mark.django_db
BOB = Actor("Bob")
BASIS = "Fin de la durée de conservation"


@pytest.fixture
def record(body):
    found = new(body, notes="Mme Durand")
    for number in range(51):  # past the version that states every leaf again
        edit(body, found, minors=number % 2 == 0)
    edit(body, found, notes="L’élue", reason="Mme Durand le demande")
    return found


def erased(body, record, *paths, **how):
    with scope(body), acting(BOB):
        return erase(TYPE, record.id, paths, basis=BASIS, **how)


def journal(body):
    with scope(body):
        return " ".join(JournalContent.objects.values_list("rows", flat=True))


def history(body, record):
    with scope(body):
        return versions(TYPE, record.id)


def test_what_is_erased_is_gone_and_the_seals_hold(body, record):
    assert erased(body, record, "notes", version=1) == [2, 52]
    assert erased(body, record, "@reason") == [54]
    assert "Durand" not in journal(body)
    assert "L’élue" in journal(body)
    assert [f.sentence for f in verify().findings] == []


def test_the_history_says_what_is_erased(body, record):
    erased(body, record, "notes", "@actor", version=1)
    told = history(body, record)
    assert [v.number for v in told] == list(range(1, 54))
    assert told[0].erased == ("@actor", "notes")
    assert (told[0].actor, told[0].leaves.get("notes")) == ("", None)
    assert told[50].erased == ("@actor", "notes")
    assert (told[-1].erased, told[-1].leaves["notes"]) == (("@actor",), "L’élue")


def test_the_erasure_is_told(body, record):
    erased(body, record, "notes", version=1)
    with scope(body):
        first, second = erasures(TYPE, record.id)
    assert (first.of, first.number, first.actor, first.basis, first.paths) == (2, 1, "Bob", BASIS, ("notes",))
    assert (second.of, second.number) == (52, 51)


def test_everything_a_path_ever_held(body, record):
    erased(body, record, "notes", "name")
    assert "L’élue" not in journal(body)
    assert "Cantine" in journal(body), "the title is erased apart"
    erased(body, record, "@title")
    assert "Cantine" not in journal(body)
    assert verify().sound


def test_who_erased_can_be_erased_too(body, record):
    erased(body, record, "notes", version=1)
    erased(body, record, "@actor")
    with scope(body):
        assert [e.actor for e in erasures(TYPE, record.id)][:2] == ["", ""]
    assert verify().sound


def test_the_record_lives_on(body, record):
    erased(body, record, "notes")
    edit(body, record, notes=None)
    edit(body, record, name="Restauration")
    assert history(body, record)[-1].changes == {"name": ("Cantine", "Restauration")}
    assert verify().sound


def test_the_other_records_keep_theirs(body, record):
    other = new(body, notes="Mme Durand aussi")
    erased(body, record, "notes")
    assert "Mme Durand aussi" in journal(body)
    with pytest.raises(ErasingError, match="Rien à effacer"):
        erased(body, other, "minors", version=7)


@pytest.mark.parametrize(
    ("paths", "basis"),
    [((), BASIS), (("notes",), " "), (("@basis",), BASIS), (("@erased",), BASIS), (("unknown",), BASIS)],
)
def test_what_cannot_be_erased_is_refused(body, record, paths, basis):
    with scope(body), acting(BOB), pytest.raises(ErasingError):
        erase(TYPE, record.id, paths, basis=basis)
    assert verify().entries == 54


def test_nothing_is_erased_twice(body, record):
    erased(body, record, "notes")
    with pytest.raises(ErasingError, match="Rien"):
        erased(body, record, "notes")


def test_nobody_or_nowhere(body, other, record):
    with scope(body), pytest.raises(NoActorError):
        erase(TYPE, record.id, ["notes"], basis=BASIS)
    with acting(BOB), pytest.raises(ScopeError):
        erase(TYPE, record.id, ["notes"], basis=BASIS)
    with pytest.raises(ErasingError):
        erased(other, record, "notes")
