"""Registers and records on paper: every fact has its place, nothing withheld leaks, an empty register reads well."""

import json
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from egide.documents.document import DescriptionList, Note, Table, lines_of, plain
from egide.documents.layouts.register import record_document, register_document
from egide.documents.layouts.sections import (
    CONTROLLER_SECTIONS,
    ELSEWHERE,
    ORGANIZATION_SECTION,
    PROCESSOR_SECTIONS,
    WITHHELD,
)
from egide.documents.layouts.words import contact_in_words, details, in_words
from egide.law.catalogue import draft, models
from egide.law.durations import Duration
from egide.law.facts import (
    Contact,
    NotApplicable,
    Organization,
    ProcessingActivity,
    Processor,
    ProcessorActivity,
    Purpose,
    Register,
    SecurityMeasure,
    System,
)
from egide.law.facts.codes import ActivityStatus, LegalBasis, PersonTitle, SecurityMeasureCode
from egide.law.facts.describing import descriptions

TODAY = date(2026, 11, 24)
BODY = Organization(id=UUID(int=1), name="Commune d’Exemple")


def activity(**facts):
    return ProcessingActivity(id=UUID(int=2), name="Cantine", status=ActivityStatus.ACTIVE, **facts)


def words_of(document):
    said = [document.title, document.subtitle]
    for block in document.blocks:
        said += [plain(line) for line in lines_of(block)]
        said += [getattr(block, "text", ""), getattr(block, "title", ""), getattr(block, "caption", "")]
        if isinstance(block, DescriptionList):
            said += [item.term for item in block.items]
        if isinstance(block, Table):
            said += block.header
    return "\n".join(filter(None, said))


@pytest.mark.parametrize(
    ("shape", "sections"),
    [
        (ProcessingActivity, CONTROLLER_SECTIONS),
        (ProcessorActivity, PROCESSOR_SECTIONS),
        (Organization, (ORGANIZATION_SECTION,)),
    ],
)
def test_every_fact_has_one_place_or_a_reason(shape, sections):
    placed = [name for section in sections for name in section.facts]
    assert len(placed) == len(set(placed))
    assert set(placed) | set(ELSEWHERE[shape]) == set(descriptions(shape))
    assert not set(placed) & set(ELSEWHERE[shape])


def test_what_is_withheld_names_facts():
    known = {name for shape in (ProcessingActivity, ProcessorActivity, Organization) for name in descriptions(shape)}
    assert set(WITHHELD) <= known


@pytest.mark.parametrize("model", list(models().values()), ids=lambda model: model.id)
def test_every_model_of_the_catalogue_can_be_printed(model):
    document = record_document(draft(model, seed=UUID(int=62), today=TODAY), BODY, TODAY)
    said = words_of(document)
    assert model.name in document.title
    assert model.purpose in said
    assert all(line.data in said for line in model.retention)


def test_a_record_says_its_purposes_its_rights_and_its_impact_verdict():
    purpose = Purpose(
        id=UUID(int=3), text="Nourrir les élèves", legal_basis=LegalBasis.PUBLIC_TASK, legal_texts=("CGCT",)
    )
    record = activity(
        reference="T-014",
        purposes=(purpose,),
        not_applicable=(NotApplicable(path="video", reason="aucune caméra"),),
    )
    document = record_document(record, BODY, TODAY)
    said = words_of(document)
    assert document.title == record.title == "T-014 – Cantine"
    for words in ("Nourrir les élèves", "Mission d’intérêt public – art. 6(1)(e)", "Accès – art. 15", "aucune caméra"):
        assert words in said
    assert any(isinstance(block, Note) for block in document.blocks), "the verdict on impact assessment"


def test_the_communicable_version_withholds_security_drafts_and_the_package():
    secret = "CANARI-7f3a"
    record = activity(
        manager=secret,
        notes=secret,
        systems=(System(id=UUID(int=4), name=secret),),
        security_measures=(SecurityMeasure(id=UUID(int=5), code=SecurityMeasureCode.M21_CHIFFREMENT, detail=secret),),
        processors=(Processor(id=UUID(int=6), contact=Contact(name="Éditeur SAS", phone=secret), service=secret),),
    )
    kept_out = replace(record, id=UUID(int=7), name="Hors registre public", is_public=False)
    unfinished = replace(record, id=UUID(int=8), name="Pas encore", status=ActivityStatus.DRAFT)
    register = Register(organization=BODY, activities=(record, kept_out, unfinished))
    assert secret in words_of(register_document(register, TODAY))
    communicable = register_document(register, TODAY, communicable=True)
    said = words_of(communicable)
    assert secret not in said
    assert "Éditeur SAS" in said
    assert "Hors registre public" not in said
    assert "Pas encore" not in said
    assert "sécurité des systèmes d’information" in said, "it says what it withholds"
    assert communicable.attachments == ()


def test_the_package_travels_inside():
    (package,) = register_document(Register(organization=BODY, activities=(activity(),)), TODAY).attachments
    assert json.loads(package.data)["organization"]["name"] == "Commune d’Exemple"


def test_an_empty_register_says_so():
    said = words_of(register_document(Register(organization=Organization(id=UUID(int=1))), TODAY))
    assert "Aucun traitement." in said
    assert "La collectivité n’est pas renseignée." in said


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, None),
        ((), "Néant"),
        (True, "Oui"),
        (False, "Non"),
        (1200, "1\u202f200"),
        (98.5, "98,5"),
        (date(2026, 3, 1), "1er mars 2026"),
        (Duration(years=1, months=6), "1 an et 6 mois"),
        (LegalBasis.CONSENT, "Consentement – art. 6(1)(a)"),
        ((LegalBasis.CONSENT, LegalBasis.CONTRACT), "Consentement – art. 6(1)(a), Contrat – art. 6(1)(b)"),
        (("un", "deux"), "un\ndeux"),
        ("  ", None),
        (Contact(), None),
    ],
)
def test_values_in_words(value, words):
    assert in_words(value) == words


def test_a_contact_on_one_line():
    contact = Contact(
        title=PersonTitle.MADAME,
        name="Anne Martin",
        function="maire",
        address="1, place",
        postal_code="62000",
        city="Arras",
        phone="03",
    )
    assert contact_in_words(contact) == "Madame Anne Martin, maire – 1, place, 62000 Arras – 03"


def test_a_year_is_not_cut_in_thousands():
    known = Organization(id=UUID(int=1), population=7873, population_year=2023)
    assert dict(details(known)) == {"Population": "7\u202f873", "Millésime": "2023"}
