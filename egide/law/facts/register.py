"""A whole register: one body, its records, its AI systems. This is what a file is read into and written from."""

from dataclasses import dataclass

from egide.law.facts.activity import ProcessingActivity
from egide.law.facts.ai_system import AiSystem
from egide.law.facts.organization import Organization
from egide.law.facts.processor_activity import ProcessorActivity


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The register of one body, in the order in which the body keeps it."""

    organization: Organization
    activities: tuple[ProcessingActivity | ProcessorActivity, ...] = ()
    ai_systems: tuple[AiSystem, ...] = ()

    @property
    def as_controller(self) -> tuple[ProcessingActivity, ...]:
        """The records of article 30(1)."""
        return tuple(a for a in self.activities if isinstance(a, ProcessingActivity))

    @property
    def as_processor(self) -> tuple[ProcessorActivity, ...]:
        """The records of article 30(2)."""
        return tuple(a for a in self.activities if isinstance(a, ProcessorActivity))
