"""What every reader of tables shares: cutting a cell, taking coordinates apart, meaning, identifiers."""

from datetime import date
from uuid import UUID

import pytest

from egide.formats.gathering.contacts import contact_of
from egide.formats.gathering.doubts import Doubts
from egide.formats.gathering.identity import Seeds, base_of, line_id, record_id
from egide.formats.gathering.leaves import parser_for
from egide.formats.gathering.meaning import every, find
from egide.formats.gathering.retentions import clauses
from egide.formats.gathering.splitting import outside_brackets, split
from egide.formats.gathering.targets import Target, UnknownTarget
from egide.formats.headings.synonyms import recognise
from egide.formats.reading import DoubtKind, Ledger
from egide.law.facts import Contact, ProcessingActivity, Processor
from egide.law.facts.codes import DataCategory, LegalBasis, SourceKind


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("un seul", ["un seul"]),
        ("- un\n- deux", ["un", "deux"]),
        ("• un ; • deux", ["un", "deux"]),
        ("1) un 2) deux", ["un", "deux"]),
        ("1. un\n2. deux", ["un", "deux"]),
        ("a) un\nb) deux", ["un", "deux"]),
        ("Gérer les inscriptions\net la facturation", ["Gérer les inscriptions et la facturation"]),
        ("Gérer :\nfacturer", ["Gérer :", "facturer"]),
        ("un (a ; b) ; deux", ["un (a ; b)", "deux"]),
        ("Achats\n\n\nVentes", ["Achats", "Ventes"]),
        ("o carottes\no navets", ["carottes", "navets"]),
        ("-1 degré", ["1 degré"]),
        ("  ", []),
        (";;", []),
    ],
)
def test_a_cell_is_cut_into_its_answers(text, pieces):
    assert split(text, ";") == pieces


def test_brackets_that_never_close_keep_the_rest_whole():
    assert outside_brackets("a, (b, c", ",") == ["a", "(b, c"]


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("Commune de Fictive", Contact(name="Commune de Fictive")),
        ("dpo@fictive.example", Contact(email="dpo@fictive.example")),
        (
            "Jo Exemple, DPO – 03 21 00 00 00",
            Contact(name="Jo Exemple", phone="03 21 00 00 00", text="Jo Exemple, DPO – 03 21 00 00 00"),
        ),
        (
            "Mairie\n1 place de la Fiction\n62999 Fictive",
            Contact(
                name="Mairie",
                postal_code="62999",
                city="Fictive",
                text="Mairie\n1 place de la Fiction\n62999 Fictive",
            ),
        ),
    ],
)
def test_coordinates_are_taken_apart_as_far_as_is_sure(text, contact):
    assert contact_of(text) == contact


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5 ans puis destruction", ["5 ans puis destruction"]),
        ("Dossiers : 5 ans\nLogs : 6 mois", ["Dossiers : 5 ans", "Logs : 6 mois"]),
        ("5 ans\nArchivage : 10 ans", ["5 ans\nArchivage : 10 ans"]),
        ("5 ans ; 2 ans pour les logs", ["5 ans", "2 ans pour les logs"]),
        ("Un an\nselon le règlement", ["Un an selon le règlement"]),
    ],
)
def test_periods_of_a_cell(text, found):
    assert clauses(text) == found


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (SourceKind, "CAF", SourceKind.OTHER_AUTHORITY),
        (LegalBasis, "Public task", LegalBasis.PUBLIC_TASK),
        (DataCategory, "nom et prénom", DataCategory.IDENTITY),
        (DataCategory, "zzz", None),
    ],
)
def test_words_that_the_french_vocabulary_lacks(kind, text, code):
    found = find(kind, text)
    assert (found[0] if found else None) == code


def test_every_code_of_a_text_once():
    assert every(DataCategory, "RIB, IBAN et adresse") == (DataCategory.BANK, DataCategory.CONTACT)


@pytest.mark.parametrize(
    ("path", "value", "text", "expected"),
    [
        ("people_count", "1 200", "1 200", 1200),
        ("people_count", "environ 50 personnes", "environ 50 personnes", 50),
        ("people_count", 12.0, "12", 12),
        ("people_count", float("inf"), "inf", None),
        ("created_on", "44228", "44228", date(2021, 2, 1)),
        ("created_on", "janvier 2020", "janvier 2020", None),
        ("minors", "Oui", "Oui", True),
        ("minors", "peut-être", "peut-être", None),
    ],
)
def test_one_cell_one_fact(path, value, text, expected):
    leaf = parser_for(ProcessingActivity, path)(value, text)
    assert (leaf.value if leaf else None) == expected


def test_a_fact_that_no_cell_can_hold_has_no_reader():
    assert parser_for(Processor, "subprocessors") is None


def test_identifiers_are_those_of_the_seed():
    base = base_of("activity|commune|cantine")
    found = {record_id(base)} | {line_id(base, family, rank) for family in range(32) for rank in range(50)}
    assert len(found) == 1 + 32 * 50
    assert {(uid.version, uid.variant) for uid in found} == {(8, "specified in RFC 4122")}
    assert record_id(base) == record_id(base_of("activity|commune|cantine")) != record_id(base_of("autre"))


def test_seeds_of_one_name_are_told_apart():
    seeds = Seeds()
    assert [seeds.distinct("a"), seeds.distinct("b"), seeds.distinct("a")] == ["a", "b", "a|1"]


def test_doubts_are_said_once_with_their_number():
    doubts, ledger = Doubts(), Ledger()
    for row in range(3):
        doubts.add(DoubtKind.GUESSED, "« a » compris", ("F", row, 0), subject="colonne A", record=UUID(int=row))
    for row in range(40):
        doubts.add(DoubtKind.NOT_UNDERSTOOD, f"« {row} » inconnu", ("F", row, 1), subject="colonne B")
    doubts.write(ledger)
    messages = [doubt.message for doubt in ledger.doubts]
    assert messages[0] == "« a » compris (3 cellules)."
    assert ledger.doubts[0].place.cell == "A1"
    assert len(messages) == 14
    assert messages[-1] == "colonne B\u00a0: autres valeurs du même genre, à vérifier (28 cellules)."


@pytest.mark.parametrize("text", ["name", "recipients.name (kind=INTERNAL)", "organization.siren", "notes", "ignorer"])
def test_targets_are_read_as_they_are_written(text):
    assert str(Target.parse(text)) == text


@pytest.mark.parametrize("text", ["", "nom", "recipients.nom", "name)", "organization.siren.x"])
def test_a_target_that_does_not_exist_is_explained(text):
    with pytest.raises(UnknownTarget, match="n’est pas une rubrique d’Égide"):
        Target.parse(text)


@pytest.mark.parametrize(
    ("heading", "path", "certain"),
    [
        ("Finalité(s) :", "purposes.text", True),
        ("3. DURÉE DE CONSERVATION *", "retention.active", True),
        ("Destinatiares", "recipients.name", False),
        ("Nom de la personne et finalités", None, False),
        ("Catégories des personnes concernées par le traitement", "data_subjects.category", False),
        ("Sous-traitants : contrat signé", "processors.contract_signed", True),
        ("Has a personal data breach occurred?", None, False),
        ("x" * 500, None, False),
    ],
)
def test_headings_and_how_sure_they_are(heading, path, certain):
    match = recognise(heading)
    if path is None:
        assert match is None or match.certainty < 0.9
    else:
        assert (match.target.path, match.certainty >= 0.9) == (path, certain)
