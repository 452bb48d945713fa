"""Entries that are removed, moved, added or replayed are found and named; the rest needs an anchor, and only that."""
# ruff: noqa: S608 - names of our own

import json

import pytest
from django.utils import timezone

from egide.platform.records.journal.anchors import Anchors
from egide.platform.records.journal.raw import stream
from egide.platform.records.journal.sealing import GENESIS, entry_hash, leaf_hash, root
from egide.platform.records.journal.verifying import verify
from tests.platform.journal import tampering
from tests.platform.journal.chains import fill
from tests.platform.journal.tampering import CONTENT, ENTRY, HEAD, run, undone

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(body):
    """Nine entries: the birth of the body, then two records (5 versions, 3 versions)."""
    first, second = fill(body)
    with undone():
        yield first, second


def found(**how):
    """Number of entry and problem."""
    return [(finding.seq, finding.problem) for finding in verify(**how).findings]


def said(problem, seq=None):
    return any(problem in told and seq in {None, number} for number, told in found())


def test_the_entry_is_named(filled):
    first, _ = filled
    tampering.put(CONTENT, 3, "rows", "text", run(f"SELECT rows FROM {CONTENT} WHERE seq = 3")[0][0].replace("a", "à"))
    [finding] = [f for f in verify().findings if "contenu" in f.problem]
    assert (finding.seq, finding.version, finding.title) == (3, 2, "Cantine")
    assert finding.record_id == first.id.hex
    assert finding.sentence.startswith("Entrée n°\u00a03, le ")
    assert "traitement «\u202fCantine\u202f»" in finding.sentence.lower().replace("cantine", "Cantine")


@pytest.mark.parametrize("seq", range(1, 9))
def test_an_entry_that_is_removed(filled, seq):
    tampering.remove(seq)
    assert said(f"l’entrée n° {seq} a été retirée", seq + 1)


def test_entries_that_are_removed_at_the_end(filled):
    tampering.remove(9)
    assert found() == [(None, "à la fin du journal, l’entrée n° 9 a été retirée.")]
    tampering.remove(8)
    assert found() == [(None, "à la fin du journal, les entrées n° 8 à n° 9 ont été retirées.")]


def test_a_removed_version_whose_place_is_filled(filled):
    """Removed, and what follows renumbered: the numbers hold, neither the seals nor the versions do."""
    tampering.remove(3)
    for seq in range(4, 10):
        tampering.move(seq, seq - 1)
    tampering.set_head(8)
    assert said("dit la version 3 de la fiche, la précédente était la version 1")
    assert said("a été modifié", 3)


@pytest.mark.parametrize(("one", "two"), [(3, 4), (2, 8), (5, 6)])
def test_entries_that_are_moved(filled, one, two):
    tampering.swap(one, two)
    assert said(f"elle portait le n° {two}", one)
    assert said(f"elle portait le n° {one}", two)


@pytest.mark.parametrize("seq", [1, 4, 9])
def test_an_entry_that_is_replayed(filled, seq):
    tampering.copy(seq, 10)
    assert said("des entrées ont été ajoutées")
    tampering.set_head(10)
    assert said(f"répète l’entrée n° {seq}", 10)


def test_an_entry_that_is_twice_under_one_number(filled):
    for table in (ENTRY, CONTENT):
        tampering.without_keys(table)
        tampering.double(table, 4)
    assert said("déjà pris", 4)


@pytest.mark.parametrize(
    ("sql", "problem", "seq"),
    [
        (f"DELETE FROM {CONTENT} WHERE seq = 5", "le contenu de cette entrée a été supprimé", 5),
        (f"DELETE FROM {ENTRY} WHERE seq = 5", "sans l’entrée qui le scelle", 5),
        (f"DELETE FROM {HEAD}", "la tête du journal (numéro", None),
        (f"UPDATE {HEAD} SET seq = 8", "s’arrête à l’entrée n° 8", None),
        (f"UPDATE {HEAD} SET hash = zeroblob(32)", "ne porte pas le sceau", None),
        (f"UPDATE {ENTRY} SET origin = 'api' WHERE seq = 6", "l’en-tête de cette entrée", 6),
        (f"UPDATE {ENTRY} SET at = at - 1 WHERE seq = 6", "l’en-tête de cette entrée", 6),
        (f"UPDATE {ENTRY} SET root = zeroblob(32) WHERE seq = 6", "l’empreinte du contenu", 6),
        (f"DELETE FROM {ENTRY}", "toutes les entrées ont été retirées", None),
    ],
)
def test_what_is_touched_is_told_apart(filled, sql, problem, seq):
    tampering.run(sql)
    assert (problem in found()[0][1]) or said(problem, seq)
    assert seq is None or seq in {number for number, _ in found()}


def test_one_touch_one_finding(filled):
    run(f"UPDATE {ENTRY} SET origin = 'api' WHERE seq = 6")
    assert len(found()) == 1
    run(f"UPDATE {ENTRY} SET hash = zeroblob(32) WHERE seq = 3")
    assert [seq for seq, _ in found()] == [3, 6]


def test_a_whole_journal_that_is_removed(filled):
    for table in tampering.TABLES:
        tampering.run(f"DELETE FROM {table}")
    assert found() == [(None, "tout le journal de cette collectivité a été retiré.")]


def test_a_leaf_that_is_added_unsaid(filled):
    """A row that states again what stood already changes no root: it is found all the same."""
    [(rows,)] = run(f"SELECT rows FROM {CONTENT} WHERE seq = 2")
    kept = next(row for row in json.loads(rows) if row[0] == "name")
    tampering.add_row(3, kept)
    assert said("des lignes y ont été ajoutées", 3)


def test_a_leaf_that_is_taken_away_unsaid(filled):
    tampering.erase_row(3, "notes")
    assert found() == [(3, "la valeur de « notes » a disparu sans qu’aucun effacement ne soit annoncé.")]


def kept_outside():
    return Anchors(timezone.now(), verify().heads)


def test_a_tail_that_is_cut_needs_an_anchor(filled):
    anchors = kept_outside()
    for seq in (9, 8):
        tampering.remove(seq)
    tampering.set_head(7)
    assert found() == []
    [(seq, problem)] = found(anchors=anchors)
    assert seq is None
    assert "connaissait l’entrée n° 9, le journal s’arrête à la n° 7" in problem


def test_a_whole_that_is_rewritten_needs_an_anchor(filled):
    anchors = kept_outside()
    tampering.set_text(3, "Avec les parents", "Sans les parents")
    rewrite()
    assert found() == []
    [(seq, problem)] = found(anchors=anchors)
    assert seq == 9
    assert "le journal a été réécrit" in problem


def rewrite():
    """Every seal computed again, as whoever holds the program and the database can."""
    previous, states = GENESIS, {}
    for entry in list(stream()):
        rows = json.loads(entry.rows)
        state = {} if entry.full else states.setdefault(entry.record_id, {})
        states[entry.record_id] = state
        state.update({row[0]: leaf_hash(row) for row in rows if len(row) > 1 and row[0][0] != "@"})
        for row in rows:
            if len(row) == 1:
                del state[row[0]]
        meta = [leaf_hash(row) for row in rows if row[0][0] == "@"]
        sealed = root(meta, [state[path] for path in sorted(state)])
        previous = entry_hash(previous, sealed, entry.header)
        run(f"UPDATE {ENTRY} SET root = %s, hash = %s WHERE seq = %s", sealed, previous, entry.seq)
    tampering.set_head(9)
