"""French typography, as a pure and idempotent function of a text: it moves spaces, quotes and apostrophes.
Addresses, hours, ratios, identifiers and legal references stay as they are."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

NARROW: Final = "\u202f"
WIDE: Final = "\u00a0"

_SPACES: Final = "[ \u00a0\u202f\u2009]"
_CLOSING: Final = r"[\s\u202f\u00a0»)\]”\"’!?…]|$"
_MONTHS: Final = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_SIGNS: Final = "€|%|‰|°C|k€|M€"
_UNITS: Final = "ans?|mois|jours?|semaines?|heures?|minutes?|h|min|km|cm|mm|m|m²|km²|kg|ko|Ko|Mo|Go|To|habitants?"
_TRIPLETS: Final = rf"\d{{3}}(?:{_SPACES}\d{{3}})*"
_NUMBER: Final = r"(?<![\w.,\u202f-])\d+(?:[.,\u202f\u00a0]\d+)*"

# What no rule may enter: addresses, e-mails, Windows paths, entities, times and ratios, legal references
# (« art. 30(1)(b) »). Identifiers need no protection: no rule looks inside a word.
_KEPT_PATTERNS: Final = (
    r"\b[a-z][a-z0-9+.-]*://\S*[^\s.,;:!?»)\]\"’…]",
    r"\b(?:mailto|tel|urn|doi|data):\S*[^\s.,;:!?»)\]\"’…]",
    r"\bwww\.\S*[^\s.,;:!?»)\]\"’…]",
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    r"\b[A-Z]:\\\S*",
    r"&(?:#\w+|[A-Za-z]\w*);",
    r"\d+(?::\d+)+",
    r"\b[Aa]rt(?:icle)?s?\.? ?(?:[LRDA]\.? ?)?\*?\d[\w.-]*(?:\(\w+\))*",
)
_KEPT: Final = "|".join(_KEPT_PATTERNS)
_ANY_KEPT = re.compile(_KEPT)
# Cheap sign that _KEPT might match: most texts have none, and are then spared the search for it.
_MAYBE_KEPT = re.compile(r"[:@&\\]|www\.|[Aa]rt")

Rule = tuple[str, str | Callable[[re.Match[str]], str]]


def _quotes(found: re.Match[str]) -> str:
    quoted = found["quoted"].strip(" \u00a0\u202f")
    return f"«{NARROW}{quoted}{NARROW}»"


def _grouped(found: re.Match[str]) -> str:
    return f"{int(found['digits']):,}".replace(",", NARROW)


_RULES: Final[tuple[Rule, ...]] = (
    (r"[ \t]{2,}", " "),
    (r"(?<![^\s(\[«\u202f\u00a0])\"(?P<quoted>[^\"\n]*[^\"\s])\"(?=[\s\u202f\u00a0.,;:!?…)\]»]|$)", _quotes),
    (r"(?<=[^\W\d_])'(?=[^\W\d_]|«|\d)", "’"),
    (r"(?<=\w)\.\.\.(?=[\s»)\]]|$)", "…"),
    (rf"«{_SPACES}*(?=[^\s»])", f"«{NARROW}"),
    (rf"(?<=[^\s«]){_SPACES}*»", f"{NARROW}»"),
    (rf"(?<=[\w»)\]”’…%€²°]){_SPACES}*(?P<mark>[;!?]+)(?={_CLOSING})", rf"{NARROW}\g<mark>"),
    (rf"(?<=[\w»)\]”’…%€²°]){_SPACES}*:(?=[\s\u202f\u00a0]|$)", f"{WIDE}:"),
    (r"(?<=[\w»)\]”’…%€])[ \u00a0\u202f]+(?P<mark>[,.])(?=\s|$)", r"\g<mark>"),
    (
        rf"(?<![\w.,\u202f-])(?P<head>\d{{1,3}})[ \u00a0\u2009](?={_TRIPLETS}(?![\w-]|[.,]\d{{3}}))",
        rf"\g<head>{NARROW}",
    ),
    (r"(?<=\d\u202f)(?P<head>\d{3})[ \u00a0\u2009](?=\d{3}(?!\w))", rf"\g<head>{NARROW}"),
    (
        rf"(?<![\w.,\u202f-])(?P<digits>[1-9]\d{{3,11}})(?={_SPACES}?(?:€|k€|M€|euros?\b|habitants?\b))",
        _grouped,
    ),
    (rf"(?P<number>{_NUMBER}){_SPACES}?(?P<sign>{_SIGNS})(?!\w)", rf"\g<number>{NARROW}\g<sign>"),
    (rf"(?P<number>{_NUMBER}) (?P<unit>{_UNITS})(?!\w)", rf"\g<number>{WIDE}\g<unit>"),
    (rf"\b(?P<letter>[nN])[°º]{_SPACES}*(?=\w)", rf"\g<letter>°{WIDE}"),
    (rf"\b(?P<day>\d{{1,2}}|1er) (?P<month>{_MONTHS})\b", rf"\g<day>{WIDE}\g<month>"),
    (r"\b(?P<civility>M\.|MM\.|Mme|Mmes|Dr|Me) (?=[A-ZÀ-Þ])", rf"\g<civility>{WIDE}"),
)
_ALONE = tuple((re.compile(pattern), to) for pattern, to in _RULES)
_GUARDED = tuple((re.compile(f"(?P<kept>{_KEPT})|{pattern}"), to) for pattern, to in _RULES)


def _guard(to: str | Callable[[re.Match[str]], str]) -> Callable[[re.Match[str]], str]:
    def replacement(found: re.Match[str]) -> str:
        if found["kept"] is not None:
            return found.group()
        return to(found) if callable(to) else found.expand(to)

    return replacement


@lru_cache(maxsize=4096)
def french(text: str) -> str:
    """Set `text` the French way. Applying it twice changes nothing more; the words are never touched."""
    if _MAYBE_KEPT.search(text) and _ANY_KEPT.search(text):
        for pattern, to in _GUARDED:
            text = pattern.sub(_guard(to), text)
        return text
    for pattern, to in _ALONE:
        text = pattern.sub(to, text)
    return text
