"""`egide serve`: the web application, by gunicorn, on this machine."""

import os
import subprocess
import sys
from typing import Any

import click

from egide.cli.web import refuse_unmigrated, start


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

    \b
    Exemple :
      egide serve --port 8080
    """
    start()
    refuse_unmigrated()
    from gunicorn.app.base import BaseApplication

    beside = _worker() if _wanted(worker) else None

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            chosen = {"bind": f"{host}:{port}", "workers": workers, "threads": threads, "worker_class": "gthread"}
            fixed = {"timeout": 120, "control_socket_disable": True, "on_exit": lambda _: _end(beside)}
            for name, value in {**chosen, **fixed}.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from egide.wsgi import application

            return application

    click.echo(f"Égide répond sur http://{host}:{port}/ (Ctrl-C pour arrêter).")
    Server().run()


def _wanted(asked: bool | None) -> bool:
    return os.environ.get("EGIDE_WORKER", "1") != "0" if asked is None else asked


def _worker() -> "subprocess.Popen[bytes]":
    """The one who keeps it: it stops when this process does, even killed."""
    command = [sys.executable, "-m", "egide.cli", "worker", "--keep", "--beside", str(os.getpid())]
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own command


def _end(beside: "subprocess.Popen[bytes] | None") -> None:
    """It lets the task in hand finish: the server does not wait for it."""
    if beside is not None and beside.poll() is None:
        beside.terminate()
