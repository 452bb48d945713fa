"""One content, one writing: what would read the same and is not what was written is found. So is what comes back."""

import json

import pytest

from egide.platform.records.acting import acting
from egide.platform.records.journal.erasing import erase
from egide.platform.records.journal.verifying import verify
from egide.platform.records.scope import scope
from tests.platform.journal import tampering
from tests.platform.journal.chains import TYPE, alice, edit, new
from tests.platform.journal.tampering import CONTENT, run, undone

pytestmark = pytest.mark.django_db


def found():
    return [(finding.seq, finding.problem) for finding in verify().findings]


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: text.replace(",", ", "),
        lambda text: text.replace("Cantine", "\\u0043antine"),
        lambda text: f"{text}\n",
        lambda text: json.dumps(sorted(json.loads(text), reverse=True), ensure_ascii=False, separators=(",", ":")),
        lambda text: json.dumps([*json.loads(text), ["zzz"]], ensure_ascii=False, separators=(",", ":")),
        lambda text: json.dumps({"rows": json.loads(text)}),
        lambda _: "[[]]",
        lambda _: "[3]",
        lambda _: '[[""]]',
        lambda _: '[["","AAAAAAAAAAAAAAAAAAAAAA==",2]]',
        lambda _: "[" * 100_000,
        lambda _: '[["@actor",1,2]]',
        lambda _: '[[3,"AAAAAAAAAAAAAAAAAAAAAA==",2]]',
    ],
)
def test_another_writing_is_found(body, rewrite):
    new(body)
    with undone():
        [(text,)] = run(f"SELECT rows FROM {CONTENT} WHERE seq = 2")  # noqa: S608
        tampering.set_value(CONTENT, "rows", rewrite(text))
        assert [seq for seq, problem in found() if "le contenu de cette entrée a été modifié" in problem] == [2]


def test_another_order_is_found(body):
    """Though the leaves, and so the seal of the whole, are the same."""
    record = new(body)
    edit(body, record, notes="Relu", minors=True)
    with undone():
        rows = tampering.rows_of(3)
        tampering.put_rows(3, [*rows[:2], *reversed(rows[2:])])
        assert len(rows) == 4
        assert [seq for seq, _ in found()] == [3]


@pytest.fixture
def erased(body):
    record = new(body, notes="Mme Durand")
    [(text,)] = run(f"SELECT rows FROM {CONTENT} WHERE seq = 2")  # noqa: S608
    with scope(body), acting(alice()):
        erase(TYPE, record.id, ["notes"], basis="Fin de conservation")
    with undone():
        yield text


def test_an_erased_value_that_comes_back_is_found(erased):
    """As a backup older than the erasure would bring it back."""
    tampering.set_value(CONTENT, "rows", erased)
    [(seq, problem)] = found()
    assert seq == 3
    assert "l’effacement de « notes » dans l’entrée n° 2 est annoncé" in problem


def test_an_announcement_that_is_altered_is_found(erased):
    tampering.set_text(3, "notes", "name")
    assert [seq for seq, _ in found()] == [3, 2]


def test_an_announcement_that_is_removed_is_found(erased):
    tampering.remove(3)
    tampering.set_head(2)
    assert found() == [(2, "la valeur de « notes » a disparu sans qu’aucun effacement ne soit annoncé.")]
