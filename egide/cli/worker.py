"""`egide worker`: runs what the application does later: mails, exports, periodic jobs."""

import contextlib
import os
import signal
import sys
import threading
import time
from datetime import timedelta
from types import FrameType
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from egide.cli.web import refuse_unmigrated, start

if TYPE_CHECKING:
    from egide.platform.tasks.worker import Running


@click.command()
@click.option("--once", is_flag=True, help="Fait ce qui attend, puis s’arrête.")
@click.option("--nice", default=10, show_default=True, metavar="N", type=click.IntRange(0, 19), help="Priorité basse.")
@click.option("--status", is_flag=True, help="Dit ce qui attend, ce qui tourne et ce qui a échoué, sans rien lancer.")
@click.option("--retry", "retried", metavar="NUMÉRO", type=click.UUID, help="Remet en attente une tâche échouée.")
@click.option("--keep", is_flag=True, help="Relance l’exécutant s’il s’arrête tout seul.")
@click.option("--beside", hidden=True, type=int, help="Stops when this process is gone.")
@click.option("--silence", hidden=True, type=click.FloatRange(1, 3600), default=45.0)
def command(
    once: bool, nice: int, status: bool, retried: UUID | None, keep: bool, beside: int | None, silence: float
) -> None:
    """Exécute les tâches de fond : courriels, exports longs, travaux périodiques.

    `egide serve` en lance un à côté de lui : cette commande sert à le lancer à part. Plusieurs peuvent tourner
    ensemble. Ctrl-C (ou SIGTERM) laisse finir la tâche en cours ; une seconde fois, la remet en attente.

    \b
    Exemples :
      egide worker
      egide worker --once
      egide worker --status
    """
    if keep:
        _keep(["--nice", str(nice), "--silence", str(silence)], beside)
        return
    start()
    refuse_unmigrated()
    from egide.platform.records.checks import refuse_to_start_unlocked

    refuse_to_start_unlocked()
    _log()
    if status:
        _tell()
    elif retried:
        _retry(retried)
    elif once:
        from egide.platform.tasks.worker import Running

        os.nice(nice)
        _say(Running(silence=timedelta(seconds=silence)).once())
    else:
        os.nice(nice)
        _work(timedelta(seconds=silence), beside)


def _log() -> None:
    """On the error output, a line each, unless the settings say more."""
    import logging

    logger = logging.getLogger("egide.tasks")
    if not logger.hasHandlers():
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger.addHandler(handler)


def _work(silence: timedelta, beside: int | None) -> None:
    from egide.platform.tasks.worker import Running

    running = Running(silence=silence)

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - signal's signature
        if running.stopping.is_set():
            _on_signals(signal.SIG_DFL)
            running.abandon()
        running.stop()

    _on_signals(stop)
    if beside:
        _stop_with(beside, running)
    if not running.run():
        os._exit(1)  # a thread that waits for a page layout cannot be stopped otherwise


def _on_signals(act: Any) -> None:
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, act)


def _stop_with(parent: int, running: "Running") -> None:
    """Whoever started it may be killed without a word."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        running.stop()

    threading.Thread(target=watch, daemon=True).start()


def _keep(options: list[str], beside: int | None) -> None:
    """Run the worker in a child, again each time it dies; this process stays small and touches no data."""
    from egide.cli.keeping import Keeper

    keeper = Keeper([sys.executable, "-m", "egide.cli", "worker", *options, "--beside", str(os.getpid())], beside)
    _on_signals(keeper.stop)
    keeper.run()


def _say(count: int) -> None:
    from egide.law.french import plural

    click.echo(f"{plural(count, 'tâche')} : fait." if count else "Rien n’attendait.")


def _retry(task_id: UUID) -> None:
    from egide.platform.tasks.queue import retry

    if not retry(task_id):
        raise click.ClickException(f"Aucune tâche échouée n’a le numéro {task_id} : voyez « egide worker --status ».")
    click.echo("Elle est remise en attente.")


def _tell() -> None:
    from django.utils import timezone

    from egide.platform.tasks.status import status

    found = status(timezone.now())
    out: Any = click.echo
    out(f"Exécutants : {found.workers}. En attente : {found.waiting}. En cours : {found.running}.")
    for job, at in found.last_runs:
        out(f"  {job} : {timezone.localtime(at):%d/%m/%Y %H:%M}" if at else f"  {job} : jamais lancé")
    out(f"Tâches échouées : {found.failed}.")
    for failure in found.failures:
        with contextlib.suppress(BrokenPipeError):
            out(f"  {failure.id}  {timezone.localtime(failure.at):%d/%m/%Y %H:%M}  {failure.task}  {failure.error}")
