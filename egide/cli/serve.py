"""`egide serve`: the web application, by gunicorn, on this machine."""

import os
import subprocess
import sys
from shutil import rmtree
from typing import Any

import click

from egide import environment
from egide.cli.doctor import refuse_dangers
from egide.cli.web import refuse_unmigrated, start
from egide.operations.watching.sharing import share_between_processes


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADRESSE", help="L’adresse à écouter.")
@click.option("--port", default=8000, show_default=True, metavar="PORT", type=click.IntRange(1, 65_535))
@click.option("--workers", default=1, show_default=True, metavar="N", type=click.IntRange(1, 64), help="Processus.")
@click.option(
    "--threads", default=4, show_default=True, metavar="N", type=click.IntRange(1, 64), help="Fils par processus."
)
@click.option(
    "--worker/--no-worker", default=None, help="Lance aussi l’exécutant des tâches de fond (sauf EGIDE_WORKER=0)."
)
def command(host: str, port: int, workers: int, threads: int, worker: bool | None) -> None:
    """Sert l’application sur cette machine.

    Derrière un serveur frontal qui chiffre, donnez EGIDE_TLS=1 et EGIDE_HOSTS. Un exécutant des tâches de fond
    (courriels, exports longs, travaux périodiques) est lancé à côté, et relancé s’il s’arrête ; --no-worker le
    laisse à « egide worker », lancé à part.

    Le service refuse de démarrer en production si l’installation n’est pas sûre : « egide doctor » dit pourquoi.

    \b
    Exemple :
      egide serve --port 8080
    """
    start()
    refuse_unmigrated()
    refuse_dangers(host)
    _let_go()
    counts = share_between_processes()
    from gunicorn.app.base import BaseApplication

    beside = _worker() if _wanted(worker) else None

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            self.cfg.set("logger_class", "egide.operations.watching.server_log.ServerLog")
            self.cfg.set("child_exit", _forget)
            chosen = {"bind": f"{host}:{port}", "workers": workers, "threads": threads, "worker_class": "gthread"}
            fixed = {"timeout": 120, "control_socket_disable": True, "on_exit": lambda _: _end(beside)}
            for name, value in {**chosen, **fixed}.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from egide.wsgi import application

            return application

    click.echo(f"Égide répond sur http://{host}:{port}/ (Ctrl-C pour arrêter).")
    try:
        Server().run()
    finally:
        rmtree(counts, ignore_errors=True)


def _let_go() -> None:
    """No process inherits the connection that the checks opened: two that share one break it."""
    from django.db import connections

    connections.close_all()


def _forget(server: Any, worker: Any) -> None:
    """A process that ended is no more among those that live; what it counted stays counted."""
    from prometheus_client import multiprocess

    del server
    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def _wanted(asked: bool | None) -> bool:
    return environment.flag("EGIDE_WORKER") if asked is None else asked


def _worker() -> "subprocess.Popen[bytes]":
    """The one who keeps it: it stops when this process does, even killed."""
    command = [sys.executable, "-m", "egide.cli", "worker", "--keep", "--beside", str(os.getpid())]
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own command


def _end(beside: "subprocess.Popen[bytes] | None") -> None:
    """It lets the task in hand finish: the server does not wait for it."""
    if beside is not None and beside.poll() is None:
        beside.terminate()
