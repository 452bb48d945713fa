"""However a file is spoilt, it ends as a Workbook or a refusal. EGIDE_FUZZ: how many files."""

import os
import select
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from egide.formats.errors import ReaderFault, Unreadable
from egide.formats.grids.limits import Limits
from egide.formats.grids.sandbox import read_in_sandbox
from egide.formats.grids.workbooks import read_workbook
from tests.formats.mutations import mutate, seeds

COUNT = int(os.environ.get("EGIDE_FUZZ", "2000"))
SHARES = 4
ROOT = Path(__file__).parents[2]


def lines(process):
    """What the worker says, line by line, until it ends or is silent longer than the sandbox allows."""
    pending = b""
    while select.select([process.stdout], [], [], Limits().wall_seconds)[0]:
        read = os.read(process.stdout.fileno(), 65_536)
        if not read:
            return
        *whole, pending = (pending + read).split(b"\n")
        yield from (line.decode() for line in whole)
    process.kill()


def work(folder, first):
    """Numbers and outcomes; a worker that dies is replaced, and the file it died of told as « died »."""
    while first < COUNT:
        arguments = [folder, first, COUNT, SHARES]
        with subprocess.Popen(
            [sys.executable, "-m", "tests.formats.mutation_worker", *map(str, arguments)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            said = list(lines(process))
        yield from zip(map(int, said[::2]), said[1::2], strict=False)
        if process.returncode == 0:
            return
        assert said, "the worker did not start"
        yield int(said[-1]), "died"
        first = int(said[-1]) + SHARES


def sandboxed(path):
    """How the sandbox tells the end of a file that killed its reader."""
    with pytest.raises(Unreadable) as refused:
        read_in_sandbox(path, read_workbook)
    return refused.value


@pytest.mark.parametrize("share", range(SHARES))
def test_every_spoilt_file_ends_well(tmp_path, share):
    outcomes, originals = Counter(), seeds()
    for number, outcome in work(tmp_path, share):
        if outcome in ("died", "memory"):
            path = tmp_path / f"{number}"
            path.write_bytes(mutate(number, originals)[1])
            assert not isinstance(sandboxed(path), ReaderFault), f"mutation {number}"
        else:
            assert outcome in ("ok", "refused"), f"mutation {number}: {outcome}"
        outcomes[outcome] += 1
    assert outcomes.total() == len(range(share, COUNT, SHARES))
    # A corpus that only ever passes, or only ever fails, would show nothing.
    assert outcomes["ok"] > outcomes.total() / 20
    assert outcomes["refused"] > outcomes.total() / 20


def test_the_seeds_themselves_are_read(tmp_path):
    for name, data in seeds().items():
        path = tmp_path / f"seed.{name}"
        path.write_bytes(data)
        assert read_workbook(path, Limits()).sheets[0].values, name
