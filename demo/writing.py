"""The demonstration written through the real doors: the same validation, scope and journal as any write."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import transaction

from demo.content import KEYS, bodies, register
from demo.edits import STORIES
from demo.history import Action, Step, steps
from demo.load import PASSWORD, SECRET
from demo.people import PEOPLE, Person
from egide.platform.accounts.models import User
from egide.platform.organizations.models import Organization
from egide.platform.organizations.services import add_services, assign, create_organization, enrol, load_directory
from egide.platform.organizations.shapes import CENTRE_ROLES
from egide.platform.records import saving
from egide.platform.records.acting import Actor, Origin, acting
from egide.platform.records.models import unlocked
from egide.platform.records.saving import Change
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity, ProcessorActivity
from egide.registers.systems.models import AiSystem

PARIS = ZoneInfo("Europe/Paris")
MONTHS = timedelta(days=300)
CENTRE = "centre"
Report = Callable[[str], None]


def is_loaded() -> bool:
    """Whether the base holds a centre already."""
    return unlocked(Organization).exists()


@transaction.atomic
def load(on: date, *, report: Report) -> None:
    """Write everything, as if it had happened over the last months; or nothing, when it is interrupted."""
    began = datetime.combine(on - MONTHS, time(9), PARIS)
    made = _bodies(on, began)
    report(f"  {len(made)} collectivités tiennent un registre")
    with acting(_installation(began)):
        added = load_directory("62", made[CENTRE])
    report(f"  {len(added)} communes et EPCI du Pas-de-Calais")
    people = _people(made, began)
    report(f"  {len(people)} personnes")
    for key in KEYS:
        written = _register(key, on, made[key], people, began)
        report(f"  {made[key].name} : {written} écritures au journal")


def _installation(at: datetime) -> Actor:
    return Actor("Installation", origin=Origin.COMMAND, at=at)


def _bodies(on: date, began: datetime) -> dict[str, Organization]:
    told = bodies(on)
    made: dict[str, Organization] = {}
    with acting(_installation(began)):
        made[CENTRE] = create_organization(told[CENTRE].facts, slug="cdg-62")
        for key in KEYS:
            if key != CENTRE:
                made[key] = create_organization(told[key].facts, centre=made[CENTRE])
        for key, body in made.items():
            add_services(body, [service.name for service in told[key].services])
    return made


def _people(made: Mapping[str, Organization], began: datetime) -> dict[str, User]:
    hashed = make_password(PASSWORD)
    people = {}
    with acting(_installation(began)):
        for person in PEOPLE:
            user = User.objects.create_user(person.email, name=person.name)
            user.password = hashed
            user.save()
            people[person.email] = user
            _enrol(person, user, made)
    return people


def _enrol(person: Person, user: User, made: Mapping[str, Organization]) -> None:
    for given in person.habilitations:
        body = made[given.body]
        membership = enrol(
            user,
            body,
            given.role,
            services=_service_ids(body, given.services),
            every_member=given.every_member or None,
        )
        for key in given.members:
            assign(membership, body, made[key])
    if any(given.role in CENTRE_ROLES for given in person.habilitations):
        _second_factor(user)


def _service_ids(body: Organization, names: tuple[str, ...]) -> list[UUID]:
    from egide.platform.organizations.models import Service  # noqa: PLC0415

    with scope(body):
        return [service.id for service in Service.objects.filter(name__in=names)]


def _second_factor(user: User) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: PLC0415
    from allauth.mfa.totp.internal.auth import TOTP  # noqa: PLC0415

    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)


def _register(key: str, on: date, body: Organization, people: Mapping[str, User], began: datetime) -> int:
    told = register(key, on)
    systems = [AiSystem.new(body.id, system) for system in told.ai_systems]
    with scope(body), acting(_installation(began)):
        saving.save_many([Change(r, f) for r, f in zip(systems, told.ai_systems, strict=True)])
    history = steps(key, on) if key in STORIES else ()
    if not history:
        with scope(body), acting(Actor("Installation", origin=Origin.IMPORT, at=began)):
            _create(body, told.activities)
        return len(told.activities)
    for step in history:
        user = people[step.person]
        origin = Origin.IMPORT if step.action is Action.IMPORT else Origin.SCREEN
        with scope(body), acting(Actor(user.name, user.id, origin, at=step.at)):
            _write(body, step)
    return sum(len(step.created) or 1 for step in history)


def _create(body: Organization, activities: tuple[Any, ...]) -> None:
    for model in (ProcessingActivity, ProcessorActivity):
        facts = [activity for activity in activities if isinstance(activity, model.storage.shape)]
        saving.save_many([Change(model.new(body.id, each), each) for each in facts])


def _write(body: Organization, step: Step) -> None:
    if step.action is Action.IMPORT:
        _create(body, step.created)
        return
    record = _find(step.record)
    reason = step.reason or ""
    match step.action:
        case Action.EDIT if step.change is not None:
            saving.save_aggregate(record, step.change(record.facts()), expected=record.revision, reason=reason)
        case Action.BIN:
            saving.put_in_bin(record, expected=record.revision, reason=reason)
        case Action.RESTORE:
            saving.restore(record, expected=record.revision, reason=reason)
        case Action.ARCHIVE:
            saving.archive(record, expected=record.revision, reason=reason)


def _find(record_id: UUID | None) -> Any:
    for model in (ProcessingActivity, ProcessorActivity):
        found = model.objects.filter(id=record_id).first()
        if found is not None:
            return found
    raise LookupError(record_id)
