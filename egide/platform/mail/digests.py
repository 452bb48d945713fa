"""The messages that leave together: those held for one address under one name become one mail."""

from itertools import groupby
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from egide.law.french import plural
from egide.platform.mail.contents import HEADING, Block, Content, content
from egide.platform.mail.kinds import Kind, declare
from egide.platform.mail.models import Message, State
from egide.platform.mail.posting import post
from egide.platform.mail.sealing import UnreadableMessageError, unseal

_SAMPLE: Final = content("Une échéance approche", "La fiche « Cantine » est à relire avant le 12 mars 2026.")
DIGEST: Final = declare(Kind("digest", "Récapitulatif", lambda: _gathered([_SAMPLE, _SAMPLE])))


def gather() -> int:
    """One mail for each address and each name of digest; how many."""
    held = Message.objects.filter(state=State.HELD).order_by("recipient", "digest").values_list("recipient", "digest")
    return sum(_gather(recipient, digest) for recipient, digest in [key for key, _ in groupby(held)])


@transaction.atomic
def _gather(recipient: str, digest: str) -> bool:
    """Marked in the same transaction: what is gathered is gathered once."""
    rows = Message.objects.select_for_update().filter(state=State.HELD, recipient=recipient, digest=digest)
    items = list(rows.order_by("posted_at", "id"))
    words = [said for each in items if (said := _words(each)) is not None]
    if not words:
        return False
    person: UUID | None = items[0].person_id
    post(DIGEST, recipient, _gathered(words), person_id=person, topic=f"digest:{digest}")
    ids = [each.id for each in items]
    Message.objects.filter(id__in=ids).update(state=State.GATHERED, sealed=None, ended_at=timezone.now())
    return True


def _words(message: Message) -> Content | None:
    """None, and the message is failed, when it cannot be read any more."""
    try:
        return Content.read(unseal(bytes(message.sealed or b""), message.id))
    except UnreadableMessageError as unread:
        Message.objects.filter(id=message.id).update(state=State.FAILED, reason=str(unread), ended_at=timezone.now())
        return None


def _gathered(words: list[Content]) -> Content:
    """One alone keeps its subject."""
    if len(words) == 1:
        return words[0]
    blocks = [block for each in words for block in (Block(each.subject, HEADING), *each.blocks)]
    return content(f"Égide : {plural(len(words), 'nouvelle')}", *blocks)
