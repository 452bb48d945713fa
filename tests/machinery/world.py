"""Bodies full of canaries: two of one centre, one of another, with a record of every register in each."""

import dataclasses
import uuid

from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from egide.formats.package import write_package
from egide.law import facts
from egide.law.facts.codes import DpoKind, OrganizationKind
from egide.law.facts.describing import descriptions, field_types, is_list, is_shape, shape_within
from egide.platform.accounts.invitations import invite
from egide.platform.accounts.models import User
from egide.platform.files.services import attach
from egide.platform.kernel.proposals.services import propose
from egide.platform.links.models import Link
from egide.platform.mail.models import Message as Mail
from egide.platform.organizations.models import Membership, Organization
from egide.platform.organizations.services import add_services, create_organization, enrol
from egide.platform.organizations.shapes import CENTRE_ROLES, Role
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import unlocked
from egide.platform.records.scope import scope
from egide.platform.records.storage import bare, is_lines
from egide.platform.tasks.models import Work, WorkState
from egide.public.models import Intake, Message
from egide.public.publishing import preview, publish
from egide.public.shapes import MessageStatus
from egide.registers.imports import shapes as imports
from egide.registers.imports.models import Import, Waiting
from egide.urls import REGISTERS
from tests.platform.files.received import received

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def canaried(shape, mark, **known):
    """A shape with a canary in every text, in its groups and in one line of each list."""
    values = {}
    for name in descriptions(shape):
        values[name] = _canary(field_types(shape)[name], f"CANARY-{mark}-{name}")
    if "id" in field_types(shape):
        values["id"] = uuid.uuid4()
    return shape(**{**values, **known})


def _canary(annotation, text):
    kind = bare(annotation)
    if kind is str:
        return text
    if is_lines(annotation):
        return (canaried(shape_within(annotation), text.removeprefix("CANARY-")),)
    if is_list(annotation):
        return (text,) if "str" in str(annotation) else None
    return canaried(kind, text.removeprefix("CANARY-")) if is_shape(kind) else None


def _code_free(value):
    """The texts that must be numbers of bodies are left out: the canary would be refused."""
    return dataclasses.replace(value, siren=None, siret=None, insee_code=None)


class World:
    """`own` and `sibling` are of one centre, `foreign` of another. `ids[body]` holds what URLs may name."""

    def __init__(self):
        self.ids = {}
        with acting(Actor("test")):
            self.centre = self._body("CENTRE", kind=OrganizationKind.CDG)
            self.other_centre = self._body("XCENTRE", kind=OrganizationKind.CDG)
            self.own = self._body("OWN", centre=self.centre)
            self.sibling = self._body("SIBLING", centre=self.centre)
            self.foreign = self._body("FOREIGN", centre=self.other_centre)
            for body in (self.own, self.sibling, self.foreign, self.centre):
                self.ids[body.id] = self._fill(body)

    def _body(self, mark, *, centre=None, **known):
        value = _code_free(canaried(facts.Organization, mark))
        value = dataclasses.replace(value, **{"kind": OrganizationKind.COMMUNE, **known})
        if centre is not None:  # its advisors read the messages of residents
            named = dataclasses.replace(value.dpo.company, organization=centre.name)
            value = dataclasses.replace(value, dpo=dataclasses.replace(value.dpo, kind=DpoKind.SHARED, company=named))
        return create_organization(value, centre=centre, slug=f"canary-{mark.lower()}")

    def _fill(self, body):
        mark = body.slug.removeprefix("canary-").upper()
        ids = {"service_id": add_services(body, [f"CANARY-{mark}-service"])[f"CANARY-{mark}-service"].id}
        user = User.objects.create_user(f"{mark.lower()}@exemple.fr", name=f"CANARY-{mark}-person")
        ids["membership_id"] = enrol(user, body, Role.READER).id
        with scope(body):
            for register in REGISTERS:
                value = canaried(register.storage.shape, f"{mark}-{register.name}")
                record = saving.save_aggregate(register.model.new(body.id, value), value)
                ids[register.name] = record.id
                ids[f"{register.name}-file"] = attach(record, received(f"CANARY-{mark}-file")).id
                told = {"base": record.revision, "user": user, "message": f"CANARY-{mark}-message"}
                ids[f"{register.name}-proposal"] = propose(register, record, value, **told).id
            done = canaried(imports.Import, mark, act=uuid.uuid4(), status=imports.ImportStatus.DONE)
            ids["import_id"] = saving.save_aggregate(Import.new(body.id, done), done).id
        waiting = Waiting(
            organization_id=body.id,
            user_id=user.id,
            file_name=f"CANARY-{mark}-file",
            form="x",
            package=self._package(mark),
            at=timezone.now(),
        )
        unlocked(Waiting).bulk_create([waiting])
        ids["waiting_id"], ids["member_id"] = waiting.id, self.own.id if body is self.centre else body.id
        ids["publication_id"] = self._publication(body).id
        ids["message_id"] = self._message(body, mark)
        ids["invitation_id"] = self._invitation(body, user, mark).id
        ids["work_id"], ids["mail_id"] = self._work(body, user, mark), self._mail(user, mark)
        with scope(body):
            ids["link_id"] = Link.objects.get(record_id=ids["invitation_id"]).id
        return ids

    def _package(self, mark):
        activity = canaried(facts.ProcessingActivity, f"{mark}-waiting")
        body = _code_free(canaried(facts.Organization, mark))
        return write_package(facts.Register(organization=body, activities=(activity,))).decode()

    def _invitation(self, body, user, mark):
        payload = {"organization": str(body.id), "organization_id": str(body.id), "role": "READER"}
        email = f"canary-{mark.lower()}-guest@exemple.fr"
        with scope(body):
            return invite(email, f"CANARY-{mark}-guest", payload, user, timezone.now())[0]

    def _publication(self, body):
        """What is public of the body is public: its canaries are shown at `/p/`, and only there to strangers."""
        with scope(body):
            return publish(body, preview(body, timezone.localdate())[1], timezone.now(), accepts_messages=True)

    def _message(self, body, mark):
        told = canaried(Message.storage.shape, f"{mark}-resident", status=MessageStatus.NEW)
        email = f"canary-{mark.lower()}-resident@exemple.fr"
        said = {"sender": f"CANARY-{mark}-sender", "subject": "CANARY-x", "text": f"CANARY-{mark}-unread"}
        intake = Intake(organization_id=body.id, email=email, received_at=timezone.now(), **said)
        unlocked(Intake).bulk_create([intake])
        with scope(body):
            return saving.save_aggregate(Message.new(body.id, told), told).id

    def _work(self, body, user, mark):
        told = {"title": f"CANARY-{mark}-work", "state": WorkState.DONE, "content": f"CANARY-{mark}-result".encode()}
        needs = f"{REGISTERS[0].name}:export"
        made = Work(organization_id=body.id, user_id=user.id, task_id=uuid.uuid4(), needs=needs, **told)
        made.asked_at = timezone.now()
        unlocked(Work).bulk_create([made])
        return made.id

    def _mail(self, user, mark):
        told = {"kind": "invitation", "recipient": f"canary-{mark.lower()}-mail@exemple.fr", "state": "failed"}
        return Mail.objects.create(key=mark, person_id=user.id, posted_at=timezone.now(), **told).id

    def person(self, role):
        """Someone with one role: in `own`, or in its centre. `None`: no role at all; `revoked`: no role any more."""
        user = User.objects.create_user(f"visitor-{role}@exemple.fr".lower(), name="Visiteur")
        if role is None:
            return user
        with acting(Actor("test")):
            if role == "revoked":
                self._revoked(user)
            elif role in CENTRE_ROLES:
                enrol(user, self.centre, role, every_member=True if role is Role.ADVISOR else None)
                TOTP.activate(user, SECRET)
            else:
                enrol(user, self.own, role)
        return user

    def _revoked(self, user):
        membership = enrol(user, self.own, Role.REFERENT)
        with scope(self.own):
            kept = Membership.objects.get(id=membership.id)
            saving.archive(kept, expected=kept.revision)

    def others(self, role):
        """The bodies that a person of this role has no right to touch from `own`."""
        mine = {self.own.id} if role not in CENTRE_ROLES else {self.own.id, self.sibling.id, self.centre.id}
        return [body.id for body in Organization._base_manager.all() if body.id not in mine]
