"""What became of messages, without their words: for the pages of those who may know."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from egide.platform.mail.models import Message


def messages_to(people: QuerySet[Any, UUID] | Collection[UUID], topics: Collection[str]) -> QuerySet[Message]:
    """Those of some people, and those about some topics, the latest first."""
    rows = Message.objects.filter(Q(person__in=people) | Q(topic__in=topics))
    return rows.defer("sealed").order_by("-posted_at", "id")


def of_person(person_id: UUID, address: str) -> QuerySet[Message]:
    """Those to a person, or to their address before there was an account; the latest first."""
    return Message.objects.filter(Q(person=person_id) | Q(recipient=address)).defer("sealed").order_by("-posted_at")


def forget_person(person_id: UUID, address: str) -> None:
    """Who leaves: nothing that waits is sent any more, and what was is not kept."""
    Message.objects.filter(Q(person=person_id) | Q(recipient=address)).delete()


def last_about(topics: Collection[str]) -> dict[str, Message]:
    """The last message about each, with one query; none when there is no topic."""
    if not topics:
        return {}
    rows = Message.objects.filter(topic__in=topics).defer("sealed").order_by("posted_at")
    return {message.topic: message for message in rows}
