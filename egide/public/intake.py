"""What residents send: kept aside and confirmed from their mailbox, then a message of the body, journaled."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Final

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from egide.platform.links import keys
from egide.platform.links.opening import Alone, address_of
from egide.platform.organizations.models import Membership
from egide.platform.organizations.shapes import Role
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import State, unlocked
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope, unscoped
from egide.public import shapes
from egide.public.models import Intake, Message, Publication
from egide.public.publishing import content_of
from egide.public.purposes import CONFIRMATION
from egide.public.shapes import MessageStatus

KEPT_FOR: Final = timedelta(days=7)
_MAIL: Final = logging.getLogger("egide.mail")
_TOLD: Final = (Role.REFERENT, Role.CONTROLLER)


class MailNotSentError(RuntimeError):
    """The server of mail refused: nothing can be confirmed."""


def receive(publication: Publication, given: dict[str, str], absolute: Callable[[str], str], now: datetime) -> Intake:
    """Put aside what a stranger sent, and send them the link that confirms it.

    `given`: sender, email, subject, text, already judged; `absolute` makes an address complete. Raises
    MailNotSentError, to be let through: the transaction is then undone.
    """
    intake = Intake(organization_id=publication.organization_id, received_at=now, **given)
    unlocked(Intake).bulk_create([intake])
    # The public inserts, and no more: it is the installation that answers.
    with identified(SYSTEM), scope(Alone(publication.organization_id)):
        _, key = keys.make(CONFIRMATION, intake.id, intake.email, now)
    name = content_of(publication)["body"]
    url = absolute(address_of(CONFIRMATION, key))
    _send("public/email/confirm", intake.email, {"intake": intake, "body": name, "url": url, "days": KEPT_FOR.days})
    return intake


def confirm(intake: Intake, now: datetime) -> Message:
    """The intake becomes a message of the body. As the bearer of its link."""
    told = shapes.Message(
        id=intake.id,
        subject=intake.subject,
        sender=intake.sender,
        email=intake.email,
        text=intake.text,
        received_on=timezone.localdate(now),
        status=MessageStatus.NEW,
    )
    message = Message.new(intake.organization_id, told)
    save_aggregate(message, told)
    unlocked(Intake).filter(organization_id=intake.organization_id, id=intake.id).delete()
    return message


def tell_the_body(message: Message, body_name: str, url: str) -> int:
    """A mail to those who keep the register, without what was written; to how many it left."""
    with unscoped("a resident wrote: those who answer are told"), identified(SYSTEM):
        rows = Membership.objects.filter(
            organization_id=message.organization_id, state=State.ACTIVE, role__in=[role.value for role in _TOLD]
        )
        addresses = sorted({m.user.email for m in rows.select_related("user") if m.user.is_active})
    sent = 0
    for address in addresses:
        try:
            _send("public/email/received", address, {"body": body_name, "url": url})
            sent += 1
        except MailNotSentError:
            _MAIL.warning("mail not sent: message %s", message.id)
    return sent


def delete_old_entries(now: datetime) -> int:
    """What nobody confirmed within seven days, and its link; how many. A task of each night, as the installation."""
    with identified(SYSTEM):
        old = unlocked(Intake).filter(received_at__lt=now - KEPT_FOR)
        return int(old.delete()[0])


def _send(template: str, to: str, told: dict[str, object]) -> None:
    subject = " ".join(render_to_string(f"{template}_subject.txt", told).split())
    try:
        send_mail(subject, render_to_string(f"{template}_message.txt", told).strip(), None, [to])
    except (OSError, SMTPException) as refused:
        _MAIL.exception("mail not sent: %s", template)
        raise MailNotSentError from refused
