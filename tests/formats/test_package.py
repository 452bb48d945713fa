"""The JSON package: nothing lost, the same bytes each time, and messages that say where."""

import json
import re
from uuid import UUID

import pytest
from hypothesis import given, settings

from egide.formats.errors import Unreadable
from egide.formats.package import document, read_package, reading, recognises, versions, write_package
from egide.formats.reading import DoubtKind
from egide.law.facts import (
    AiSystem,
    Consent,
    NotApplicable,
    Organization,
    ProcessingActivity,
    ProcessorActivity,
    Purpose,
    Register,
    Retention,
)
from tests.formats.strategies_facts import full_register, registers

BODY, ACTIVITY, LINE = UUID(int=1 << 64), UUID(int=2 << 64), UUID(int=3 << 64)
SMALL = Register(
    organization=Organization(id=BODY, name="Commune d’Achicourt"),
    activities=(ProcessingActivity(id=ACTIVITY, purposes=(Purpose(id=LINE, text="Nourrir"),)),),
)


def small(**changes):
    """The written small register as a JSON value, changed at the top."""
    return json.loads(write_package(SMALL)) | changes


def with_activity(**changes):
    value = small()
    value["activities"][0] |= changes
    return value


def refusal(value):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    with pytest.raises(Unreadable) as caught:
        read_package(data)
    return str(caught.value).replace("\u202f", " ")


@settings(max_examples=60, deadline=None)
@given(registers())
def test_what_is_written_is_read_again(register):
    data = write_package(register)
    assert read_package(data) == register
    assert write_package(read_package(data)) == data


def test_every_fact_is_written_and_read_again():
    register = full_register()
    assert read_package(write_package(register)) == register


def test_unknown_none_and_an_empty_group_are_three_different_things():
    told = ProcessingActivity(id=ACTIVITY, role=None, transfers=(), consent=Consent())
    register = Register(organization=Organization(id=BODY), activities=(told,))
    written = json.loads(write_package(register))["activities"][0]
    assert written == {"record": "controller", "id": str(ACTIVITY), "transfers": [], "consent": {}}
    assert read_package(write_package(register)).activities == (told,)


def test_null_is_unknown_and_an_answer_sans_objet_is_kept():
    answer = {"path": "video", "reason": "Aucune caméra"}
    (activity,) = read_package(
        json.dumps(with_activity(name=None, role=None, not_applicable=[answer])).encode()
    ).activities
    assert activity.name is None
    assert activity.role is None
    assert activity.not_applicable == (NotApplicable(**answer),)


def test_both_kinds_of_records_keep_their_order():
    activities = tuple(
        shape(id=UUID(int=n << 64)) for n, shape in enumerate((ProcessorActivity, ProcessingActivity) * 2, start=1)
    )
    register = Register(organization=Organization(id=UUID(int=9 << 64)), activities=activities)
    assert read_package(write_package(register)).activities == activities


def test_facts_stand_in_the_order_of_their_declaration_one_record_a_line():
    lines = write_package(SMALL).decode().splitlines()
    assert lines[0] == "{"
    assert lines[1] == '"format": "egide-register",'
    assert lines[2] == '"version": 1,'
    assert lines[3].startswith('"organization": {"id":"')
    assert lines[5].startswith('{"record":"controller","id":"')
    assert "’" in lines[3]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": 3}, "activities[0].name : attendu : un texte ; reçu : un nombre"),
        ({"minors": "oui"}, "activities[0].minors : attendu : true ou false ; reçu : « oui »"),
        ({"people_count": True}, "activities[0].people_count : attendu : un nombre entier ; reçu : « True »"),
        ({"people_count": 1.5}, "activities[0].people_count : attendu : un nombre entier ; reçu : « 1.5 »"),
        ({"created_on": "20250101"}, "activities[0].created_on : attendu : une date (AAAA-MM-JJ)"),
        ({"created_on": "2025-02-30"}, "activities[0].created_on : date qui n’existe pas : « 2025-02-30 »"),
        ({"status": "OPEN"}, "activities[0].status : valeur inconnue « OPEN » ; attendu : DRAFT, ACTIVE, SUSPENDED"),
        ({"status": 3}, "activities[0].status : attendu : un code ; reçu : un nombre"),
        ({"domain": "EDUCATON"}, "l’un des 28 codes du schéma, par exemple EDUCATION"),
        ({"purposes": {}}, "activities[0].purposes : attendu : une liste ; reçu : un objet"),
        ({"purposes": [3]}, "activities[0].purposes[0] : attendu : un objet ; reçu : un nombre"),
        ({"purposes": [{}]}, "activities[0].purposes[0].id : champ obligatoire absent"),
        (
            {"purposes": [{"id": str(LINE), "legal_basis": "X"}]},
            "activities[0].purposes[0].legal_basis : valeur inconnue « X » ; attendu : CONSENT, CONTRACT",
        ),
        ({"id": "{" + str(LINE) + "}"}, "activities[0].id : attendu : un identifiant (UUID)"),
        ({"purpose": []}, "activities[0] : champ inconnu « purpose » ; vouliez-vous dire « purposes » ?"),
        ({"xyzzy": 1}, "activities[0] : champ inconnu « xyzzy »"),
        ({"record": "other"}, "activities[0].record : attendu : controller ou processor ; reçu : « other »"),
        ({"record": ["controller"]}, "activities[0].record : attendu : controller ou processor"),
        ({"record": "processor"}, "activities[0] : champ inconnu « purposes »"),
        ({"name": "\ud800"}, "activities[0].name : texte qui contient un demi-caractère"),
        (
            {"retention": [{"id": str(LINE), "active": {"duration": "cinq ans"}}]},
            "activities[0].retention[0].active.duration : durée illisible « cinq ans »",
        ),
        (
            {"retention": [{"id": str(LINE), "active": {"duration": 5}}]},
            "activities[0].retention[0].active.duration : attendu : une durée",
        ),
        ({"not_applicable": None}, "activities[0].not_applicable : attendu : une liste ; reçu : rien"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_wrong_value_is_refused_where_it_stands(change, message):
    assert message in refusal(with_activity(**change))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000, '"3"', "1" + "0" * 400])
def test_a_number_that_is_none_is_refused_where_it_stands(number):
    data = write_package(SMALL).replace(b'"name":', b'"agents_fte":' + number.encode() + b',"name":', 1)
    assert "organization.agents_fte : attendu : un nombre ; reçu" in refusal(data)


def test_a_whole_number_stands_for_a_number():
    data = write_package(SMALL).replace(b'"name":', b'"agents_fte":98,"name":', 1)
    assert read_package(data).organization.agents_fte == 98.0


def test_every_problem_is_told_at_once_up_to_twenty():
    message = refusal(with_activity(name=1, reference=2))
    assert "Ce registre contient 2 valeurs" in message
    assert "activities[0].name" in message
    assert "activities[0].reference" in message
    many = refusal(with_activity(purposes=[None] * 25))
    assert "et 5 autres problèmes" in many


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (b"", "pas un document JSON complet"),
        (b'{"format": "egide-register",', "(ligne 1, colonne"),
        (b"[" * 100_000, "trop de niveaux"),
        ("é".encode("latin-1"), "UTF-8 (octet 0)"),
        ([], "n’est pas un registre d’Égide"),
        ({"format": "autre"}, "« format » vaut « autre »"),
        (small(version="1"), "un nombre entier est attendu"),
        (small(version=True), "un nombre entier est attendu"),
        (small(version=0), "un nombre entier est attendu"),
        (small(version=2), "au format 2, plus récent que ce que cette version d’Égide sait lire (1)"),
        (small(extra=1), "champ inconnu « extra »"),
        (small(activities=None), "activities : attendu : une liste"),
        (small(organization=None), "organization : attendu : un objet ; reçu : rien"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_document_is_refused(value, message):
    assert message in refusal(value)


def test_a_key_written_twice_is_refused():
    data = write_package(SMALL).replace(b'"text":"Nourrir"', b'"text":"a","text":"b"')
    assert "activities[0].purposes[0].text : champ écrit deux fois" in refusal(data)


def test_too_large_a_document_is_refused(monkeypatch):
    monkeypatch.setattr(document, "LARGEST", 10)
    assert "la limite est de" in refusal(small())


def test_a_byte_order_mark_is_accepted():
    assert read_package(b"\xef\xbb\xbf" + write_package(SMALL)) == SMALL


def test_an_identifier_given_twice_is_refused_both_ways():
    doubled = with_activity(purposes=[{"id": str(LINE)}, {"id": str(LINE)}])
    assert "activities[0].purposes[1].id : identifiant déjà donné à activities[0].purposes[0]" in refusal(doubled)
    records = small(ai_systems=[{"id": str(ACTIVITY)}])
    assert "ai_systems[0].id : identifiant déjà donné à activities[0]" in refusal(records)
    with pytest.raises(ValueError, match=re.escape("activities[1].id")):
        write_package(Register(organization=SMALL.organization, activities=SMALL.activities * 2))


def test_two_records_may_hold_the_same_line():
    again = ProcessingActivity(id=UUID(int=8 << 64), purposes=SMALL.activities[0].purposes)
    register = Register(organization=SMALL.organization, activities=(*SMALL.activities, again))
    assert read_package(write_package(register)) == register


def test_a_number_that_json_cannot_write_is_refused():
    register = Register(organization=Organization(id=BODY, agents_fte=float("nan")))
    with pytest.raises(ValueError, match="impossible à écrire"):
        write_package(register)


def test_an_older_document_goes_up_step_by_step():
    steps = {1: lambda d: {**d, "told": ["1→2"]}, 2: lambda d: {**d, "told": [*d["told"], "2→3"]}}
    assert versions.to_current({"version": 1}, steps, 3) == {"version": 3, "told": ["1→2", "2→3"]}
    assert set(versions.UPCASTS) == set(range(1, versions.VERSION))


def test_a_reading_is_blind_to_nothing_and_doubts_what_points_nowhere():
    system = AiSystem(id=UUID(int=7 << 64))
    pointing = ProcessingActivity(
        id=ACTIVITY, ai_systems=(system.id, LINE), retention=(Retention(id=LINE, personal_data=(BODY,)),)
    )
    register = Register(organization=SMALL.organization, activities=(pointing,), ai_systems=(system,))
    read = reading(write_package(register), "registre.json")
    assert read.register == register
    assert read.blind == frozenset()
    (doubt,) = read.doubts
    assert doubt.kind is DoubtKind.NOT_UNDERSTOOD
    assert doubt.record == ACTIVITY
    assert doubt.message.startswith("activities[0].retention[0].personal_data[0]")


def test_a_package_is_recognised_even_broken():
    assert recognises(write_package(SMALL))
    assert recognises(b'\xef\xbb\xbf {"format":"egide-register"')
    assert not recognises(b'{"format":"other"}')
    assert not recognises(b"egide-register")
    assert not recognises(b"\x00\xff")
