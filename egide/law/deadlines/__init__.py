"""Days and instants that the law fixes. Computed from dates, never typed; each carries its article and its sentence."""

from egide.law.deadlines.agreement import (
    Reminder,
    Renewal,
    Signature,
    Term,
    Termination,
    TermReading,
    last_working_day,
    reminders,
    renewal,
    renewed,
    signature,
    term,
    termination,
)
from egide.law.deadlines.breach import (
    PARIS,
    BreachClock,
    HourDeadline,
    NaiveInstantError,
    breach_clock,
    in_paris,
    insurance_complaint,
)
from egide.law.deadlines.consultation import ConsultationClock, consultation_clock
from egide.law.deadlines.deadline import Deadline
from egide.law.deadlines.retention import Age, RetentionEnd, retention_end
from egide.law.deadlines.rights import (
    Extension,
    OtherRegime,
    RequestClock,
    identity_closing,
    other_regime_deadline,
    request_clock,
)
from egide.law.deadlines.suspension import Suspension

__all__ = [
    "PARIS",
    "Age",
    "BreachClock",
    "ConsultationClock",
    "Deadline",
    "Extension",
    "HourDeadline",
    "NaiveInstantError",
    "OtherRegime",
    "Reminder",
    "Renewal",
    "RequestClock",
    "RetentionEnd",
    "Signature",
    "Suspension",
    "Term",
    "TermReading",
    "Termination",
    "breach_clock",
    "consultation_clock",
    "identity_closing",
    "in_paris",
    "insurance_complaint",
    "last_working_day",
    "other_regime_deadline",
    "reminders",
    "renewal",
    "renewed",
    "request_clock",
    "retention_end",
    "signature",
    "term",
    "termination",
]
