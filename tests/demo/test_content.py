"""The registers of the demonstration: their size, what the rules find in them, how they are written, and sameness."""

from collections import Counter
from datetime import date, timedelta
from typing import get_args

import pytest

from demo.content import KEYS, bodies, identifier, register, registers
from demo.content.bodies import CENTRE, DEPARTEMENT, EPCI, SECOND_VILLAGE, TOWN, VILLAGE
from demo.content.gaps import GAPS
from demo.people import BY_EMAIL, PEOPLE
from egide.law.facts.describing import field_types, shape_within
from egide.law.facts.paths import leaves, schema_path
from egide.law.rules.engine import assess
from egide.law.rules.rule import Severity
from egide.platform.organizations import directory
from egide.platform.organizations.identifiers import check_siren
from egide.platform.organizations.shapes import CENTRE_ROLES, Role
from egide.typography import french

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("key", "as_controller", "as_processor", "machines"),
    [
        (DEPARTEMENT, 71, 3, 3),
        (EPCI, 25, 0, 1),
        (TOWN, 31, 0, 0),
        (VILLAGE, 8, 0, 0),
        (SECOND_VILLAGE, 8, 0, 0),
        (CENTRE, 19, 2, 0),
    ],
)
def test_each_register_has_its_size(key, as_controller, as_processor, machines):
    found = register(key, TODAY)
    assert len(found.as_controller) == as_controller
    assert len(found.as_processor) == as_processor
    assert len(found.ai_systems) == machines


@pytest.mark.parametrize("key", KEYS)
def test_identifiers_and_references_are_unique(key):
    activities = register(key, TODAY).activities
    assert len({each.id for each in activities}) == len({each.reference for each in activities}) == len(activities)
    assert all(each.name and each.department and each.manager for each in activities)


def test_lines_are_unique_across_all_bodies():
    ids = Counter(path for r in registers(TODAY).values() for each in r.activities for path in _lines(each))
    assert [line for line, count in ids.items() if count > 1] == []


def _lines(record) -> set[str]:
    return {path.split("]")[0].split("[")[1] for path, _ in leaves(record) if "[" in path}


def test_the_departement_has_findings_as_real_ones_do_and_most_records_are_complete():
    found = register(DEPARTEMENT, TODAY)
    assessment = assess(found, TODAY)
    assert 5 <= assessment.counts[Severity.CRITICAL] <= 15
    assert assessment.counts[Severity.MAJOR] >= 15
    clean = sum(not assessment.of(each.id) for each in found.activities)
    assert clean / len(found.activities) > 0.6
    rules = {finding.rule.id for finding in assessment.findings}
    assert {"REG-009", "INF-001", "DPIA-002", "PRO-001", "SP-003", "REG-012"} <= rules


def test_each_gap_shows():
    for key, gaps in GAPS.items():
        assessment = assess(register(key, TODAY), TODAY)
        names = {each.catalogue_id or "": each.id for each in register(key, TODAY).activities}
        for name in gaps:
            assert assessment.of(names.get(name) or identifier(key, name)), (key, name)


def test_cameras_of_the_departement_have_no_retention():
    assessment = assess(register(DEPARTEMENT, TODAY), TODAY)
    cameras = next(each for each in register(DEPARTEMENT, TODAY).activities if each.catalogue_id == "VIDEOPROTECTION")
    assert "REG-009" in {finding.rule.id for finding in assessment.of(cameras.id)}


def test_machines_are_those_the_activities_use():
    for key in (DEPARTEMENT, EPCI):
        found = register(key, TODAY)
        used = {machine for each in found.as_controller for machine in each.ai_systems or ()}
        assert used == {each.id for each in found.ai_systems}


@pytest.mark.parametrize("key", KEYS)
def test_every_text_is_set_the_french_way(key):
    found = register(key, TODAY)
    texts = [(p, v) for each in (found.organization, *found.activities, *found.ai_systems) for p, v in _texts(each)]
    assert len(texts) > 100
    wrong = [(path, text) for path, text in texts if text != french(text) or "'" in text]
    assert wrong == []


def _texts(shape):
    for path, value in leaves(shape):
        for each in value if isinstance(value, tuple) else (value,):
            if type(each) is str:
                yield path, each


def test_bodies_are_those_of_the_directory_and_people_have_no_real_address():
    for body in bodies(TODAY).values():
        facts = body.facts
        assert facts.siren is None or check_siren(facts.siren) is None
        assert facts.insee_code is None or directory.commune(facts.insee_code).siren == facts.siren
        mails = [value for path, value in leaves(facts) if path.endswith("email")]
        assert mails
        assert all(mail.endswith(".exemple.fr") for mail in mails)
    assert bodies(TODAY)[TOWN].facts.name == "Commune d’Achicourt"
    assert 7_500 < bodies(TODAY)[TOWN].facts.population < 8_500
    assert 170 < bodies(TODAY)[VILLAGE].facts.population < 190


@pytest.mark.parametrize("key", KEYS)
def test_the_same_day_gives_the_same_register_and_another_day_moves_its_dates(key):
    first, later = register(key, TODAY), register.__wrapped__(key, TODAY + timedelta(days=30))
    assert register.__wrapped__(key, TODAY) == first
    assert [each.id for each in later.activities] == [each.id for each in first.activities]
    assert later != first


def test_every_value_is_of_the_type_its_field_declares():
    for found in registers(TODAY).values():
        for each in (found.organization, *found.activities, *found.ai_systems):
            assert [path for path, value in leaves(each) if not _fits(each, path, value)] == []


def _fits(shape, path: str, value) -> bool:
    """Whether a leaf is of its declared type: a list is checked item by item."""
    declared = type(shape)
    *containers, last = schema_path(path).split(".")
    for name in containers:
        declared = shape_within(field_types(declared)[name])
    allowed = _plain_types(field_types(declared)[last])
    return all(type(item) in allowed for item in (value if isinstance(value, tuple) else (value,)))


def _plain_types(annotation) -> set[type]:
    parts = get_args(annotation)
    return set().union(*(_plain_types(part) for part in parts)) if parts else {annotation}


def test_nothing_is_dated_after_the_day():
    planned = {"due_on", "contract_end"}
    for key, found in registers(TODAY).items():
        for each in (found.organization, *found.activities):
            dates = [
                (path, v) for path, v in leaves(each) if isinstance(v, date) and path.split(".")[-1] not in planned
            ]
            assert [(key, path) for path, value in dates if value > TODAY] == []


def test_people_are_few_and_their_roles_are_of_their_bodies():
    assert len(PEOPLE) == len(BY_EMAIL) == 14
    assert all(email.endswith(".exemple.fr") for email in BY_EMAIL)
    for person in PEOPLE:
        for each in person.habilitations:
            assert each.body in KEYS
            assert each.role not in CENTRE_ROLES or each.body == CENTRE
            assert set(each.services) <= {service.name for service in bodies(TODAY)[each.body].services}
            assert set(each.members) <= set(KEYS) - {CENTRE}
    assert {each.role for person in PEOPLE for each in person.habilitations} == set(Role)
    assert [person.name for person in PEOPLE if len(set(person.bodies)) > 1] == ["Isabelle Caron"]
