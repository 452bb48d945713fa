"""What someone wrote on an older version, laid on the record of today: the changes in words, and what is kept."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from egide.formats.package.encoding import encode
from egide.platform.kernel.merging import Merge
from egide.platform.kernel.registers import Register
from egide.platform.records.fields import decode
from egide.platform.records.history import told
from egide.platform.records.journal.leaves import Leaves, flatten, unflatten
from egide.platform.records.journal.reading import Version, difference, versions
from egide.platform.records.models import Kept
from egide.platform.records.words import ChangeInWords, in_words


@dataclass(frozen=True, slots=True)
class Choice:
    """One of my changes. `path` names it for the merge; `changes` says it, from what is stored to what I wrote."""

    path: str
    changes: Sequence[ChangeInWords]
    is_disputed: bool

    @property
    def label(self) -> str:
        """What the choice is about."""
        return " · ".join(change.label for change in self.changes) or self.path

    @property
    def theirs(self) -> str:
        """What is stored."""
        return "\n".join(change.before for change in self.changes if change.before)

    @property
    def mine(self) -> str:
        """What I wrote."""
        return "\n".join(change.after for change in self.changes if change.after)


def merge(register: Register, record: Kept, mine: Any, base: int) -> tuple[Merge, str]:
    """My facts, written on version `base` of a record, with those stored now; and who wrote the last version."""
    history = versions(register.storage.record_type, record.id)
    read = told(register.storage, _numbered(history, base))
    before = {path: value for path, value in read.items() if not path.startswith("record.")}
    return Merge(before, leaves_of(record.facts()), leaves_of(mine)), history[-1].actor if history else ""


def _numbered(history: Sequence[Version], number: int) -> Version | None:
    return next((version for version in history if version.number == number), None)


def choices(register: Register, merged: Merge) -> list[Choice]:
    """Each of my changes, in words, in the order of the page."""
    names, disputed = register.names(), set(merged.conflicts)
    stored = merged.taking(())
    found = []
    for path in merged.my_changes:
        mine = merged.taking((path,))
        said = in_words(register.storage, difference(stored, mine), stored, mine, names)
        found.append(Choice(path, said, path in disputed))
    order = {change.path: n for n, change in enumerate(_all_in_words(register, merged, stored))}
    return sorted(found, key=lambda c: min((order.get(change.path, len(order)) for change in c.changes), default=0))


def _all_in_words(register: Register, merged: Merge, stored: Leaves) -> list[ChangeInWords]:
    mine = merged.taking(merged.my_changes)
    return in_words(register.storage, difference(stored, mine), stored, mine)


def facts_of(register: Register, record_id: UUID, leaves: Leaves) -> Any:
    """The facts that leaves tell. Raises ValueError when they are not those of the shape."""
    return decode(register.storage.shape, {"id": str(record_id), **unflatten(leaves)})


def taken(register: Register, record_id: UUID, merged: Merge, mine: Collection[str]) -> Any:
    """The facts of today with those of my changes and no other."""
    return facts_of(register, record_id, merged.taking(mine))


def leaves_of(facts: Any) -> Leaves:
    """Facts as leaves by path."""
    document = encode(facts)
    del document["id"]
    return flatten(document)


def written(facts: Any) -> str:
    """Facts as text, for a hidden field or for a proposal."""
    return json.dumps(encode(facts), ensure_ascii=False)


def read(register: Register, record_id: UUID, text: str) -> Any:
    """The facts of such a text. Anyone may rewrite a hidden field: raises ValueError on what is not one's shape."""
    try:
        document = json.loads(text)
        return decode(register.storage.shape, {**document, "id": str(record_id)})
    except (TypeError, RecursionError) as unreadable:
        raise ValueError("unreadable facts") from unreadable
