"""A disk that fills under the service: pages go on, writes answer 503, and all comes back once there is room.

`python -m benchmarks.disk_full FOLDER` with SQLite, on a small disk made for it:
`mount -t tmpfs -o size=14m tmpfs FOLDER`.
"""

import http.client
import json
import os
import random
import sys
import threading
import time
import uuid
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.faults import CSRF, Service, Writer, prepare, told

PORT, LEFT, REFUSALS = random.randint(8400, 8899), 200_000, 5  # noqa: S311 - no secret is drawn


def ask(known: dict[str, str], method: str, page: str, form: dict[str, str] | None = None) -> tuple[int, str]:
    """The status of an answer, and when to come back."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    cookies = f"session={known['session']}; csrf={CSRF}"
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request(method, page, urlencode(form or {}), headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers.get("Retry-After", "")


def write(known: dict[str, str], writer: Writer) -> tuple[int, str]:
    """One large fiche."""
    drawn = str(uuid.uuid4())
    form = {
        "csrfmiddlewaretoken": CSRF,
        "id": drawn,
        "revision": "",
        "name": f"Traitement {drawn}",
        "notes": "x" * 15_000,
    }
    status, after = ask(known, "POST", known["page"], form)
    if status == 302:
        writer.kept.append(drawn)
    return status, after


def main(folder: Path) -> None:
    """Print one line of JSON."""
    os.environ.update(EGIDE_STATE=str(folder / "state"), EGIDE_WORKER="0", DATABASE_URL="")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egide.settings")
    known, began = prepare(), time.monotonic()
    writer = Writer(PORT, known, threading.Event())
    service = Service(PORT, 1)
    first = write(known, writer)[0]
    room = os.statvfs(folder)
    (folder / "filler").write_bytes(b"0" * (room.f_bavail * room.f_frsize - LEFT))
    refused: list[tuple[int, str]] = []
    while len(refused) < REFUSALS:
        answer = write(known, writer)
        if answer[0] != 302:
            refused.append(answer)
    register = known["page"].removesuffix("ajouter/")
    pages = [register, register.removesuffix("traitements/"), "/sante/", "/pret/"]
    reads = [ask(known, "GET", page)[0] for page in pages]
    (folder / "filler").unlink()
    healed = write(known, writer)[0]
    service.kill()
    found = told(known, [writer], began, kills=0)
    print(json.dumps({**found, "first": first, "refused": refused, "reads": reads, "healed": healed}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
