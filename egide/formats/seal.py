"""What an export says of the journal it was drawn from: last entry, its hash, the signed checkpoint that holds it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from egide.law.french import moment, number

_SHORT = 16


@dataclass(frozen=True, slots=True)
class Seal:
    """The end of the journal of a body when something was drawn from it. `at`, in the time zone to be shown.

    `covered`: whether the checkpoint holds that very entry; otherwise it is the last one, that came before.
    """

    organization: UUID
    entry: int
    head: bytes
    checkpoint: int | None = None
    at: datetime | None = None
    covered: bool = False

    @property
    def short(self) -> str:
        """The beginning of the hash, to be compared by eye: « 9f2c 41aa 03be 77d0 »."""
        text = self.head.hex()[:_SHORT]
        return " ".join(text[n : n + 4] for n in range(0, len(text), 4))

    @property
    def sentence(self) -> str:
        """For the foot of a page: « Scellé : entrée 1 204, empreinte …, point de contrôle 87 du … »."""
        start = f"Scellé\u00a0: entrée {number(self.entry)}, empreinte {self.short}"
        if self.covered and self.checkpoint and self.at:
            return f"{start}, point de contrôle {number(self.checkpoint)} du {moment(self.at)}"
        return f"{start}, pas encore dans un point de contrôle"

    @property
    def explanation(self) -> str:
        """What it is worth, in full."""
        told = (
            f"Ces informations sont celles du journal à l’entrée n°\u00a0{number(self.entry)}, "
            f"dont l’empreinte complète est {self.head.hex()}. "
        )
        if self.covered and self.checkpoint and self.at:
            return (
                f"{told}Le point de contrôle {number(self.checkpoint)}, signé le {moment(self.at)}, la couvre\u202f: "
                "ce qui a été écrit jusque-là ne peut plus être changé sans que cela se voie."
            )
        before = f" (le dernier, le {number(self.checkpoint)}, vient avant)" if self.checkpoint else ""
        return (
            f"{told}Aucun point de contrôle ne la couvre encore{before}\u202f: "
            "tant qu’il n’y en a pas, rien ne prouve à un tiers que la fin du journal n’a pas été coupée."
        )

    def document(self) -> dict[str, Any]:
        """As JSON: what a program needs to compare."""
        return {
            "organization": str(self.organization),
            "entry": self.entry,
            "head": self.head.hex(),
            "checkpoint": self.checkpoint,
            "checkpoint_at": self.at.isoformat() if self.at else None,
            "covered": self.covered,
        }
