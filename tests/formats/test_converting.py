"""One door to write a register in any format, and to know what the format leaves out."""

import json
from uuid import UUID

import pytest

from egide.formats.converting import TARGETS, cannot_hold, write_register
from egide.law.facts import AiSystem, NotApplicable, Organization, ProcessingActivity, Register
from tests.formats.strategies_facts import full_register

REGISTER = Register(
    organization=Organization(id=UUID(int=1), name="Commune", population=8000),
    activities=(
        ProcessingActivity(
            id=UUID(int=2), name="Paie", not_applicable=(NotApplicable(path="video", reason="x"),), nir_used=True
        ),
    ),
    ai_systems=(AiSystem(id=UUID(int=3), supplier="Éditeur"),),
)
STARTS = {".json": b"{", ".xlsx": b"PK", ".ods": b"PK", ".csv": b"\xef\xbb\xbf", ".jsonld": b"{"}


@pytest.mark.parametrize("name", TARGETS)
def test_each_format_is_written_and_says_what_it_is(name):
    assert write_register(full_register(), name).startswith(STARTS["." + TARGETS[name].extension.rpartition(".")[2]])
    assert TARGETS[name].label


@pytest.mark.parametrize("name", ["json", "xlsx", "ods"])
def test_our_complete_formats_lose_nothing(name):
    assert cannot_hold(full_register(), name) == []


def test_the_vocabulary_says_what_it_leaves_out():
    assert cannot_hold(REGISTER, "jsonld") == [
        ("Commune", "Population"),
        ("Paie", "Numéro de sécurité sociale"),
        ("Un système d’IA", "Fournisseur"),
        ("Paie", "Réponses «\u202fsans objet\u202f»"),
    ]


@pytest.mark.parametrize("name", TARGETS)
def test_each_loss_is_told_once(name):
    losses = cannot_hold(full_register(), name)
    assert len(losses) == len(set(losses))


@pytest.mark.parametrize("name", ["cnil.ods", "cnil.xlsx"])
def test_the_workbook_of_the_cnil_says_what_it_leaves_out(name):
    assert cannot_hold(REGISTER, name) == [("Commune", "Population"), ("Sans nom", "Système d’IA, entier")]


def test_another_format_is_refused_with_the_names_of_those_that_are():
    with pytest.raises(KeyError, match="json, xlsx, ods, csv"):
        write_register(REGISTER, "doc")


def test_a_body_without_a_name_is_written_in_each_format():
    bare = Register(organization=Organization(id=UUID(int=1)))
    for name in TARGETS:
        assert write_register(bare, name)
    assert json.loads(write_register(bare, "json"))["organization"] == {"id": str(UUID(int=1))}
