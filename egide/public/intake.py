"""What residents send: kept aside and confirmed from their mailbox, then a message of the body, journaled."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from egide.platform.links import keys
from egide.platform.links.opening import Alone, address_of
from egide.platform.organizations.models import Organization
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import unlocked
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope, unscoped
from egide.public import shapes
from egide.public.answering import addresses
from egide.public.mails import confirmation_words, post_confirmation, post_received, received_words
from egide.public.models import Intake, Message, Publication
from egide.public.publishing import content_of
from egide.public.purposes import CONFIRMATION
from egide.public.shapes import MessageStatus

KEPT_FOR: Final = timedelta(days=7)


def receive(publication: Publication, given: dict[str, str], absolute: Callable[[str], str], now: datetime) -> Intake:
    """Put aside what a stranger sent, and send them the link that confirms it.

    `given`: sender, email, subject, text, already judged; `absolute` makes an address complete.
    """
    intake = Intake(organization_id=publication.organization_id, received_at=now, **given)
    unlocked(Intake).bulk_create([intake])
    # The public inserts, and no more: it is the installation that answers.
    with identified(SYSTEM), scope(Alone(publication.organization_id)):
        link, key = keys.make(CONFIRMATION, intake.id, intake.email, now)
        url = absolute(address_of(CONFIRMATION, key))
        said = confirmation_words(content_of(publication)["body"], intake.sender, url)
        post_confirmation(intake.id, intake.email, said, link.expires_at)
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
    """A mail to those who answer, without what was written; to how many."""
    with unscoped("a resident wrote: those who answer are told"), identified(SYSTEM):
        told = addresses(Organization.objects.get(id=message.organization_id))
        for address in told:
            post_received(message.id, address, received_words(body_name, url))
    return len(told)


def delete_old_entries(now: datetime) -> int:
    """What nobody confirmed within seven days, and its link; how many. A task of each night, as the installation."""
    with identified(SYSTEM):
        old = unlocked(Intake).filter(received_at__lt=now - KEPT_FOR)
        return int(old.delete()[0])
