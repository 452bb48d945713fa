"""The table of roles of the guide is the one that decides (docs/guide/les-personnes-et-les-roles.md)."""

import re
from pathlib import Path

import pytest

from egide.platform.kernel.policy import DEFAULT_POLICY, Action
from egide.platform.organizations.shapes import Role
from egide.registers.processing.registers import PROCESSING_ACTIVITIES, PROCESSOR_ACTIVITIES
from egide.registers.systems.registers import AI_SYSTEMS

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "les-personnes-et-les-roles.md"
ROLES = (Role.CONTROLLER, Role.REFERENT, Role.CONTRIBUTOR, Role.READER, Role.ADVISOR)
ACTIONS = {
    "Consulter, exporter": (Action.VIEW, Action.EXPORT),
    "Ajouter, modifier": (Action.CREATE, Action.CHANGE),
    "Proposer une modification": (Action.PROPOSE,),
    "Archiver, mettre à la corbeille, restaurer": (Action.MOVE,),
    "Importer, annuler un import": (Action.IMPORT,),
    "Effacer une valeur pour toujours, vider la corbeille": (Action.ERASE,),
}


def rows():
    table = PAGE.read_text(encoding="utf-8").split("En dehors des registres")[0]
    cells = [
        [cell.strip() for cell in line.strip("|\n").split("|")] for line in re.findall(r"^\|.+$", table, re.MULTILINE)
    ]
    return {label: given for label, *given in cells[2:]}


def told(policy, action, role):
    if role not in policy.table[action]:
        return "non"
    return "les fiches de ses services" if (action, role) in policy.rows else "oui"


def test_the_table_speaks_of_every_action():
    assert rows().keys() == ACTIONS.keys()
    assert {action for named in ACTIONS.values() for action in named} == set(Action)


@pytest.mark.parametrize("register", [PROCESSING_ACTIVITIES, PROCESSOR_ACTIVITIES], ids=lambda register: register.name)
@pytest.mark.parametrize("label", ACTIONS)
def test_the_table_is_the_policy(register, label):
    said = ["non" if cell.startswith("sans objet") else cell for cell in rows()[label]]
    for action in ACTIONS[label]:
        assert said == [told(register.policy, action, role) for role in ROLES]


def test_only_those_five_roles_enter_the_registers():
    for register in (PROCESSING_ACTIVITIES, PROCESSOR_ACTIVITIES):
        assert set().union(*register.policy.table.values()) == set(ROLES)


def test_a_contributor_proposes_of_ai_systems():
    assert AI_SYSTEMS.policy is DEFAULT_POLICY
    assert told(DEFAULT_POLICY, Action.CHANGE, Role.CONTRIBUTOR) == "non"
    assert told(DEFAULT_POLICY, Action.PROPOSE, Role.CONTRIBUTOR) == "oui"
