"""One processing of CISO Assistant being put together: its own row, then the rows of the other sheets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID, uuid5

from egide.formats.ciso_assistant import codes
from egide.formats.durations_fr import read_retention
from egide.formats.reading import Doubt, DoubtKind, Ledger, Place
from egide.law.facts import (
    Contact,
    DataSubjects,
    ImpactAssessment,
    JointController,
    Notice,
    PersonalData,
    ProcessingActivity,
    Processor,
    Purpose,
    Recipient,
    Retention,
    SpecialData,
    System,
    Transfer,
)
from egide.law.facts.codes import Article9Exception, DpiaStatus, RecipientKind

SPACE: Final = UUID("6f1f5c9e-0d0a-4d0d-8a65-5d3b6d3c9a10")
_PREFIX: Final = re.compile(r"^privacy_")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet by the names of its columns, each cell with its key."""

    cells: Mapping[str, tuple[str, tuple[str, int, int]]]

    def text(self, name: str) -> str:
        """The text under a heading, "" where there is none."""
        return self.cells.get(name, ("", ("", 0, 0)))[0]

    def code(self, name: str) -> str:
        """The code under a heading, without its prefix."""
        return _PREFIX.sub("", self.text(name).strip())

    def key(self, name: str) -> tuple[str, int, int]:
        """The key of the cell under a heading."""
        return self.cells[name][1]


@dataclass(slots=True)
class Entry:
    """A processing being put together."""

    row: Row
    ledger: Ledger
    lines: dict[str, list[Any]] = field(default_factory=dict)
    exceptions: list[Article9Exception] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def id(self) -> UUID:
        return uuid5(
            SPACE,
            f"{self.row.text('ref_id')}|{self.row.text('name')}|{self.row.key('name')[1]}"
            if "name" in self.row.cells
            else f"{sorted(self.row.cells.items())}",
        )

    def add(self, kind: str, row: Row) -> None:
        for name in ("processing", "processing_name"):
            if name in row.cells:
                self.ledger.label(row.key(name))
        getattr(self, f"_{kind.replace(' ', '_').removeprefix('data_')}")(row)

    def record(self) -> ProcessingActivity:
        row, facts = self.row, dict[str, Any]()
        for column, name in (
            ("name", "name"),
            ("ref_id", "reference"),
            ("domain", "department"),
            ("folder", "department"),
            ("assigned_to", "manager"),
        ):
            if row.text(column) and name not in facts:
                facts[name] = self._taken(row, column, self.id, name)
        facts["status"] = codes.STATUS.get(row.code("status"), codes.STATUS["draft"])
        if row.text("status"):
            self._taken(row, "status", self.id, "status")
        if row.text("information_channel"):
            facts["notice"] = Notice(
                exists=True, channel=self._taken(row, "information_channel", self.id, "notice.channel")
            )
        for column in (
            "description",
            "processing_nature",
            "usage_channel",
            "dpia_required",
            "dpia_reference",
            "labels",
        ):
            self._noted(row, column)
        for column in set(row.cells) - codes.MAIN_COLUMNS:
            self._noted(row, column)
        if row.text("dpia_reference"):
            facts["dpia"] = ImpactAssessment(status=DpiaStatus.IN_PROGRESS)
        self._except()
        facts |= {name: tuple(lines) for name, lines in self.lines.items()}
        return ProcessingActivity(id=self.id, notes="\n".join(self.notes) or None, **facts)

    def _line(self, family: str, shape: type, row: Row, taken: Mapping[str, str], **facts: Any) -> UUID:
        lines = self.lines.setdefault(family, [])
        identifier = uuid5(self.id, f"{family}/{len(lines)}")
        for column, to in taken.items():
            if column in row.cells:
                self._taken(row, column, identifier, to)
        lines.append(shape(id=identifier, **facts))
        return identifier

    def _taken(self, row: Row, column: str, owner: UUID, name: str) -> str:
        self.ledger.use(row.key(column), owner, name)
        return row.text(column)

    def _noted(self, row: Row, column: str) -> None:
        if row.text(column):
            self.notes.append(f"{column}\u00a0: {row.text(column)}")
            self.ledger.note(row.key(column), self.id)

    def _coded(self, row: Row, column: str, known: Mapping[str, Any]) -> Any:
        code = row.code(column)
        if code and code not in known:
            message = f"«\u202f{row.text(column)}\u202f» n’a pas d’équivalent\u00a0: gardé dans les notes."
            self.ledger.doubt(Doubt(DoubtKind.NOT_UNDERSTOOD, message, Place(*row.key(column)), self.id))
            self._noted(row, column)
        return known.get(code)

    def _purposes(self, row: Row) -> None:
        basis = self._coded(row, "legal_basis", codes.LEGAL_BASIS)
        words = {"name": "text", "legal_basis": "legal_basis", "description": "justification"}
        self._line(
            "purposes",
            Purpose,
            row,
            words,
            text=row.text("name") or None,
            legal_basis=basis,
            justification=row.text("description") or None,
        )
        exception = self._coded(row, "article_9_condition", codes.ARTICLE_9)
        if exception is not None:
            self.exceptions.append(exception)
            self._taken(row, "article_9_condition", self.id, "special_data.exception")

    def _personal_data(self, row: Row) -> None:
        category = self._coded(row, "category", codes.PERSONAL_DATA)
        said = _joined(row.text("name"), row.text("description"))
        words = {"name": "detail", "description": "detail", "category": "category"}
        line = self._line("personal_data", PersonalData, row, words, category=category, detail=said)
        special = codes.SPECIAL.get(category)
        if special is not None:
            self._line("special_data", SpecialData, row, {}, category=special, detail=said)
        if row.text("is_sensitive"):
            self.ledger.use(row.key("is_sensitive"), self.id, "special_data")
        if row.text("retention") or row.text("deletion_policy"):
            self._retention(row, line, said)
        for name in filter(None, (part.strip() for part in row.text("assets").split(","))):
            self._line("systems", System, row, {"assets": "name"}, name=name)

    def _personal(self, row: Row) -> None:
        self._personal_data(row)

    def _retention(self, row: Row, line: UUID, said: str | None) -> None:
        read_ = read_retention(row.text("retention")) if row.text("retention") else None
        self._line(
            "retention",
            Retention,
            row,
            {"retention": "active", "deletion_policy": "justification"},
            data=said,
            personal_data=(line,),
            active=read_.active if read_ else None,
            final_fate=read_.final_fate if read_ else None,
            unlimited=read_.unlimited if read_ else None,
            justification=codes.DELETION.get(row.code("deletion_policy"), row.text("deletion_policy")) or None,
        )

    def _subjects(self, row: Row) -> None:
        words = {"name": "detail", "description": "detail", "category": "category"}
        said = _joined(row.text("name"), row.text("description"))
        category = self._coded(row, "category", codes.DATA_SUBJECTS)
        self._line("data_subjects", DataSubjects, row, words, category=category, detail=said)

    def _recipients(self, row: Row) -> None:
        words = {"name": "name", "description": "detail", "category": "kind"}
        kind = self._coded(row, "category", codes.RECIPIENTS)
        self._line(
            "recipients",
            Recipient,
            row,
            words,
            name=row.text("name") or None,
            kind=kind,
            detail=row.text("description") or None,
        )

    def _contractors(self, row: Row) -> None:
        name = row.text("entity") or row.text("name")
        contact = Contact(name=name or None, url=row.text("documentation_link") or None)
        words = {
            "name": "contact.name",
            "entity": "contact.name",
            "description": "service",
            "country": "country",
            "documentation_link": "contact.url",
            "relationship_type": "contact",
        }
        match row.code("relationship_type"):
            case "joint_controller":
                self._line("joint_controllers", JointController, row, words, contact=contact)
                self._noted(row, "description")
            case "independent_controller":
                self._line(
                    "recipients",
                    Recipient,
                    row,
                    words,
                    name=name,
                    kind=RecipientKind.EXTERNAL,
                    detail=row.text("description") or None,
                )
            case _:
                self._line(
                    "processors",
                    Processor,
                    row,
                    words,
                    contact=contact,
                    service=row.text("description") or None,
                    country=row.text("country").upper() or None,
                )

    def _transfers(self, row: Row) -> None:
        words = {
            "name": "recipient",
            "entity": "recipient",
            "country": "country",
            "transfer_mechanism": "mechanism",
            "guarantees": "guarantees",
            "documentation_link": "documentation",
            "description": "guarantees",
        }
        mechanism = self._coded(row, "transfer_mechanism", codes.MECHANISMS)
        self._line(
            "transfers",
            Transfer,
            row,
            words,
            recipient=row.text("entity") or row.text("name") or None,
            country=row.text("country").upper() or None,
            mechanism=mechanism,
            guarantees=_joined(row.text("guarantees"), row.text("description")),
            documentation=row.text("documentation_link") or None,
        )

    def _except(self) -> None:
        """The condition of article 9 is said of a purpose there, of special data here."""
        special = self.lines.get("special_data", [])
        if self.exceptions and special:
            self.lines["special_data"] = [replace(line, exception=self.exceptions[0]) for line in special]
        elif self.exceptions:
            self.notes.append(f"Exception de l’article 9\u00a0: {self.exceptions[0].label}")


def _joined(name: str, description: str) -> str | None:
    return f"{name} – {description}" if name and description and name != description else name or description or None
