"""What is known of an activity from around its row: its body, its section, its sheet; and what its row lacks."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from egide.formats.gathering.bodies import body_facts, is_body, kind_of
from egide.formats.gathering.doubts import Doubts, Key
from egide.formats.gathering.leaves import parser_for
from egide.formats.gathering.plan import Plan
from egide.formats.gathering.recording import Activity
from egide.formats.headings.front import Facts
from egide.formats.headings.layout import Orientation, Table
from egide.formats.headings.rows import Entry, is_section_of
from egide.formats.headings.synonyms import shape_of
from egide.formats.reading import DoubtKind
from egide.law.facts import ProcessingActivity
from egide.law.facts.codes import ActivityStatus

_PLAIN_SHEET = frozenset(
    [
        "feuil",
        "feuille",
        "sheet",
        "registre",
        "traitement",
        "traitements",
        "register",
        "table",
        "tableau",
        "fiche",
        "fiches",
        "liste",
        "rgpd",
    ]
)
_BODY = "organization."


@dataclass(frozen=True, slots=True)
class Around:
    """An activity of a table, and where what is to be verified of it goes."""

    table: Table
    plan: Plan
    entry: Entry
    doubts: Doubts

    def body(self) -> Facts:
        """The body that the row names, else the mapping, else the section, else the sheet."""
        facts = self._body_of_row()
        for path, value in self.table.fixed:
            if path.startswith(_BODY):
                facts.setdefault(path.removeprefix(_BODY), (value, self._start))
        if "name" not in facts and "siren" not in facts:
            name = next((text for text in (self.entry.section, self.table.name) if text and is_body(text)), None)
            if name is not None:
                facts.update(self._body_guessed(name))
        return facts

    def _body_of_row(self) -> Facts:
        row = self.entry.rows[0]
        facts: Facts = {}
        for column in self.plan.organization:
            if column.index < len(row.texts) and (text := row.texts[column.index]):
                key = self.table.key(row.number, column.index)
                facts.update(body_facts(column.target.path.removeprefix(_BODY), row.values[column.index], text, key))
        return facts

    def _body_guessed(self, name: str) -> Facts:
        self.doubts.add(
            DoubtKind.GUESSED,
            f"«\u202f{name}\u202f» a été compris comme le nom d’une collectivité",
            self._start,
            subject=name,
            path="organization.name",
            certainty=0.8,
        )
        kind = kind_of(name)
        facts: Facts = {"name": (name, self._start)}
        return facts if kind is None else {**facts, "kind": (kind, self._start)}

    @property
    def _start(self) -> Key:
        return self.table.key(self.entry.rows[0].number, 0)

    def facts(self, *, is_alone: bool) -> dict[str, Any]:
        """Facts of the record that its row does not tell. `is_alone`: the file has no other table."""
        context = dict(self._fixed())
        if section := self._section(is_alone=is_alone):
            context.setdefault("department", section)
            if (domain := is_section_of(section)) is not None:
                context.setdefault("domain", domain)
        if self._is_only_named():
            context["status"] = ActivityStatus.DRAFT
        elif self.plan.index_of("status") is None:
            # A register lists what is in operation: said once a file, by the reader.
            context["status"] = ActivityStatus.ACTIVE
        if self._takes_name_of_sheet():
            context["name"] = self.table.name
        return context

    def _fixed(self) -> Iterator[tuple[str, Any]]:
        """The facts that the mapping gives to every record of the sheet."""
        for path, value in self.table.fixed:
            parse = None if path.startswith(_BODY) else parser_for(ProcessingActivity, path)
            leaf = parse(value, value) if parse else None
            if leaf is not None:
                yield path, leaf.value

    def _section(self, *, is_alone: bool) -> str:
        """The section of the row, else the sheet when there are several, unless it names a body or says nothing."""
        if self.entry.section and not is_body(self.entry.section):
            return self.entry.section
        name = self.table.name
        if is_alone or self.table.orientation is Orientation.FICHE or is_body(name) or is_plain(name):
            return ""
        return name

    def _takes_name_of_sheet(self) -> bool:
        name = self.table.name
        if self.table.orientation is not Orientation.FICHE or self.plan.index_of("name") is not None or is_plain(name):
            return False
        message = f"La fiche n’a pas de nom\u00a0: celui de la feuille, «\u202f{name}\u202f», a été pris"
        self.doubts.add(DoubtKind.GUESSED, message, self._start, path="name", certainty=0.6)
        return True

    def _is_only_named(self) -> bool:
        """Whether nothing is told of the activity but its name or its reference."""
        told = (self.plan.index_of("name"), self.plan.index_of("reference"))
        return all(index in told for row in self.entry.rows for index, text in enumerate(row.texts) if text)

    def verify(self, record: Activity) -> None:
        """Say that a record has no name, or nothing but one."""
        if record.name is None:
            self._say(record, "name", "Traitement sans nom\u00a0: ses autres réponses ont été lues, donnez-lui un nom")
        if self._is_only_named():
            message = "Traitement dont seul le nom ou la référence est rempli\u00a0: gardé comme brouillon"
            self._say(record, "purposes", message)

    def _say(self, record: Activity, path: str, message: str) -> None:
        row = self.entry.rows[0]
        first = next(index for index, text in enumerate(row.texts) if text)
        self.doubts.add(
            DoubtKind.NOT_UNDERSTOOD,
            message,
            self.table.key(row.number, first),
            subject=f"{self.table.name}|{path}",
            record=record.id,
            path=path,
        )


@lru_cache(maxsize=1024)
def is_plain(name: str) -> bool:
    """Whether a sheet’s name says nothing: Feuil1, Registre 2025."""
    return all(word.rstrip("0123456789") in _PLAIN_SHEET or word.isdigit() or not word for word in shape_of(name))
