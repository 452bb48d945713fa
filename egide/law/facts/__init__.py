"""What the law needs to know of a body and of its processing activities, as frozen plain values.

Everywhere, `None` is unknown and never a guess, `()` is none, and *sans objet* is a stored path with its reason.
"""

from egide.law.facts.activity import ProcessingActivity
from egide.law.facts.ai_system import AiSystem
from egide.law.facts.contacts import Contact
from egide.law.facts.duties import Algorithm, Consent, ImpactAssessment, Notice, Video
from egide.law.facts.measures import PlannedMeasure, SecurityMeasure, System
from egide.law.facts.organization import Dpo, Organization, Referent
from egide.law.facts.parties import (
    Client,
    JointController,
    ProcessingCategory,
    Processor,
    Recipient,
    SubProcessor,
    Transfer,
)
from egide.law.facts.processor_activity import ProcessorActivity
from egide.law.facts.purposes import DataSubjects, PersonalData, Purpose, Source, SpecialData
from egide.law.facts.record import NotApplicable, Record
from egide.law.facts.register import Register
from egide.law.facts.retention import Period, Retention

__all__ = [
    "AiSystem",
    "Algorithm",
    "Client",
    "Consent",
    "Contact",
    "DataSubjects",
    "Dpo",
    "ImpactAssessment",
    "JointController",
    "NotApplicable",
    "Notice",
    "Organization",
    "Period",
    "PersonalData",
    "PlannedMeasure",
    "ProcessingActivity",
    "ProcessingCategory",
    "Processor",
    "ProcessorActivity",
    "Purpose",
    "Recipient",
    "Record",
    "Referent",
    "Register",
    "Retention",
    "SecurityMeasure",
    "Source",
    "SpecialData",
    "SubProcessor",
    "System",
    "Transfer",
    "Video",
]
