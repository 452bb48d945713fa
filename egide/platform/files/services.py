"""Taking a file in, giving it back, destroying it. Whoever calls has checked who may, within the scope of the body."""

from datetime import datetime
from itertools import chain
from typing import Any, BinaryIO, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from egide.platform.files import keys, sealing, shapes, storage
from egide.platform.files.errors import DamagedFileError, FileRefusedError, LostKeyError
from egide.platform.files.incoming import Incoming
from egide.platform.files.kinds import kind_of
from egide.platform.files.models import Attachment, BodyKey, FileKey, weight
from egide.platform.files.shapes import Scan
from egide.platform.records.destroying import destroy
from egide.platform.records.journal.appending import lock_head
from egide.platform.records.models import Record, State, unlocked
from egide.platform.records.saving import put_in_bin, save_aggregate

_GONE: Final = "Le contenu de ce fichier n’est plus là où il était gardé. Prévenez votre administrateur."


class Content:
    """A file to be given, chunk by chunk, the first one proved already. To be closed, read or not."""

    def __init__(self, size: int, source: BinaryIO, key: bytes) -> None:
        self.size, self._source = size, source
        chunks = sealing.unsealed(source, key)
        try:
            self._chunks = chain([next(chunks)], chunks)
        except DamagedFileError:
            source.close()
            raise

    def __iter__(self) -> "Content":
        return self

    def __next__(self) -> bytes:
        return next(self._chunks)

    def close(self) -> None:
        """What it is read from."""
        self._source.close()


def attach(owner: Record, received: Incoming) -> Attachment:
    """Keep a file beside a record, while someone is acting. Raises FileRefusedError; nothing is then kept."""
    name = received.name or ""
    if not received.size:
        raise FileRefusedError(f"« {name} » est vide. Vérifiez le fichier, puis déposez-le de nouveau.")
    if received.is_too_large:
        most = weight(settings.FILES_LARGEST)
        raise FileRefusedError(f"« {name} » dépasse {most}. Allégez-le, ou découpez-le en plusieurs fichiers.")
    kind = kind_of(received.seen())
    _check_scan(received)
    _check_quota(received)
    told = shapes.Attachment(
        id=uuid4(),
        name=name,
        media_type=kind.media_type,
        size=received.size,
        sha256=received.sha256,
        owner_type=owner.storage.record_type,
        owner_id=owner.id,
        scan=received.scan,
    )
    kept = Attachment.new(owner.organization_id, told)
    storage.keep(kept.organization_id, kept.id, received.path)
    try:
        lock_head(owner.organization_id)  # two files at once are counted one after the other
        _check_quota(received)
        save_aggregate(kept, told)
        keep_key(kept, received.key)
    except BaseException:
        storage.remove(kept.organization_id, kept.id)
        raise
    return kept


def _check_scan(received: Incoming) -> None:
    if received.was_refused_a_scan and not settings.TAKES_UNSCANNED:
        raise FileRefusedError(
            "L’antivirus ne répond pas : aucun fichier n’est accepté sans son avis. Réessayez dans quelques minutes."
        )
    if received.scan is Scan.INFECTED:
        raise FileRefusedError(
            f"L’antivirus a trouvé un virus dans « {received.name} » ({received.virus}). Le fichier est refusé."
        )


def _check_quota(received: Incoming) -> None:
    used, most = usage(), settings.FILES_QUOTA
    if used + (received.size or 0) > most:
        raise FileRefusedError(
            f"Il reste {weight(max(0, most - used))} pour les pièces jointes de la collectivité, sur {weight(most)}. "
            "Effacez-en d’abord, ou demandez plus de place à votre administrateur."
        )


def usage() -> int:
    """How many bytes the files of the body in scope hold, those in the bin included."""
    kept = FileKey.objects.values("id")
    total: int | None = Attachment.objects.filter(id__in=kept).aggregate(total=Sum("size"))["total"]
    return total or 0


def of_record(record_type: str, record_id: UUID) -> QuerySet[Any]:
    """The files of a record, those in the bin included."""
    found: QuerySet[Any] = Attachment.objects.filter(owner_type=record_type, owner_id=record_id)
    return found


def content(attachment: Attachment) -> Content:
    """The content of a file. Raises DamagedFileError, LostKeyError.

    The database is asked now, not while the chunks are read. A chunk is only given once it has proved true.
    """
    key = _key_of(attachment)
    size = attachment.size or 0
    try:
        if storage.size(attachment.organization_id, attachment.id) != sealing.sealed_size(size):
            raise DamagedFileError(_GONE)
        source = storage.read(attachment.organization_id, attachment.id)
    except OSError as missing:
        raise DamagedFileError(_GONE) from missing
    return Content(size, source, key)


def destroy_file(attachment: Attachment, *, basis: str, keep_history: bool = False) -> None:
    """Destroy a file, in the bin or not, and what its history says of it (art. 17). `basis`: why, kept for ever.

    Raises ErasingError without a reason, ConflictError when it changed meanwhile.
    """
    if attachment.state != State.BIN:
        put_in_bin(attachment, expected=attachment.revision, reason=basis)
    destroy(attachment, expected=attachment.revision, basis=basis, keep_history=keep_history)


def destroy_content(organization_id: UUID, file_id: UUID) -> None:
    """The key of a file first: without it no copy of the bytes says anything. Then the bytes, once it holds."""
    unlocked(FileKey).filter(organization_id=organization_id, id=file_id).delete()
    transaction.on_commit(lambda: storage.remove(organization_id, file_id))


def destroy_body_keys(organization_id: UUID, now: datetime) -> int:
    """For a body that leaves: none of its files can be opened any more, wherever copies lie. How many keys went."""
    unlocked(FileKey).filter(organization_id=organization_id).update(sealed=b"")
    held = unlocked(BodyKey).filter(organization_id=organization_id, destroyed_at=None)
    return held.update(sealed=b"", destroyed_at=now)


def keep_key(attachment: Attachment, key: bytes) -> None:
    """Seal the key of a file under that of its body, which is drawn with its first file."""
    owner = attachment.organization_id
    held = unlocked(BodyKey).filter(organization_id=owner, destroyed_at=None).first() or _new_body_key(owner)
    bound = attachment.organization_id.bytes + attachment.id.bytes
    new = FileKey(
        organization_id=attachment.organization_id,
        id=attachment.id,
        body_key_id=held.id,
        sealed=keys.sealed(key, open_body_key(held), bound),
    )
    unlocked(FileKey).bulk_create([new])


def _new_body_key(organization_id: UUID) -> BodyKey:
    master, identifier = keys.masters()[0], uuid4()
    sealed = keys.sealed(sealing.new_key(), master.key, organization_id.bytes + identifier.bytes)
    made = BodyKey(
        organization_id=organization_id, id=identifier, master=master.id, sealed=sealed, made_at=timezone.now()
    )
    unlocked(BodyKey).bulk_create([made])
    return made


def open_body_key(held: BodyKey) -> bytes:
    """The key of a body. Raises LostKeyError."""
    if held.destroyed_at is not None:
        raise LostKeyError("Les pièces jointes de cette collectivité ont été détruites avec leur clé.")
    return keys.opened(
        bytes(held.sealed), keys.master_named(held.master).key, held.organization_id.bytes + held.id.bytes
    )


def _key_of(attachment: Attachment) -> bytes:
    file_key = FileKey.objects.filter(id=attachment.id).first()
    if file_key is None:
        raise LostKeyError("Le contenu de ce fichier a été effacé.")
    body_key = BodyKey.objects.get(id=file_key.body_key_id)
    bound = attachment.organization_id.bytes + attachment.id.bytes
    return keys.opened(bytes(file_key.sealed), open_body_key(body_key), bound)
