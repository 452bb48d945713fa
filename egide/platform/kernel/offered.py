"""What facts may choose from, for those who do not come by the form: its lists, whatever the door.

A form shows lists and refuses what is not in them; a text only receives suggestions. What was stored before stays.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID

from egide.law.facts.paths import leaves, schema_path
from egide.platform.kernel.forms.commands import points_at
from egide.platform.kernel.registers import Register
from egide.platform.records.storage import Errors

FORGED: Final = "Ce choix n’est pas dans la liste. Choisissez-en un autre."


def unoffered(register: Register, facts: Any, before: Any | None, today: date) -> Errors:
    """French messages by path: values that no list of the register offers on a day, and that were not there before.

    An identifier always comes from a list: of other records in scope, or of lines of this very record.
    """
    offered = {path: {value for value, _ in options} for path, options in register.choices(today).items()}
    kept = dict(leaves(before)) if before is not None else {}
    found: Errors = {}
    for path, value in leaves(facts):
        known = _known(register, facts, path, offered)
        here = {str(one) for one in _each(kept.get(path))}
        if any(str(one) not in here and str(one) not in known for one in _each(value) if _is_chosen(one, known)):
            found[path] = [FORGED]
    return found


def _is_chosen(value: Any, known: set[str]) -> bool:
    return isinstance(value, UUID) or (type(value) is int and bool(known))


def _known(register: Register, facts: Any, path: str, offered: dict[str, set[str]]) -> set[str]:
    flat = schema_path(path)
    name = flat.rpartition(".")[2]
    if points_at(register.storage.shape, flat, name):
        return {str(line.id) for line in getattr(facts, name) or ()}
    return offered.get(flat, set())


def _each(value: Any) -> Iterator[Any]:
    yield from value if isinstance(value, tuple) else (() if value is None else (value,))
