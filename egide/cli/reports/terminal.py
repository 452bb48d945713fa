"""The report in the terminal: counts, what to verify in the reading, findings by record, what could not be said."""

from collections import Counter
from typing import Final

from rich.console import Console
from rich.text import Text

from egide.cli.terminal import paragraph
from egide.formats.checking import Checked
from egide.formats.reading import Reading
from egide.law.french import capital, plural
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
_FIRST_SILENCES: Final = 8
_FIRST_FINDINGS: Final = 400
_SEMICOLON: Final = "\u202f; "


def print_report(out: Console, checked: tuple[Checked, ...], *, least: Severity, everything: bool) -> None:
    """Print the report. Findings below `least` are counted, not listed; `everything` lists what is long to read too."""
    reading = checked[0].reading
    out.print(Text(f"{reading.file_name} – lu comme\u00a0: {reading.format_label}", style="dim"))
    if reading.is_blank_model:
        out.print(Text("Ce fichier est le modèle vierge\u00a0: seul son exemple a pu être lu.", style="bold"))
    _doubts(out, reading, everything=everything)
    for each in checked:
        _body(out, each, least, everything=everything)
    _left_out(out, reading, everything=everything)


def _body(out: Console, checked: Checked, least: Severity, *, everything: bool) -> None:
    out.print()
    out.rule(Text(checked.body, style="bold"), align="left", style="dim")
    if checked.naming is not None:
        paragraph(out, checked.naming, style="dim")
    _subject(out, checked, "Collectivité", checked.assessment.of(checked.register.organization.id), least)
    _records(out, checked, least, everything=everything)
    _silences(out, checked, everything=everything)
    _summary(out, checked)


def _records(out: Console, checked: Checked, least: Severity, *, everything: bool) -> None:
    """The records in their order, until there is more than anyone reads; of the others, what is found most often."""
    told, untold, others = 0, Counter[str](), 0
    for record in checked.register.activities:
        found = checked.assessment.of(record.id)
        listed = _listed(found, least)
        if told < _FIRST_FINDINGS or everything:
            _subject(out, checked, record.title, found, least)
            told += len(listed)
        elif listed:
            untold.update(finding.rule.title for finding in listed)
            others += 1
    if not others:
        return
    out.print()
    rest = f"… et {plural(others, 'autre traitement', 'autres traitements')}, {plural(untold.total(), 'constat')}"
    out.print(Text(f"{rest}\u00a0: --all les liste, --format html les montre.", style="bold"))
    for title, count in untold.most_common(_FIRST_SILENCES):
        paragraph(out, f"{title}\u00a0: {plural(count, 'fois', 'fois')}", indent=2, style="dim")


def _listed(found: tuple[Finding, ...], least: Severity) -> list[Finding]:
    order = list(Severity)
    return [finding for finding in found if order.index(finding.severity) <= order.index(least)]


def _subject(out: Console, checked: Checked, title: str, found: tuple[Finding, ...], least: Severity) -> None:
    listed = _listed(found, least)
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
    coming = " (à venir)" if finding.upcoming else ""
    paragraph(out, f"{_MARKS[finding.severity]} {rule.title}{coming}", indent=2, style=STYLES[finding.severity])
    place = checked.place(finding)
    where = "" if place is None else f" – {place}"
    confirm = f" – à confirmer\u00a0: {rule.to_confirm}" if rule.to_confirm else ""
    paragraph(out, rule.action, indent=4)
    paragraph(out, f"{_SEMICOLON.join(rule.basis)} – {rule.id}{where}{confirm}", indent=4, style="dim")


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
        paragraph(out, loss.text, indent=2, style="dim")


def _silences(out: Console, checked: Checked, *, everything: bool) -> None:
    silences = sorted(checked.assessment.silences, key=lambda silence: -len(silence.rules))
    if not silences:
        return
    out.print()
    out.print(Text("Ce que ce fichier ne permet pas de dire", style="bold"), Text("(hors note)", style="dim"))
    shown = silences if everything else silences[:_FIRST_SILENCES]
    for silence in shown:
        paragraph(out, f"{silence.label} ({plural(len(silence.rules), 'règle')})", indent=2)
        paragraph(out, checked.advice(silence), indent=4, style="dim")
    _more(out, len(silences) - len(shown))


def _more(out: Console, rest: int) -> None:
    if rest:
        paragraph(out, f"… et {plural(rest, 'autre')}\u00a0: ajoutez --all pour tout voir.", indent=2, style="dim")


def _doubts(out: Console, reading: Reading, *, everything: bool) -> None:
    if not reading.doubts:
        return
    out.print()
    out.print(Text(f"{plural(len(reading.doubts), 'point')} à vérifier dans la lecture", style="bold"))
    shown = reading.doubts if everything else reading.doubts[:_FIRST_DOUBTS]
    for doubt in shown:
        where = "" if doubt.place is None else f" ({doubt.place})"
        paragraph(out, f"? {capital(doubt.message)}{where}", indent=2)
    _more(out, len(reading.doubts) - len(shown))


def _left_out(out: Console, reading: Reading, *, everything: bool) -> None:
    left_out = list(reading.ignored())
    if not left_out:
        return
    out.print()
    out.print(Text(f"{plural(len(left_out), 'cellule laissée', 'cellules laissées')} de côté", style="bold"))
    if everything:
        cells: dict[tuple[str, str], list[str]] = {}
        for place, reason in left_out:
            cells.setdefault((place.sheet, reason), []).append(place.cell)
        for (sheet, reason), addresses in cells.items():
            paragraph(
                out, f"feuille «\u202f{sheet}\u202f», {reason}\u00a0: {', '.join(addresses)}", indent=2, style="dim"
            )
        return
    for reason, count in Counter(reason for _, reason in left_out).most_common():
        paragraph(out, f"{plural(count, 'cellule')}\u00a0: {reason}", indent=2, style="dim")
