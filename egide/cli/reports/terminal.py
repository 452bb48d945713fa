"""The report in the terminal: counts, what to verify in the reading, findings by record, what could not be said."""

from collections import Counter
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from egide.formats.checking import Checked, record_title
from egide.formats.reading import Reading
from egide.law.french import plural
from egide.law.rules.rule import Finding, Severity

STYLES: Final = {
    Severity.CRITICAL: "bold red",
    Severity.MAJOR: "yellow",
    Severity.MINOR: "cyan",
    Severity.INFO: "dim",
}
_MARKS: Final = {Severity.CRITICAL: "✖", Severity.MAJOR: "▲", Severity.MINOR: "•", Severity.INFO: "·"}
_WORDS: Final = {
    Severity.CRITICAL: ("critique", "critiques"),
    Severity.MAJOR: ("majeur", "majeurs"),
    Severity.MINOR: ("mineur", "mineurs"),
    Severity.INFO: ("information", "informations"),
}
_FIRST_DOUBTS: Final = 8


def print_report(out: Console, checked: tuple[Checked, ...], *, least: Severity, everything: bool) -> None:
    """Print the report. Findings below `least` are counted, not listed; `everything` lists each doubt and each cell."""
    reading = checked[0].reading
    out.print(Text(f"{reading.file_name} – lu comme\u00a0: {reading.format_label}", style="dim"))
    if reading.is_blank_model:
        out.print(Text("Ce fichier est le modèle vierge\u00a0: seul son exemple a pu être lu.", style="bold"))
    _doubts(out, reading, everything=everything)
    for each in checked:
        _body(out, each, least)
    _left_out(out, reading, everything=everything)


def _body(out: Console, checked: Checked, least: Severity) -> None:
    out.print()
    out.rule(Text(checked.body, style="bold"), align="left", style="dim")
    _subject(out, checked, "Collectivité", checked.assessment.of(checked.register.organization.id), least)
    for record in checked.register.activities:
        _subject(out, checked, record_title(record), checked.assessment.of(record.id), least)
    _silences(out, checked)
    _summary(out, checked)


def _subject(out: Console, checked: Checked, title: str, found: tuple[Finding, ...], least: Severity) -> None:
    order = list(Severity)
    listed = [finding for finding in found if order.index(finding.severity) <= order.index(least)]
    if not listed:
        return
    out.print()
    head = Text(title, style="bold")
    head.append("  ")
    head.append_text(_counts(Counter(finding.severity for finding in found)))
    out.print(head)
    for finding in listed:
        _finding(out, checked, finding)


def _finding(out: Console, checked: Checked, finding: Finding) -> None:
    rule = finding.rule
    line = Text(f"{_MARKS[finding.severity]} {rule.title}", style=STYLES[finding.severity])
    line.append(" (à venir)" if finding.upcoming else "", style="dim")
    out.print(Padding(line, (0, 0, 0, 2)))
    place = checked.place(finding)
    where = "" if place is None else f" – {place}"
    confirm = f" – à confirmer\u00a0: {rule.to_confirm}" if rule.to_confirm else ""
    out.print(Padding(Text(rule.action), (0, 0, 0, 4)))
    out.print(Padding(Text(f"{'; '.join(rule.basis)} – {rule.id}{where}{confirm}", style="dim"), (0, 0, 0, 4)))


def _counts(counts: Counter[Severity]) -> Text:
    text = Text()
    for severity, (one, many) in _WORDS.items():
        if counts[severity]:
            text.append(", " if text else "")
            text.append(plural(counts[severity], one, many), style=STYLES[severity])
    return text


def _summary(out: Console, checked: Checked) -> None:
    counts = Counter({severity: number for severity, number in checked.assessment.counts.items() if number})
    out.print()
    line = Text(plural(len(checked.register.activities), "traitement"), style="bold")
    line.append("\u00a0: ")
    line.append_text(_counts(counts) if counts else Text("aucun écart relevé"))
    out.print(line)
    score = checked.score
    figure = "" if score.percent is None else f" – {score.percent} points sur 100"
    out.print(Text(f"{score.grade.label}{figure}", style="bold"))
    for loss in score.losses[:3]:
        out.print(Padding(Text(loss.text, style="dim"), (0, 0, 0, 2)))


def _silences(out: Console, checked: Checked) -> None:
    silences = checked.assessment.silences
    if not silences:
        return
    out.print()
    out.print(Text("Ce que ce fichier ne permet pas de dire", style="bold"), Text("(hors note)", style="dim"))
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 2))
    table.add_column(ratio=2)
    table.add_column(ratio=3, style="dim")
    for silence in silences:
        table.add_row(f"{silence.label} ({plural(len(silence.rules), 'règle')})", checked.advice(silence))
    out.print(table)


def _doubts(out: Console, reading: Reading, *, everything: bool) -> None:
    if not reading.doubts:
        return
    out.print()
    out.print(Text(f"{plural(len(reading.doubts), 'point')} à vérifier dans la lecture", style="bold"))
    shown = reading.doubts if everything else reading.doubts[:_FIRST_DOUBTS]
    for doubt in shown:
        where = "" if doubt.place is None else f" ({doubt.place})"
        out.print(Padding(Text(f"? {doubt.message}{where}"), (0, 0, 0, 2)))
    if len(shown) < len(reading.doubts):
        rest = len(reading.doubts) - len(shown)
        out.print(
            Padding(
                Text(f"… et {plural(rest, 'autre')}\u00a0: ajoutez --all pour les voir.", style="dim"), (0, 0, 0, 2)
            )
        )


def _left_out(out: Console, reading: Reading, *, everything: bool) -> None:
    left_out = list(reading.ignored())
    if not left_out:
        return
    out.print()
    out.print(Text(f"{plural(len(left_out), 'cellule laissée', 'cellules laissées')} de côté", style="bold"))
    if everything:
        for place, reason in left_out:
            out.print(Padding(Text(f"{place}\u00a0: {reason}", style="dim"), (0, 0, 0, 2)))
        return
    for reason, count in Counter(reason for _, reason in left_out).most_common():
        out.print(Padding(Text(f"{plural(count, 'cellule')}\u00a0: {reason}", style="dim"), (0, 0, 0, 2)))
