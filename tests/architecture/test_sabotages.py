"""What `make sabotage` does to the code is what it says: enough locks, each weakened, programs all the same."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from tools.sabotage.judging import Fate, said
from tools.sabotage.mutants import ROOT, Source
from tools.sabotage.rooms import ROOMS
from tools.sabotage.weakening import FAMILIES, mutants

MUTANTS = list(mutants(ROOMS))


def test_a_hundred_locks_at_least_are_weakened_in_every_file_that_is_named():
    assert len(MUTANTS) >= 100
    found = Counter(mutant.file for mutant in MUTANTS)
    assert [file for file in ROOMS if not found[file]] == []


def test_no_two_mutants_are_the_same():
    assert [m for m, count in Counter((m.file, m.start, m.end, m.text) for m in MUTANTS).items() if count > 1] == []


def test_each_mutant_is_another_program():
    for mutant in MUTANTS:
        kept = (ROOT / mutant.file).read_text(encoding="utf-8")
        weakened = mutant.applied(kept)
        assert ast.dump(ast.parse(weakened)) != ast.dump(ast.parse(kept)), str(mutant)


def test_the_tests_of_every_room_exist():
    named = {each for rooms in ROOMS.values() for tests in rooms for each in tests if each.startswith("tests/")}
    assert [each for each in sorted(named) if not (ROOT / each.partition("::")[0]).exists()] == []


@pytest.mark.parametrize(
    ("code", "output", "fate"),
    [
        (0, "12 passed in 1.00s\n", Fate.GREEN),
        (1, "E   assert 1 == 2\n1 failed, 3 passed in 1.00s\n", Fate.RED),
        (1, "E   NameError: name 'x' is not defined\n1 failed in 1.00s\n", Fate.UNCLEAR),
        (1, "3 passed, 1 error in 1.00s\n", Fate.UNCLEAR),
        (1, "Traceback (most recent call last):\nImproperlyConfigured\n", Fate.UNCLEAR),
        (2, "1 error in 0.50s\n", Fate.UNCLEAR),
        (5, "no tests ran in 0.01s\n", Fate.UNCLEAR),
    ],
)
def test_only_a_test_that_failed_catches(code, output, fate):
    assert said(code, output) is fate


GUARDED = """
def one(self, request):
    found = self.rows.filter(id=1, user_id=2)
    if found is None:
        raise Missing
    if found.old or not found.mine:
        raise Refused("no")
    try:
        read = found.read()
    except ValueError as unread:
        raise Refused("what") from unread
    note("read", request)
    seen = [each for each in read if role.allows(each)]
    answer["Cache-Control"] = "no-store"
    self.rows.filter(user=found).delete()
    return read

def is_live(self) -> bool:
    return self.now < self.end and self.left

@require_POST
@for_roles(Role.READER)
def view(request):
    if limited:
        return limited
    return hmac.compare_digest(given, kept)
"""


def test_each_family_finds_its_locks_and_nothing_else():
    source = Source.read("room.py", GUARDED)
    found = {family.__name__: [mutant.what for mutant in family(source)] for family in FAMILIES}
    assert found == {
        "refusals": [],
        "grounds": ["refuses no more on found.old", "refuses no more on not found.mine"],
        "leavings": ["goes on when limited"],
        "questions": ["is_live answers True to self.now < self.end", "is_live answers True to self.left"],
        "openings": ["view is no longer @require_POST", "view becomes @for_roles(*Role)"],
        "queries": [
            "finds whatever user_id in self.rows.filter(id=1, user_id=2)",
            "finds whatever user in self.rows.filter(user=found)",
        ],
        "sievings": ["sifts no more by role.allows(each)"],
        "checks": ["no longer calls note('read', request)"],
        "deletions": ["no longer deletes self.rows.filter(user=found).delete()"],
        "secrets": ["takes any secret: hmac.compare_digest(given, kept)"],
        "headers": ["serves without Cache-Control"],
        "weaker": [],
    }


def test_the_tool_is_no_longer_than_a_file_may_be():
    files = Path(ROOT / "tools" / "sabotage").glob("*.py")
    assert [file.name for file in files if len(file.read_text(encoding="utf-8").splitlines()) > 400] == []
