"""PostgreSQL itself killed under load (SIGKILL to the postmaster and all of its processes) and started again, while the
service goes on: nothing that was acknowledged may be lost, and pages come back by themselves.

`python -m benchmarks.database_killed [KILLS]` on a cluster of its own, with the durability of a fresh installation.
"""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.faults import PATIENCE, Service, kept, prepare, told, writing

PORT = random.randint(8400, 8899)  # noqa: S311 - no secret is drawn


class Cluster:
    """A private cluster, on a socket of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        found = shutil.which("initdb") or str(max(Path("/usr/lib/postgresql").glob("*/bin/initdb")))
        self.bin = Path(found).resolve().parent
        self.account = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.account:
            shutil.chown(folder, "postgres")
        self._run("initdb", "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()
        self._sql("postgres", "CREATE ROLE egide_owner LOGIN", "CREATE ROLE egide LOGIN")
        self._sql("postgres", "CREATE DATABASE egide OWNER egide_owner")

    def _run(self, program: str, *words: str) -> None:
        command = [*self.account, str(self.bin / program), *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def _sql(self, database: str, *statements: str) -> None:
        for statement in statements:
            self._run("psql", "-qX", "-h", str(self.folder), "-U", "postgres", "-d", database, "-c", statement)

    def start(self) -> None:
        """Wait until it has recovered."""
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c max_connections=40"
        data, log = str(self.folder / "data"), str(self.folder / "log")
        self._run("pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "-o", options, "start")

    def kill(self) -> None:
        """All of its processes at once."""
        postmaster = int((self.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text(encoding="utf-8").split()
        for process in (postmaster, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while any(Path(f"/proc/{process}").exists() for process in (postmaster, *children)):
            time.sleep(0.01)

    def stop(self) -> None:
        """For good."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")


def killed(cluster: Cluster, known: dict[str, str], times: int) -> dict[str, Any]:
    """The database killed, `times` times, at any moment of a write."""
    began, kills = time.monotonic(), 0
    service = Service(PORT, 1)
    with writing(PORT, known) as writers, contextlib.suppress(KeyboardInterrupt):
        while kills < times:
            before, waited = kept(writers), time.monotonic()
            while kept(writers) == before:
                if time.monotonic() - waited > PATIENCE:
                    raise TimeoutError("the service does not come back")
                time.sleep(0.005)
            time.sleep(random.uniform(0, 0.4))  # noqa: S311 - no secret is drawn
            cluster.kill()
            kills += 1
            cluster.start()
            if kills % 20 == 0:
                print(f"{kills} kills, {kept(writers)} acknowledged", file=sys.stderr, flush=True)
    service.kill()
    return told(known, writers, began, kills=kills)


def main() -> None:
    """Print one line of JSON."""
    times = int(sys.argv[1]) if sys.argv[1:] else 200
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egide.settings")
    with tempfile.TemporaryDirectory(prefix="egide-", dir="/tmp") as name:  # a socket has a short path
        Path(name).chmod(0o755)
        data = Path(name) / "pg"
        data.mkdir(mode=0o700)
        cluster = Cluster(data)
        if cluster.account:
            data.chmod(0o755)
        os.environ["EGIDE_STATE"] = str(Path(name) / "state")
        os.environ["DATABASE_URL"] = f"postgresql://egide@/egide?host={data}"
        os.environ["DATABASE_OWNER_URL"] = f"postgresql://egide_owner@/egide?host={data}"
        try:
            print(json.dumps(killed(cluster, prepare(), times)))
        finally:
            cluster.stop()


if __name__ == "__main__":
    main()
