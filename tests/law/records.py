"""Small records for tests: only what a test says is known. Lines get an identifier each."""

from datetime import date
from itertools import count
from uuid import UUID

from egide.law import facts
from egide.law.durations import Duration
from egide.law.facts import Organization, ProcessingActivity, ProcessorActivity, Register
from egide.law.facts.codes import ActivityStatus, LegalBasis, RetentionTrigger
from egide.law.rules.engine import assess

TODAY = date(2026, 11, 23)
TOWN = Organization(
    id=UUID(int=1),
    name="Commune d’Achicourt",
    is_public_authority=True,
    contact=facts.Contact(email="mairie@exemple.fr"),
    dpo=facts.Dpo(contact=facts.Contact(email="dpo@exemple.fr")),
)
_numbers = count(1000)


def uid() -> UUID:
    return UUID(int=next(_numbers))


def record(**known) -> ProcessingActivity:
    """A record of article 30(1), active unless told otherwise."""
    return ProcessingActivity(**({"id": UUID(int=2), "status": ActivityStatus.ACTIVE} | known))


def processor_record(**known) -> ProcessorActivity:
    """A record of article 30(2), active unless told otherwise."""
    return ProcessorActivity(**({"id": UUID(int=3), "status": ActivityStatus.ACTIVE} | known))


def purpose(basis: LegalBasis | None = None, text: str | None = "Inscrire les enfants à la cantine", **known):
    return facts.Purpose(id=uid(), legal_basis=basis, text=text, **known)


def purposes(*bases: LegalBasis | None):
    return tuple(purpose(basis, f"Finalité numéro {n} du traitement") for n, basis in enumerate(bases))


def data(*categories):
    return tuple(facts.PersonalData(id=uid(), category=category) for category in categories)


def people(*categories):
    return tuple(facts.DataSubjects(id=uid(), category=category) for category in categories)


def special(category, exception=None, text=None):
    return (facts.SpecialData(id=uid(), category=category, exception=exception, exception_text=text),)


def measures(*codes, status=None):
    return tuple(facts.SecurityMeasure(id=uid(), code=code, status=status) for code in codes)


def source(kind):
    return (facts.Source(id=uid(), kind=kind),)


def lasting(duration: str | None, trigger: RetentionTrigger | None = None, text: str | None = None, **known):
    """One age of the data."""
    return facts.Period(duration=duration and Duration.parse(duration), trigger=trigger, text=text, **known)


def kept(active=None, **known):
    """One retention line."""
    return (facts.Retention(id=uid(), active=active, **known),)


def sans_objet(path: str):
    return (facts.NotApplicable(path=path, reason="Aucun formulaire"),)


def outcome(rule, subject, organization: Organization = TOWN, today: date = TODAY) -> str:
    """What the engine concludes of one rule over one record."""
    register = Register(organization=organization, activities=(subject,))
    (tally,) = assess(register, today, rules=[rule]).tallies
    for name in ("fires", "holds", "cannot_say"):
        if getattr(tally, name):
            return name
    return "does not apply"


def paths_found(rule, subject, organization: Organization = TOWN, today: date = TODAY) -> list[str]:
    """The paths at which one rule fires."""
    register = Register(organization=organization, activities=(subject,))
    return [finding.path for finding in assess(register, today, rules=[rule]).findings]
