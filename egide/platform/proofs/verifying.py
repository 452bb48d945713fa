"""Whether the journals are those that were signed: checkpoints one after the other, then each journal against them.

A checkpoint that is read in the database proves little against whoever holds the database and the key: those that
left it (folder, mail, neighbours) do. The examination says which it could compare.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from django.db import connection
from django.utils import timezone

from egide.law.french import moment, number, plural
from egide.platform.proofs import archive, keys
from egide.platform.proofs.merkle import Tree, leaf
from egide.platform.proofs.models import CheckedHead, Checkpoint
from egide.platform.proofs.notes import NOTHING_BEFORE, Key, Note, NoteError, Statement
from egide.platform.records.journal.anchors import Anchors
from egide.platform.records.journal.chain import Checked
from egide.platform.records.journal.verifying import Finding, Progress, Verdict, verify
from egide.platform.records.models import unlocked
from egide.typography import french

NOWHERE = ""
"""The body of findings that bear on checkpoints themselves."""

_SHOWN = 20


@dataclass(slots=True)
class Examination:
    """What the checkpoints are worth. `known`: those that hold, by number."""

    findings: list[Finding] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    known: dict[int, Statement] = field(default_factory=dict)
    void: dict[int, Statement] = field(default_factory=dict)
    """Numbers that a restored backup made void, and the checkpoint that says so."""
    heads: dict[UUID, int] = field(default_factory=dict)
    """The last entry of each body that a checkpoint holds."""

    @property
    def last(self) -> Statement | None:
        """The last checkpoint that could be read."""
        return self.known[max(self.known)] if self.known else None

    def fault(self, problem: str) -> None:
        """What does not hold; after some, the rest is only counted by whoever reads."""
        if len(self.findings) < _SHOWN:
            self.findings.append(Finding(NOWHERE, problem))


def verify_all(
    organization_id: UUID | None = None,
    *,
    outside: Sequence[tuple[str, Note]] = (),
    anchors: Anchors | None = None,
    progress: Progress | None = None,
) -> Verdict:
    """The chains, against anchors and checkpoints; `outside` are notes kept elsewhere, with a name for each.

    To be run as the installation (`identified(SYSTEM)`). Raises KeyFileError.
    """
    examination = examine()
    for name, note in [*_published(examination), *outside]:
        _compare(examination, name, note)
    verdict = verify(organization_id, anchors=anchors, checked=_checked, progress=progress)
    verdict.compared = examination.last is not None
    verdict.findings.extend(examination.findings)
    if organization_id is None:
        verdict.findings.extend(_gone(examination, verdict))
    verdict.notes.extend(french(text) for text in [*examination.limits, *_limits(examination, verdict, outside)])
    return verdict


def examine() -> Examination:
    """Each checkpoint: its number, its signature, the one before it, and its root over the heads that it states."""
    found, tree, signer = Examination(), _Heads(), None
    trusted = keys.known()
    moved = groupby(_stated(), key=lambda row: row[0])
    pending = next(moved, None)
    before: Statement | None = None
    for row in Checkpoint.objects.order_by("number").iterator(chunk_size=500):
        while pending and pending[0] < row.number:
            found.fault(f"des têtes de journaux sont attribuées au point de contrôle {pending[0]}, qui n’existe pas.")
            pending = next(moved, None)
        if pending and pending[0] == row.number:
            tree.move((UUID(bytes=body), seq, sealed) for _, body, seq, sealed in pending[1])
            pending = next(moved, None)
        note = _read(found, row)
        if note is None:
            continue
        statement = note.statement
        _follows(found, before, statement)
        signer = _signed(found, note, signer, trusted)
        if (tree.root, tree.count) != (statement.root, statement.bodies):
            found.fault(
                f"le point de contrôle {statement.number} ne correspond pas aux têtes de journaux qu’il a signées : "
                "elles ont été modifiées, ajoutées ou retirées."
            )
        found.known[statement.number] = before = statement
    if pending:
        found.fault(f"des têtes de journaux sont attribuées au point de contrôle {pending[0]}, qui n’existe pas.")
    found.heads = tree.last
    return found


class _Heads:
    """The heads of all journals as checkpoints go by."""

    def __init__(self) -> None:
        self._bodies: list[UUID] = []
        self._tree = Tree([])
        self._leaves: dict[UUID, bytes] = {}
        self.last: dict[UUID, int] = {}

    def move(self, heads: Iterator[tuple[UUID, int, bytes]]) -> None:
        told = {body: (seq, leaf(body.bytes, seq, sealed)) for body, seq, sealed in heads}
        new = told.keys() - self._leaves.keys()
        self._leaves.update({body: digest for body, (_, digest) in told.items()})
        self.last.update({body: seq for body, (seq, _) in told.items()})
        if new:
            self._bodies = sorted(self._leaves)
            self._tree = Tree(self._leaves[body] for body in self._bodies)
        else:
            self._tree.put({bisect_left(self._bodies, body): digest for body, (_, digest) in told.items()})

    @property
    def root(self) -> bytes:
        return self._tree.root

    @property
    def count(self) -> int:
        return len(self._bodies)


def _stated() -> Iterator[tuple[int, bytes, int, bytes]]:
    """Raw rows, in the order of the checkpoints: number, body, entry, seal."""
    table = CheckedHead._meta.db_table
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT number, organization_id, seq, hash FROM {table} ORDER BY number, organization_id")  # noqa: S608
        while rows := cursor.fetchmany(500):
            for n, body, seq, sealed in rows:
                yield n, _body(body), _unsigned(seq), _bytes(sealed)


def _body(found: object) -> bytes:
    """SQLite keeps any text there: what is not written as we write it is no body."""
    try:
        read = found if isinstance(found, UUID) else UUID(str(found))
    except ValueError:
        return bytes(16)
    return read.bytes if found in {read, read.hex} else bytes(16)


def _unsigned(seq: object) -> int:
    """What is no number of an entry cannot have been signed."""
    return seq if isinstance(seq, int) and seq >= 0 else 0


def _bytes(sealed: object) -> bytes:
    return bytes(sealed) if isinstance(sealed, bytes | bytearray | memoryview) else b""


def _read(found: Examination, row: Checkpoint) -> Note | None:
    try:
        note = row.read()
    except NoteError:
        note = None
    if note is None or note.statement.number != row.number:
        found.fault(f"le point de contrôle {row.number} a été modifié : il n’est plus écrit comme Égide les écrit.")
        return None
    return note


def _follows(found: Examination, before: Statement | None, told: Statement) -> None:
    last = before.number if before else 0
    if told.restored is not None and told.restored == last:
        found.void.update(dict.fromkeys(range(last + 1, told.number), told))
        found.limits.append(
            f"le {_day(told)}, une sauvegarde a été restaurée : les points de contrôle {last + 1} à {told.number - 1}, "
            "déjà publiés, et ce qu’ils couvraient ont été perdus. Le point de contrôle qui suit le dit et le signe."
        )
    elif told.number != last + 1 or told.restored is not None:
        found.fault(f"avant le point de contrôle {told.number}, d’autres manquent (le précédent est le {last}).")
    if told.previous != (before.digest if before else NOTHING_BEFORE):
        found.fault(
            f"le point de contrôle {told.number} ne suit pas celui qui le précède : l’un des deux a été changé."
        )


def _signed(found: Examination, note: Note, signer: Key | None, trusted: Sequence[Key]) -> Key | None:
    """The key that signs the next one: the same, unless this one announces another."""
    told = note.statement
    by = note.signed_by([*([signer] if signer else []), *trusted])
    if by is None:
        found.fault(
            f"le point de contrôle {told.number} n’est signé par aucune clé de cette installation : il a été modifié, "
            "fabriqué, ou la liste des clés (checkpoints-keys.txt) a été perdue : reprenez-la d’une sauvegarde."
        )
        return signer
    if signer and by != signer:
        found.limits.append(
            f"le point de contrôle {told.number} est signé par une autre clé de cette installation, que la précédente "
            "n’avait pas annoncée : c’est normal si le dossier de l’application a été perdu, et seulement dans ce cas."
        )
    if not told.key:
        return by
    successor = next((key for key in trusted if key.text == told.key), None)
    if successor is None or note.signed_by([successor]) is None:
        found.fault(f"le point de contrôle {told.number} annonce une clé qui n’est pas de cette installation.")
        return by
    return successor


def _published(found: Examination) -> Iterator[tuple[str, Note]]:
    for each in archive.numbers():
        name = f"le fichier {archive.file_of(each)}"
        try:
            note = archive.read_number(each)
        except NoteError:
            found.fault(f"{name} n’est plus un point de contrôle : il a été modifié.")
            continue
        except OSError as error:
            found.fault(f"{name} ne se lit pas ({error.strerror}).")
            continue
        if note.statement.number != each:
            found.fault(f"{name} porte le point de contrôle {note.statement.number} : il a été déplacé.")
        yield name, note


def _compare(found: Examination, name: str, note: Note) -> None:
    """One that is kept elsewhere, with that of the database."""
    told, last = note.statement, found.last
    ours = found.known.get(told.number)
    if note.signed_by(keys.known()) is None:
        found.fault(f"{name} n’est signé par aucune clé de cette installation : il n’en vient pas, ou a été modifié.")
    elif ours is not None and ours.text != told.text:
        found.fault(
            f"le point de contrôle {told.number} du {_day(told)}, publié ({name}), n’est pas celui de la base : "
            "l’histoire a été réécrite."
        )
    elif ours is None and told.number in found.void:
        return
    elif ours is None and (last is None or told.number > last.number):
        here = f"s’arrête au point de contrôle {last.number}" if last else "n’en a aucun"
        found.fault(
            f"la base {here} : elle est plus ancienne que le point de contrôle publié {told.number} du {_day(told)} "
            f"({name}). Une sauvegarde a été restaurée sans que ce soit dit, ou la fin a été retirée."
        )
    elif ours is None:
        found.fault(f"le point de contrôle publié {told.number} ({name}) n’est plus dans la base.")


def _checked(organization_id: UUID) -> Mapping[int, Checked]:
    rows = unlocked(CheckedHead).filter(organization_id=organization_id).order_by("-number")
    return {seq: Checked(bytes(sealed), n) for seq, sealed, n in rows.values_list("seq", "hash", "number")}


def _gone(found: Examination, verdict: Verdict) -> Iterator[Finding]:
    for body in sorted(found.heads.keys() - verdict.heads.keys()):
        yield Finding(body.hex, "les points de contrôle connaissent le journal de cette collectivité, il a disparu.")


def _limits(found: Examination, verdict: Verdict, outside: Sequence[tuple[str, Note]]) -> Iterator[str]:
    last = found.last
    if last is None:
        yield "il n’y a pas encore de point de contrôle signé : la commande « egide checkpoint » en établit un."
        return
    after = sum(max(anchor.seq - found.heads.get(body, 0), 0) for body, anchor in verdict.heads.items())
    if after:
        yield (
            f"{plural(after, 'entrée')} après le dernier point de contrôle ({number(last.number)}, du {_day(last)}) : "
            "leur fin pourrait être coupée sans que cela se voie."
        )
    if not outside:
        yield (
            f"les points de contrôle lus ici sont ceux de la base et du dossier {archive.folder()}. Quelqu’un qui "
            "détient la base, ce dossier et la clé peut tout refaire : comparez avec un point de contrôle reçu par "
            "courriel ou gardé ailleurs (--checkpoint FICHIER)."
        )


def _day(told: Statement) -> str:
    return moment(timezone.localtime(told.at))
