"""One corpus, searched the same way in the same order on both databases, and the index that follows every write."""

import dataclasses
import uuid

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from egide.law import facts
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.journal.erasing import erase
from egide.platform.records.models import State, unlocked
from egide.platform.records.scope import ScopeError, reached_by, scope
from egide.platform.search import bits, finding
from egide.platform.search.finding import among, entries, find, first
from egide.platform.search.index import rebuild
from egide.platform.search.models import Entry, Posting
from egide.platform.search.query import read
from egide.registers.processing.models import ProcessingActivity
from egide.registers.systems.models import AiSystem
from tests.platform.conftest import make_body
from tests.platform.kernel.conftest import activity, change, store, system
from tests.platform.rows import enrol, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.machinery]
TYPES = ["processing.processingactivity", "systems.aisystem"]


def titles(asked):
    return [entry.title for entry in entries(find(read(asked), TYPES))]


def postings(body):
    rows = unlocked(Posting).filter(organization_id=body.id).order_by("kind", "term")
    return [(row.kind, row.term, bytes(row.records), bytes(row.titles)) for row in rows]


def line(**known):
    return facts.Recipient(id=uuid.uuid4(), **known)


@pytest.fixture
def corpus(body):
    store(body, activity(name="Zones de loisirs", notes="L’état civil des enfants, les œuvres."))
    store(body, activity(name="État civil", notes="Naissances, mariages et décès."))
    store(body, activity(name="Élections", notes="Le fichier électoral."))
    store(body, activity(name="école", recipients=(line(name="Service de l’état civil"),)))
    store(body, system(name="Traducteur d’actes d’état civil"))
    return body


def test_titles_come_first_then_the_french_order(corpus):
    with scope(corpus):
        assert titles("etat civil") == ["État civil", "Traducteur d’actes d’état civil", "école", "Zones de loisirs"]
        assert titles("œuvre") == titles("OEUVRES") == ["Zones de loisirs"]
        assert titles("élect") == ["Élections"]
        assert titles("inconnu") == titles("de la") == titles("") == []


def test_every_word_must_be_there(corpus):
    with scope(corpus):
        assert titles("enfants civil ") == ["Zones de loisirs"]
        assert titles("enfants décès ") == []


def test_what_changes_is_followed(body):
    record = store(body, activity(name="Cantine", notes="Régimes alimentaires"))
    record = change(body, record, name="Restauration", notes=None)
    with scope(body):
        assert titles("cantine") == titles("régime alimentaire") == []
        assert titles("restauration") == ["Restauration"]


def test_a_refused_save_leaves_the_index_as_it_was(body, monkeypatch):
    """The record object keeps the text that was refused; the next save starts from what is kept all the same."""
    record = store(body, activity(name="Cantine"))
    before = postings(body)
    with scope(body), acting(Actor("test")):
        kept = ProcessingActivity.objects.get()
        other = ProcessingActivity.objects.get()
        saving.save_aggregate(other, dataclasses.replace(other.facts(), notes="gagnant"), expected=1)
        with pytest.raises(saving.ConflictError):
            saving.save_aggregate(kept, dataclasses.replace(kept.facts(), notes="perdant"), expected=1)
        assert (titles("gagnant"), titles("perdant")) == (["Cantine"], [])
        other = ProcessingActivity.objects.get()
        saving.save_aggregate(other, dataclasses.replace(other.facts(), notes=None), expected=2)
    assert record.organization_id == body.id
    assert postings(body) == before


def test_a_refusal_then_a_save_of_the_same_object(body, monkeypatch):
    store(body, activity(name="Cantine", notes="ancien"))
    with scope(body), acting(Actor("test")):
        record = ProcessingActivity.objects.get()
        refused = dataclasses.replace(record.facts(), notes="refusé")
        with monkeypatch.context() as patch:
            patch.setattr(saving, "append", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                saving.save_aggregate(record, refused, expected=1)
        saving.save_aggregate(record, dataclasses.replace(record.facts(), notes="accepté"), expected=1)
        assert titles("ancien") == titles("refusé") == []
        assert titles("accepté") == ["Cantine"]


def test_the_bin_is_not_searched_the_archive_is(body):
    record = store(body, activity(name="Cantine"))
    with scope(body), acting(Actor("test")):
        saving.archive(record, expected=1)
        [entry] = entries(find(read("cantine"), TYPES))
        assert (entry.title, entry.state) == ("Cantine", State.ARCHIVED)
        saving.put_in_bin(record, expected=2)
        assert titles("cantine") == []
        saving.restore(record, expected=3)
        assert titles("cantine") == ["Cantine"]


def test_the_bin_leaves_nothing_behind(body):
    record = store(body, activity(name="Cantine"))
    with scope(body), acting(Actor("test")):
        saving.put_in_bin(record, expected=1)
    assert postings(body) == []
    assert not unlocked(Entry).exists()


def test_what_is_erased_is_found_no_more(body):
    record = store(body, activity(name="Cantine", notes="Madame Durand"))
    record = change(body, record, notes=None)
    stale = Posting(
        organization_id=body.id, kind=unlocked(Entry).get().kind, term="durand", records=b"\x01", titles=b""
    )
    unlocked(Posting).bulk_create([stale])  # as a fault would have left it
    with scope(body), acting(Actor("test")):
        assert titles("durand") == ["Cantine"]
        erase(TYPES[0], record.id, ["notes"], basis="Demande de la personne")
        assert titles("durand") == []
        assert titles("cantine") == ["Cantine"]


def test_rebuilt_it_is_what_it_was(corpus):
    before = postings(corpus)
    with scope(corpus):
        assert [rebuild(corpus.id, model) for model in (ProcessingActivity, AiSystem)] == [4, 1]
    assert postings(corpus) == before


def test_rebuilding_takes_words_apart_anew(corpus):
    before = postings(corpus)
    unlocked(ProcessingActivity).update(search_text=" vieux ")
    unlocked(Posting).update(records=b"\xff")
    with scope(corpus):
        rebuild(corpus.id, ProcessingActivity)
        rebuild(corpus.id, AiSystem)
        assert not ProcessingActivity.objects.filter(search_text=" vieux ").exists()
    assert postings(corpus) == before


def test_a_body_finds_its_own_only(corpus, other):
    store(other, activity(name="État civil d’ailleurs"))
    with scope(other):
        assert titles("état civil") == ["État civil d’ailleurs"]
    person = make_person("somebody")
    enrol(person, corpus)
    with reached_by(person.id):
        found = find(read("état civil"), TYPES)
        assert {body for body, _ in found} == {corpus.id}
        assert sum(answer.count for answer in found.values()) == 4
    with pytest.raises(ScopeError):
        find(read("état civil"), TYPES)


def test_a_short_beginning_is_not_looked_for_everywhere(corpus):
    person = make_person("somebody")
    enrol(person, corpus)
    with reached_by(person.id):
        assert titles("éle") == []
        assert titles("élec") == ["Élections"]


def test_many_at_once(body):
    told = [activity(name=f"Fichier {number}", notes="commun") for number in range(130)]
    with scope(body), acting(Actor("test")):
        saving.save_many([saving.Change(ProcessingActivity.new(body.id, one), one) for one in told])
        assert sum(a.count for a in find(read("commun"), TYPES).values()) == 130
        assert titles("fichier 129 ") == ["Fichier 129"]


def test_a_save_costs_few_questions_more(body, settings):
    def asked():
        record = store(body, activity(name="Cantine", notes=" ".join(f"mot{n}" for n in range(300))))
        with CaptureQueriesContext(connection) as seen:
            change(body, record, notes="autre")
        return len(seen)

    with_index = asked()
    settings.FOLLOWERS = []
    assert with_index - asked() == 5


def test_bits():
    for numbers in ([], [0], [3, 64, 1000]):
        kept = bits.stored(bits.of(numbers))
        assert list(bits.numbers(bits.read(kept))) == numbers


def test_bodies_do_not_mix_numbers(body, db):
    second = make_body("c")
    for each in (body, second):
        store(each, activity(name=f"Fichier {each.slug}"))
    with scope(second):
        assert titles("fichier") == ["Fichier c"]


@pytest.mark.parametrize("rare", [0, 5_000])
def test_answers_are_read_in_the_order_of_titles_be_they_rare_or_many(corpus, other, monkeypatch, rare):
    monkeypatch.setattr(finding, "RARE", rare)
    store(other, activity(name="Bains", notes="état civil"))
    archived = store(corpus, activity(name="Archives d’état civil"))
    with scope(corpus), acting(Actor("test")):
        saving.archive(archived, expected=1)
    person = make_person("somebody")
    for each in (corpus, other):
        enrol(person, each)
    with reached_by(person.id):
        answers = find(read("état civil "), TYPES)
        for state, count in ((State.ACTIVE, 4), (State.ARCHIVED, 1)):
            every = list(
                ProcessingActivity.objects.filter(among(ProcessingActivity, TYPES[0], answers), state=state)
                .order_by("sort_key", "organization_id", "id")
                .values_list("organization_id", "id")
            )
            assert len(every) == count
            for limit in (1, 2, 100):
                assert first(answers, TYPES[0], state, limit) == every[:limit]


def test_among_none_is_none(corpus):
    with scope(corpus):
        assert not ProcessingActivity.objects.filter(among(ProcessingActivity, TYPES[0], {})).exists()
