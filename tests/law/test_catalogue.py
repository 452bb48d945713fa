"""The catalogue: 115 models that stand against the facts, found by words, proposed to a body that starts."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from egide.law.catalogue import draft, model, models, search, services, starter
from egide.law.catalogue.drafting import points
from egide.law.catalogue.models import parse
from egide.law.facts import ProcessingActivity, ProcessorActivity
from egide.law.facts.codes import ActivityStatus, DataCategory, Domain, OrganizationKind, SpecialCategory
from egide.law.facts.paths import describe_path, schema_path

SEED = UUID(int=62)
TODAY = date(2026, 11, 24)
ALL = list(models().values())


def start(kind, population=None, held=None):
    return starter(kind, population=population, held=held, seed=SEED, today=TODAY)


def likely(proposals):
    return {proposal.model.id for proposal in proposals if proposal.likely}


def test_it_holds_115_models_and_152_retention_lines_of_which_30_are_confirmed():
    lines = [line for each in ALL for line in each.retention]
    assert len(ALL) == 115
    assert len(lines) == 152
    assert sum(line.confirmed for line in lines) == 30


@pytest.mark.parametrize("each", ALL, ids=lambda m: m.id)
def test_a_model_is_consistent_with_the_law(each):
    special = {category.value for category in SpecialCategory}
    assert {code.value for code in each.personal_data} & special == {code.value for code in each.special_data}
    assert bool(each.special_data) == (each.special_exception is not None)
    assert (DataCategory.CRIMINAL in each.personal_data) == (each.criminal_basis is not None)
    assert (DataCategory.NIR in each.personal_data) == (each.nir_ground is not None)
    assert each.legal_texts
    assert each.retention
    if each.dpia_cnil_required is not None:
        assert each.dpia_needed == "YES"
    assert set(each.usual_for) <= set(each.kinds)


@pytest.mark.parametrize("each", ALL, ids=lambda m: m.id)
def test_a_draft_says_what_the_model_knows_and_lists_what_remains(each):
    record = draft(each, seed=SEED, today=TODAY)
    assert record.status is ActivityStatus.DRAFT
    assert record.catalogue_id == each.id
    assert record.transfers is None, "what is expected is not an answer"
    assert isinstance(record, ProcessorActivity) == (each.role == "PROCESSOR")
    assert record == draft(each, seed=SEED, today=TODAY), "drawn twice, the same draft"
    assert record.id != draft(each, seed=UUID(int=63), today=TODAY).id
    to_confirm = points(each, record)
    for point in to_confirm:
        describe_path(type(record), schema_path(point.path))
    unconfirmed = [line for line in each.retention if not line.confirmed]
    assert sum(".active" in point.path for point in to_confirm) == len(unconfirmed)


def test_a_draft_as_controller_has_lines_with_their_own_ids():
    record = draft(models()["RESTAURATION_SCOLAIRE"], seed=SEED, today=TODAY)
    assert isinstance(record, ProcessingActivity)
    lines = [
        line.id
        for name in (
            "purposes",
            "data_subjects",
            "personal_data",
            "special_data",
            "recipients",
            "retention",
            "security_measures",
        )
        for line in getattr(record, name)
    ]
    assert len(lines) == len(set(lines)) > 15
    assert record.special_data[0].exception is not None
    cantine = models()["RESTAURATION_SCOLAIRE"]
    assert any(point.path.startswith("special_data[") for point in points(cantine, record))
    cited = replace(record, special_data=tuple(replace(s, exception_text="CSP") for s in record.special_data))
    assert not any(point.path.startswith("special_data[") for point in points(cantine, cited))


def test_search_knows_plurals_accents_and_elisions():
    assert search("cantines")[0].id == "RESTAURATION_SCOLAIRE"
    assert search("l’eau")[0].id == "EAU_ASSAINISSEMENT"
    assert search("élections")[0].domain in {Domain.ELECTIONS, Domain.HR}
    assert search("vidéoprotection voie publique")[0].id == "VIDEOPROTECTION"
    assert search("zzz") == ()
    assert len(search()) == 115
    assert {each.domain for each in search("agents", domain=Domain.HR)} == {Domain.HR}
    assert all(OrganizationKind.CCAS in each.kinds for each in search(kind=OrganizationKind.CCAS))


def test_a_village_is_not_proposed_what_a_town_has():
    village = likely(start(OrganizationKind.COMMUNE, 180))
    town = likely(start(OrganizationKind.COMMUNE, 12_000))
    assert {"ETAT_CIVIL", "LISTES_ELECTORALES", "RH_PAIE", "DEMANDES_DROITS"} <= village < town
    assert "LANCEURS_ALERTE" in town - village


def test_services_held_are_likely_and_those_not_held_are_left_out():
    held = start(OrganizationKind.COMMUNE, 3_000, {"cantine"})
    assert "RESTAURATION_SCOLAIRE" in likely(held)
    assert "MEDIATHEQUE" not in {proposal.model.id for proposal in held}
    asked = start(OrganizationKind.COMMUNE, 3_000)
    assert {p.model.id: p.likely for p in asked}["MEDIATHEQUE"] is False
    assert "médiathèque" in next(p.reason for p in asked if p.model.id == "MEDIATHEQUE").lower()


def test_an_unknown_population_is_asked_rather_than_guessed():
    proposals = {p.model.id: p for p in start(OrganizationKind.COMMUNE)}
    assert not proposals["LANCEURS_ALERTE"].likely
    assert "population inconnue" in proposals["LANCEURS_ALERTE"].reason


def test_the_departement_has_its_social_duties():
    assert {"APA", "RSA_INSERTION", "ASE", "PMI", "CRIP", "FSL", "COLLEGES", "CCAS_AIDE_LEGALE"} <= likely(
        start(OrganizationKind.DEPARTEMENT, 1_460_000)
    )


@pytest.mark.parametrize("kind", list(OrganizationKind), ids=str)
def test_any_kind_of_body_gets_a_start(kind):
    proposals = start(kind, 20_000)
    assert {"RH_PAIE", "COMPTABILITE", "DEMANDES_DROITS", "VIOLATIONS_DONNEES"} <= likely(proposals)
    assert [p.likely for p in proposals] == sorted((p.likely for p in proposals), reverse=True)
    assert all(p.reason.endswith(".") for p in proposals)


def test_an_unknown_service_is_named_with_the_known_ones():
    with pytest.raises(ValueError, match=r"service inconnu : pisine.*piscine_sport"):
        start(OrganizationKind.COMMUNE, 1, {"pisine"})
    assert services()["eau"].startswith("Eau")


def test_a_withdrawn_model_is_none():
    assert model("INCONNU") is None
    assert model("APA").name.startswith("Allocation")


ROW = """
[X]
name = "X"
kinds = ["COMMUNE"]
role = "CONTROLLER"
purpose = "p"
legal_basis = "CONSENT"
legal_texts = ["t"]
minors = false
collection = "DIRECT"
dpia_needed = "NO"
dpia_reason = "r"
retention = []
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('role = "CONTROLLER"', 'role = "BOSS"', "X : .*BOSS"),
        ('role = "CONTROLLER"', 'role = "CONTROLLER"\nservice = "piscine"', "X : service inconnu"),
        ('role = "CONTROLLER"', 'role = "CONTROLLER"\ncolor = "blue"', "X : champs inconnus : color"),
        ('legal_basis = "CONSENT"', 'legal_basis = "WISH"', "X : .*WISH"),
        ('purpose = "p"', "", "X : 'purpose'"),
    ],
)
def test_wrong_data_are_refused_by_name(old, new, message):
    assert parse(Domain.HR, ROW)["X"].name == "X"
    with pytest.raises(ValueError, match=message):
        parse(Domain.HR, ROW.replace(old, new))
