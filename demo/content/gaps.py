"""What real registers lack: each gap takes something away from a complete record, and says which record has it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from demo.content.bodies import CENTRE, DEPARTEMENT, EPCI, SECOND_VILLAGE, TOWN, VILLAGE
from egide.law import facts
from egide.law.facts import ProcessingActivity
from egide.law.facts.codes import ActivityStatus, DpiaStatus, MeasureStatus

Gap = Callable[[ProcessingActivity], ProcessingActivity]


def draft(record: ProcessingActivity) -> ProcessingActivity:
    """Begun, never finished."""
    return replace(
        record, status=ActivityStatus.DRAFT, retention=None, notice=None, last_review_on=None, processors=None
    )


def no_retention(record: ProcessingActivity) -> ProcessingActivity:
    """Nobody said how long; of cameras, not even in the recorder's settings."""
    video = replace(record.video, retention_days=None) if record.video else None
    return replace(record, retention=None, video=video)


def not_authorised(record: ProcessingActivity) -> ProcessingActivity:
    """Cameras whose authorisation nobody finds."""
    assert record.video is not None  # noqa: S101 - a gap of cameras only
    return replace(
        record,
        video=replace(
            record.video, prefect_authorisation_ref=None, authorisation_date=None, authorised_retention_days=None
        ),
    )


def kept_too_long(record: ProcessingActivity) -> ProcessingActivity:
    """Images kept for 45 days."""
    assert record.video is not None  # noqa: S101 - a gap of cameras only
    return replace(record, video=replace(record.video, retention_days=45))


def no_notice(record: ProcessingActivity) -> ProcessingActivity:
    """People are not told."""
    return replace(record, notice=facts.Notice(exists=False))


def poor_notice(record: ProcessingActivity) -> ProcessingActivity:
    """People are told half of it."""
    assert record.notice is not None  # noqa: S101 - completed before
    return replace(record, notice=replace(record.notice, items=(record.notice.items or ())[:4], rights=None))


def no_dpia(record: ProcessingActivity) -> ProcessingActivity:
    """The assessment that the law asks for was not begun."""
    known = record.dpia or facts.ImpactAssessment()
    kept = facts.ImpactAssessment(criteria=known.criteria, cnil_required=known.cnil_required)
    return replace(record, dpia=replace(kept, status=DpiaStatus.NOT_STARTED))


def dpia_running(record: ProcessingActivity) -> ProcessingActivity:
    """The assessment is under way."""
    return replace(
        no_dpia(record), dpia=replace(no_dpia(record).dpia or facts.ImpactAssessment(), status=DpiaStatus.IN_PROGRESS)
    )


def no_contract(record: ProcessingActivity) -> ProcessingActivity:
    """The supplier works without a contract that has the clauses of article 28."""
    lines = tuple(
        replace(line, contract_signed=False, contract_end=None, missing_clauses=None)
        for line in record.processors or ()
    )
    return replace(record, processors=lines)


def no_transfer_answer(record: ProcessingActivity) -> ProcessingActivity:
    """Nobody asked where the data go."""
    return replace(record, transfers=None)


def never_reviewed(record: ProcessingActivity) -> ProcessingActivity:
    """Written once."""
    return replace(record, last_review_on=None, start_date=None)


def measures_planned(record: ProcessingActivity) -> ProcessingActivity:
    """Half of the measures are still to come."""
    lines = record.security_measures or ()
    planned = tuple(replace(line, status=MeasureStatus.PLANNED) if n % 2 else line for n, line in enumerate(lines))
    return replace(record, security_measures=planned)


def no_text_for_special_data(record: ProcessingActivity) -> ProcessingActivity:
    """Sensitive data without the text that allows them."""
    return replace(record, special_data=tuple(replace(line, exception_text=None) for line in record.special_data or ()))


# By body, by the name of the model or of the activity of its own.
GAPS: Mapping[str, Mapping[str, tuple[Gap, ...]]] = MappingProxyType(
    {
        DEPARTEMENT: {
            "VIDEOPROTECTION": (no_retention,),
            "VIDEOSURVEILLANCE_LOCAUX": (no_notice,),
            "MNA_EVALUATION": (no_dpia,),
            "FSL": (no_contract,),
            "RSA_INSERTION": (dpia_running,),
            "EHPAD_RESIDENCES": (no_text_for_special_data,),
            "NEWSLETTER": (poor_notice,),
            "PHOTOS_IMAGE": (never_reviewed,),
            "WIFI_PUBLIC": (no_transfer_answer,),
            "TELEPHONIE": (poor_notice, never_reviewed),
            "IA_GENERATIVE": (no_transfer_answer, never_reviewed),
            "GEOLOCALISATION_VEHICULES": (measures_planned,),
            "LANCEURS_ALERTE": (draft,),
            "aides-agricoles": (never_reviewed,),
            "observatoire": (draft,),
            "ACCUEIL_FAMILIAL": (no_notice, never_reviewed),
            "ADOPTION": (never_reviewed, measures_planned),
            "CRIP": (no_text_for_special_data, never_reviewed),
            "TRANSPORT_SCOLAIRE": (no_contract, no_transfer_answer),
            "BILLETTERIE": (no_transfer_answer, poor_notice),
            "OCCUPATION_DOMAINE": (no_retention, never_reviewed),
            "RH_TEMPS_TRAVAIL": (poor_notice, never_reviewed),
            "INSTANCES_ELECTIONS_PRO": (no_text_for_special_data, never_reviewed),
            "CONTENTIEUX_ASSURANCES": (no_transfer_answer, never_reviewed),
            "TELETRAVAIL_VISIO": (no_transfer_answer, measures_planned),
            "RESEAUX_SOCIAUX": (no_transfer_answer, poor_notice),
            "salle-de-lecture": (no_retention, never_reviewed),
        },
        EPCI: {
            "DECHETS": (poor_notice,),
            "HABITAT_INDIGNE": (no_dpia,),
            "TRANSPORT_BILLETTIQUE": (no_transfer_answer,),
            "VIDEOSURVEILLANCE_LOCAUX": (kept_too_long,),
            "NEWSLETTER": (draft,),
            "pepiniere": (never_reviewed,),
        },
        TOWN: {
            "VIDEOPROTECTION": (not_authorised, kept_too_long),
            "REGISTRE_CANICULE": (no_dpia,),
            "PORTAIL_FAMILLE": (no_contract,),
            "LOCATION_SALLES": (no_notice,),
            "OBJETS_TROUVES": (never_reviewed, no_transfer_answer),
            "POLICE_MUNICIPALE": (dpia_running,),
            "SITE_WEB": (poor_notice,),
            "jardins": (draft,),
        },
        CENTRE: {
            "CDG_CONCOURS": (poor_notice,),
            "CDG_INTERIM_EMPLOI": (never_reviewed,),
            "SITE_WEB": (no_transfer_answer,),
            "annuaire": (never_reviewed,),
        },
        VILLAGE: {"CIMETIERES": (never_reviewed,), "PCS_ALERTE": (no_notice, never_reviewed)},
        SECOND_VILLAGE: {"RH_PAIE": (no_contract,), "CIMETIERES": (draft,), "COMPTABILITE": (never_reviewed,)},
    }
)
