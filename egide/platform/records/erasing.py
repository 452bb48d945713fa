"""Erasing a value everywhere it stands in a body: in the history of records, and in the records themselves.

First what would disappear is found and shown; then it is erased in one act: the records change, their past values go,
and those who follow (search, drafts, files) are told. The journal says who did it and why, and keeps no value.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, get_args
from uuid import UUID

from django.apps import apps

from egide.law.facts.codes import Code
from egide.platform.records.acting import current_actor
from egide.platform.records.erasure_file import note_at_commit
from egide.platform.records.errors import InvalidFactsError
from egide.platform.records.journal.erasing import ErasingError, erase
from egide.platform.records.journal.leaves import unflatten
from egide.platform.records.journal.sealing import BASIS, ERASED, canonical
from egide.platform.records.models import JournalContent, JournalEntry, Kept
from egide.platform.records.saving import Change, errors_of, leaves_of, save_many
from egide.platform.records.sayings import Saying, annotation_at, as_written
from egide.platform.records.scope import scoped_organization

INSTEAD: Final = "[effacé]"
"""What stands in a record where a text was, when it may not be empty."""

SHORTEST: Final = 3
_SAID: Final = {
    "@actor": "Nom de l’auteur",
    "@title": "Intitulé de la version",
    "@reason": "Raison de la modification",
}
_NO_RANK: Final = re.compile(r", ligne 10\d{3}")  # a line that is no more has no rank
_BESIDE: Final = "record."
Where = tuple[str, UUID]


@dataclass(slots=True)
class Found:
    """A value that stands in a record: at a path, in some of its versions, and `live` if the record still holds it."""

    record_type: str
    record_id: UUID
    path: str
    value: Any
    versions: list[int] = field(default_factory=list)
    live: bool = False
    title: str = ""
    held: dict[str, Any] = field(default_factory=dict)
    """What the record says today, to name a line by what it says."""

    @property
    def label(self) -> str:
        """What the path is called, in French."""
        saying = Saying(apps.get_model(self.record_type).storage, {**self.held, self.path: self.value})
        return _SAID.get(self.path) or _NO_RANK.sub("", saying.label(self.path))

    @property
    def words(self) -> str:
        """The value, in French."""
        if self.path in _SAID:
            return as_written(self.value)
        return Saying(apps.get_model(self.record_type).storage, {self.path: self.value}).value(self.path)

    @property
    def key(self) -> str:
        """What names it in a form: it changes with the value, so that nothing is erased that was not shown."""
        text = canonical([self.record_type, self.record_id.hex, self.path, self.value])
        return sha256(text.encode()).hexdigest()[:24]


def find_text(text: str, *, within: Where | None = None) -> list[Found]:
    """Every value of the body in scope, or of one record, that holds this text, whatever its capitals.

    Raises ErasingError on a text of less than three characters.
    """
    wanted = text.strip().casefold()
    if len(wanted) < SHORTEST:
        raise ErasingError(f"Donnez au moins {SHORTEST} caractères : un texte plus court est partout.")
    hint = json.dumps(wanted, ensure_ascii=False)[1:-1]
    found = _stated(lambda _, value: _holds(value, wanted), within, hint)
    return _completed([one for one in found if not _is_code(one)])


def find_path(record_type: str, record_id: UUID, path: str) -> list[Found]:
    """Every value that a record ever had at a path; for its title, the titles of its versions too."""
    storage = apps.get_model(record_type).storage
    titles = {"@title"} if path == storage.titled_by else set()
    return _completed(_stated(lambda at, _: at == path or at in titles, (record_type, record_id), ""))


def paths_of(record_type: str, record_id: UUID) -> list[str]:
    """The paths at which a record has, or had, a value that can be erased."""
    found = _stated(lambda _, value: value not in (None, [], ""), (record_type, record_id), "")
    return list(dict.fromkeys(one.path for one in found if not one.path.startswith("@")))


def _is_code(one: Found) -> bool:
    """A word of a closed list says nothing of anyone."""
    try:
        annotation = annotation_at(apps.get_model(one.record_type).storage.shape, one.path)
    except (KeyError, LookupError):
        return False
    kinds = (annotation, *get_args(annotation), *(inner for part in get_args(annotation) for inner in get_args(part)))
    return any(isinstance(kind, type) and issubclass(kind, Code) for kind in kinds)


def _holds(value: Any, wanted: str) -> bool:
    if isinstance(value, list):
        return any(_holds(each, wanted) for each in value)
    return isinstance(value, str) and wanted in value.casefold()


def _stated(aimed: Any, within: Where | None, hint: str) -> list[Found]:
    """What entries state, read from their contents; `hint`, in the text of a content or it is not even parsed."""
    found: dict[tuple[str, UUID, str, str], Found] = {}
    for entry, rows in _contents(within, hint):
        for row in rows:
            if len(row) != 3 or _kept(row[0]) or not aimed(row[0], row[2]):
                continue
            where = (entry.record_type, entry.record_id, row[0], canonical(row[2]))
            one = found.setdefault(where, Found(entry.record_type, entry.record_id, row[0], row[2]))
            if entry.version not in one.versions:
                one.versions.append(entry.version)
    return list(found.values())


def _kept(path: str) -> bool:
    """Not a value: the order of lines, where the record stands, the announcement of an erasure."""
    return path.endswith("[]") or path.startswith(_BESIDE) or path in {BASIS, ERASED}


def _contents(within: Where | None, hint: str) -> Iterator[tuple[JournalEntry, list[Any]]]:
    entries = JournalEntry.objects.filter(organization_id=scoped_organization())
    if within is not None:
        entries = entries.filter(record_type=within[0], record_id=within[1])
    known = {entry.seq: entry for entry in entries.only("pk", "seq", "record_type", "record_id", "version")}
    texts = JournalContent.objects.filter(organization_id=scoped_organization()).order_by("seq")
    if within is not None:
        texts = texts.filter(seq__in=list(known)) if len(known) <= 500 else texts
    for seq, text in texts.values_list("seq", "rows").iterator(chunk_size=500):
        if seq in known and (not hint or hint in text.casefold() or "\\" in text):
            yield known[seq], json.loads(text)


def _completed(found: list[Found]) -> list[Found]:
    """With what each record is called today, and whether it still holds the value."""
    by_type: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        by_type[one.record_type].append(one)
    for record_type, some in by_type.items():
        records = records_of(record_type, {one.record_id for one in some})
        for one in some:
            record = records.get(one.record_id)
            if record is None:
                continue
            one.title = str(record)
            held = one.held = leaves_of(record, record.facts())
            one.live = one.path in held and held[one.path] == one.value
    return found


def records_of(record_type: str, ids: Collection[UUID]) -> dict[UUID, Kept]:
    """The records that still are, by identifier, in scope."""
    model: Any = apps.get_model(record_type)
    return {record.id: record for record in model.objects.filter(id__in=list(ids))}


def erase_found(found: Sequence[Found], *, basis: str, text: str = "") -> int:
    """Erase these values, in one act. `text`: what was looked for; a live text that says more keeps the rest.

    Returns in how many entries of the journal something was erased. Raises ErasingError (the reason is empty or says
    what is erased, or a record refuses to be without the value), ConflictError, ScopeError, NoActorError.
    """
    current_actor()
    if not found:
        raise ErasingError("Dites ce qu’il faut effacer.")
    if not basis.strip():
        raise ErasingError("Dites pourquoi il faut l’effacer : cette raison est gardée dans le journal.")
    if any(said in basis.casefold() for said in _said(found, text)):
        raise ErasingError("La raison répète ce que vous effacez, et elle est gardée : dites-la autrement.")
    return erase_known(found, basis=basis, text=text)


def erase_known(found: Sequence[Found], *, basis: str, text: str = "") -> int:
    """The same for a reason that this application gives itself."""
    by_record: dict[Where, list[Found]] = defaultdict(list)
    for one in found:
        by_record[one.record_type, one.record_id].append(one)
    note_at_commit(scoped_organization(), current_actor().act)
    return sum(_erase_record(where, some, basis, text.strip()) for where, some in by_record.items())


def _said(found: Iterable[Found], text: str) -> list[str]:
    texts = [text.strip(), *(one.value for one in found if isinstance(one.value, str))]
    return [each.casefold() for each in texts if len(each) >= SHORTEST]


def _erase_record(where: Where, found: Sequence[Found], basis: str, text: str) -> int:
    record_type, record_id = where
    live = [one for one in found if one.live]
    if live:
        _scrub(record_type, record_id, live, basis, text)
    only = {(one.path, canonical(one.value)) for one in found}
    return len(erase(record_type, record_id, {path for path, _ in only}, basis=basis, only=only))


def _scrub(record_type: str, record_id: UUID, found: Sequence[Found], basis: str, text: str) -> None:
    """Change the record so that it no longer holds the values: its next version will not state them anew."""
    record = records_of(record_type, [record_id])[record_id]
    leaves = {p: v for p, v in leaves_of(record, record.facts()).items() if not p.startswith(_BESIDE)}
    for one in found:
        leaves[one.path] = without(one.value, text)
    facts = _facts(record, leaves)
    refused = errors_of(record, facts)
    if refused:
        empty = [one.path for one in found if leaves[one.path] is None and isinstance(one.value, str)]
        facts = _facts(record, {**leaves, **dict.fromkeys(empty, INSTEAD)})
        refused = errors_of(record, facts)
    if refused:
        told = " ".join(message for messages in refused.values() for message in messages)
        raise ErasingError(f"« {record} » n’est plus acceptée sans cette valeur : corrigez d’abord la fiche. {told}")
    try:
        save_many([Change(record, facts, record.revision, f"Effacement : {basis}"[:500])])
    except InvalidFactsError as error:
        raise ErasingError(str(error)) from error


def _facts(record: Kept, leaves: dict[str, Any]) -> Any:
    try:
        return record.storage.from_document(unflatten(leaves), record.id, record.storage.number)
    except ValueError as error:
        raise ErasingError(f"« {record} » ne peut pas être sans cette valeur : {error}.") from error


def without(value: Any, text: str) -> Any:
    """A value once a text is taken out of it; None when nothing else was there, or for what is no text."""
    if isinstance(value, list) and text:
        return [each for each in value if not _holds(each, text.casefold())]
    if not isinstance(value, str) or not text:
        return None
    left = re.sub(re.escape(text), INSTEAD, value, flags=re.IGNORECASE)
    return None if left.strip() == INSTEAD or left == value else left
