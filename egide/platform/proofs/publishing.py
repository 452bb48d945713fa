"""Checkpoints leave the database: into a folder, by mail, to a time stamping server. What fails is tried again."""

import logging
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from egide.law.french import moment
from egide.platform.mail.contents import Content, content
from egide.platform.mail.kinds import Kind as MailKind
from egide.platform.mail.kinds import declare
from egide.platform.mail.posting import post
from egide.platform.proofs import archive
from egide.platform.proofs.models import Checkpoint, Kind, Publication
from egide.platform.proofs.stamping import stamp

log = logging.getLogger(__name__)


def write_files(now: datetime) -> int:
    """Write the checkpoints that the folder lacks. Raises ArchiveError and OSError."""
    done = 0
    for found in Checkpoint.objects.filter(number__gt=archive.last_number()):
        if archive.write(found.number, found.note):
            _keep(found, Kind.FILE, str(archive.file_of(found.number)), now)
            done += 1
    return done


def stamp_last(now: datetime) -> bool:
    """Have the last checkpoint stamped, if a server is configured and the last stamp is `TSA_HOURS` old.

    Raises StampError.
    """
    last = Checkpoint.objects.order_by("number").last()
    if not settings.TSA_URL or last is None or not _due(last, now):
        return False
    _keep(last, Kind.STAMP, settings.TSA_URL, now, stamp(last.note))
    return True


def _due(last: Checkpoint, now: datetime) -> bool:
    before = Publication.objects.filter(kind=Kind.STAMP).last()
    if before is None:
        return True
    # A job does not start to the second: five minutes are let go.
    old = now - before.at >= timedelta(hours=settings.TSA_HOURS, minutes=-5)
    return before.checkpoint_id != last.number and old


def mail_last(now: datetime) -> int:
    """Post the last checkpoint to those of `ANCHORS_MAIL` who did not receive it: how many."""
    last = Checkpoint.objects.order_by("number").last()
    if last is None:
        return 0
    sent = set(last.publications.filter(kind=Kind.MAIL).values_list("place", flat=True))
    rest = [address for address in settings.ANCHORS_MAIL if address not in sent]
    for address in rest:
        with transaction.atomic():
            _keep(last, Kind.MAIL, address, now)
            key = f"checkpoint:{last.number}"
            post(CHECKPOINT, address, _words(last), key=f"{key}:{address}", topic=key)
    return len(rest)


def _words(found: Checkpoint) -> Content:
    return _said(found.number, found.at, found.note)


def _said(number: int, at: datetime, note: str) -> Content:
    """The checkpoint goes as a file, whose bytes no reader of mail changes."""
    when = moment(timezone.localtime(at))
    return content(
        f"Égide : point de contrôle {number} du {when}",
        f"Voici le point de contrôle {number} d’Égide, établi le {when}. Il résume en une empreinte tous les "
        "journaux tels qu’ils étaient à cet instant.",
        "Gardez ce message, sans rien faire d’autre : s’il fallait prouver un jour que l’historique n’a pas été "
        "réécrit, le fichier joint servirait à le comparer (egide verify --checkpoint FICHIER). Il ne contient aucune "
        "donnée des collectivités.",
        attached=(f"{number:08}.txt", note),
    )


_SAMPLE_DAY = datetime(2026, 3, 12, 16, 5, tzinfo=UTC)
CHECKPOINT = declare(MailKind("checkpoint", "Point de contrôle du journal", lambda: _said(1, _SAMPLE_DAY, "exemple")))


def _keep(found: Checkpoint, kind: Kind, place: str, now: datetime, token: bytes = b"") -> None:
    Publication(checkpoint=found, kind=kind, place=place[:500], at=now, token=token).save(force_insert=True)


def stamped_since(number: int) -> Publication | None:
    """The stamp of the first checkpoint from this one on that has one."""
    return Publication.objects.filter(kind=Kind.STAMP, checkpoint__number__gte=number).order_by("checkpoint_id").first()


def unpublished() -> int:
    """How many checkpoints never left the database."""
    gone = Publication.objects.filter(checkpoint=OuterRef("pk"))
    return Checkpoint.objects.filter(~Exists(gone)).count()
