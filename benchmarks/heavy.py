"""Pages while a heavy work runs beside them: a register of a thousand fiches written as PDF by the worker.

Target: p95 of each page at most twice what it is alone. `python -m benchmarks.heavy [fiches]`.
"""

import http.cookies
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from benchmarks.web import ROOT, Reader, answers

FICHES: Final = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
ROUNDS: Final = 60
PAUSE: Final = 0.02


def pages(known: Mapping[str, Any]) -> dict[str, str]:
    """What a member opens while waiting."""
    body = f"/o/{known['slug']}/"
    register = f"{body}traitements/"
    return {"home of the body": body, "list of 50": register, "fiche": f"{register}{known['record']}/"}


def quantiles(taken: list[float]) -> tuple[float, float]:
    """p50 and p95."""
    ordered = sorted(taken)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]


def read(reader: Reader, known: Mapping[str, Any], until: Any) -> dict[str, list[float]]:
    """Milliseconds of each page, in turn, as a person reads, until told to stop."""
    taken: dict[str, list[float]] = {label: [] for label in pages(known)}
    while not until(len(next(iter(taken.values())))):
        for label, where in pages(known).items():
            taken[label] += reader.timed(where, 1)
            time.sleep(PAUSE)
    return taken


class Asking:
    """The work, asked through its page, as a person does."""

    def __init__(self, port: int, known: Mapping[str, Any]) -> None:
        self.port, self.session, self.works = port, known["member"], f"/o/{known['slug']}/travaux/"
        self.export = f"/o/{known['slug']}/traitements/registre/?format=pdf"

    def ask(self) -> None:
        """POST, with the token of the page. Raises RuntimeError when it is not taken."""
        reader = Reader(self.port, self.session)
        connection, headers = reader.connection, dict(reader.headers)
        connection.request("GET", self.export, headers={**headers, "Accept-Encoding": "identity"})
        answer = connection.getresponse()
        page = answer.read().decode()
        cookie = http.cookies.SimpleCookie(answer.headers["Set-Cookie"])["csrf"].value
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        token = found[1] if found else ""
        headers["Cookie"] += f"; csrf={cookie}"
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token})
        connection.request("POST", self.export, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 302:
            raise RuntimeError(f"the export was not taken: {answer.status}")

    def is_over(self) -> bool:
        """Whether its file is there. Raises RuntimeError when it failed."""
        page = Reader(self.port, self.session).ask(self.works).decode()
        if "échoué" in page:
            raise RuntimeError("the export failed")
        return "Enregistrer" in page


@contextmanager
def served() -> Iterator[int]:
    """`egide serve` with its worker, as installed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "egide.cli", "serve", "--port", str(port), "--threads", "4"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        answers(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def database(name: str) -> None:
    """Fill and measure the base that the environment names, which must be empty."""
    print(f"\n-- {name}, {FICHES} fiches, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    subprocess.run([sys.executable, "-m", "egide.cli", "init"], check=True, stdout=subprocess.DEVNULL)
    filled = subprocess.run(
        [sys.executable, "-m", "benchmarks._large_register", str(FICHES)], check=True, stdout=subprocess.PIPE
    )
    known = json.loads(filled.stdout)
    with served() as port:
        measure(port, known)


def measure(port: int, known: Mapping[str, Any]) -> None:
    """The pages alone, then with the work."""
    reader, asking = Reader(port, known["member"]), Asking(port, known)
    time.sleep(15)  # the jobs of a first start are run meanwhile
    read(reader, known, lambda rounds: rounds >= 5)
    alone = read(reader, known, lambda rounds: rounds >= ROUNDS)
    asking.ask()
    began = time.perf_counter()
    during = read(reader, known, lambda rounds: rounds % 5 == 0 and asking.is_over())
    took = time.perf_counter() - began
    print(f"the PDF of {FICHES} fiches was ready after {took:.1f} s; {len(during['fiche'])} rounds of pages meanwhile")
    print(f"{'':20}{'alone p50':>12}{'p95':>9}{'with p50':>12}{'p95':>9}   ratio of p95 (target ≤ 2)")
    for label in pages(known):
        (a50, a95), (d50, d95) = quantiles(alone[label]), quantiles(during[label])
        print(f"  {label:18}{a50:9.1f} ms{a95:6.1f} ms{d50:9.1f} ms{d95:6.1f} ms   {d95 / a95:.2f}", flush=True)


def main() -> None:
    """The base of the environment when `DATABASE_URL` names one (it must be empty); else the two, made for this."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EGIDE_STATE"] = folder
        if os.environ.get("DATABASE_URL"):
            database("PostgreSQL")
            return
        database("SQLite")
    subprocess.run(
        [ROOT / ".ci" / "postgres", sys.executable, "-m", "benchmarks.heavy", str(FICHES)], check=False, cwd=ROOT
    )


if __name__ == "__main__":
    main()
