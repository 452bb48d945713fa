"""The kinds of mail: what each is called, and an example of it, for the gallery."""

from collections.abc import Callable
from dataclasses import dataclass

from egide.platform.mail.contents import Content

_KINDS: dict[str, "Kind"] = {}


@dataclass(frozen=True, slots=True)
class Kind:
    """`name` is in the headers: letters and hyphens. `label` is what administrators read. `sample` holds no data."""

    name: str
    label: str
    sample: Callable[[], Content]


def declare(kind: Kind) -> Kind:
    """Make it known to the gallery. Raises ValueError when another has its name."""
    if _KINDS.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"two kinds of mail are named {kind.name}")
    return kind


def every_kind() -> list[Kind]:
    """In the order of their labels."""
    return sorted(_KINDS.values(), key=lambda kind: kind.label)


def label_of(name: str) -> str:
    """Of a kind that may not exist any more."""
    return _KINDS[name].label if name in _KINDS else name
