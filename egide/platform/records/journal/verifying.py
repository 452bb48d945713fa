"""Whether the journal is as it was written: every chain is gone through, and what does not hold is named in French.

A chain alone cannot show that its end was cut, or all of it rewritten, by someone who holds the whole database:
anchors kept outside do. The verdict says which of the two it could check.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.apps import apps
from django.utils import timezone

from egide.law.french import capital, moment, plural
from egide.platform.records.journal import raw
from egide.platform.records.journal.anchors import Anchors
from egide.platform.records.journal.chain import Anchor, Chain, Checked, Fault
from egide.platform.records.journal.raw import RawEntry
from egide.platform.records.journal.reading import instant
from egide.typography import french

Progress = Callable[[int], None]
"""Told now and then how many entries are done."""

Checkpoints = Callable[[UUID], Mapping[int, Checked]]
"""The entries of a body that signed checkpoints hold, by number."""

_TOLD_EVERY = 2_000


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not hold. `organization_id` is what the row says, which may have been altered: see `body`."""

    organization_id: str
    problem: str
    seq: int | None = None
    record_type: str = ""
    record_id: str = ""
    version: int | None = None
    title: str = ""
    at: datetime | None = None

    @property
    def body(self) -> UUID | None:
        """The body, when its identifier can be read."""
        try:
            return UUID(self.organization_id)
        except ValueError:
            return None

    @property
    def place(self) -> str:
        """« Entrée n° 5, le lundi 17 novembre 2025 à 14 h 03, traitement « Cantine » (identifiant), version 2 »."""
        told = [f"Entrée n° {self.seq}" if self.seq is not None else "", _on(self.at), self._record()]
        return french(", ".join(part for part in told if part))

    def _record(self) -> str:
        if not self.record_type:
            return ""
        title = f" « {self.title} »" if self.title else ""
        version = f", version {self.version}" if self.version is not None else ""
        return f"{kind_of(self.record_type)}{title} ({self.record_id}){version}"

    @property
    def sentence(self) -> str:
        """The whole, in one sentence."""
        problem = french(self.problem)
        return f"{self.place}\u00a0: {problem}" if self.place else capital(problem)


@dataclass(slots=True)
class Verdict:
    """What was found. `heads`: the last entry of each body, as the chain gives it, to be anchored when all is sound."""

    anchored: datetime | None = None
    findings: list[Finding] = field(default_factory=list)
    entries: int = 0
    unchecked: int = 0
    heads: dict[UUID, Anchor] = field(default_factory=dict)
    not_anchored: int = 0
    notes: list[str] = field(default_factory=list)
    """What else could not be checked: said by the room of proofs."""
    compared: bool = False
    """Whether signed checkpoints said what the chains must be; anchors then add little."""

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def limits(self) -> list[str]:
        """What this verification could not check, in French."""
        alone = self.anchored is None and self.compared
        told = [] if alone else [_without_anchors(self.anchored, self.not_anchored)]
        if self.unchecked:
            told.append(
                f"{plural(self.unchecked, 'version')} : contenu non comparé à son sceau, parce qu’une version "
                "précédente de la même fiche manque ou a été modifiée."
            )
        return [*self.notes, *(french(text) for text in told)]


def _without_anchors(anchored: datetime | None, missing: int) -> str:
    hidden = (
        "Quelqu’un qui détient toute la base peut couper la fin d’un journal ou le réécrire en entier, sceaux compris"
    )
    if anchored is None:
        return (
            f"{hidden} : sans ancre gardée hors de la base, cette vérification ne peut pas le voir. "
            "Enregistrez des ancres (--save-anchors), gardez-les ailleurs, puis vérifiez avec --anchors."
        )
    others = f" Elle ne couvre pas {plural(missing, 'collectivité')} de la base." if missing else ""
    return f"{hidden} : l’ancre ne couvre que ce qui a été écrit avant le {_day(anchored)}.{others}"


def verify(
    organization_id: UUID | None = None,
    *,
    anchors: Anchors | None = None,
    checked: Checkpoints | None = None,
    progress: Progress | None = None,
) -> Verdict:
    """Go through the chain of one body, or of all. To be run as the installation (`identified(SYSTEM)`).

    `checked` gives, for a body, the entries that signed checkpoints hold: see `egide.platform.proofs.verifying`.
    """
    known = anchors.organizations if anchors else {}
    verdict = Verdict(anchored=anchors.made_at if anchors else None)
    asked = organization_id.hex if organization_id else None
    for body, entries in groupby(_counted(raw.stream(asked), verdict, progress), key=lambda e: e.organization_id):
        _go_through(body, entries, known, checked, verdict)
    _what_stands_alone(asked, verdict)
    wanted = known.keys() if organization_id is None else known.keys() & {organization_id}
    for body_id in sorted(wanted - verdict.heads.keys()):
        problem = "l’ancre gardée ailleurs connaît le journal de cette collectivité, la base n’en a plus rien."
        verdict.findings.append(Finding(body_id.hex, problem))
    return verdict


def _counted(entries: Iterator[RawEntry], verdict: Verdict, progress: Progress | None) -> Iterator[RawEntry]:
    for entry in entries:
        verdict.entries += 1
        if progress and not verdict.entries % _TOLD_EVERY:
            progress(verdict.entries)
        yield entry


def _go_through(
    body: str, entries: Iterator[RawEntry], known: Mapping[UUID, Anchor], checked: Checkpoints | None, verdict: Verdict
) -> None:
    body_id = Finding(body, "").body
    anchor = known.get(body_id) if body_id else None
    chain, head = Chain(anchor, checked(body_id) if checked and body_id else None), None
    for entry in entries:
        chain.add(entry)
        head = entry.head
    verdict.findings.extend(_finding(body, fault) for fault in chain.end(head))
    verdict.unchecked += chain.unchecked
    if body_id:
        verdict.heads[body_id] = Anchor(chain.seq, chain.last)
        verdict.not_anchored += anchor is None


def _finding(body: str, fault: Fault) -> Finding:
    entry = fault.entry
    if entry is None:
        return Finding(body, fault.problem)
    return Finding(
        organization_id=body,
        problem=fault.problem,
        seq=entry.seq,
        record_type=str(entry.record_type),
        record_id=str(entry.record_id),
        version=entry.version,
        title=fault.title,
        at=_instant(entry.at),
    )


def _what_stands_alone(asked: str | None, verdict: Verdict) -> None:
    """Rows without what should go with them; the bodies whose whole journal is gone."""
    alone = [
        *((b, n, "un contenu est là sans l’entrée qui le scelle : l’entrée a été retirée.") for b, n in raw.orphans()),
        *(
            (b, None, f"toutes les entrées ont été retirées ; la tête du journal en annonce {n}.")
            for b, n in raw.heads_alone()
        ),
        *((b, None, "tout le journal de cette collectivité a été retiré.") for b, _ in raw.bodies_alone()),
    ]
    verdict.findings.extend(Finding(b, problem, n) for b, n, problem in alone if asked in {None, b})


def kind_of(record_type: str) -> str:
    """« Traitement » for `processing.processingactivity`; the code itself when the application does not know it."""
    try:
        return str(apps.get_model(record_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return record_type


def _instant(at: int) -> datetime | None:
    try:
        return instant(at)
    except (OverflowError, TypeError):
        return None


def _on(at: datetime | None) -> str:
    return f"le {_day(at)}" if at else ""


def _day(at: datetime) -> str:
    return moment(timezone.localtime(at))
