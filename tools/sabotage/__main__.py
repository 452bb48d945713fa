"""The command: which mutants, then what became of each."""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import tools.sabotage
from tools.sabotage.judging import Court, Fate
from tools.sabotage.mutants import Mutant
from tools.sabotage.rooms import ROOMS
from tools.sabotage.weakening import mutants


def main() -> int:
    """Run them all, or those whose name holds one of some words."""
    parser = argparse.ArgumentParser(prog="python -m tools.sabotage", description=tools.sabotage.__doc__)
    parser.add_argument("--list", action="store_true", help="name them, and do nothing")
    parser.add_argument("--every", type=int, default=1, help="one in so many")
    parser.add_argument("word", nargs="*", help="what the name of a mutant holds: one of these words")
    asked = parser.parse_args()
    chosen = [mutant for mutant in mutants(ROOMS) if _is_asked(mutant, asked.word)][:: asked.every]
    if asked.list:
        sys.stdout.write("".join(f"{mutant}\n" for mutant in chosen))
        return 0
    with tempfile.TemporaryDirectory(prefix="egide-sabotage-") as folder:
        return _judged(Court(Path(folder)), chosen)


def _is_asked(mutant: Mutant, words: list[str]) -> bool:
    return not words or any(word in str(mutant) for word in words)


def _judged(court: Court, chosen: list[Mutant]) -> int:
    count: Counter[Fate] = Counter()
    for mutant in chosen:
        began = time.monotonic()
        found = court.fate(mutant)
        count[found] += 1
        sys.stdout.write(f"{found.value:8} {time.monotonic() - began:5.0f} s  {mutant}\n")
        sys.stdout.flush()
    sys.stdout.write("".join(f"not green before sabotage: {' '.join(tests)}\n" for tests in court.broken))
    told = f"{count[Fate.RED]} caught, {count[Fate.GREEN]} survive, {count[Fate.UNCLEAR]} unclear"
    sys.stdout.write(f"{len(chosen)} locks weakened, {told}\n")
    return 0 if count[Fate.RED] == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
