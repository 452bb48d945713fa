"""What the page of a record concludes is what the law concludes of the whole register."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from hypothesis import HealthCheck, Phase, given, settings

from egide.law import facts
from egide.law.facts.codes import ControllerRole, DataCategory, DataSubjectCategory, SecurityMeasureCode
from egide.law.impact import Need
from egide.law.rights import applicable_rights
from egide.law.rules.engine import assess
from egide.platform.kernel.forms import ShapeForm
from egide.registers.processing.conclusions import completeness, conclusions, leads_to
from tests.law import strategies

TODAY = date(2026, 11, 23)
BODY = facts.Organization(id=uuid4())


def line(shape, **known):
    return shape(id=uuid4(), **known)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(register=strategies.registers())
def test_the_neighbours_of_a_record_change_nothing(register):
    whole = assess(register, TODAY)
    for record in register.activities:
        found = conclusions(record, register, TODAY)
        assert found.findings == whole.of(record.id)
        is_controller = isinstance(record, facts.ProcessingActivity)
        assert (found.assessment is not None) == is_controller
        assert found.rights == (applicable_rights(record, TODAY) if is_controller else {})


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(record=strategies.activities() | strategies.processor_activities())
def test_everything_to_fix_leads_to_a_field(record):
    form = ShapeForm(type(record), initial=record)
    found = conclusions(record, facts.Register(organization=BODY), TODAY)
    for path in (*(finding.path for finding in found.findings), *(gap.path for gap in found.completeness.missing)):
        assert leads_to(record, path) in form


def test_a_record_of_which_nothing_is_known():
    empty = completeness(line(facts.ProcessingActivity, role=None), BODY)
    assert (empty.known, empty.total) == (0, 11)
    assert "Finalités" in [gap.label for gap in empty.missing]


def test_the_body_answers_for_the_record():
    contact = facts.Contact(name="Mairie", email="mairie@exemple.fr")
    body = replace(BODY, name="Achicourt", contact=contact, representative=contact, dpo=facts.Dpo(contact=contact))
    found = completeness(line(facts.ProcessingActivity, role=ControllerRole.CONTROLLER), body)
    assert found.known == 4


def test_a_whole_record_misses_nothing_and_a_line_counts():
    purpose = line(facts.Purpose, text="Inscrire les enfants")
    contact = facts.Contact(name="Mairie")
    record = line(
        facts.ProcessingActivity,
        representative=contact,
        dpo=contact,
        controller=contact,
        purposes=(purpose,),
        data_subjects=(line(facts.DataSubjects, category=DataSubjectCategory.PUPILS),),
        personal_data=(line(facts.PersonalData, category=DataCategory.IDENTITY),),
        recipients=(),
        transfers=(),
        retention=(line(facts.Retention, active=facts.Period(text="1 an")),),
        security_measures=(line(facts.SecurityMeasure, code=next(iter(SecurityMeasureCode))),),
    )
    found = completeness(record, BODY)
    assert (found.missing, found.known, found.total) == ((), 16, 16)
    vague = completeness(replace(record, purposes=(replace(purpose, text=None),)), BODY)
    assert [gap.path for gap in vague.missing] == [f"purposes[{purpose.id}].text"]


def test_what_does_not_apply_is_an_answer():
    waived = tuple(facts.NotApplicable(path=path, reason="Aucun") for path in ("dpia", "recipients"))
    record = line(facts.ProcessingActivity, not_applicable=waived)
    found = conclusions(record, facts.Register(organization=BODY), TODAY)
    assert found.assessment.need is Need.NOT_REQUIRED
    assert "recipients" not in [gap.path for gap in found.completeness.missing]


def test_rights_come_grouped_the_most_favourable_first():
    found = conclusions(line(facts.ProcessingActivity), facts.Register(organization=BODY), TODAY)
    grouped = [right for _, rights in found.rights_by_answer for right in rights]
    assert sorted(grouped, key=lambda each: each.right.value) == sorted(
        found.rights.values(), key=lambda each: each.right.value
    )


def test_a_rule_that_names_no_line_leads_to_the_first_one():
    purpose, processor = line(facts.Purpose), line(facts.Processor, subprocessors=(line(facts.SubProcessor),))
    record = line(facts.ProcessingActivity, purposes=(purpose, line(facts.Purpose)), processors=(processor,))
    assert leads_to(record, "purposes.text") == f"purposes[{purpose.id}].text"
    assert leads_to(record, "purposes") == "purposes"
    assert leads_to(record, "transfers.country") == "transfers"
    assert leads_to(record, "video.kind") == "video.kind"
    inner = f"processors[{processor.id}].subprocessors[{processor.subprocessors[0].id}].country"
    assert leads_to(record, f"processors[{processor.id}].subprocessors.country") == inner
