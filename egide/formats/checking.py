"""A reading and what the law says of it: each finding is led back to its record and to its cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from uuid import UUID

from egide.formats.reading import Place, Reading
from egide.law.facts import Organization, ProcessingActivity, ProcessorActivity, Register
from egide.law.facts.paths import label_of, line_of, schema_path
from egide.law.rules.assessment import Assessment, Silence
from egide.law.rules.engine import assess
from egide.law.rules.rule import Finding
from egide.law.score import Score, score

_NO_ADVICE = "Complétez cette information dans votre registre."
_ON_THE_BODY = "À écrire dans la feuille «\u202fCollectivité\u202f» du classeur complet d’Égide (commande convert)."
_BODY = "organization."


@dataclass(frozen=True)
class Checked:
    """The register of one body of a file, assessed on a day."""

    reading: Reading
    register: Register
    assessment: Assessment
    score: Score

    @cached_property
    def records(self) -> Mapping[UUID, ProcessingActivity | ProcessorActivity]:
        """The records by their id."""
        return MappingProxyType({record.id: record for record in self.register.activities})

    @property
    def body(self) -> str:
        """The name of the body, or words that say that the file does not give it."""
        return self.register.organization.name or "Collectivité non nommée"

    @property
    def naming(self) -> str | None:
        """How to name the body, when the file does not."""
        return None if self.register.organization.name else self.reading.body_advice

    def subject(self, finding: Finding) -> type:
        """The shape that the finding speaks of."""
        record = self.records.get(finding.subject)
        return Organization if record is None else type(record)

    def field(self, finding: Finding) -> str:
        """The French label of the field to fix."""
        return label_of(self.subject(finding), finding.path)

    def place(self, finding: Finding) -> Place | None:
        """The cell of the field to fix, filled or empty, or else of what holds it, or else of the record's name."""
        line, parts = line_of(finding.path), schema_path(finding.path).split(".")
        provenance, room = self.reading.ledger.provenance, self.reading.ledger.room
        key = None
        if line is not None:
            key = provenance.get((line, finding.path.rpartition("]")[2].lstrip(".")))
            key = key or room.get((finding.subject, ".".join(parts))) or self._first_cells.get(line)
        for n in range(len(parts), 0, -1):
            where = finding.subject, ".".join(parts[:n])
            key = key or provenance.get(where) or room.get(where)
        key = key or provenance.get((finding.subject, "name")) or self._first_cells.get(finding.subject)
        return Place(*key) if key else None

    @cached_property
    def _first_cells(self) -> Mapping[UUID, tuple[str, int, int]]:
        """For each record and line, the first cell that told something of it."""
        found: dict[UUID, tuple[str, int, int]] = {}
        for (owner, _), key in self.reading.ledger.provenance.items():
            found.setdefault(owner, key)
        return found

    def advice(self, silence: Silence) -> str:
        """Where to write what the format has no place for."""
        advice = self.reading.blind_advice
        parts = silence.path.split(".")
        for n in range(len(parts), 0, -1):
            found = advice.get(".".join(parts[:n]))
            if found:
                return found
        return _ON_THE_BODY if silence.path.startswith(_BODY) else _NO_ADVICE


def check_reading(reading: Reading, today: date) -> tuple[Checked, ...]:
    """Assess every register of a reading, in its order; facts that the format cannot hold are not held against it."""
    return tuple(_checked(reading, register, today) for register in reading.registers)


def _checked(reading: Reading, register: Register, today: date) -> Checked:
    assessment = assess(register, today, blind=reading.blind)
    return Checked(reading, register, assessment, score(assessment))
