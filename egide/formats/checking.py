"""A reading and what the law says of it: each finding is led back to its record and to its cell."""

from collections.abc import Iterator, Mapping
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

    def subject(self, finding: Finding) -> type:
        """The shape that the finding speaks of."""
        record = self.records.get(finding.subject)
        return Organization if record is None else type(record)

    def field(self, finding: Finding) -> str:
        """The French label of the field to fix."""
        return label_of(self.subject(finding), finding.path)

    def place(self, finding: Finding) -> Place | None:
        """The cell of the field to fix, or else of what holds it, or else of the record's name."""
        for owner, name in self._candidates(finding):
            place = self.reading.place_of(owner, name)
            if place is not None:
                return place
        return None

    def _candidates(self, finding: Finding) -> Iterator[tuple[UUID, str]]:
        line = line_of(finding.path)
        plain = schema_path(finding.path)
        within = finding.path.rpartition("]")[2].lstrip(".")
        if line is not None:
            yield line, within
            yield from ((line, name) for name in _PRINCIPAL)
        yield finding.subject, plain
        parts = plain.split(".")
        yield from ((finding.subject, ".".join(parts[:n])) for n in range(len(parts) - 1, 0, -1))
        yield finding.subject, "name"
        yield finding.subject, "reference"

    def advice(self, silence: Silence) -> str:
        """Where to write what the format has no place for."""
        advice = self.reading.blind_advice
        parts = silence.path.split(".")
        for n in range(len(parts), 0, -1):
            found = advice.get(".".join(parts[:n]))
            if found:
                return found
        return _NO_ADVICE


# The fields by which a line is known in a file, when the one to fix has no cell.
_PRINCIPAL = ("text", "name", "contact.name", "recipient", "data", "category", "code", "detail", "contact")


def check_reading(reading: Reading, today: date) -> tuple[Checked, ...]:
    """Assess every register of a reading, in its order; facts that the format cannot hold are not held against it."""
    return tuple(_checked(reading, register, today) for register in reading.registers)


def _checked(reading: Reading, register: Register, today: date) -> Checked:
    assessment = assess(register, today, blind=reading.blind)
    return Checked(reading, register, assessment, score(assessment))


def record_title(record: ProcessingActivity | ProcessorActivity) -> str:
    """« T-014 – Restauration scolaire », or words that say that the name is missing."""
    name = record.name or "Traitement sans nom"
    return f"{record.reference} – {name}" if record.reference else name
