"""The CNIL's layout as we write it: what it can hold comes back equal, what it cannot is told."""

import dataclasses
import io
from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egide.formats import cnil
from egide.formats.accounting import unaccounted
from egide.formats.cnil.losses import as_workbook
from egide.formats.cnil.writer import sheets
from egide.formats.grids.limits import Limits
from egide.formats.grids.workbooks import read_workbook
from egide.law.durations import Duration
from egide.law.facts import (
    AiSystem,
    Contact,
    DataSubjects,
    Dpo,
    JointController,
    Notice,
    Organization,
    Period,
    PersonalData,
    ProcessingActivity,
    ProcessorActivity,
    Purpose,
    Recipient,
    Register,
    Retention,
    SecurityMeasure,
    SpecialData,
    Transfer,
)
from egide.law.facts.codes import (
    ActivityStatus,
    ControllerRole,
    DataCategory,
    DataSubjectCategory,
    DpoKind,
    DpoStatus,
    FinalFate,
    LegalBasis,
    RecipientKind,
    RetentionTrigger,
    SecurityMeasureCode,
    SpecialCategory,
    TransferMechanism,
)
from egide.law.facts.describing import descriptions
from egide.law.facts.paths import leaves

WORDS = ("Alpha", "Bravo", "charlie", "=1+1", "Delta & <echo>", "l’œuvre", "n° 12")
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
BODY = Organization(
    id=UUID(int=1),
    name="Commune d’Achicourt",
    contact=Contact(name="Commune d’Achicourt", address="1 place Foch", postal_code="62217", city="Achicourt"),
    representative=Contact(name="Anne Leroy", email="maire@achicourt.fr"),
    dpo=Dpo(
        status=DpoStatus.DESIGNATED,
        kind=DpoKind.EXTERNAL,
        contact=Contact(name="Paul Durand", phone="03 21 00 00 00", email="dpo@cdg62.fr"),
        company=Contact(name="Centre de gestion du Pas-de-Calais"),
    ),
)
SPECIAL = {code.value for code in SpecialCategory}


def line_id(number):
    return UUID(int=1000 + number)


@st.composite
def activities(draw, number=0):
    ordinary = [
        c for c in DataCategory if c.value not in SPECIAL and c not in {DataCategory.NIR, DataCategory.CRIMINAL}
    ]
    codes = draw(st.lists(st.sampled_from([*ordinary, None]), max_size=5))
    data = [PersonalData(id=line_id(i), category=c, detail=draw(texts)) for i, c in enumerate(codes)]
    special = []
    for i, code in enumerate(draw(st.lists(st.sampled_from(SpecialCategory), max_size=2, unique=True))):
        detail = draw(texts)
        data.append(PersonalData(id=line_id(50 + i), category=DataCategory(code.value), detail=detail))
        special.append(SpecialData(id=line_id(60 + i), category=code, detail=detail))
    period = st.builds(
        Period, duration=st.builds(Duration, st.integers(1, 30)), trigger=st.none() | st.sampled_from(RetentionTrigger)
    )
    retention = tuple(
        Retention(
            id=line_id(100 + i),
            personal_data=(line.id,),
            active=draw(period),
            final_fate=draw(st.none() | st.sampled_from(FinalFate)),
        )
        for i, line in enumerate(data)
        if draw(st.booleans())
    )
    joint = draw(st.none() | st.just(()) | st.just((JointController(id=line_id(200), contact=Contact(name="Alpha")),)))

    def lines(shape, **fields):
        made = st.lists(st.fixed_dictionaries(fields), max_size=7)
        return draw(st.none() | made.map(lambda found: tuple(shape(id=line_id(9), **one) for one in found)))

    purposes = lines(Purpose, text=texts)
    return ProcessingActivity(
        id=UUID(int=2 + number),
        name=draw(texts),
        reference=f"T-{number:03}",
        status=ActivityStatus.ACTIVE,
        role=ControllerRole.JOINT_CONTROLLER if joint else ControllerRole.CONTROLLER,
        created_on=draw(st.none() | st.dates(date(1990, 1, 1), date(2040, 1, 1))),
        joint_controllers=joint,
        purposes=purposes or None,
        personal_data=tuple(data) or None,
        special_data=tuple(special) or draw(st.sampled_from([None, ()])),
        retention=retention or None,
        data_subjects=lines(DataSubjects, category=st.sampled_from(DataSubjectCategory), detail=st.none() | texts),
        recipients=lines(Recipient, kind=st.sampled_from(RecipientKind), name=texts),
        transfers=lines(
            Transfer,
            recipient=texts,
            country=st.sampled_from(["US", "CH", "GB", "CD"]),
            mechanism=st.sampled_from(TransferMechanism),
        ),
        security_measures=lines(SecurityMeasure, code=st.sampled_from(SecurityMeasureCode), detail=st.none() | texts),
        notes=draw(st.none() | texts),
    )


def bare(value, ids=None):
    """The facts without identifiers, lines of data in the order of their text, links by what they point at."""
    ids = ids or {}
    if isinstance(value, ProcessingActivity):
        ids = {line.id: (line.category, line.detail) for line in value.personal_data or ()}
    if dataclasses.is_dataclass(value):
        names = list(descriptions(type(value))) or [f.name for f in dataclasses.fields(value)]
        return {name: bare(getattr(value, name), ids) for name in names}
    if isinstance(value, tuple):
        return sorted((bare(one, ids) for one in value), key=repr)
    return ids.get(value, value) if isinstance(value, UUID) else value


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_the_layout_holds_comes_back_equal(data):
    records = tuple(data.draw(activities(number)) for number in range(data.draw(st.integers(0, 2))))
    register = Register(organization=BODY, activities=records)
    workbook = as_workbook(sheets(register))
    reading = cnil.read(workbook)
    assert [bare(one) for one in reading.register.activities] == [bare(one) for one in records]
    assert unaccounted(workbook, reading.ledger) == ()
    if records:
        assert bare(reading.register.organization) == bare(BODY)
        assert cnil.cannot_hold(register) == ()


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_a_file_written_is_recognised_and_read_back(tmp_path, kind):
    full = ProcessingActivity(
        id=UUID(int=2),
        name="Restauration scolaire : inscriptions et facturation",
        reference="T-001",
        status=ActivityStatus.ACTIVE,
        created_on=date(2024, 9, 1),
        purposes=tuple(Purpose(id=line_id(i), text=f"Finalité numéro {i}") for i in range(8)),
        recipients=tuple(Recipient(id=line_id(i), kind=RecipientKind.EXTERNAL, name=f"Corps {i}") for i in range(6)),
        transfers=(),
        special_data=(),
        personal_data=(
            PersonalData(id=line_id(20), category=DataCategory.CONTACT, detail="Domicile\nTéléphone"),
            PersonalData(id=line_id(21), category=DataCategory.NIR, detail="Numéro"),
        ),
        nir_used=True,
        criminal_data=False,
    )
    register = Register(organization=BODY, activities=(full,))
    path = tmp_path / f"registre.{kind}"
    with path.open("wb") as target:
        lost = (cnil.write_cnil_ods if kind == "ods" else cnil.write_cnil_xlsx)(register, target)
    workbook = read_workbook(path, Limits())
    assert lost == ()
    assert cnil.recognises(workbook) > 0.9
    assert [sheet.name for sheet in workbook.sheets] == [
        "1_-_Note",
        "2_-_Liste_des_traitements",
        "3_-_Modèle_de_fiche_de_registre",
        "Restauration scolaire - inscrip",
        "5_-_Listes",
    ]
    reading = cnil.read(workbook)
    assert bare(reading.register) == bare(register)
    assert not reading.is_blank_model
    assert unaccounted(workbook, reading.ledger) == ()


def test_what_the_layout_cannot_hold_is_told_in_french_and_in_the_file():
    activity = ProcessingActivity(
        id=UUID(int=2),
        name="Paie",
        status=ActivityStatus.CLOSED,
        purposes=(Purpose(id=line_id(1), text="Payer", legal_basis=LegalBasis.LEGAL_OBLIGATION),),
        notice=Notice(exists=True),
    )
    register = Register(
        organization=dataclasses.replace(BODY, siren="216200048"),
        activities=(activity, ProcessorActivity(id=UUID(int=3), name="Paie à façon")),
        ai_systems=(AiSystem(id=UUID(int=4), name="Assistant"),),
    )
    lost = cnil.cannot_hold(register)
    assert [(loss.name, loss.path) for loss in lost] == [
        ("Commune d’Achicourt", "siren"),
        ("Paie", "status"),
        ("Paie", "purposes.legal_basis"),
        ("Paie", "notice.exists"),
        ("Paie à façon", "processor"),
        ("Assistant", "ai_system"),
    ]
    assert lost[2].label == "Finalités\u00a0: base légale"
    target = io.BytesIO()
    assert cnil.write_cnil_ods(register, target) == lost
    note = sheets(register, lost)[0]
    assert any("base légale" in str(cell) for row in note.rows for cell in row)


def test_a_register_without_activity_is_still_a_workbook():
    register = Register(organization=BODY)
    workbook = as_workbook(sheets(register))
    reading = cnil.read(workbook)
    assert reading.register.activities == ()
    assert dict(leaves(reading.register.organization)) == dict(leaves(BODY))
    assert not reading.is_blank_model


def test_no_data_at_all_and_durations_of_the_whole():
    activity = ProcessingActivity(
        id=UUID(int=2),
        name="Alpha",
        status=ActivityStatus.ACTIVE,
        personal_data=(PersonalData(id=line_id(1), category=DataCategory.CONTACT, detail="Bravo"),),
        retention=(
            Retention(id=line_id(2), active=Period(duration=Duration(5))),
            Retention(id=line_id(3), data="Dossiers papier", active=Period(duration=Duration(2))),
        ),
    )
    none = ProcessingActivity(
        id=UUID(int=3), name="Bravo", personal_data=(), nir_used=False, status=ActivityStatus.ACTIVE
    )
    register = Register(organization=BODY, activities=(activity, none))
    back = cnil.read(as_workbook(sheets(register))).register
    assert [bare(one) for one in back.activities] == [bare(one) for one in register.activities]
