"""`egide serve`: the web application, by gunicorn, on this machine."""

from shutil import rmtree
from typing import Any

import click

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
def command(host: str, port: int, workers: int, threads: int) -> None:
    """Sert l’application sur cette machine.

    Derrière un serveur frontal qui chiffre, donnez EGIDE_TLS=1 et EGIDE_HOSTS. Le service refuse alors de démarrer
    si l’installation n’est pas sûre : « egide doctor » dit pourquoi.

    \b
    Exemple :
      egide serve --port 8080
    """
    start()
    refuse_unmigrated()
    refuse_dangers(host)
    counts = share_between_processes()
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            self.cfg.set("logger_class", "egide.operations.watching.server_log.ServerLog")
            self.cfg.set("child_exit", _forget)
            chosen = {"bind": f"{host}:{port}", "workers": workers, "threads": threads, "worker_class": "gthread"}
            for name, value in {**chosen, "timeout": 120, "control_socket_disable": True}.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from egide.wsgi import application

            return application

    click.echo(f"Égide répond sur http://{host}:{port}/ (Ctrl-C pour arrêter).")
    try:
        Server().run()
    finally:
        rmtree(counts, ignore_errors=True)


def _forget(server: Any, worker: Any) -> None:
    """A process that ended is no more among those that live; what it counted stays counted."""
    from prometheus_client import multiprocess

    del server
    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
