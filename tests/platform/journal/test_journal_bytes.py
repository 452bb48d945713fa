"""Any single byte that changes, in any column of any table of the journal, is found (raw values of SQLite)."""

import pytest

from egide.platform.records.journal.verifying import verify
from tests.platform.journal import tampering
from tests.platform.journal.chains import edit, new
from tests.platform.journal.tampering import run, undone

pytestmark = pytest.mark.django_db
FLIPS = (0x01, 0x20, 0x80, 0x04)


def variants(raw):
    """Each byte in turn, each time with another of its bits."""
    for position, byte in enumerate(raw):
        for flip in FLIPS:
            yield raw[:position] + bytes([byte ^ flip]) + raw[position + 1 :]


@pytest.mark.parametrize("table", tampering.TABLES)
def test_any_byte_that_changes_is_found(body, table):
    record = new(body, notes="Été � 1,5 €")
    edit(body, record, minors=True)
    unseen, tried = [], 0
    with undone():
        tampering.without_keys(table)
        for rowid, column, kind, raw in list(tampering.values(table)):
            for changed in variants(raw):
                tampering.put(table, rowid, column, kind, changed)
                tried += 1
                if verify().sound:
                    unseen.append((rowid, column, raw, changed))
            tampering.put(table, rowid, column, kind, raw)
        assert verify().sound
    assert unseen == []
    assert tried > 240


def test_values_of_another_type_are_found(body):
    """What equals, once converted, is not what was written."""
    new(body)
    with undone():
        for table, column, value in (
            (tampering.ENTRY, "full", 2),
            (tampering.ENTRY, "actor_id", ""),
            (tampering.ENTRY, "root", "texte"),
            (tampering.ENTRY, "at", "hier"),
            (tampering.ENTRY, "seq", "trois"),
            (tampering.HEAD, "seq", "trois"),
            (tampering.HEAD, "hash", "texte"),
        ):
            with undone():
                tampering.set_value(table, column, value)
                assert not verify().sound, (table, column)
        run("UPDATE records_journalcontent SET rows = CAST(rows AS BLOB)")
        assert len(verify().findings) == 2
