"""Anchors: the last entry of each body, kept outside the database, so that whoever holds the database cannot rewrite
its past unseen. A JSON file: `{"made_at": …, "organizations": {id: [seq, hash]}}`."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

from egide.platform.records.journal.chain import Anchor


class AnchorsError(ValueError):
    """The file holds no anchors, in French."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """When they were made, and the last entry of each body then."""

    made_at: datetime
    organizations: Mapping[UUID, Anchor]


def save_anchors(file: Path, anchors: Anchors) -> None:
    """Write the file, whole or not at all. Raises OSError."""
    document = {
        "made_at": anchors.made_at.isoformat(),
        "organizations": {str(body): [a.seq, a.hash.hex()] for body, a in sorted(anchors.organizations.items())},
    }
    with NamedTemporaryFile("w", dir=file.parent, prefix=f".{file.name}.", delete=False, encoding="utf-8") as written:
        json.dump(document, written, indent=1)
        written.write("\n")
        written.flush()
        os.fsync(written.fileno())
    Path(written.name).replace(file)


def read_anchors(file: Path) -> Anchors:
    """Raises AnchorsError, and OSError when there is no file."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        found = {UUID(body): _anchor(told) for body, told in document["organizations"].items()}
        made_at = datetime.fromisoformat(document["made_at"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise AnchorsError(f"« {file.name} » n’est pas un fichier d’ancres écrit par « egide verify ».") from error
    if made_at.tzinfo is None:
        raise AnchorsError(f"« {file.name} » ne dit pas dans quel fuseau horaire il a été écrit.")
    return Anchors(made_at, found)


def _anchor(told: Any) -> Anchor:
    seq, sealed = told
    found = Anchor(seq, bytes.fromhex(sealed))
    if type(seq) is not int or seq < 1 or len(found.hash) != 32:
        raise ValueError("not an anchor")
    return found
