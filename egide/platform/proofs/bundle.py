"""`preuve.zip`: all that a stranger needs to see that a record said this, then, with no software of ours."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from hashlib import sha256
from importlib import resources
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.text import slugify

from egide.documents.document import Description, DescriptionList, Document, Note, runs
from egide.documents.rendering import render
from egide.law.facts.describing import descriptions
from egide.law.french import moment
from egide.platform.proofs import checkpoints, keys, stamping
from egide.platform.proofs.explaining import explanation
from egide.platform.proofs.merkle import Tree, leaf
from egide.platform.proofs.models import CheckedHead, Checkpoint, Publication
from egide.platform.proofs.publishing import stamped_since
from egide.platform.records.history import told
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.journal.reading import Version, entries, versions
from egide.platform.records.journal.sealing import META, Header, Row
from egide.platform.records.models import JournalEntry, JournalHead, unlocked
from egide.platform.records.sayings import ERASED, Saying, steps
from egide.platform.records.scope import scoped_organization, unscoped
from egide.typography import french

FORMAT = {"format": "egide-preuve", "version": 1}
_WHY = "the tree holds the heads of every body: their hashes, and nothing else, are in a proof"
_LONGEST = 20_000


class ProofError(ValueError):
    """Nothing can be proved, in French."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The archive, and how to name it."""

    name: str
    content: bytes


def prove(
    record_type: str,
    record_id: UUID,
    body_name: str,
    now: datetime,
    *,
    at: datetime | None = None,
    number: int | None = None,
    names: Mapping[UUID, str] | None = None,
) -> Proof:
    """What a record of the body in scope said at an instant, or at a version (by default the last), with its proof.

    A checkpoint is made if none holds that version yet. Raises ProofError, ScopeError, RenderingFailed, StampError.
    """
    version = _version(record_type, record_id, at, number)
    checked = _checked(version.seq, now)
    points, stamp = _points(checked.number)
    shown = _shown(version, names or {})
    files = {
        "fiche.pdf": render(_document(version, shown, body_name, timezone.localtime(now)), "pdf"),
        "fiche.json": _json({**_told(version, body_name), "values": shown}),
        "preuve.json": _json({**FORMAT, **_chain(version, checked), "tree": _tree(checked)}),
        **{f"points/{found.number:08}.txt": found.note.encode() for found in points},
        **_stamp(stamp),
        "cles.txt": "".join(f"{key.text}\n" for key in keys.known()).encode(),
        "verifier.py": resources.files("egide.platform.proofs").joinpath("verifier.py").read_bytes(),
    }
    files["LISEZMOI.txt"] = explanation(version, body_name, points, stamped=stamp is not None).encode()
    name = f"preuve-{slugify(version.title)[:50] or 'fiche'}-v{version.number}.zip"
    return Proof(name, _archive(files))


def _version(record_type: str, record_id: UUID, at: datetime | None, number: int | None) -> Version:
    known = [v for v in versions(record_type, record_id) if at is None or v.at <= at]
    known = [v for v in known if number in {None, v.number}]
    if not known:
        raise ProofError("Cette fiche n’existe pas, ou pas encore à cette date.")
    if known[-1].damaged:
        raise ProofError("Cette version est abîmée dans le journal : elle ne peut pas être prouvée.")
    return known[-1]


def _checked(seq: int, now: datetime) -> CheckedHead:
    body = scoped_organization()
    found = checkpoints.covering(body, seq)
    if found is None:
        checkpoints.make_apart(now)
        found = checkpoints.covering(body, seq)
    if found is None:
        raise ProofError("Aucun point de contrôle ne couvre encore cette version : réessayez dans une heure.")
    if found.seq - seq > _LONGEST:
        raise ProofError("Trop d’entrées séparent cette version du point de contrôle qui la couvre.")
    return found


def _points(number: int) -> tuple[list[Checkpoint], Publication | None]:
    """The checkpoint that holds the version, and those up to the first that was stamped."""
    stamp = stamped_since(number)
    until = stamp.checkpoint_id if stamp else number
    return list(Checkpoint.objects.filter(number__gte=number, number__lte=until).order_by("number")), stamp


def _stamp(stamp: Publication | None) -> dict[str, bytes]:
    if stamp is None:
        return {}
    answer = bytes(stamp.token)
    return {"horodatage.tsr": answer, "horodatage-certificats.pem": stamping.certificates(answer).encode()}


def _chain(version: Version, checked: CheckedHead) -> dict[str, Any]:
    """The entry with all its leaves, then the headers of those that follow, up to the one that was signed."""
    body = version.organization_id
    after = JournalEntry.objects.filter(organization_id=body, seq__gte=version.seq, seq__lte=checked.seq).order_by(
        "seq"
    )
    entry, *segment = [_sealed(found) for found in after]
    before = JournalEntry.objects.filter(organization_id=body, seq=version.seq - 1).first()
    return {
        "entry": entry,
        "meta": _meta(version),
        "state": [version.rows[path] for path in sorted(version.rows)],
        "previous": bytes(before.hash).hex() if before else bytes(32).hex(),
        "segment": segment,
    }


def _meta(version: Version) -> list[Row]:
    [(_, rows)] = entries(organization_id=version.organization_id, seq=version.seq)
    return [row for row in rows or () if row[0].startswith(META)]


def _sealed(entry: JournalEntry) -> dict[str, Any]:
    header = Header(
        organization_id=entry.organization_id.hex,
        seq=entry.seq,
        at=entry.at,
        record_type=entry.record_type,
        record_id=entry.record_id.hex,
        version=entry.version,
        shape=entry.shape,
        full=entry.full,
        action=entry.action,
        origin=entry.origin,
        actor_id=entry.actor_id.hex if entry.actor_id else "",
        act=entry.act.hex,
        erases=entry.erases,
    )
    named = dict(zip((field.name for field in fields(header)), astuple(header), strict=True))
    return {**named, "root": bytes(entry.root).hex(), "hash": bytes(entry.hash).hex()}


def _tree(checked: CheckedHead) -> dict[str, Any]:
    """Where the body stands among the heads of that checkpoint, and the hashes beside its way to the root."""
    before = unlocked(CheckedHead).filter(organization_id=OuterRef("organization_id"), number__lte=checked.number)
    last = before.order_by("-number")
    with identified(SYSTEM), unscoped(_WHY):
        rows = [
            *unlocked(JournalHead)
            .annotate(told=Subquery(last.values("seq")[:1]), seal=Subquery(last.values("hash")[:1]))
            .filter(told__isnull=False)
            .order_by("organization_id")
            .values_list("organization_id", "told", "seal")
        ]
    tree = Tree(leaf(body.bytes, seq, bytes(sealed)) for body, seq, sealed in rows)
    place = [body for body, _, _ in rows].index(checked.organization_id)
    return {"place": place, "count": len(rows), "path": [digest.hex() for digest in tree.path(place)]}


def _shown(version: Version, names: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """Each value that is sealed: its path, what it is called, in words, and as it is sealed."""
    storage = apps.get_model(version.record_type).storage
    leaves = told(storage, version)
    saying = Saying(storage, {path: value for path, value in leaves.items() if value is not ERASED}, names)
    order = {name: rank for rank, name in enumerate(descriptions(storage.shape))}
    paths = sorted(version.leaves, key=lambda path: (order.get(steps(path)[0], len(order)), path))
    return [
        {
            "path": path,
            "label": french(saying.label(path)),
            "words": french(saying.value(path)),
            "value": version.leaves[path],
        }
        for path in paths
    ]


def _told(version: Version, body_name: str) -> dict[str, Any]:
    return {
        **FORMAT,
        "organization": body_name,
        "title": version.title,
        "version": version.number,
        "at": version.at.isoformat(),
        "actor": version.actor,
        "reason": version.reason,
        "erased": list(version.erased),
    }


def _document(version: Version, shown: list[dict[str, Any]], body_name: str, now: datetime) -> Document:
    at = moment(timezone.localtime(version.at))
    by = f" par {version.actor}" if version.actor else ""
    known = [line for line in shown if line["value"] is not None and not line["path"].endswith("[]")]
    items = tuple(Description(line["label"], _lines(line["words"])) for line in known)
    erased = f"{len(version.erased)} valeurs de cette version ont été effacées depuis." if version.erased else ""
    return Document(
        title=version.title.strip() or "Fiche sans intitulé",
        subtitle=f"{body_name} – version {version.number}, enregistrée le {at}{by}",
        author=body_name,
        date=now.date(),
        blocks=(
            Note("info", runs("Cette page se lit avec la preuve qui l’accompagne : voir LISEZMOI.txt.", erased)),
            *([DescriptionList(items)] if items else []),
        ),
        running_footer=f"Entrée n° {version.seq} du journal, version {version.number}",
    )


def _lines(words: str) -> tuple[Any, ...]:
    return tuple(runs(line) for line in words.split("\n") if line.strip()) or (runs("–"),)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _archive(files: Mapping[str, bytes]) -> bytes:
    """Without compression nor dates; the comment at its end is the hash of all the bytes before it."""
    signer = keys.current()
    listed = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    whole = {**files, "manifeste.txt": f"{listed}\n{signer.line(listed)}".encode()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(whole.items()):
            archive.writestr(zipfile.ZipInfo(name), content)
        archive.comment = bytes(71)
    body = out.getvalue()[:-71]
    return body + b"sha256:" + sha256(body).hexdigest().encode()
