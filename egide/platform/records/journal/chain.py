"""One chain gone through, entry after entry: what does not hold is named, and what follows is still checked. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from egide.platform.records.journal import contents
from egide.platform.records.journal.contents import Told, UnreadableError
from egide.platform.records.journal.raw import RawEntry
from egide.platform.records.journal.sealing import GENESIS, entry_hash, root

_KEPT_TO_COMPARE = 24


class Fault(NamedTuple):
    """What does not hold, in French, and the entry (None: the chain as a whole)."""

    entry: RawEntry | None
    problem: str
    title: str = ""


class Anchor(NamedTuple):
    """An entry and its hash, kept outside the database."""

    seq: int
    hash: bytes


class Checked(NamedTuple):
    """The hash of an entry, and the number of the signed checkpoint that holds it."""

    hash: bytes
    checkpoint: int


@dataclass(slots=True)
class _Record:
    """The last version of a record: its leaves' hashes in the order of their paths. Unknown after a missing version."""

    version: int = 0
    known: bool = True
    hashes: dict[str, bytes] = field(default_factory=dict)
    title: str = ""


class Chain:
    """To be given the entries of one body in order, then `end`."""

    def __init__(self, anchor: Anchor | None = None, checked: Mapping[int, Checked] | None = None) -> None:
        self.faults: list[Fault] = []
        self.seq = 0
        self.last = GENESIS
        self.unchecked = 0
        """Versions whose content could not be compared with its seal, since one before them does not hold."""
        self._anchor = anchor
        self._checked = dict(checked or {})
        self._previous: tuple[bytes, ...] = (GENESIS,)
        self._records: dict[tuple[str, str], _Record] = {}
        self._seen: dict[bytes, int] = {}
        self._missing: dict[tuple[int, str], tuple[RawEntry, bytes]] = {}
        self._doubtful: list[RawEntry] = []
        self._before: dict[int, bytes] = {}

    def add(self, entry: RawEntry) -> None:
        """Check one entry, and that it follows the one before."""
        record = self._records.setdefault((entry.record_type, entry.record_id), _Record())
        found = len(self.faults)
        if not entry.sound:
            self._unsound(entry, record)
            return
        if entry.seq != self.seq + 1:
            self._misplaced(entry, record)
        self._content(entry, record)
        self._seal(entry, record, already=len(self.faults) > found)
        self.seq, self.last = entry.seq, entry.hash
        if entry.seq in self._checked:
            self._compare(entry, record)
        if self._anchor and self._anchor.seq == entry.seq and self._anchor.hash != entry.hash:
            self._fault(entry, record, "l’ancre gardée ailleurs montre une autre entrée : le journal a été réécrit.")

    def _compare(self, entry: RawEntry, record: _Record) -> None:
        """What follows a rewritten entry is rewritten too: the first is told, not each."""
        checked = self._checked.pop(entry.seq)
        if checked.hash != entry.hash:
            self._checked.clear()
            self._fault(
                entry, record, f"le point de contrôle {checked.checkpoint} montre une autre entrée : le journal, "
                "ou ce que les points de contrôle disent de lui, a été réécrit.",
            )  # fmt: skip

    def _fault(self, entry: RawEntry | None, record: _Record | None, problem: str) -> None:
        self.faults.append(Fault(entry, problem, record.title if record else ""))

    def _unsound(self, entry: RawEntry, record: _Record) -> None:
        """Values of another type than their column: this application never wrote them."""
        self._fault(entry, record, "cette entrée a été modifiée (une valeur n’est plus de son type).")
        record.known, record.version = False, record.version + 1
        self.seq, self.last, self._previous = self.seq + 1, entry.hash, (entry.hash,)

    def _misplaced(self, entry: RawEntry, record: _Record) -> None:
        if entry.seq <= self.seq:
            self._fault(entry, record, "cette entrée porte un numéro déjà pris : elle a été ajoutée ou dupliquée.")
            return
        self._fault(entry, record, f"avant cette entrée, {_removed(self.seq + 1, entry.seq - 1)}")
        self._previous = ()

    def _content(self, entry: RawEntry, record: _Record) -> None:
        if entry.rows is None:
            self._fault(entry, record, "le contenu de cette entrée a été supprimé.")
            record.known = False
            return
        try:
            told = contents.read(entry.rows)
        except UnreadableError:
            self._fault(entry, record, "le contenu de cette entrée a été modifié (il n’est plus lisible tel quel).")
            record.known = False
            return
        record.title = str(told.values.get("@title") or record.title)
        self._missing.update({(entry.seq, path): (entry, digest) for path, digest in told.missing.items()})
        if entry.erases:
            self._erasing(entry, record, told)
        else:
            self._version(entry, record, told)

    def _version(self, entry: RawEntry, record: _Record, told: Told) -> None:
        if entry.version != record.version + 1:
            self._fault(entry, record, _versions(record.version, entry.version))
            record.known = False
        record.version = entry.version
        record.known = record.known or entry.full
        repeated = not _fold(record, entry, told)
        if not record.known:
            self.unchecked += 1
            return
        found = root(told.meta.values(), record.hashes.values())
        if repeated:
            self._fault(entry, record, "le contenu de cette entrée a été modifié : des lignes y ont été ajoutées.")
        elif found != entry.root and entry.hash in [_sealed(p, entry._replace(root=found)) for p in self._previous]:
            self._fault(entry, record, "l’empreinte du contenu de cette entrée a été modifiée.")
        elif found != entry.root:
            self._fault(entry, record, "le contenu de cette entrée a été modifié : il ne correspond plus à son sceau.")
            record.known = False

    def _erasing(self, entry: RawEntry, record: _Record, told: Told) -> None:
        if told.leaves or told.gone or root(told.meta.values(), ()) != entry.root:
            self._fault(entry, record, "le contenu de cette annonce d’effacement a été modifié.")
            return
        try:
            taken = contents.announced(told)
        except UnreadableError:
            taken = {}
        for path, digest in taken.items():
            _, held = self._missing.pop((entry.erases, path), (entry, b""))
            if held != digest:
                self._fault(
                    entry,
                    record,
                    f"l’effacement de « {path} » dans l’entrée n° {entry.erases} est annoncé, mais la valeur "
                    "y est encore ou n’est pas celle qui devait disparaître.",
                )

    def _seal(self, entry: RawEntry, record: _Record, *, already: bool) -> None:
        """A hash that was altered is told from a header that was: the next entry follows the true one."""
        sealed = [_sealed(previous, entry) for previous in self._previous]
        if self._previous and entry.hash not in sealed:
            if entry.hash in self._seen:
                self._fault(entry, record, f"cette entrée répète l’entrée n° {self._seen[entry.hash]}.")
            elif not already:
                self._fault(entry, record, "l’en-tête de cette entrée a été modifié (son sceau ne correspond plus).")
            if len(self._doubtful) < _KEPT_TO_COMPARE:
                self._doubtful.append(entry)
                self._before[entry.seq] = self.last
            self._previous = (entry.hash, *sealed[:1])
        else:
            self._previous = (entry.hash,)
        self._seen.setdefault(entry.hash, entry.seq)

    def end(self, head: tuple[int, bytes] | None) -> list[Fault]:
        """All that was found, once the head of the body has been compared with its last entry."""
        for (_, path), (entry, _) in self._missing.items():
            record = self._records[entry.record_type, entry.record_id]
            self._fault(entry, record, f"la valeur de « {path} » a disparu sans qu’aucun effacement ne soit annoncé.")
        self._head(head)
        self._moved()
        if self._checked and self.seq < max(self._checked):
            seq, checked = max(self._checked.items())
            self._fault(
                None,
                None,
                f"le point de contrôle {checked.checkpoint} connaissait l’entrée n° {seq}, le journal s’arrête à la "
                f"n° {self.seq} : la fin a été coupée.",
            )
        if self._anchor and self.seq < self._anchor.seq:
            self._fault(
                None,
                None,
                f"l’ancre gardée ailleurs connaissait l’entrée n° {self._anchor.seq}, le journal s’arrête à la "
                f"n° {self.seq} : la fin a été coupée, ou une sauvegarde plus ancienne a été restaurée.",
            )
        return self.faults

    def _head(self, head: tuple[int, bytes] | None) -> None:
        if head is None:
            self._fault(None, None, "la tête du journal (numéro et sceau de la dernière entrée) a été supprimée.")
        elif head[0] > self.seq:
            self._fault(None, None, f"à la fin du journal, {_removed(self.seq + 1, head[0])}")
        elif head[0] != self.seq:
            self._fault(
                None,
                None,
                f"la tête du journal s’arrête à l’entrée n° {head[0]}, la dernière est la n° {self.seq} : "
                "des entrées ont été ajoutées hors de l’application.",
            )
        elif head[1] not in (self._previous or (self.last,)):
            self._fault(None, None, "la tête du journal ne porte pas le sceau de la dernière entrée.")

    def _moved(self) -> None:
        """Among the entries that do not hold, those that hold at the place of another."""
        places = {entry.seq: self._before[entry.seq] for entry in self._doubtful}
        hashes = {*places.values(), *(entry.hash for entry in self._doubtful)}
        for entry in self._doubtful:
            for seq in places:
                if seq != entry.seq and _fits(entry._replace(seq=seq), hashes):
                    self._fault(entry, None, f"cette entrée a été déplacée : elle portait le n° {seq}.")


def _fits(entry: RawEntry, hashes: Iterable[bytes]) -> bool:
    return any(_sealed(previous, entry) == entry.hash for previous in hashes)


def _sealed(previous: bytes, entry: RawEntry) -> bytes:
    """As the entry would be sealed after another; nothing when what it holds cannot be sealed at all."""
    try:
        return entry_hash(previous, entry.root, entry.header)
    except (TypeError, ValueError):
        return b""


def _fold(record: _Record, entry: RawEntry, told: Told) -> bool:
    """Bring the record to this version. False when a row says nothing new: no version is written so."""
    if entry.full:
        record.hashes = told.leaves
        return not told.gone
    held = record.hashes
    news = all(held.get(path) != digest for path, digest in told.leaves.items())
    grown = any(path not in held for path in told.leaves)
    held.update(told.leaves)
    for path in told.gone:
        news = held.pop(path, None) is not None and news
    if grown:
        record.hashes = dict(sorted(held.items()))
    return news


def _removed(first: int, last: int) -> str:
    if first == last:
        return f"l’entrée n° {first} a été retirée."
    return f"les entrées n° {first} à n° {last} ont été retirées."


def _versions(held: int, told: int) -> str:
    return f"cette entrée dit la version {told} de la fiche, la précédente était la version {held}."
