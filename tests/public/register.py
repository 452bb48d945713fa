"""One activity that tells everything, and others that are not for the public."""

import dataclasses
import uuid

from egide.law import facts
from egide.law.durations import Duration
from egide.law.facts.codes import (
    ActivityStatus,
    DataCategory,
    DataSubjectCategory,
    LegalBasis,
    RetentionTrigger,
)
from egide.law.facts.organization import Dpo
from egide.platform.records.acting import Actor, acting
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity

DELEGATE = Dpo(contact=facts.Contact(organization="Centre de gestion du Pas-de-Calais", email="dpo@exemple.fr"))


def line(shape, **known):
    return shape(id=uuid.uuid4(), **known)


def told(**known):
    """Told from end to end, with what is to be withheld."""
    values = {
        "name": "Restauration scolaire",
        "status": ActivityStatus.ACTIVE,
        "manager": facts.Contact(name="SECRET-manager"),
        "notes": "SECRET-notes",
        "purposes": (line(facts.Purpose, text="Inscrire les enfants", legal_basis=LegalBasis.PUBLIC_TASK),),
        "data_subjects": (line(facts.DataSubjects, category=next(iter(DataSubjectCategory)), detail="Familles"),),
        "personal_data": (line(facts.PersonalData, category=next(iter(DataCategory)), detail="Nom et adresse"),),
        "recipients": (line(facts.Recipient, name="Trésorerie"),),
        "processors": (line(facts.Processor, contact=facts.Contact(name="Cantine SARL"), service="SECRET-service"),),
        "retention": (
            line(
                facts.Retention,
                data="Dossier",
                active=facts.Period(duration=Duration.parse("P1Y"), trigger=RetentionTrigger.END_OF_SCHOOL_YEAR),
            ),
        ),
        "security_measures": (line(facts.SecurityMeasure, detail="SECRET-measure"),),
        **known,
    }
    return line(facts.ProcessingActivity, **values)


def keep(body, *activities):
    with scope(body), acting(Actor("test")):
        for each in activities:
            save_aggregate(ProcessingActivity.new(body.id, each), each)


def told_of(body, **known):
    """Change what is known of a body."""
    with scope(body), acting(Actor("test")):
        save_aggregate(body, dataclasses.replace(body.facts(), **known), expected=body.revision)
