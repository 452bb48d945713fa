"""A body decides what its residents read: preview, publish a frozen value with its seal, withdraw. In its scope."""

import dataclasses
import json
import uuid
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from egide.law.facts import ProcessingActivity
from egide.law.french import long_date
from egide.platform.organizations.models import Organization
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.journal.appending import lock_head
from egide.platform.records.models import Kept, State, unlocked
from egide.platform.records.saving import save_aggregate
from egide.public import shapes
from egide.public.extract import Content, digest_of, public_extract, written
from egide.public.models import Publication
from egide.public.shapes import PublicationStatus
from egide.registers.processing.queries import register_facts


class RegisterChangedError(RuntimeError):
    """The register is not any more what was previewed: it is to be read again before it is published."""


def preview(body: Organization, on: date) -> tuple[Content, str]:
    """What would be published today, and its digest, which `publish` asks for."""
    register = register_facts(body)
    activities = [each for each in register.activities if isinstance(each, ProcessingActivity)]
    content = public_extract(register.organization, activities, on)
    return content, digest_of(written(content))


def publish(body: Organization, seen: str, now: datetime, *, accepts_messages: bool) -> Publication:
    """Freeze the register as `seen` (the digest of a preview), in the place of what was published before.

    Raises RegisterChangedError when a preview of now says something else.
    """
    head = lock_head(body.id)  # nothing of the body is written between what is read here and what is sealed
    today = timezone.localdate(now)
    content, digest = preview(body, today)
    if digest != seen:
        raise RegisterChangedError
    before = current()
    if before is not None:
        _end(before, PublicationStatus.REPLACED, today, "Remplacée par une publication plus récente")
    told = shapes.Publication(
        id=uuid.uuid4(),
        name=f"Registre public du {long_date(today)}",
        status=PublicationStatus.PUBLISHED,
        published_on=today,
        activities=len(content["activities"]),
        accepts_messages=accepts_messages,
        digest=digest,
        sealed_entry=head.seq if head else None,
        sealed_hash=bytes(head.hash).hex() if head else None,
    )
    made = Publication.new(body.id, told)
    made.slug, made.content = body.slug, written(content)
    save_aggregate(made, told)
    return made


def withdraw(publication: Publication, now: datetime, reason: str = "") -> None:
    """The public finds nothing any more; what was published is kept. Raises ConflictError."""
    _end(publication, PublicationStatus.WITHDRAWN, timezone.localdate(now), reason)


def current() -> Publication | None:
    """What the public reads of the body in scope."""
    found: Publication | None = Publication.objects.filter(status=PublicationStatus.PUBLISHED.value).first()
    return found


def content_of(publication: Publication) -> Content:
    """What was frozen. Raises ValueError when it is not what its digest says."""
    if digest_of(publication.content) != publication.digest:
        raise ValueError(f"publication {publication.id}: its content is not the one that was sealed")
    found: Content = json.loads(publication.content)
    return found


def published_at(slug: str) -> Publication | None:
    """What the public reads at an address. Asked as the public: no body is in scope."""
    rows = unlocked(Publication).filter(slug=slug, status=PublicationStatus.PUBLISHED.value, state=State.ACTIVE)
    found: Publication | None = rows.defer("search_text").first()
    return found


def saved(written_now: "list[tuple[Kept, Any]]") -> None:
    """Follows each save (`FOLLOWERS`): a body that leaves the service publishes nothing any more."""
    if not isinstance(written_now[0][0], Organization):
        return
    for body, _ in written_now:
        if body.state != State.ACTIVE:
            with identified(SYSTEM):  # a manager of the centre archives a body without reading its registers
                published = unlocked(Publication).filter(
                    organization_id=body.id, status=PublicationStatus.PUBLISHED.value
                )
                for each in published:
                    withdraw(each, timezone.now(), "La collectivité n’est plus en service")


def _end(publication: Publication, status: PublicationStatus, on: date, reason: str) -> None:
    facts = dataclasses.replace(publication.facts(), status=status, withdrawn_on=on)
    save_aggregate(publication, facts, expected=publication.revision, reason=reason)
