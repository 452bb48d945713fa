"""Retention periods as people write them in French. What is not sure stays in words: no figure is ever guessed."""

import re
from dataclasses import dataclass

from egide.formats.french.duration_words import Figure, figures
from egide.formats.french.vocabulary import final_fate, is_unknown, span_end, trigger
from egide.formats.french.words import fold
from egide.law.facts import Period, Retention
from egide.law.facts.codes import FinalFate, RetentionTrigger

_NAMED = (
    r"(?:sans archiv|archiv|sort final|destruction|suppression|versement|élimination|effacement|purge|tri\b|échantillon"
    r"|conservation (?:définitive|intégrale|permanente|historique))"
)
_SPLIT = re.compile(
    r"\s*[;\n]\s*(?:puis\s+)?|\s*[,–—-]?\s+(?:et\s+)?puis\s+|\.\s+(?=(?-i:[A-ZÀ-Ý]))"
    rf"|(?:\s*[,+/(→–—]\s*|\s+->?\s+)(?={_NAMED})",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:dur[ée]e(?: de conservation| d'utilit[ée] administrative)?|dua|base active|active|conservation)\s*:\s*",
    re.IGNORECASE,
)
_FATE = re.compile(
    r"^(?:sort final|sort)\s*:?\s*|^(?:tri\b|destruction|suppression|elimination|effacement|versement|purge)"
)
_DENIED = re.compile(r"\b(?:pas|sans|jamais|aucune?)\b")
_INTERMEDIATE = re.compile(r"\barchiv\w* interm\w*|\bbase intermediaire|\barchivage\b(?! definitif)")
_NO_INTERMEDIATE = re.compile(r"(?:sans|pas d'|aucun) ?archiv")
_UNLIMITED = re.compile(r"\billimitee?s?\b|\bindefinie?s?\b|\bindefiniment\b|\bsans limite\b|\ba vie\b")
_PERMANENT = re.compile(r"^(?:conservation |duree )?(?:permanente?|definitive|perpetuelle)\b")
_FROM = re.compile(
    r"(?:apres|a compter|a partir|suivant|suite a|depuis|a l'issue|a dater|au-dela|a la|au terme)"
    r"\s*(?:d[eu]s?\b|d')?\s*:?"
)
_UNTIL = re.compile(r"^jusqu'(?:a|au|aux)\b\s*:?\s*(?P<what>.+)")
_SPAN = re.compile(r"^(?:pendant |le |la )*(?:duree|temps)\s+(?:du |de la |de l'|des |d'|de )(?P<what>.+)")
_FILLERS = re.compile(
    r"\b(?:maximum|max|au plus|minimum|environ|en base active|en utilisation courante|pendant|durant|soit|au total"
    r"|de conservation|d'archivage|archivage|intermediaires?|archives?|en|base|la|le|les|l'|:|d'|de|du|des)\b|[:().,]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRetention:
    """What a duration cell says. `certainty`: 1 all understood, 0.8 the figure, 0.3 kept in words only."""

    active: Period | None = None
    has_intermediate: bool | None = None
    intermediate: Period | None = None
    final_fate: FinalFate | None = None
    unlimited: bool | None = None
    certainty: float = 0.0


def read_retention(text: str) -> ParsedRetention:
    """Read « 5 ans après la fin du contrat, puis destruction ». What is no sure figure stays in `text` of its period.

    An intermediate period is a total counted from its own event: « puis 4 ans d’archivage », which adds, stays in
    words.
    """
    trimmed = "\n".join(" ".join(line.split()) for line in text.strip().splitlines() if line.strip())
    if is_unknown(trimmed):
        return ParsedRetention()
    clauses = _Clauses()
    for position, clause in enumerate(part for part in _SPLIT.split(trimmed) if part and part.strip()):
        clauses.take(_bare(clause), first=position == 0)
    return clauses.result(trimmed)


def _bare(clause: str) -> str:
    """Without what held it in its sentence: « (destruction) » once split has lost its first bracket."""
    bare = clause.strip(" .,–—")
    return bare if "(" in bare else bare.rstrip(") ")


def write_retention(retention: Retention) -> str:
    """The sentence that `read_retention` reads back, for the parts a cell can hold."""
    parts = []
    if retention.unlimited:
        parts.append("sans limite de durée")
    if retention.active is not None:
        parts.append(_period(retention.active))
    if retention.intermediate is not None:
        parts.append(f"archivage intermédiaire : {_period(retention.intermediate, total=True)}")
    elif retention.has_intermediate is not None:
        parts.append("archivage intermédiaire" if retention.has_intermediate else "sans archivage intermédiaire")
    if retention.final_fate is not None:
        parts.append(f"sort final : {retention.final_fate.label}")
    sentence = " ; ".join(part for part in parts if part)
    typed = retention.active.text if retention.active is not None else None
    return sentence if typed and sentence.startswith(typed) else sentence[:1].upper() + sentence[1:]


def _period(period: Period, *, total: bool = False) -> str:
    """The words of a period: its own when they say the same, else ours."""
    ours = _canonical(period, total=total)
    if period.text and (not ours or _same(_plain(period.text), period)):
        return period.text
    return ours


def _same(read: Period, period: Period) -> bool:
    return (read.duration, read.trigger) == (period.duration, period.trigger)


def _canonical(period: Period, *, total: bool = False) -> str:
    label = period.trigger.label if period.trigger else ""
    if period.duration is None:
        if period.trigger is RetentionTrigger.PERMANENT:
            return "permanent"
        return f"jusqu’à : {label}" if label else ""
    if label:
        return f"{period.duration.french} à compter de : {label}"
    return f"{period.duration.french}{' au total' if total else ''}"


@dataclass(slots=True)
class _Clauses:
    """The clauses of a cell, sorted as they are met."""

    active: Period | None = None
    has_intermediate: bool | None = None
    intermediate: Period | None = None
    fate: FinalFate | None = None
    unlimited: bool | None = None
    whole: bool = False

    def take(self, clause: str, *, first: bool) -> None:
        folded = fold(clause)
        if _NO_INTERMEDIATE.search(folded) and not figures(folded):
            self.has_intermediate = False
        elif _FATE.search(folded) and not figures(folded):
            self._fate(folded)
        elif _INTERMEDIATE.search(folded):
            self._archive(clause, folded)
        elif _UNLIMITED.search(folded):
            self.unlimited = True
            self.whole |= fold(clause) not in {"illimitee", "illimite", "sans limite de duree", "duree illimitee"}
        elif first and self.active is None:
            self.active = _read_period(_LABEL.sub("", clause))
        elif not figures(folded) and _fate_named(folded):
            self._fate(folded)
        elif self.active is None and (self.unlimited or self.fate):
            self.active = _read_period(clause)
        else:
            self.whole = True

    def _fate(self, folded: str) -> None:
        found = _fate_of(re.sub(r"^sort final\s*:?\s*", "", folded))
        self.fate = found[0] if found else None
        self.whole |= found is None or found[1] < 1

    def _archive(self, clause: str, folded: str) -> None:
        self.has_intermediate = True
        body = re.sub(r"^archivage intermédiaire\s*:?\s*", "", clause, flags=re.IGNORECASE)
        if not body:
            return
        period = _read_period(body)
        own = period.trigger is not None or "au total" in folded
        self.intermediate = period if own else Period(text=clause)

    def result(self, text: str) -> ParsedRetention:
        active = self.active
        if self.whole:
            active = Period(
                duration=active.duration if active else None, trigger=active.trigger if active else None, text=text
            )
        return ParsedRetention(
            active=active,
            has_intermediate=self.has_intermediate,
            intermediate=self.intermediate,
            final_fate=self.fate,
            unlimited=self.unlimited,
            certainty=self._certainty(active),
        )

    def _certainty(self, active: Period | None) -> float:
        if active is None or active.text is None:
            return 1.0
        if active.duration is None and active.trigger is None:
            return 1.0 if self.unlimited else 0.3
        return 0.8 if self.whole or not _is_all_read(active) else 0.9


def _fate_of(folded: str) -> tuple[FinalFate, float] | None:
    """« tri », or its letter in the tables of archivists: C, T, D."""
    code = folded.strip(" .").upper()
    return (FinalFate(code), 1.0) if code in set(FinalFate) else final_fate(folded)


def _fate_named(folded: str) -> bool:
    """Whether a clause says what becomes of the data, and denies nothing."""
    found = final_fate(folded)
    return found is not None and found[1] >= 0.8 and not _DENIED.search(folded)


def _is_all_read(period: Period) -> bool:
    return period.trigger is not None or not _leftover(fold(period.text or ""))


def _leftover(folded: str) -> str:
    for figure in figures(folded):
        folded = folded.replace(folded[figure.start : figure.end], " ", 1)
    return _FILLERS.sub(" ", folded).strip(" -'")


def _read_period(clause: str) -> Period:
    """A period with its words, unless they say no more than the figure and the event."""
    read = _plain(clause)
    same = _fold_total(clause) in {fold(_canonical(read)), fold(_canonical(read, total=True))}
    return (
        read
        if same and (read.duration or read.trigger)
        else Period(duration=read.duration, trigger=read.trigger, text=clause)
    )


def _fold_total(clause: str) -> str:
    return fold(clause).strip(" .")


def _plain(clause: str) -> Period:
    """The figure and the event of a clause, without its words."""
    folded = fold(clause)
    found = figures(folded)
    if len(found) > 1:
        return Period()
    if not found:
        return Period(trigger=_event_alone(folded))
    figure = found[0]
    return Period(duration=figure.duration, trigger=_event_around(folded, figure))


def _event_alone(folded: str) -> RetentionTrigger | None:
    if _PERMANENT.search(folded):
        return RetentionTrigger.PERMANENT
    if until := _UNTIL.search(folded):
        return _sure(trigger(until["what"]))
    if span := _SPAN.search(folded):
        return _sure(span_end(span["what"]))
    return None


def _event_around(folded: str, figure: Figure) -> RetentionTrigger | None:
    """« 5 ans après la fin du contrat », or « durée du contrat + 5 ans »."""
    after = _FROM.search(folded, figure.end)
    if after is not None:
        return _sure(trigger(folded[after.end() :]))
    before = re.sub(r"\s*(?:\+|plus|augmentee? de|et)?\s*$", "", folded[: figure.start])
    span = _SPAN.search(before)
    if span is None and folded[: figure.start].rstrip().endswith("+"):
        return _whole(span_end(before))
    return _sure(span_end(span["what"])) if span else None


def _whole(found: tuple[RetentionTrigger, float] | None) -> RetentionTrigger | None:
    """« mandat + 1 an »: only a span named alone."""
    return found[0] if found is not None and found[1] == 1 else None


def _sure(found: tuple[RetentionTrigger, float] | None) -> RetentionTrigger | None:
    """An event named alone or within a phrase, not one among several."""
    return found[0] if found is not None and found[1] >= 0.8 else None
