"""The report of a check, as a document: counts first, the score explained, findings by record, silences apart."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

from egide.documents.document import (
    Block,
    BulletList,
    Contents,
    Document,
    Heading,
    Note,
    Paragraph,
    Run,
    Runs,
    Status,
    Table,
    runs,
)
from egide.formats.checking import Checked
from egide.formats.reading import Doubt, Reading
from egide.law.french import capital, long_date, number, plural
from egide.law.rules.rule import Finding, Severity
from egide.law.score import Grade

_STATUS: Final[dict[Severity, Status]] = {
    Severity.CRITICAL: "critical",
    Severity.MAJOR: "warn",
    Severity.MINOR: "info",
    Severity.INFO: "info",
}
_GRADE_STATUS: Final[dict[Grade, Status]] = {
    Grade.NON_COMPLIANT: "critical",
    Grade.INSUFFICIENT: "critical",
    Grade.PARTIAL: "warn",
    Grade.GOOD: "info",
    Grade.CLEAN: "good",
    Grade.UNKNOWN: "info",
}
_COSTLIEST = 12
_SHOWN: Final = (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR)
_SEMICOLON = "\u202f; "


def check_report(checked: tuple[Checked, ...], today: date) -> Document:
    """The report on every body of one file. Raises nothing for an empty register: it says so."""
    reading = checked[0].reading
    title = "Vérification du registre"
    return Document(
        title=title,
        subtitle=checked[0].body if len(checked) == 1 else f"{plural(len(checked), 'collectivité')}",
        author="Égide",
        date=today,
        blocks=tuple(_blocks(checked, reading, today)),
        subject="Constats, article par article",
        running_header=f"{title} – {checked[0].body}",
        running_footer=f"{reading.file_name} – vérifié le {long_date(today)}",
    )


def _blocks(checked: tuple[Checked, ...], reading: Reading, today: date) -> Iterator[Block]:
    read = f"{reading.file_name}, lu comme\u00a0: {reading.format_label}. Vérifié le {long_date(today)}."
    yield Paragraph(runs(read), style="lead")
    if reading.is_blank_model:
        yield Note(
            "info",
            runs("Ce fichier est le modèle vierge de la CNIL\u00a0: seul son exemple a pu être lu."),
            title="Modèle vierge",
        )
    for rank, each in enumerate(checked):
        yield from _body(each, rank, several=len(checked) > 1)
    yield from _reading(reading)


def _body(checked: Checked, number: int, *, several: bool) -> Iterator[Block]:
    prefix = f"c{number}-" if several else ""
    yield Heading(1, checked.body if several else "En bref", anchor=f"{prefix}en-bref")
    if checked.naming is not None:
        yield Note("info", runs(checked.naming), title=checked.body)
    yield from _summary(checked)
    if not number:
        yield Contents(depth=1)
    yield Heading(1, "Constats sur la collectivité", anchor=f"{prefix}collectivite")
    yield from _findings(checked, checked.assessment.of(checked.register.organization.id))
    yield Heading(1, "Constats par traitement", anchor=f"{prefix}constats")
    yield from _by_record(checked, prefix)
    for index, record in enumerate(checked.register.activities):
        found = checked.assessment.of(record.id)
        yield Heading(2, record.title, anchor=f"{prefix}t{index}", aside=_counted(found))
        yield from _findings(checked, found)
    if checked.assessment.silences:
        yield Heading(1, "Ce que ce fichier ne permet pas de dire", anchor=f"{prefix}silences")
        yield from _silences(checked)


def _summary(checked: Checked) -> Iterator[Block]:
    counts = checked.assessment.counts
    records = plural(len(checked.register.activities), "traitement")
    yield Paragraph(
        runs(
            f"{records}, ",
            Run(plural(counts[Severity.CRITICAL], "constat critique", "constats critiques"), bold=True),
            ".",
        )
    )
    yield Table(
        caption="Constats par gravité",
        header=("Gravité", "Constats"),
        rows=tuple((runs(severity.label), runs(str(counts[severity]))) for severity in Severity),
        alignments=("start", "end"),
        widths=(3, 1),
        row_headers=True,
    )
    yield from _score(checked)


def _score(checked: Checked) -> Iterator[Block]:
    score = checked.score
    figure = "" if score.percent is None else f"{score.percent} points sur 100. "
    why = "La note compte, pour chaque règle qui a pu se prononcer, les points gardés sur les points en jeu."
    yield Note(_GRADE_STATUS[score.grade], runs(f"{figure}{why}"), title=score.grade.label)
    if score.losses:
        rows = tuple(
            (
                runs(loss.rule.title),
                runs(f"{number(loss.fired)} sur {number(loss.asked)}"),
                runs(str(loss.weight)),
                runs(number(loss.points)),
            )
            for loss in score.losses[:_COSTLIEST]
        )
        yield Table(
            caption="Ce qui coûte le plus de points",
            header=("Constat", "Écarts", "Poids", "Points perdus"),
            rows=rows,
            alignments=("start", "end", "end", "end"),
            widths=(6, 2, 1, 2),
            row_headers=True,
        )


def _by_record(checked: Checked, prefix: str) -> Iterator[Block]:
    """The records that have something to correct, the most serious first, each leading to its findings."""
    rows = []
    for index, record in enumerate(checked.register.activities):
        counts = Counter(finding.severity for finding in checked.assessment.of(record.id))
        if counts:
            rows.append((tuple(-counts[severity] for severity in Severity), index, record.title, counts))
    if rows:
        yield Table(
            caption="Traitements à corriger, les plus urgents d’abord",
            header=("Traitement", *(severity.label for severity in _SHOWN)),
            rows=tuple(
                (runs(Run(title, link=f"#{prefix}t{index}")), *(runs(str(counts[severity])) for severity in _SHOWN))
                for _, index, title, counts in sorted(rows, key=lambda row: row[:2])
            ),
            widths=(7, 1, 1, 1),
            alignments=("start", "end", "end", "end"),
            row_headers=True,
        )


def _findings(checked: Checked, found: tuple[Finding, ...]) -> Iterator[Block]:
    if not found:
        yield Paragraph(runs("Aucun écart relevé."))
    for finding in found:
        yield Note(_STATUS[finding.severity], _explained(checked, finding), title=_title(finding))


def _title(finding: Finding) -> str:
    coming = " (à venir)" if finding.upcoming else ""
    return f"{finding.severity.label}{coming} – {finding.rule.title}"


def _explained(checked: Checked, finding: Finding) -> Runs:
    rule = finding.rule
    parts: list[str | Run] = [f"{rule.message} ", Run(rule.action, bold=True), "\n"]
    parts.append(Run(f"{_SEMICOLON.join(rule.basis)} – {rule.id} – champ\u00a0: {checked.field(finding)}", italic=True))
    place = checked.place(finding)
    if place is not None:
        parts.append(Run(f" – {place}", italic=True))
    if rule.to_confirm:
        parts.append(f"\nÀ confirmer\u00a0: {rule.to_confirm}.")
    return runs(*parts)


def _counted(found: tuple[Finding, ...]) -> str:
    counts = Counter(finding.severity for finding in found)
    words = {Severity.CRITICAL: "critique", Severity.MAJOR: "majeur", Severity.MINOR: "mineur"}
    return ", ".join(plural(counts[severity], word) for severity, word in words.items() if counts[severity])


def _silences(checked: Checked) -> Iterator[Block]:
    yield Paragraph(
        runs(
            "Ces informations manquent ou n’ont pas de place dans ce format. "
            "Elles ne comptent ni dans la note ni dans les constats."
        )
    )
    yield Table(
        caption="Informations manquantes",
        header=("Information", "Règles sans réponse", "Où l’écrire"),
        rows=tuple(
            (runs(silence.label), runs(str(len(silence.rules))), runs(checked.advice(silence)))
            for silence in checked.assessment.silences
        ),
        alignments=("start", "end", "start"),
        widths=(3, 1, 4),
        row_headers=True,
    )


def _reading(reading: Reading) -> Iterator[Block]:
    yield Heading(1, "Comment le fichier a été lu", anchor="lecture")
    if not reading.doubts:
        yield Paragraph(runs("Aucun doute\u00a0: tout a été compris."))
    else:
        yield Paragraph(runs(f"{plural(len(reading.doubts), 'point')} à vérifier dans la lecture."))
        yield BulletList(tuple(_doubt(doubt) for doubt in reading.doubts))
    left_out = Counter(reason for _, reason in reading.ignored())
    if left_out:
        yield Table(
            caption="Cellules laissées de côté",
            header=("Raison", "Cellules"),
            rows=tuple((runs(reason), runs(str(count))) for reason, count in left_out.most_common()),
            alignments=("start", "end"),
            widths=(5, 1),
            row_headers=True,
        )


def _doubt(doubt: Doubt) -> Runs:
    return (
        runs(capital(doubt.message))
        if doubt.place is None
        else runs(f"{capital(doubt.message)} ", Run(f"({doubt.place})", italic=True))
    )
