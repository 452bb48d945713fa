"""Keeping a child process alive: started again when it dies, stopped with whoever asked for it."""

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from types import FrameType
from typing import Final

import click

_PATIENCE: Final = 60.0
"""A child that lived so long did not die of how it was started: the pause before the next is short again."""

_LONGEST: Final = 30.0


class Keeper:
    """Runs `command` again and again. `beside`: the process with which all stops; None when none does."""

    def __init__(self, command: Sequence[str], beside: int | None = None) -> None:
        self.command, self.beside = list(command), beside
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Until `stop`. A child that dies at once is started again later and later, 30 seconds at most."""
        pause = 1.0
        while not self._over():
            began = time.monotonic()
            self._child = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603 - our own command
            code = self._wait(self._child)
            if self._over():
                break
            pause = 1.0 if time.monotonic() - began > _PATIENCE else min(pause * 2, _LONGEST)
            click.echo(f"L’exécutant des tâches s’est arrêté (code {code}) ; il repart.", err=True)
            self._stopping.wait(pause)
        self._end()

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:  # noqa: ARG002 - signal's signature
        """Let the child finish what it has in hand; at the second time, tell it so too: it does not wait any more."""
        if self._stopping.is_set() and self._child is not None:
            self._child.terminate()
        self._stopping.set()

    def _over(self) -> bool:
        return self._stopping.is_set() or (self.beside is not None and os.getppid() != self.beside)

    def _wait(self, child: "subprocess.Popen[bytes]") -> int | None:
        while child.poll() is None and not self._over():
            time.sleep(0.2)
        return child.returncode

    def _end(self) -> None:
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()
            self._child.wait()
