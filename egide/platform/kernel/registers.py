"""Register: one frozen declaration, from which come list, fiche, form, history, exports and their tests.

Nothing is registered by import and nothing is generated at class creation: `urls(register)` gives ordinary paths.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from egide.documents.layouts.sections import Section
from egide.law.facts.describing import descriptions
from egide.law.facts.paths import describe_path
from egide.law.rules.assessment import Silence
from egide.law.rules.rule import Finding
from egide.platform.kernel.columns import TITLE, UPDATED, Column, fact_column
from egide.platform.kernel.filters import MODIFIED, Filter, fact_filter
from egide.platform.kernel.policy import DEFAULT_POLICY, Policy
from egide.platform.records.models import Record
from egide.platform.records.storage import Storage

Choices = Mapping[str, Sequence[tuple[str, str]]]
Judgement = tuple[Sequence[Finding], Sequence[Silence]]


def no_choices(today: date) -> Choices:
    """For a shape whose fields are all typed or coded."""
    del today
    return {}


def no_names() -> Mapping[UUID, str]:
    """For a shape that points at no other record."""
    return {}


def no_panels(record: Any, facts: Any, today: date) -> Mapping[str, Any]:
    """For a fiche that says no more than its facts."""
    del record, facts, today
    return {}


def no_judgement(facts: Any, today: date) -> Judgement:
    """For a register of which no rule speaks."""
    del facts, today
    return (), ()


def no_links(request: Any, register: Any, record: Any) -> Mapping[str, Any]:
    """For a register that leads nowhere else."""
    del request, register, record
    return {}


@dataclass(frozen=True, kw_only=True)
class Register:
    """What a register shows, and who may use it. See docs/architecture.md for a worked example."""

    model: type[Record]
    path: str
    article: str
    why: str
    """What this register is, and why the law asks for it: shown when it is empty, at the top otherwise."""
    sections: tuple[Section, ...]
    columns: tuple[str | Column, ...]
    filters: tuple[str | Filter, ...] = ()
    hidden_columns: tuple[str | Column, ...] = ()
    """Those that can be chosen, and are not shown at first."""
    policy: Policy = DEFAULT_POLICY
    choices: Callable[[date], Choices] = no_choices
    names: Callable[[], Mapping[UUID, str]] = no_names
    """What the records that this one points at are called, for its history; asked in scope, whatever their state."""
    panels: Callable[[Any, Any, date], Mapping[str, Any]] = no_panels
    links: Callable[[Any, Any, Any], Mapping[str, Any]] = no_links
    """`export_links` and `register_links`, as (label, address), for the list (record None) and the fiche."""
    judged: Callable[[Any, date], Judgement] = no_judgement
    """What the law says of the facts of a record, and what it cannot say; asked in scope."""
    fiche_template: str = "kernel/fiche.html"
    heading: str
    """The name of the register, in full: « Registre des activités de traitement »."""
    add_label: str = "Ajouter"

    def __post_init__(self) -> None:
        """A typo stops the program, and says what was possible."""
        known = set(descriptions(self.storage.shape))
        used = [name for section in self.sections for name in section.facts]
        used += [c for c in (*self.columns, *self.hidden_columns) if isinstance(c, str)]
        if unknown := sorted(set(used) - known):
            raise ValueError(f"{self.model.__name__} has no {unknown}. It has: {', '.join(sorted(known))}.")
        for path in self.filters:
            if isinstance(path, str):
                describe_path(self.storage.shape, path)

    @property
    def storage(self) -> Storage:
        """How its records are kept."""
        return self.model.storage

    @property
    def name(self) -> str:
        """Of its URLs: `<name>-list`."""
        return str(self.model._meta.model_name)

    @property
    def title(self) -> str:
        """In the plural: « traitements »."""
        return str(self.model._meta.verbose_name_plural)

    @property
    def one(self) -> str:
        """In the singular: « traitement »."""
        return str(self.model._meta.verbose_name)

    @cached_property
    def all_columns(self) -> tuple[Column, ...]:
        """The title first, then those shown, then those that can be chosen."""
        given = (*self.columns, *self.hidden_columns)
        return (TITLE, *(fact_column(self.storage, c) if isinstance(c, str) else c for c in given), UPDATED)

    @cached_property
    def first_columns(self) -> tuple[str, ...]:
        """The names of those shown as long as nobody chose others."""
        return tuple(c if isinstance(c, str) else c.name for c in self.columns)

    @cached_property
    def all_filters(self) -> tuple[Filter, ...]:
        """The filters, ready."""
        given = (fact_filter(self.storage, f) if isinstance(f, str) else f for f in self.filters)
        return (*given, MODIFIED)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The facts of its form: those of its sections, after those that no section claims."""
        claimed = {name for section in self.sections for name in section.facts}
        return (
            *(n for n in descriptions(self.storage.shape) if n not in claimed),
            *(name for section in self.sections for name in section.facts),
        )
