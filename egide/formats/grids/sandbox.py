"""Read a file in a child process that may exhaust memory or time, or be killed, without harm to ours.

A plain `python -c` rather than multiprocessing: spawn would import the caller's main module, fork would copy
a threaded server. The child gets no secret of ours (bare environment), fills no file, and its answer is
unpickled with an allow-list of classes, so that even a child taken over by a hostile file cannot reach us.
"""

import dataclasses
import enum
import io
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

from egide.formats.errors import ReaderFault, Unreadable
from egide.formats.grids import child
from egide.formats.grids.limits import Limits, megabytes

Result = TypeVar("Result")

_BOOTSTRAP = (
    "import json, sys; request = json.load(sys.stdin); sys.path[:] = request['sys_path'];"
    "from egide.formats.grids.child import main; main(request)"
)
_KEPT_ENVIRONMENT = ("LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
_PLAIN = {
    "builtins": {"set", "frozenset", "bytearray"},
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
    "decimal": {"Decimal"},
    "uuid": {"UUID"},
    "pathlib": {"Path", "PosixPath", "PurePosixPath", "WindowsPath"},
}
_SMALLER = "Gardez l’essentiel dans un fichier plus petit, ou enregistrez-le à nouveau depuis votre tableur."


@dataclasses.dataclass(frozen=True, slots=True)
class _Ending:
    """How the child ended: what it said, its exit status (negative: the signal), whether we stopped it."""

    answer: bytes
    status: int
    expired: bool


def read_in_sandbox(
    path: Path,
    job: Callable[..., Result],
    limits: Limits | None = None,
    **options: str | int | bool | None,
) -> Result:
    """`job(path, limits, **options)`, run in a child under `limits`.

    `job` is a function at the top level of a module the child can import. It returns plain values, and
    dataclasses, named tuples and enumerations of `egide`. Raises Unreadable as the job raised it, or when the
    child exhausted memory or time or died; ReaderFault when the job failed in any other way.
    """
    limits = limits or Limits()
    ending = _run(_request(path, job, limits, options), limits)
    if len(ending.answer) > limits.answer_bytes:
        raise _too_heavy(limits)
    if ending.status != 0 or not ending.answer:
        raise _explain(ending, limits)
    return cast("Result", _open(ending.answer, limits))


def _request(path: Path, job: Callable[..., Any], limits: Limits, options: dict[str, Any]) -> bytes:
    if job.__module__ == "__main__" or job.__qualname__ != job.__name__:
        raise ValueError(f"{job.__qualname__} is not at the top level of a module that a child can import")
    return json.dumps(
        {
            "path": str(path.absolute()),
            "module": job.__module__,
            "name": job.__name__,
            "limits": dataclasses.asdict(limits),
            "options": options,
            "sys_path": [str(Path(entry).absolute()) for entry in sys.path],
        }
    ).encode()


def _run(request: bytes, limits: Limits) -> _Ending:
    expired = threading.Event()
    with subprocess.Popen(  # noqa: S603 — our own interpreter, our own words
        [sys.executable, "-I", "-X", "utf8", "-c", _BOOTSTRAP],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
        cwd=Path(sys.executable).anchor,
    ) as process:

        def stop() -> None:
            expired.set()
            process.kill()

        watchdog = threading.Timer(limits.wall_seconds, stop)
        watchdog.start()
        try:
            answer = _converse(process, request, limits)
        finally:
            watchdog.cancel()
            process.kill()
    return _Ending(answer, process.returncode, expired.is_set())


def _converse(process: "subprocess.Popen[bytes]", request: bytes, limits: Limits) -> bytes:
    stdin, stdout = cast("BinaryIO", process.stdin), cast("BinaryIO", process.stdout)
    try:
        stdin.write(request)
        stdin.close()
    except BrokenPipeError:  # died at birth: its status will tell
        pass
    answer = stdout.read(limits.answer_bytes + 1)
    if len(answer) <= limits.answer_bytes:
        process.wait()
    return answer


def _explain(ending: _Ending, limits: Limits) -> Unreadable:
    if ending.expired:
        return _too_slow(f"{limits.wall_seconds:g}\u00a0secondes".replace(".", ","))
    if sys.platform != "win32" and ending.status == -signal.SIGXCPU:
        return _too_slow(f"{limits.cpu_seconds}\u00a0secondes de calcul")
    if ending.status > 0:
        return ReaderFault(f"the child left with status {ending.status}")
    return Unreadable(
        "La lecture de ce fichier s’est arrêtée brutalement\u202f: il est abîmé, ou demande plus que la"
        f" limite de {megabytes(limits.memory_bytes)} de mémoire.",
        "Ouvrez-le dans votre tableur, vérifiez qu’il s’affiche bien et qu’aucune cellule n’est remplie très"
        " loin des autres, puis enregistrez-le à nouveau.",
    )


def _too_slow(limit: str) -> Unreadable:
    return Unreadable(f"La lecture de ce fichier a dépassé la limite de {limit}.", _SMALLER)


def _too_heavy(limits: Limits) -> Unreadable:
    return Unreadable(
        f"La lecture de ce fichier dépasse la limite de {megabytes(limits.memory_bytes)} de mémoire.",
        _SMALLER,
    )


def _open(answer: bytes, limits: Limits) -> Any:
    try:
        content = _Trusted(io.BytesIO(memoryview(answer)[1:])).load()
    except Exception as refused:  # a child taken over may write anything
        raise ReaderFault(f"the child's answer was refused: {refused}") from refused
    tag = answer[:1]
    if tag == child.UNREADABLE:
        raise Unreadable(*content)
    if tag == child.FAULT:
        raise ReaderFault(content)
    if tag == child.MEMORY:
        raise _too_heavy(limits)
    return content


def _member(kind: object, name: str) -> enum.Enum:
    """Python 3.11 pickles a member as getattr(kind, name): allow that, and nothing else of getattr."""
    if not (isinstance(kind, type) and issubclass(kind, enum.Enum)):
        raise pickle.UnpicklingError(f"getattr({kind}, {name})")
    return kind[name]


class _Trusted(pickle.Unpickler):
    """Only plain values, and the dataclasses, named tuples and enumerations of our modules already loaded."""

    def find_class(self, module: str, name: str) -> Any:
        """As pickle wants it. Raises UnpicklingError for whatever is not on the list."""
        if (module, name) == ("builtins", "getattr"):
            return _member
        found = getattr(sys.modules.get(module), name, None)
        ours = module.startswith("egide.") and _is_plain(found)
        if ours or name in _PLAIN.get(module, ()):
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _is_plain(found: Any) -> bool:
    return isinstance(found, type) and (
        dataclasses.is_dataclass(found) or hasattr(found, "_fields") or issubclass(found, enum.Enum)
    )
