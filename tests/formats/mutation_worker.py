"""Reads mutated files one after the other under the limits of the sandbox; says how each ended.

One line before each file (its number), one after: ok, refused, memory, or the traceback nobody wants.
"""

import pickle
import resource
import sys
import time
import traceback
from pathlib import Path

from egide.formats.errors import ReaderFault, Unreadable
from egide.formats.grids.grid import Workbook
from egide.formats.grids.limits import Limits
from egide.formats.grids.workbooks import read_workbook
from tests.formats.mutations import mutate, seeds


def outcome(path):
    try:
        book = read_workbook(path, Limits())
        use(book)
    except ReaderFault as fault:
        return repr(fault.detail)
    except Unreadable as refusal:
        # What a person reads: sentences, and nothing of the machinery.
        whole = refusal.message.endswith((".", "!")) and refusal.advice.endswith(".")
        return "refused" if whole and "Traceback" not in str(refusal) else repr(str(refusal))
    except MemoryError:
        return "memory"
    except BaseException:
        return repr(traceback.format_exc())
    return "ok"


def use(book):
    """Walk through all of it as the readers of registers will."""
    if type(book) is not Workbook:
        raise TypeError(type(book))
    for sheet in book.sheets:
        for row in sheet.rows():
            for cell in row:
                cell.text, cell.address, cell.comment, sheet.is_hidden(cell.row, cell.column)
        sheet.span_at(0, 0)
    pickle.dumps(book)


def main(folder, first, end, step):
    limits, path, originals = Limits(), Path(folder) / "mutated", seeds()
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number in range(first, end, step):
        _, data = mutate(number, originals)
        path.write_bytes(data)
        spent = int(time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (spent + limits.cpu_seconds, resource.RLIM_INFINITY))
        print(number, flush=True)
        print(outcome(path), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
