"""Whoever holds the database cuts, rewrites, swaps, rolls back: what checkpoints find, and what outside ones do."""
# ruff: noqa: S608 - names of our own

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from egide.platform.proofs import archive, checkpoints
from egide.platform.proofs.jobs import keep_checkpoint
from egide.platform.proofs.verifying import verify_all
from egide.platform.records.journal.raw import stream
from egide.platform.records.journal.sealing import GENESIS, entry_hash, leaf_hash, root
from tests.platform.journal import tampering
from tests.platform.journal.chains import edit, fill, new
from tests.platform.journal.tampering import CONTENT, ENTRY, HEAD, run, undone

pytestmark = pytest.mark.django_db
CHECKPOINT, CHECKED, PUBLICATION = "proofs_checkpoint", "proofs_checkedhead", "proofs_publication"
NOW = datetime(2025, 11, 17, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def found(**how):
    return [finding.problem for finding in verify_all(**how).findings]


def without_triggers():
    for (name,) in run("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'proofs_%%'"):
        run(f'DROP TRIGGER "{name}"')


@pytest.fixture
def signed(body, other):
    """Ten entries in two journals, the last two after the first checkpoint; two checkpoints, published."""
    first, second = fill(body)
    keep_checkpoint(NOW)
    edit(body, second, notes="Registre d’état civil")
    edit(body, second, notes="Et concessions")
    keep_checkpoint(NOW + HOUR)
    assert found() == []
    with undone():
        without_triggers()
        yield first, second


def rewrite(body, since):
    """All of it anew from an entry, hashes included: the chain alone cannot tell."""
    previous = GENESIS
    held = {}
    for entry in [*stream(body.id.hex)]:
        rows = json.loads(entry.rows)
        if entry.seq == since:
            rows = [[p, s, "Réécrit"] if p == "@title" else [p, s, v] for p, s, v in rows]
            tampering_rows(body, entry.seq, rows)
        state = held.setdefault(entry.record_id, {})
        if entry.full:
            state.clear()
        for row in rows:
            if len(row) == 1:
                state.pop(row[0], None)
            elif not row[0].startswith("@"):
                state[row[0]] = leaf_hash(row)
        sealed = root((leaf_hash(r) for r in rows if r[0].startswith("@")), (state[path] for path in sorted(state)))
        last = entry_hash(previous, sealed, entry.header)
        run(
            f"UPDATE {ENTRY} SET root = %s, hash = %s WHERE organization_id = %s AND seq = %s",
            sealed, last, body.id.hex, entry.seq,
        )  # fmt: skip
        previous = last
    run(f"UPDATE {HEAD} SET hash = %s WHERE organization_id = %s", previous, body.id.hex)


def tampering_rows(body, seq, rows):
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    run(f"UPDATE {CONTENT} SET rows = %s WHERE organization_id = %s AND seq = %s", text, body.id.hex, seq)


def cut(body, seq):
    """Entries after `seq` go away, head included: the chain alone cannot tell."""
    for table in (CONTENT, ENTRY):
        run(f"DELETE FROM {table} WHERE organization_id = %s AND seq > %s", body.id.hex, seq)
    tampering.set_head_of(body.id.hex, seq)


def forget(number):
    """As if the checkpoints after `number` had never been made here."""
    for table in (PUBLICATION, CHECKED):
        run(f"DELETE FROM {table} WHERE {'checkpoint_id' if table == PUBLICATION else 'number'} > %s", number)
    run(f"DELETE FROM {CHECKPOINT} WHERE number > %s", number)


def test_an_end_that_was_cut(signed, body):
    cut(body, 10)
    assert found() == [
        "le point de contrôle 2 connaissait l’entrée n° 11, le journal s’arrête à la n° 10 : la fin a été coupée."
    ]


@pytest.mark.parametrize("since", [1, 3, 9])
def test_a_chain_that_was_rewritten(signed, body, since):
    rewrite(body, since)
    [problem] = found()
    assert problem.startswith("le point de contrôle 1 montre une autre entrée")


def test_rewritten_with_what_checkpoints_say_of_it(signed, body):
    """The heads that were signed are changed too; the roots are not, for want of the key."""
    rewrite(body, 10)
    [(last,)] = run(f"SELECT hash FROM {HEAD} WHERE organization_id = %s", body.id.hex)
    run(f"UPDATE {CHECKED} SET hash = %s WHERE organization_id = %s AND number = 2", last, body.id.hex)
    [problem] = found()
    assert problem.startswith("le point de contrôle 2 ne correspond pas aux têtes de journaux qu’il a signées")


def test_a_whole_new_history_signed_with_the_key(signed, body):
    """The machine itself lies: only what left it tells, here the folder, and a note that a neighbour kept."""
    kept = archive.read_number(1), archive.read_number(2)
    cut(body, 8)
    forget(0)
    for number in (1, 2):
        archive.file_of(number).unlink()
    keep_checkpoint(NOW)
    verdict = verify_all()
    assert verdict.sound
    assert any("comparez avec un point de contrôle" in limit for limit in verdict.limits)
    assert any("publié (voisin), n’est pas celui de la base" in p for p in found(outside=[("voisin", kept[0])]))
    assert any("plus ancienne que le point de contrôle publié 2" in p for p in found(outside=[("voisin", kept[1])]))


def test_two_heads_that_were_swapped(signed, body, other):
    rows = dict(run(f"SELECT organization_id, hash FROM {CHECKED} WHERE number = 1"))
    for one, two in ((body, other), (other, body)):
        run(f"UPDATE {CHECKED} SET hash = %s WHERE number = 1 AND organization_id = %s", rows[two.id.hex], one.id.hex)
    problems = found()
    assert sum("montre une autre entrée" in p for p in problems) == 2
    assert sum("ne correspond pas aux têtes" in p for p in problems) == 2


def test_a_database_that_was_rolled_back(signed, body):
    """An old backup is put in place of the database: sound by itself, older than what was published."""
    cut(body, 9)
    forget(1)
    [problem] = found()
    assert problem.startswith(
        "la base s’arrête au point de contrôle 1 : elle est plus ancienne que le point de contrôle publié 2"
    )
    with pytest.raises(checkpoints.RolledBackError, match="--restored"):
        edit_one(body)
    checkpoints.make_apart(NOW + 2 * HOUR)
    assert checkpoints.last().number == 1


def edit_one(body):
    new(body)
    checkpoints.make(NOW + 2 * HOUR)


def test_a_restored_backup_that_is_said(signed, body):
    cut(body, 9)
    forget(1)
    made = checkpoints.resume(NOW + 2 * HOUR)
    assert (made.number, made.read().statement.restored) == (3, 1)
    keep_checkpoint(NOW + 2 * HOUR)
    assert checkpoints.resume(NOW + 3 * HOUR) is None
    edit_one(body)
    verdict = verify_all(outside=[("voisin", archive.read_number(2))])
    assert [f.problem for f in verdict.findings] == []
    assert any("les points de contrôle 2 à 2" in limit for limit in verdict.limits)
    assert checkpoints.last().number == 4


def test_a_checkpoint_that_was_removed(signed):
    run(f"DELETE FROM {PUBLICATION}")
    run(f"DELETE FROM {CHECKPOINT} WHERE number = 1")
    problems = found()
    assert any("avant le point de contrôle 2, d’autres manquent" in p for p in problems)
    assert any("attribuées au point de contrôle 1, qui n’existe pas" in p for p in problems)
    assert any("le point de contrôle publié 1" in p and "n’est plus dans la base" in p for p in problems)


def test_a_body_that_was_removed(signed, other):
    for table in (CONTENT, ENTRY, HEAD):
        run(f"DELETE FROM {table} WHERE organization_id = %s", other.id.hex)
    assert any("il a disparu" in p for p in found())


def test_every_byte_of_a_checkpoint(signed):
    """In the note, and in each column of the three tables that bear on proof."""
    for table in (CHECKPOINT, CHECKED):
        for rowid, column, kind, raw in [*tampering.values(table)]:
            for place in range(len(raw)):
                changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
                assert changed_is_found(table, rowid, column, kind, changed, raw), (table, column, place)


def changed_is_found(table, rowid, column, kind, changed, raw):
    try:
        with transaction.atomic():
            run("PRAGMA defer_foreign_keys = ON")
            tampering.put(table, rowid, column, kind, changed)
    except IntegrityError:
        return True
    bad = not verify_all().sound
    tampering.put(table, rowid, column, kind, raw) if column != "number" or table != CHECKPOINT else run(
        f"UPDATE {CHECKPOINT} SET number = %s WHERE number = %s", int.from_bytes(raw), int.from_bytes(changed)
    )
    return bad


def test_a_published_file_that_was_changed(signed):
    file = archive.file_of(1)
    file.write_text(file.read_text().replace("bodies 2", "bodies 3"))
    assert any("n’est signé par aucune clé" in p for p in found())
    file.write_text("x")
    assert any("n’est plus un point de contrôle" in p for p in found())
    file.write_text(archive.file_of(2).read_text())
    assert any("porte le point de contrôle 2 : il a été déplacé" in p for p in found())


def test_what_is_not_covered_yet_is_said(signed, body):
    first, _ = signed
    edit(body, first, notes="Après")
    [limit] = [x.replace("\u00a0", " ") for x in verify_all().limits if "après le dernier point de contrôle" in x]
    assert limit.startswith("1 entrée après le dernier point de contrôle (2, du lundi 17 novembre 2025 à 16 h 00)")


def test_without_any_checkpoint(body):
    assert any("pas encore de point de contrôle" in limit for limit in verify_all().limits)
