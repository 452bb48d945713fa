"""The engine: three outcomes, exact paths, order, silences told once, what is waived and what is still to come."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.law import facts
from egide.law.facts import NotApplicable, Notice, Organization, ProcessingActivity, ProcessorActivity, Register
from egide.law.facts.codes import ActivityStatus, SecurityMeasureCode
from egide.law.facts.paths import schema_paths
from egide.law.rules import ALL_RULES, rule
from egide.law.rules.engine import assess
from egide.law.rules.rule import RECORDS, CannotSay, FindingKind, Rule, Severity, topic
from egide.law.rules.scopes import has_measure, is_controller_record
from tests.law.records import measures, processor_record, purpose, uid
from tests.law.strategies import registers

TODAY = date(2026, 11, 23)
BODY = Organization(id=UUID(int=1))


def one(identifier="X-1", severity=Severity.MAJOR, path="name", **known):
    given = {"fires": lambda _a, _s: True} if not {"fires", "fires_on"} & set(known) else {}
    return Rule(
        id=identifier,
        severity=severity,
        kind=FindingKind.WARNING,
        basis=("RGPD art. 5",),
        title="Titre",
        message="Message.",
        action="Action.",
        path=path,
        **given | known,
    )


def activity(number=2, **known):
    return ProcessingActivity(id=UUID(int=number), **known)


def assessed(*activities, rules, blind=(), organization=BODY, today=TODAY):
    return assess(Register(organization=organization, activities=activities), today, blind=blind, rules=rules)


def outcomes(assessment):
    return [(tally.fires, tally.holds, tally.cannot_say) for tally in assessment.tallies]


NO_NOTICE = one(path="notice.exists", fires=lambda a, _s: (a.notice or Notice()).exists is not True)
NO_CONTRACT = one(
    path="processors.contract_signed",
    subjects=RECORDS,
    lines="processors",
    fires_on=lambda line, _a, _s: line.contract_signed is not True,
)


def test_findings_come_by_severity_then_in_the_order_of_the_register_then_of_the_rules():
    of_body = one("B", Severity.MINOR, subjects=(Organization,))
    rules = [one("A", Severity.MINOR), one("C", Severity.CRITICAL), of_body, one("D", Severity.MINOR)]
    assessment = assessed(activity(3), activity(2), rules=rules)
    found = [(finding.rule.id, finding.subject.int) for finding in assessment.findings]
    assert found == [("C", 3), ("C", 2), ("B", 1), ("A", 3), ("D", 3), ("A", 2), ("D", 2)]
    assert [finding.rule.id for finding in assessment.of(UUID(int=2))] == ["C", "A", "D"]
    assert assessment.of(UUID(int=99)) == ()
    assert assessment.counts == {Severity.CRITICAL: 2, Severity.MAJOR: 0, Severity.MINOR: 5, Severity.INFO: 0}


def test_a_rule_on_lines_fires_once_a_line_at_its_exact_path():
    signed, unsigned = (facts.Processor(id=uid(), contract_signed=is_signed) for is_signed in (True, False))
    assessment = assessed(activity(processors=(signed, unsigned, unsigned)), rules=[NO_CONTRACT])
    assert [finding.path for finding in assessment.findings] == [f"processors[{unsigned.id}].contract_signed"] * 2
    assert outcomes(assessment) == [(1, 0, 0)]


def test_a_rule_on_lines_has_nothing_to_say_where_there_is_no_line():
    signed = facts.Processor(id=uid(), contract_signed=True)
    assessment = assessed(
        activity(2), activity(3, processors=()), activity(4, processors=(signed,)), rules=[NO_CONTRACT]
    )
    assert outcomes(assessment) == [(0, 1, 0)]


def test_a_line_that_fires_speaks_louder_than_one_that_cannot_say():
    unknown, unsigned = (facts.Processor(id=uid(), contract_signed=is_signed) for is_signed in (None, False))
    blind = {"processors.contract_signed"}
    both = assessed(activity(processors=(unknown, unsigned)), rules=[NO_CONTRACT], blind=blind)
    assert [finding.path for finding in both.findings] == [f"processors[{unsigned.id}].contract_signed"]
    assert both.silences == ()
    assert outcomes(assessed(activity(processors=(unknown,)), rules=[NO_CONTRACT], blind=blind)) == [(0, 0, 1)]


def test_a_rule_speaks_only_to_its_subjects():
    records = (activity(), ProcessorActivity(id=UUID(int=5)))
    for subjects, expected in [((ProcessingActivity,), [2]), (RECORDS, [2, 5]), ((Organization,), [1])]:
        assessment = assessed(*records, rules=[one(subjects=subjects)])
        assert [finding.subject.int for finding in assessment.findings] == expected


def test_an_unknown_fact_that_the_source_can_hold_is_a_finding_and_one_it_cannot_hold_is_silence():
    assert outcomes(assessed(activity(), rules=[NO_NOTICE])) == [(1, 0, 0)]
    assert outcomes(assessed(activity(), rules=[NO_NOTICE], blind={"notice"})) == [(0, 0, 1)]
    known = activity(notice=Notice(exists=True))
    assert outcomes(assessed(known, rules=[NO_NOTICE], blind={"notice"})) == [(0, 1, 0)]


def test_silences_are_told_once_a_fact_with_the_rules_and_the_number_of_subjects():
    rules = [NO_NOTICE, one("X-2", path="notice.items", fires=lambda a, _s: not a.notice), NO_CONTRACT]
    silences = assessed(activity(2), activity(3), rules=rules, blind={"notice", "processors"}).silences
    assert [(silence.path, silence.rules, silence.subjects) for silence in silences] == [
        ("notice", ("X-1", "X-2"), 2),
        ("processors", ("X-1",), 2),
    ]
    assert silences[0].label == "Information des personnes"


@pytest.mark.parametrize("presumed", ["public_mission", "regime"])
def test_no_source_is_blind_to_what_the_law_presumes(presumed):
    asks = one(fires=lambda a, _s: getattr(a, presumed) is None)
    assert outcomes(assessed(activity(), rules=[asks], blind={presumed})) == [(1, 0, 0)]


def test_a_rule_that_does_not_apply_reads_nothing_and_its_scope_may_be_what_cannot_say():
    draft = activity(status=ActivityStatus.DRAFT)
    only_active = one(applies=lambda a, _s: a.status is ActivityStatus.ACTIVE, fires=lambda a, _s: a.notice is None)
    assert outcomes(assessed(draft, rules=[only_active], blind={"notice"})) == [(0, 0, 0)]
    assert outcomes(assessed(activity(), rules=[only_active, only_active], blind={"status"})) == [(0, 0, 1)] * 2


def test_a_misspelt_blind_path_names_the_valid_ones():
    with pytest.raises(KeyError, match=r"it has: .*notice"):
        assessed(activity(), rules=[NO_NOTICE], blind={"notices"})
    assessed(activity(), rules=[NO_NOTICE], blind={"clients", "purposes.legal_basis"})


def test_sans_objet_holds_where_it_is_an_answer_and_only_there():
    def waiving(path, **known):
        return activity(not_applicable=(NotApplicable(path=path, reason="Aucun formulaire"),), **known)

    assert outcomes(assessed(waiving("notice"), rules=[NO_NOTICE])) == [(0, 1, 0)]
    assert outcomes(assessed(waiving("notice"), rules=[NO_NOTICE], blind={"notice"})) == [(0, 1, 0)]
    assert outcomes(assessed(waiving("consent"), rules=[NO_NOTICE])) == [(1, 0, 0)]
    assert outcomes(assessed(waiving("consent"), rules=[NO_NOTICE], blind={"notice"})) == [(0, 0, 1)]
    assert outcomes(assessed(waiving("name"), rules=[one(path="name")])) == [(1, 0, 0)]


def test_a_rule_still_to_come_is_announced_and_counts_for_nothing():
    coming = one("NEXT", Severity.CRITICAL, effective_from=date(2027, 1, 1))
    assessment = assessed(activity(), rules=[coming])
    (finding,) = assessment.upcoming
    assert (finding.severity, finding.upcoming) == (Severity.INFO, True)
    assert assessment.findings == (finding,)
    assert assessment.tallies == ()
    assert not any(assessment.counts.values())
    in_force = assessed(activity(), rules=[coming], today=date(2027, 1, 1))
    assert in_force.upcoming == ()
    assert in_force.findings[0].severity is Severity.CRITICAL


def test_law_not_yet_in_force_applies_to_nobody():
    employing = ProcessingActivity(id=uid(), dpia=facts.ImpactAssessment(cnil_exempt=1), status=ActivityStatus.ACTIVE)
    body = Organization(id=uid(), agents_count=500)
    long_ago = date(2017, 1, 1)
    (tally,) = assessed(employing, rules=[rule("DPIA-005")], organization=body, today=long_ago).tallies
    assert (tally.fires, tally.spoke) == (0, 0)
    assessed(employing, processor_record(), rules=ALL_RULES, organization=body, today=long_ago)

    def not_yet(_a, s):
        return rule("DPIA-005").fires(employing, s)

    scoped = one(applies=not_yet)
    assert outcomes(assessed(activity(), rules=[scoped], organization=body, today=long_ago)) == [(0, 0, 0)]


def test_a_fact_of_the_body_that_nobody_was_asked_silences_the_rules_of_records():
    derogation = facts.Transfer(id=uid(), country="US", derogation=facts.codes.Derogation.A)
    (silence,) = assessed(activity(transfers=(derogation,)), rules=[rule("TRF-008")]).silences
    assert silence.path == "organization.is_public_authority"
    assert silence.label == "Autorité ou organisme public"


def test_the_same_unknown_of_the_body_is_one_subject_whatever_the_number_of_rules():
    rules = [rule("DPO-002"), rule("DPO-003"), rule("DPO-005")]
    (silence,) = assessed(rules=rules).silences
    assert (silence.rules, silence.subjects) == (("DPO-002", "DPO-003", "DPO-005"), 1)


@settings(max_examples=60, deadline=None)
@given(registers(max_records=2), st.sets(st.sampled_from(schema_paths(ProcessingActivity)), max_size=12))
def test_blindness_only_ever_turns_conclusions_into_silence(register, blind):
    seeing, blinded = assess(register, TODAY), assess(register, TODAY, blind=blind)
    assert set(blinded.findings) <= set(seeing.findings)
    for full, partial in zip(seeing.tallies, blinded.tallies, strict=True):
        assert partial.fires <= full.fires
        assert partial.cannot_say >= full.cannot_say
        assert partial.fires + partial.cannot_say >= full.fires


def test_a_source_without_legal_bases_makes_no_register_unlawful():
    known = activity(status=ActivityStatus.ACTIVE, purposes=(purpose(), purpose()))
    assert outcomes(assessed(known, rules=[rule("LB-001")])) == [(1, 0, 0)]
    (silence,) = assessed(known, rules=[rule("LB-001")], blind={"purposes.legal_basis"}).silences
    assert (silence.label, silence.subjects) == ("Finalités\u00a0: base légale", 1)


def test_a_fact_of_a_processor_record_keeps_its_label():
    of_clients = one(path="clients", subjects=(ProcessorActivity,), fires=lambda a, _s: not a.clients)
    (silence,) = assessed(processor_record(), rules=[of_clients], blind={"clients"}).silences
    assert silence.label == "Responsables de traitement"


def test_a_measure_that_a_source_cannot_call_planned_is_in_place():
    guarded = activity(status=ActivityStatus.ACTIVE, security_measures=measures(SecurityMeasureCode.M05_HABILITATIONS))
    assert outcomes(assessed(guarded, rules=[rule("SEC-002")], blind={"security_measures.status"})) == [(0, 1, 0)]
    assert not has_measure(guarded, SecurityMeasureCode.M17_SAUVEGARDES)


def test_which_records_a_controller_keeps():
    assert is_controller_record(activity())
    assert not is_controller_record(activity(role=None))
    assert not is_controller_record(processor_record())


def test_a_rule_asks_its_subject_or_each_line():
    with pytest.raises(ValueError, match="X-1: a rule asks"):
        one(fires=lambda _a, _s: True, fires_on=lambda _line, _a, _s: True, lines="purposes")
    with pytest.raises(ValueError, match="X-1: a rule asks"):
        one(fires=lambda _a, _s: True, lines="purposes")


def test_a_topic_names_its_rules_and_sets_their_texts_as_french_is_printed():
    (set_,) = topic("Essai", [one(to_confirm="L'article : n° 4 ?")])
    assert (set_.topic, set_.to_confirm, set_.confirmed) == ("Essai", "L’article\u00a0: n°\u00a04\u202f?", False)
    assert one().confirmed


def test_what_cannot_be_said_names_its_fact():
    assert CannotSay("notice").path == "notice"


def test_the_rules_are_found_by_their_id():
    assert rule("SEC-002").title == "Habilitations non gérées"
    with pytest.raises(KeyError):
        rule("SEC-999")
