"""Putting a message in the queue, as part of the caller’s transaction. A worker sends it (`delivering`)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from egide.platform.mail.contents import Content
from egide.platform.mail.delivering import deliver
from egide.platform.mail.kinds import Kind
from egide.platform.mail.models import Message, State
from egide.platform.mail.sealing import seal

WITHDRAWN: Final = "Retiré avant l’envoi : son lien ne sert plus."


def post(
    kind: Kind,
    to: str,
    content: Content,
    *,
    key: str = "",
    person_id: UUID | None = None,
    topic: str = "",
    digest: str = "",
    send_before: datetime | None = None,
) -> Message:
    """Post to one address. Raises ValidationError on an address that is none.

    `key` names what is said, once and for all: posted again it is the message of before, and nothing leaves twice.
    With `digest`, it leaves with the others of that name for the same address, once a day. `send_before`: later it
    is of no use (its link is dead), and it is not sent.
    """
    validate_email(to)
    known = uuid4()
    fresh: Mapping[str, Any] = {
        "id": known,
        "kind": kind.name,
        "recipient": to,
        "person_id": person_id,
        "topic": topic,
        "digest": digest,
        "state": State.HELD if digest else State.WAITING,
        "sealed": seal(content.stored(), known),
        "posted_at": timezone.now(),
        "send_before": send_before,
    }
    with transaction.atomic():
        message, is_new = Message.objects.get_or_create(key=key or f"once:{known}", defaults=fresh)
        if is_new and not digest:
            deliver.enqueue(str(message.id))
    return message


def withdraw(topic: str) -> int:
    """Do not send what waits about it: its link is dead. How many."""
    waiting = Message.objects.filter(topic=topic, state__in=(State.WAITING, State.HELD))
    return waiting.update(state=State.FAILED, sealed=None, reason=WITHDRAWN, ended_at=timezone.now())


@transaction.atomic
def send_again(message_id: UUID) -> bool:
    """Someone asks for it, knowing that it may arrive twice; False when its words are gone or it is on its way."""
    message = Message.objects.select_for_update().get(id=message_id)
    if not message.can_be_sent_again:
        return False
    message.state, message.reason, message.ended_at = State.WAITING, "", None
    message.save(update_fields=["state", "reason", "ended_at"])
    deliver.enqueue(str(message.id))
    return True
