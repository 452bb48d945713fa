"""Our facts as the reference names them. Where it has one value and we have lines, one dictionary a line is given.

The reference knows one legal basis and one exception of article 9 a record; we know one a purpose, one a category.
"""

from datetime import date
from itertools import product

from egide.law.catalogue import model
from egide.law.dated import adequacy, is_in_eea
from egide.law.facts import Organization, ProcessingActivity, ProcessorActivity, Register
from egide.law.facts.codes import (
    ActivityStatus,
    DpiaStatus,
    MeasureStatus,
    NoticeItem,
    PurposeKind,
    RecipientKind,
    RetentionTrigger,
    Right,
    TransferMechanism,
)
from egide.law.notices import missing_items, rights_wrongly_announced
from egide.law.retention import days_after, due_on, exceeds_model

_AS_VALIDATED = {DpiaStatus.VALIDATED_WITH_RESERVATIONS: DpiaStatus.VALIDATED}


def of_activity(a: ProcessingActivity, o: Organization, today: date) -> list[dict]:
    """The record of a controller, once for each pair of a purpose and a special category."""
    common = _plain(a, "status domain catalogue_id created_on start_date last_review_on last_substantive_change_on")
    common |= _plain(a, "role service_nature service_is_mandatory public_mission online_service is_teleservice")
    common |= _plain(a, "further_processing compatibility_test_done further_processing_authorised_by_law support")
    common |= _plain(
        a, "legal_basis_changed_after_start minors minors_under_15 criminal_data criminal_basis large_scale"
    )
    common |= _plain(a, "criminal_extract_kept nir_used nir_ground id_document_justification commercial_use profiling")
    common |= _plain(a, "asks_documents_available_via_api collection backup_not_relevant remote_access")
    common |= _plain(a, "real_data_in_test closure_data_disposed")
    common |= _common(a, o, today) | {
        "controller_name": _name(a.controller) if a.controller else o.name,
        "controller_contact": _reach(a.controller or o.contact),
        "purpose_main": (a.purposes[0].text if a.purposes else None),
        "purposes_count": len(a.purposes or ()),
        "legal_bases_count": _bases_of_one_purpose(a),
        "data_subjects": _codes(a.data_subjects, "category"),
        "data_categories": _codes(a.personal_data, "category"),
        "special_categories": _codes(a.special_data, "category"),
        "sources": _codes(a.sources, "kind"),
        "recipients_internal": [r for r in a.recipients or () if r.kind is RecipientKind.INTERNAL],
        "recipients_external": [r for r in a.recipients or () if r.kind is not RecipientKind.INTERNAL],
        "has_payment_purpose": a.has_payment_purpose or PurposeKind.PAYMENT in _codes(a.purposes, "kind") or None,
        "processors": [_processor(p, today) for p in a.processors or ()],
        "joint_controllers": [_plain(j, "arrangement_signed essence_published") for j in a.joint_controllers or ()],
        "consent": _plain(a.consent, "explicit proof_kept withdrawal_as_easy joint_parental"),
        "notice": _notice(a, today),
        "dpia": _dpia(a, o, today),
        "algorithm": _plain(
            a.algorithm,
            "individual_decision solely_automated mention_present human_review_available decides_administrative_appeal "
            "self_learning",
        ),
        "video": _video(a),
    }
    purposes = [
        {"legal_basis": p.legal_basis, "legal_texts": list(p.legal_texts or ()), "purpose_type": p.kind}
        for p in a.purposes or ()
    ]
    exceptions = [
        {"special_exception": line.exception, "special_exception_text": line.exception_text}
        for line in a.special_data or ()
    ]
    return [common | purpose | exception for purpose, exception in product(purposes or [{}], exceptions or [{}])]


def of_processor_activity(a: ProcessorActivity, o: Organization, today: date) -> dict:
    """The record of a processor: its sub-processors are its processors."""
    common = _plain(a, "status domain catalogue_id created_on start_date last_review_on clients processing_categories")
    common |= _plain(a, "closure_data_disposed")
    return (
        common
        | _common(a, o, today)
        | {
            "role": "PROCESSOR",
            "data_subjects": _codes(a.data_subjects, "category"),
            "data_categories": _codes(a.personal_data, "category"),
            "processors": [_processor(p, today) for p in a.subprocessors or ()],
        }
    )


def of_organization(o: Organization, register: Register, missing: list[str]) -> dict:
    """The body; `missing` are the models of the catalogue that it usually has and does not have here."""
    facts = _plain(o, "is_public_authority has_policy has_dsr_procedure has_breach_procedure has_website")
    facts |= _plain(o, "privacy_page_published last_awareness_on last_restore_test_on maturity_gap_max agents_fte")
    facts |= _plain(o, "principal_algorithms_count algorithms_published public_register_has_security_details")
    delegate = _plain(o.dpo, "status kind function cnil_number contact_published reports_to_top resources_documented")
    delegate |= _plain(o.dpo, "sharing_act_ref")
    return (
        facts
        | {f"dpo_{name}": value for name, value in delegate.items()}
        | {
            "last_dpo_report_on": o.dpo.last_report_on if o.dpo else None,
            "convention_status": o.agreement_status,
            "referents_count": None if o.referents is None else len(o.referents),
            "active_treatments_count": sum(a.status is ActivityStatus.ACTIVE for a in register.activities),
            "missing_core_treatments": missing,
        }
    )


def _plain(facts, names: str) -> dict:
    return {name: _list(getattr(facts, name)) for name in names.split()} if facts is not None else {}


def _list(value):
    return list(value) if isinstance(value, tuple) else value


def _codes(lines, name: str) -> list:
    return [getattr(line, name) or "UNKNOWN" for line in lines or ()]


def _name(contact) -> str | None:
    return contact.name or contact.organization or contact.text


def _reach(contact) -> bool | None:
    return True if contact is not None and contact.is_reachable else None


def _common(a, o: Organization, today: date) -> dict:
    contacts = (a.dpo, a.dpo_company, o.dpo.contact if o.dpo else None, o.dpo.company if o.dpo else None)
    in_place = [m for m in a.security_measures or () if m.status is not MeasureStatus.PLANNED]
    origin = model(a.catalogue_id) if a.catalogue_id else None
    planned = [m for m in a.security_measures or () if m.status is MeasureStatus.PLANNED]
    return {
        "structure": _plain(o, "is_public_authority agents_count")
        | {"dpo_contact": any(map(_reach, contacts)) or None},
        "security_measures": [m.code or "UNKNOWN" for m in in_place] + ["PLANNED"] * len(planned),
        "transfers_answer": None if a.transfers is None else "ANSWERED",
        "transfers": [_transfer(t, today) for t in a.transfers or ()],
        "retention": [_retention(r, origin) for r in a.retention or ()],
        "overdue_disposals_count": sum(_is_overdue(r, today) for r in a.retention or ()),
    }


def _bases_of_one_purpose(a: ProcessingActivity) -> int:
    bases: dict[str, set] = {}
    for p in a.purposes or ():
        if p.text and p.legal_basis:
            bases.setdefault(p.text, set()).add(p.legal_basis)
    return max(map(len, bases.values()), default=0)


def _processor(p, today: date) -> dict:
    names = "contract_signed contract_end missing_clauses subprocessors subprocessing_authorised breach_notice_hours "
    names += "last_check_on transfer_declared hosts_data hosting_country hds_certified in_eea"
    known = _plain(p, names)
    if p.in_eea is None and p.country:
        known["in_eea"] = is_in_eea(p.country, today)
    return known


def _transfer(t, today: date) -> dict:
    decision = adequacy(t.country, today) if t.country else None
    relied_on = decision if t.mechanism is TransferMechanism.ADEQUACY else None
    return _plain(t, "country mechanism derogation scc_module tia_done dpf_certified repetitive") | {
        "country_is_adequate": None if t.country is None else decision is not None,
        "adequacy_expires_on": relied_on and relied_on.valid_to,
    }


def _is_overdue(r, today: date) -> bool:
    return r.disposed_on is None and (due := due_on(r)) is not None and due < today


def _retention(r, origin) -> dict:
    return {
        "total_days_after_end_of_rights": days_after(r, RetentionTrigger.END_OF_RIGHTS),
        "exceeds_catalogue": origin is not None and exceeds_model(r, origin.retention),
        "active_trigger": r.active and r.active.trigger,
        "active_days": r.active and r.active.duration and r.active.duration.in_days,
        "intermediate_duration": r.intermediate and r.intermediate.duration,
        "data_kind": r.kind,
    } | _plain(r, "final_fate unlimited separated_storage justification")


def _notice(a: ProcessingActivity, today: date) -> dict:
    n = a.notice
    if n is None:
        return {}
    return _plain(n, "exists articles child_friendly version_date") | {
        "art14_5_exception_documented": bool(n.art14_5_exception),
        "delay_days_after_collection": n.delay_days,
        "missing_items": list(missing_items(a, today) or ()),
        "mentions_post_mortem": NoticeItem.N15 in (n.items or ()) or Right.POST_MORTEM in (n.rights or ()),
        "mentions_transfers": NoticeItem.N06 in (n.items or ()),
        "rights_not_applicable": list(rights_wrongly_announced(a, today)),
    }


def _dpia(a: ProcessingActivity, o: Organization, today: date) -> dict:
    d = a.dpia
    if d is None:
        return {}
    known = _plain(d, "controller_validator data_subjects_view dpo_opinion no_consultation_reason validated_on")
    known |= _plain(d, "not_required_justification prior_consultation_on residual_risk art35_3_cases")
    excluded = a.profiling is True or "BIOMETRIC" in _codes(a.special_data, "category") or bool(d.cnil_required)
    small = d.cnil_exempt != 1 or (o.agents_count is not None and o.agents_count < 250)
    late = [m for m in d.action_plan or () if m.due_on and m.due_on < today and not m.done_on]
    return known | {
        "status": _AS_VALIDATED.get(d.status, d.status),
        "not_required_justification_validated": d.not_required_validated,
        "cnil_required_list": list(d.cnil_required or ()),
        "cnil_exempt_list": d.cnil_exempt,
        "criteria_count": len(set(d.criteria or ())),
        "exempt_list_valid": d.cnil_exempt is not None and not excluded and small,
        "overdue_measures_count": len(late),
    }


def _video(a: ProcessingActivity) -> dict:
    names = "prefect_authorisation_ref authorisation_date authorised_retention_days retention_days signage "
    names += "private_masking continuous_employee_monitoring augmented augmented_legal_basis"
    return _plain(a.video, names) | ({"type": a.video.kind} if a.video else {})
