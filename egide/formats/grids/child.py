"""What runs in the child that `egide.formats.grids.sandbox` starts: put the limits on, do the job, answer.

Imports as little as it can: the job's own module brings what the job needs.
"""

import gc
import importlib
import os
import pickle
import sys
import traceback
from pathlib import Path
from typing import Any, BinaryIO

from egide.formats.errors import ReaderFault, Unreadable
from egide.formats.grids.limits import Limits

RESULT, UNREADABLE, FAULT, MEMORY = b"R", b"U", b"F", b"M"
_GRACE_SECONDS = 5  # between the signal that names the CPU limit and the one that cannot be caught


def _restrain(limits: Limits) -> None:
    if sys.platform == "win32":  # no such limits there: the parent's wall clock remains
        return
    import resource  # noqa: PLC0415 — absent from Windows

    cpu = limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + _GRACE_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # No file can be filled by the child; the answer goes through a pipe, which this limit leaves alone.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _keep_stdout_for_the_answer() -> BinaryIO:
    """A stray print, of ours or of a library, must not corrupt the answer."""
    answer = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    return answer


def _do(request: dict[str, Any], limits: Limits) -> tuple[bytes, Any]:
    try:
        job = getattr(importlib.import_module(request["module"]), request["name"])
        return RESULT, job(Path(request["path"]), limits, **request["options"])
    except ReaderFault as fault:
        return FAULT, fault.detail
    except Unreadable as refusal:
        return UNREADABLE, (refusal.message, refusal.advice, refusal.where)
    except MemoryError:
        return MEMORY, None
    except Exception:
        return FAULT, traceback.format_exc()


def _pack(tag: bytes, content: Any) -> bytes:
    try:
        return tag + pickle.dumps(content, protocol=5)
    except MemoryError:
        return MEMORY + pickle.dumps(None)
    except Exception:
        return FAULT + pickle.dumps(traceback.format_exc())


def main(request: dict[str, Any]) -> None:
    """Answer one request and leave. The first byte says what kind of answer follows, pickled."""
    limits = Limits(**request["limits"])
    answer = _keep_stdout_for_the_answer()
    _restrain(limits)
    # A short life under a memory limit: cycles may stay, and not looking for them saves a tenth of the time.
    gc.disable()
    answer.write(_pack(*_do(request, limits)))
    answer.flush()
    os._exit(0)  # nothing to tidy up, and freeing a million cells takes time
