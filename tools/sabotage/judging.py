"""What became of a mutant: only a test that failed catches it. A crash, a delay, a broken set-up prove nothing."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Final

from coverage import CoverageData

from tools.sabotage.mutants import ROOT, Mutant
from tools.sabotage.rooms import ROOMS

LONGEST: Final = 300
"""Seconds given to the tests of a room."""
MOST: Final = 300
"""Tests that are named one by one; beyond, all are run."""

_KEPT_OUT: Final = shutil.ignore_patterns(".git", ".venv", "build", "var", "*.pyc", ".*_cache")
_PYTEST: Final = ("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "pytest_django.plugin", "--reuse-db")
_WATCHED: Final = ("-p", "pytest_cov.plugin", "--cov=egide", "--cov-context=test", "--cov-report=")
_NO_PROGRAM: Final = re.compile(
    r"^E +(NameError|UnboundLocalError|SyntaxError|ImportError|ModuleNotFoundError)", re.MULTILINE
)
"""What a mutant that is no program any more fails with: the test did not see the lock."""


class Fate(Enum):
    """Of a mutant, or of a run of tests."""

    GREEN = "SURVIVES"
    RED = "caught"
    UNCLEAR = "UNCLEAR"


def copied(folder: Path) -> Path:
    """A tree to spoil, with a blank database beside it: making one takes longer than most of the tests."""
    tree = folder / "egide"
    shutil.copytree(ROOT, tree, ignore=_KEPT_OUT)
    if _run(tree, ["tests/platform/records/test_same_body.py"]) is not Fate.GREEN:
        raise RuntimeError("no blank database could be made: is the suite green?")
    (folder / "state").rename(folder / "blank")
    return tree


class Court:
    """A tree to spoil, and which tests of each room go through which lines: no other can see what is done there."""

    def __init__(self, folder: Path) -> None:
        self.tree = copied(folder)
        self._seen: dict[tuple[str, ...], CoverageData | None] = {}
        self.broken: list[list[str]] = []

    def _is_green(self, tests: list[str]) -> bool:
        """Before anything is weakened: they would seem to catch everything otherwise. Asked when they are needed."""
        if (key := tuple(tests)) not in self._seen:
            data = self.tree.parent / f"coverage-{len(self._seen)}"
            green = _run(self.tree, [*_WATCHED, *tests], COVERAGE_FILE=str(data)) is Fate.GREEN
            self._seen[key] = CoverageData(str(data)) if green else None
            if not green:
                self.broken.append(tests)
        return self._seen[key] is not None

    def fate(self, mutant: Mutant) -> Fate:
        """Of a mutant, against the tests of its room: the first that fails catches it."""
        rooms = [tests for tests in ROOMS[mutant.file] if self._is_green(tests)]
        if len(rooms) < len(ROOMS[mutant.file]):
            return Fate.UNCLEAR
        target = self.tree / mutant.file
        kept = target.read_text(encoding="utf-8")
        target.write_text(mutant.applied(kept), encoding="utf-8")
        try:
            return worst(self._judged(mutant, tests) for tests in rooms)
        finally:
            target.write_text(kept, encoding="utf-8")

    def _judged(self, mutant: Mutant, tests: list[str]) -> Fate:
        named = self._going_through(mutant, tests)
        found = _run(self.tree, named) if named else Fate.UNCLEAR
        return _run(self.tree, tests) if found is Fate.UNCLEAR else found

    def _going_through(self, mutant: Mutant, tests: list[str]) -> list[str]:
        """Empty when a line is run as its file is read, or by no test that could be watched: all are then asked."""
        data = self._seen[tuple(tests)]
        if data is None or not mutant.is_within:
            return []
        data.read()
        known = data.contexts_by_lineno(str(self.tree / mutant.file))
        lines = range(mutant.start[0], mutant.end[0] + 1)
        names = {context.partition("|")[0] for line in lines for context in known.get(line, ())}
        return [] if "" in names or len(names) > MOST else sorted(names)


def worst(fates: Iterator[Fate]) -> Fate:
    """RED as soon as one is; else UNCLEAR when one was."""
    unclear = False
    for found in fates:
        if found is Fate.RED:
            return found
        unclear |= found is Fate.UNCLEAR
    return Fate.UNCLEAR if unclear else Fate.GREEN


def _run(tree: Path, tests: list[str], **environment: str) -> Fate:
    state, blank = tree.parent / "state", tree.parent / "blank"
    if blank.exists():
        shutil.rmtree(state, ignore_errors=True)
        shutil.copytree(blank, state)
    try:
        run = subprocess.run(  # noqa: S603 - ours
            [sys.executable, *_PYTEST, *tests],
            cwd=tree,
            env={**os.environ, "EGIDE_STATE": str(state), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **environment},
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Fate.UNCLEAR
    return said(run.returncode, run.stdout)


def said(code: int, output: str) -> Fate:
    """What pytest says: its exit code alone does not tell a test that failed from a fixture that broke."""
    if code == 0:
        return Fate.GREEN
    last = output.rstrip().rpartition("\n")[2]
    failed = code == 1 and re.search(r"\b[1-9]\d* failed\b", last) and not _NO_PROGRAM.search(output)
    return Fate.RED if failed else Fate.UNCLEAR
