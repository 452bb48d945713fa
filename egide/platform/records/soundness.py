"""What no record may hold, whatever the door it came by: text that is not text, numbers that no database keeps, two
lines with one identifier."""

import re
from typing import Any

from egide.formats.package.identity import lines
from egide.law.durations import Duration
from egide.law.facts.paths import leaves

LONGEST = 20_000
LARGEST = 10**15
LONGEST_DURATION = 24
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def soundness_errors(facts: Any) -> dict[str, list[str]]:
    """French messages by path: a value too long or too large, characters that are not text, a line given twice."""
    return {**{path: messages for path, value in leaves(facts) if (messages := _messages(value))}, **_repeated(facts)}


def _repeated(facts: Any) -> dict[str, list[str]]:
    seen: set[Any] = set()
    found: dict[str, list[str]] = {}
    for line, path in lines(facts, ""):
        if line.id in seen:
            found[path.lstrip(".")] = [
                "Deux lignes portent le même identifiant. Retirez l’une, puis ajoutez-la de nouveau."
            ]
        seen.add(line.id)
    return found


def _messages(value: Any) -> list[str]:
    return [message for one in (value if isinstance(value, tuple) else (value,)) if (message := _message(one))]


def _message(value: Any) -> str | None:
    if isinstance(value, str):
        return text_error(value)
    if isinstance(value, int) and abs(value) > LARGEST:
        return "Ce nombre compte plus de quinze chiffres. Vérifiez-le."
    if isinstance(value, Duration) and len(str(value)) > LONGEST_DURATION:
        return "Cette durée est trop longue pour en être une. Vérifiez-la."
    return None


def text_error(text: str) -> str | None:
    """What is wrong with a text, in French, or None."""
    if len(text) > LONGEST:
        return f"Ce texte compte {len(text)} caractères ; il en faut {LONGEST} au plus."
    if _FORBIDDEN.search(text):
        return "Ce texte contient un caractère invisible qui n’est pas du texte. Effacez-le et tapez-le de nouveau."
    return None
