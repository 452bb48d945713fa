"""The platform as a browser waits for it: 908 bodies of 80 activities, `egide serve` with one worker, over HTTP.

`python -m benchmarks.web [N]` measures SQLite in a temporary folder, then PostgreSQL through `.ci/postgres`; what fills
the base is told in `_territory.py`. A page is asked N times, three times over: what is printed is the median
(a page of more than SLOW ms: N times in all).
"""

import gzip
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

RUNS, WARM, SLOW = 3, 5, 100
N = int(sys.argv[1]) if "".join(sys.argv[1:2]).isdigit() else 100
ROOT = Path(__file__).resolve().parent.parent
Known = Mapping[str, Any]


def pages(known: Known) -> list[tuple[str, str, str, str]]:
    """Whose session, what is asked, where, and the target."""
    body = f"/o/{known['slug']}/"
    register = f"{body}traitements/"
    fiche = f"{register}{known['record']}/"
    every = "/territoire/traitements/"
    return [
        ("member", "list of 50", register, "p50 ≤ 25, p95 ≤ 60"),
        ("member", "  with a search and a filter", f"{register}?q=agents&purposes.legal_basis=LEGAL_OBLIGATION", ""),
        ("member", "fiche", fiche, "p95 ≤ 60"),
        ("member", f"history, {known['versions']} versions", f"{fiche}historique/", "p95 ≤ 60"),
        ("member", "home of the body", body, ""),
        ("advisor", "list over all bodies", every, "p95 ≤ 150"),
        ("advisor", "  searched: in most fiches", f"{every}?q=a", "p95 ≤ 150"),
        ("advisor", "  searched: in one of each", f"{every}?q=videoprotection", "p95 ≤ 150"),
        ("advisor", "  with a filter", f"{every}?purposes.legal_basis=LEGAL_OBLIGATION", "p95 ≤ 150"),
        ("advisor", "  by completeness", f"{every}?tri=-completeness", "p95 ≤ 150"),
        ("advisor", "  its page 20", f"{every}?page=20", "p95 ≤ 150"),
        ("advisor", "list of 50 of one body", register, ""),
        ("advisor", "all the bodies", "/", ""),
    ]


class Reader:
    """A person at one connection that is kept open."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": f"session={session}", "Accept-Encoding": "gzip"}

    def ask(self, where: str) -> bytes:
        """The body of the answer. Raises RuntimeError on anything but a page."""
        self.connection.request("GET", where, headers=self.headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{where}: {answer.status} {answer.headers.get('Location', '')}")
        return gzip.decompress(content) if answer.headers["Content-Encoding"] == "gzip" else content

    def timed(self, where: str, times: int) -> list[float]:
        """Milliseconds of each, in order of length."""
        taken = []
        for _ in range(times):
            began = time.perf_counter()
            self.ask(where)
            taken.append((time.perf_counter() - began) * 1000)
        return sorted(taken)


def figures(runs: Sequence[Sequence[float]]) -> tuple[float, float]:
    """p50 and p95: the median over the runs."""
    return (
        statistics.median(statistics.median(run) for run in runs),
        statistics.median(run[int(len(run) * 0.95)] for run in runs),
    )


def measure(port: int, known: Known, server: int) -> None:
    """Every page, one after the other. `cpu`: of the worker, for one page, whatever else the machine does."""
    print(f"{'':34}{'p50':>9}{'p95':>9}      cpu  load  KB")
    for who, label, where, target in pages(known):
        reader = Reader(port, known[who])
        times = N if statistics.median(reader.timed(where, WARM)) < SLOW else -(-N // RUNS)
        began = processor(server)
        p50, p95 = figures([reader.timed(where, times) for _ in range(RUNS)])
        cpu = (processor(server) - began) / (RUNS * times) * 1000
        size = len(reader.ask(where)) / 1000
        told = f"{cpu:6.1f} ms {os.getloadavg()[0]:5.1f} {size:3.0f}"
        print(f"  {label:32}{p50:6.1f} ms{p95:6.1f} ms{told}   {target}", flush=True)


def together(port: int, known: Known, readers: int) -> None:
    """Several people at once on the same list: what each waits for, and how many pages a second."""
    for who, label, where, _ in pages(known):
        if label in {"list of 50", "list over all bodies"}:
            people = [Reader(port, known[who]) for _ in range(readers)]
            people[0].timed(where, WARM)
            began = time.perf_counter()
            with ThreadPoolExecutor(readers) as pool:
                taken = list(pool.map(lambda person, path=where: person.timed(path, N), people))
            rate = readers * N / (time.perf_counter() - began)
            p50, p95 = figures([sorted(ms for each in taken for ms in each)])
            print(f"  {label}, {readers} people at once: {rate:.0f} pages/s, p50 {p50:.0f} ms, p95 {p95:.0f} ms")


def workbooks(port: int, known: Known) -> None:
    """The two workbooks of a register: what the list shows, and all that is known of it."""
    reader = Reader(port, known["member"])
    base, each = f"/o/{known['slug']}/traitements/", known["each"]
    for label, where in (("the list", f"{base}exporter/?format=xlsx"), ("everything", f"{base}registre/?format=xlsx")):
        content = reader.ask(where)
        rows, cells = in_workbook(content)
        seconds = figures([reader.timed(where, 10) for _ in range(RUNS)])[0] / 1000
        print(
            f"  XLSX, {label}: {seconds:.3f} s for {each} activities, {rows:,} rows of sheets and {cells:,} cells:"
            f" {rows / seconds:,.0f} rows/s, {each / seconds:,.0f} activities/s (target 2,500 rows/s)"
        )
    print(f"  (the {each} activities hold {known['own_lines']:,} lines: purposes, categories, recipients, retention…)")


def in_workbook(content: bytes) -> tuple[int, int]:
    """Rows and cells of all the sheets of a workbook."""
    with zipfile.ZipFile(BytesIO(content)) as opened:
        sheets = [opened.read(name) for name in opened.namelist() if name.startswith("xl/worksheets/sheet")]
    return sum(sheet.count(b"<row ") for sheet in sheets), sum(sheet.count(b"<c ") for sheet in sheets)


@contextmanager
def served(threads: int, *, processes: int = 1) -> Iterator[tuple[int, int]]:
    """`egide serve`, without the one who works beside it: the port, and the number of its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "egide.cli",
        "serve",
        "--no-worker",
        "--port",
        str(port),
        "--threads",
        str(threads),
        "--workers",
        str(processes),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        answers(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=20)


def answers(port: int) -> None:
    """Wait until it does. Raises TimeoutError after ten seconds."""
    for _ in range(100):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/connexion/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing answers at {port}")


def workers(server: int) -> list[Path]:
    """Where the system tells of the workers of a server; nowhere when it does not."""
    children = Path(f"/proc/{server}/task/{server}/children")
    return [Path(f"/proc/{child}") for child in children.read_text().split()] if children.exists() else []


def processor(server: int) -> float:
    """The seconds of processor that the workers took."""
    told = [(folder / "stat").read_text().rpartition(")")[2].split() for folder in workers(server)]
    return sum(int(fields[11]) + int(fields[12]) for fields in told) / os.sysconf("SC_CLK_TCK")


def memory(server: int) -> str:
    """Resident memory of the workers."""
    told = [(folder / "status").read_text() for folder in workers(server)]
    kilobytes = [int(line.split()[1]) for text in told for line in text.splitlines() if line.startswith("VmRSS")]
    return f"memory of the worker: {sum(kilobytes) / 1024:.0f} MB"


def database(name: str) -> None:
    """Install, fill and measure the base that the environment names, which must be empty."""
    print(f"\n-- {name}, load {os.getloadavg()[0]:.1f}", flush=True)
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "egide.cli", "init"], check=True, stdout=subprocess.DEVNULL)
    print(f"empty install (egide init): {time.perf_counter() - began:.1f} s (target 15 s)", flush=True)
    filled = subprocess.run([sys.executable, "-m", "benchmarks._territory"], check=True, stdout=subprocess.PIPE)
    known = json.loads(filled.stdout)
    print(
        f"{known['bodies']} communes and EPCI and their centre in {known['directory_s']:.1f} s; a register of"
        f" {known['each']} through save_many in {known['save_many_s']:.2f} s;\n{known['rows']:,} activities and"
        f" {known['lines']:,} lines, of which all but three registers were copied in SQL, without a journal."
    )
    for threads in (1, 4):
        with served(threads) as (port, server):
            print(f"one worker, {threads} thread{'s' * (threads > 1)}:", flush=True)
            if threads == 1:
                measure(port, known, server)
                workbooks(port, known)
            together(port, known, 4)
            print(f"  {memory(server)}", flush=True)


def main() -> None:
    """The base of the environment when `DATABASE_URL` names one (it must be empty); else the two, made for this."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EGIDE_STATE"] = folder
        if os.environ.get("DATABASE_URL"):
            database("PostgreSQL, two roles" if os.environ.get("DATABASE_OWNER_URL") else os.environ["DATABASE_URL"])
            return
        database("SQLite")
    subprocess.run([ROOT / ".ci" / "postgres", sys.executable, "-m", "benchmarks.web", str(N)], check=False, cwd=ROOT)


if __name__ == "__main__":
    main()
