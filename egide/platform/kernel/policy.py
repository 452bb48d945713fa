"""Who may do what in a register: one table for each, deny by default, with conditions on rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Q

from egide.platform.organizations.access import Access
from egide.platform.organizations.shapes import MEMBER_ROLES, Role


class Action(StrEnum):
    """What may be done with a register."""

    VIEW = "view"
    EXPORT = "export"
    CREATE = "create"
    CHANGE = "change"
    MOVE = "move"
    PROPOSE = "propose"
    IMPORT = "import"
    ERASE = "erase"

    @property
    def french(self) -> str:
        """In words, for the page that tells who may do what."""
        return _ACTIONS[self]


_ACTIONS = {
    Action.VIEW: "consulter",
    Action.EXPORT: "exporter",
    Action.CREATE: "ajouter",
    Action.CHANGE: "modifier",
    Action.MOVE: "archiver, mettre à la corbeille, restaurer",
    Action.PROPOSE: "proposer une modification",
    Action.IMPORT: "importer un fichier, annuler un import",
    Action.ERASE: "effacer une valeur pour toujours, vider la corbeille",
}


@dataclass(frozen=True, slots=True)
class RowRule:
    """A condition on rows. `q` narrows a query, `holds` judges facts; both say the same. `french` explains it."""

    french: str
    q: Callable[[Access], Q]
    holds: Callable[[Access, Any], bool]


@dataclass(frozen=True, slots=True)
class Policy:
    """The table of a register."""

    table: Mapping[Action, frozenset[Role]]
    rows: Mapping[tuple[Action, Role], RowRule] = field(default_factory=dict)

    def allows(self, access: Access, action: Action, facts: Any = None) -> bool:
        """Whether one of the person's roles may. Without facts: whether it may for some row at least."""
        return access.reads_registers and any(self._role_allows(access, role, action, facts) for role in access.roles)

    def rows_of(self, access: Access, action: Action) -> Q | None:
        """The condition on the rows for which the person may, None when it is for all of them. Ask `allows` first."""
        found = Q()
        for role in access.roles:
            if role in self.table.get(action, frozenset()):
                rule = self.rows.get((action, role))
                if rule is None:
                    return None
                found |= rule.q(access)
        return found

    def _role_allows(self, access: Access, role: Role, action: Action, facts: Any) -> bool:
        if role not in self.table.get(action, frozenset()):
            return False
        rule = self.rows.get((action, role))
        return rule is None or facts is None or rule.holds(access, facts)


READERS = frozenset({*MEMBER_ROLES, Role.ADVISOR})
WRITERS = frozenset({Role.REFERENT, Role.ADVISOR})

OF_OWN_SERVICES = RowRule(
    french="pour les fiches de ses services",
    q=lambda access: Q(department__in=access.services),
    holds=lambda access, facts: facts.department in access.services,
)

READ_AND_WRITE: Mapping[Action, frozenset[Role]] = {
    Action.VIEW: READERS,
    Action.EXPORT: READERS,
    Action.CREATE: WRITERS,
    Action.CHANGE: WRITERS,
    Action.MOVE: WRITERS,
    Action.PROPOSE: frozenset({Role.CONTRIBUTOR}),
    Action.IMPORT: WRITERS,
    Action.ERASE: frozenset({Role.CONTROLLER, Role.REFERENT}),
}

DEFAULT_POLICY = Policy(READ_AND_WRITE)
"""Readers read, referents and advisors write, contributors propose."""

BY_SERVICE = Policy(
    {
        **READ_AND_WRITE,
        Action.CREATE: WRITERS | {Role.CONTRIBUTOR},
        Action.CHANGE: WRITERS | {Role.CONTRIBUTOR},
    },
    {(action, Role.CONTRIBUTOR): OF_OWN_SERVICES for action in (Action.CREATE, Action.CHANGE)},
)
"""The same, and contributors write what belongs to their services."""
