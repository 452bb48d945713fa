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

from tools.sabotage.mutants import ROOT, Mutant
from tools.sabotage.rooms import ROOMS

LONGEST: Final = 300
"""Seconds given to the tests of a room."""

_KEPT_OUT: Final = shutil.ignore_patterns(".git", ".venv", "build", "var", "*.pyc", ".*_cache")
_PYTEST: Final = ("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "pytest_django.plugin", "--reuse-db")
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


def fate(tree: Path, mutant: Mutant) -> Fate:
    """Of a mutant, against the tests of its room: the first that fails catches it."""
    target = tree / mutant.file
    kept = target.read_text(encoding="utf-8")
    target.write_text(mutant.applied(kept), encoding="utf-8")
    try:
        return worst(_run(tree, tests) for tests in ROOMS[mutant.file])
    finally:
        target.write_text(kept, encoding="utf-8")


def worst(fates: Iterator[Fate]) -> Fate:
    """RED as soon as one is; else UNCLEAR when one was."""
    unclear = False
    for found in fates:
        if found is Fate.RED:
            return found
        unclear |= found is Fate.UNCLEAR
    return Fate.UNCLEAR if unclear else Fate.GREEN


def _run(tree: Path, tests: list[str]) -> Fate:
    state, blank = tree.parent / "state", tree.parent / "blank"
    if blank.exists():
        shutil.rmtree(state, ignore_errors=True)
        shutil.copytree(blank, state)
    try:
        run = subprocess.run(  # noqa: S603 - ours
            [sys.executable, *_PYTEST, *tests],
            cwd=tree,
            env={**os.environ, "EGIDE_STATE": str(state), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
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


def not_green(tree: Path, chosen: list[Mutant]) -> list[list[str]]:
    """The tests that are not green before anything is weakened: they would seem to catch everything."""
    needed = [tests for file in dict.fromkeys(m.file for m in chosen) for tests in ROOMS[file]]
    unique = [tests for at, tests in enumerate(needed) if tests not in needed[:at]]
    return [tests for tests in unique if _run(tree, tests) is not Fate.GREEN]
