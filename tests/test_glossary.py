"""The glossary binds words and names: every identifier exists, and a fact's label holds its French term."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from egide.law.facts.describing import descriptions, is_shape

ROWS = re.findall(
    r"^\| ([^|]+) \| `([\w.]+)` \| ([^|]+) \|$",
    (Path(__file__).parent.parent / "docs" / "glossary.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def resolve(identifier):
    """The object that an identifier names, and its owner."""
    parts = identifier.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            owner, found = None, import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for name in parts[cut:]:
            owner, found = found, getattr(found, name)
        return owner, found
    raise LookupError(identifier)


def test_the_table_is_read():
    assert len(ROWS) > 40
    assert len({term for term, _, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("term", "identifier", "source"), ROWS)
def test_the_identifier_exists_and_its_label_says_the_term(term, identifier, source):
    owner, _ = resolve(identifier)
    assert source.strip()
    if is_shape(owner):
        label = descriptions(owner)[identifier.rpartition(".")[2]].label
        assert term.lower() in label.lower()
