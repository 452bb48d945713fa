"""Weakens each lock of the application in turn and demands that a test goes red: `make sabotage`.

The mutants are generated from the code: refusals that no longer raise, screens open to everyone, queries without their
confinement, writes that are not checked or not journaled. Each runs in a copy of the tree, against the tests of its
room. The tests must be green first; exits 1 unless each mutant is caught.
`python tools/sabotage.py [--list] [--every N] [WORD]`.
"""

import argparse
import ast
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

LONGEST = 300
"""Seconds given to the tests of a room."""

ROOT = Path(__file__).resolve().parent.parent
MATRIX = ["tests/machinery/test_isolation_matrix.py", "-k", "READER or MANAGER or address_says"]
DECLARED = ["tests/machinery/test_declared.py"]
MATRIX_OF_REFERENTS = ["tests/machinery/test_isolation_matrix.py", "-k", "not_theirs and REFERENT"]
RECORDS = ["tests/platform/records", "--deselect", "tests/platform/records/test_racing_edits.py"]
KERNEL = [
    f"tests/platform/kernel/{name}.py"
    for name in ("test_screens", "test_screens_lists", "test_moving", "test_proposals")
]
ROOMS: dict[str, list[list[str]]] = {
    "egide/platform/records/audience.py": [RECORDS, MATRIX],
    "egide/platform/records/models.py": [RECORDS],
    "egide/platform/records/saving.py": [RECORDS],
    "egide/platform/records/scope.py": [RECORDS],
    "egide/platform/records/acting.py": [RECORDS],
    "egide/platform/records/soundness.py": [RECORDS, KERNEL],
    "egide/platform/records/journal/appending.py": [RECORDS, ["tests/platform/journal"]],
    "egide/platform/organizations/confinement.py": [RECORDS, ["tests/platform/bodies"], MATRIX],
    "egide/platform/organizations/access.py": [RECORDS, ["tests/platform/bodies"], MATRIX],
    "egide/platform/organizations/guarding.py": [MATRIX],
    "egide/platform/organizations/middleware.py": [MATRIX],
    "egide/platform/organizations/habilitations.py": [["tests/platform/bodies", "tests/platform/organizations"]],
    "egide/platform/kernel/policy.py": [DECLARED, KERNEL, MATRIX],
    "egide/platform/kernel/screens/guarding.py": [DECLARED, KERNEL, MATRIX],
    "egide/platform/kernel/screens/editing.py": [DECLARED, KERNEL],
    "egide/platform/kernel/screens/moving.py": [DECLARED, KERNEL],
    "egide/platform/kernel/screens/exporting.py": [DECLARED, KERNEL],
    "egide/platform/kernel/screens/proposing.py": [DECLARED, KERNEL],
    "egide/platform/kernel/screens/proposals.py": [DECLARED, KERNEL, MATRIX],
    "egide/platform/kernel/screens/territory.py": [["tests/machinery/test_territory.py"]],
    "egide/registers/imports/views.py": [["tests/registers/imports"], MATRIX_OF_REFERENTS],
    "egide/platform/bodies/people.py": [DECLARED, ["tests/platform/bodies"], MATRIX],
    "egide/platform/bodies/members.py": [DECLARED, ["tests/platform/bodies"], MATRIX],
    "egide/platform/bodies/presentation.py": [DECLARED, ["tests/platform/bodies"], MATRIX],
}
CHECKS = {"_check", "append", "_remove_lines", "current_actor", "scoped_organization"}
OPEN = {"for_roles": "for_roles(*Role)", "allowed": "allowed(Action.VIEW)"}
"""What each decorator becomes when it lets in everyone that it can."""

QUERIES = {"confine", "confine_organizations", "_of_one"}


@dataclass(frozen=True)
class Mutant:
    """One lock weakened: lines `first` to `last` of a file replaced by `text`."""

    file: str
    first: int
    last: int
    text: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.first} {self.what}"


def mutants() -> Iterator[Mutant]:
    """All of them, in the order of the rooms and of the lines."""
    for file in ROOMS:
        source = (ROOT / file).read_text(encoding="utf-8")
        yield from sorted(_of(file, source), key=lambda mutant: mutant.first)


def _of(file: str, source: str) -> Iterator[Mutant]:
    lines = source.splitlines()
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and node.exc is not None:
            yield _replaced(file, lines, node, "pass", f"no longer raises {ast.unparse(node.exc)[:40]}")
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _name(node.value) in CHECKS:
            yield _replaced(file, lines, node, "pass", f"no longer calls {_name(node.value)}")
        elif isinstance(node, ast.FunctionDef):
            yield from _decorated(file, lines, node)
            if node.name in QUERIES:
                yield from _unconfined(file, lines, node)
        elif (
            isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) and file.endswith(("policy.py", "access.py"))
        ):
            yield _weaker(file, lines, node)


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _decorated(file: str, lines: list[str], function: ast.FunctionDef) -> Iterator[Mutant]:
    for decorator in function.decorator_list:
        if not isinstance(decorator, ast.Call) or _name(decorator) not in OPEN:
            continue
        text = OPEN[_name(decorator)]
        if ast.unparse(decorator) not in {text, "for_roles(*EVERYONE)"}:  # it lets in everyone already
            yield _replaced(file, lines, decorator, text, f"{function.name} becomes @{text}", before="@")


def _unconfined(file: str, lines: list[str], function: ast.FunctionDef) -> Iterator[Mutant]:
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "Q()":
            yield _replaced(file, lines, node, "return Q()", f"{function.name} confines nothing")


def _weaker(file: str, lines: list[str], node: ast.BoolOp) -> Mutant:
    text = f"({ast.unparse(node.values[0])})"
    line = lines[node.lineno - 1]
    if node.lineno == node.end_lineno:
        changed = line[: node.col_offset] + text + line[node.end_col_offset :]
        return Mutant(file, node.lineno, node.lineno, changed, f"only {text[:50]}")
    tail = lines[(node.end_lineno or 1) - 1][node.end_col_offset :]
    return Mutant(file, node.lineno, node.end_lineno or 1, line[: node.col_offset] + text + tail, f"only {text[:50]}")


def _replaced(file: str, lines: list[str], node: ast.AST, text: str, what: str, *, before: str = "") -> Mutant:
    first, last = node.lineno, node.end_lineno or node.lineno  # type: ignore[attr-defined]
    indent = lines[first - 1][: len(lines[first - 1]) - len(lines[first - 1].lstrip())]
    return Mutant(file, first, last, f"{indent}{before}{text}", what)


class Fate(Enum):
    """What became of a run: only a test that failed catches a mutant; a crash or a delay proves nothing."""

    GREEN = "SURVIVES"
    RED = "caught"
    UNCLEAR = "UNCLEAR"


def fate(tree: Path, mutant: Mutant) -> Fate:
    """Of a mutant, against the tests of its room: the first that fails catches it."""
    target = tree / mutant.file
    kept = target.read_text(encoding="utf-8")
    lines = kept.splitlines()
    lines[mutant.first - 1 : mutant.last] = [mutant.text]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
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
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]
    try:
        run = subprocess.run(command, cwd=tree, capture_output=True, timeout=LONGEST, check=False)  # noqa: S603 - ours
    except subprocess.TimeoutExpired:
        return Fate.UNCLEAR
    return {0: Fate.GREEN, 1: Fate.RED}.get(run.returncode, Fate.UNCLEAR)


def not_green(tree: Path, chosen: list[Mutant]) -> list[list[str]]:
    """The tests that are not green before anything is weakened: they would seem to catch everything."""
    needed = [tests for file in dict.fromkeys(m.file for m in chosen) for tests in ROOMS[file]]
    unique = [tests for at, tests in enumerate(needed) if tests not in needed[:at]]
    return [tests for tests in unique if _run(tree, tests) is not Fate.GREEN]


def main() -> int:
    """Run them all, or those whose name holds a word."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("word", nargs="?", default="")
    asked = parser.parse_args()
    chosen = [mutant for mutant in mutants() if asked.word in str(mutant)][:: asked.every]
    if asked.list:
        sys.stdout.write("".join(f"{mutant}\n" for mutant in chosen))
        return 0
    count = dict.fromkeys(Fate, 0)
    with tempfile.TemporaryDirectory(prefix="egide-sabotage-") as folder:
        tree = Path(folder) / "egide"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".git", ".venv", "build", "var", "*.pyc", ".*_cache"))
        if broken := not_green(tree, chosen):
            sys.stdout.write("".join(f"not green before sabotage: {' '.join(tests)}\n" for tests in broken))
            return 1
        for mutant in chosen:
            began = time.monotonic()
            found = fate(tree, mutant)
            count[found] += 1
            sys.stdout.write(f"{found.value:8} {time.monotonic() - began:5.0f} s  {mutant}\n")
            sys.stdout.flush()
    told = f"{count[Fate.RED]} caught, {count[Fate.GREEN]} survive, {count[Fate.UNCLEAR]} unclear"
    sys.stdout.write(f"{len(chosen)} locks weakened, {told}\n")
    return 0 if count[Fate.RED] == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
