"""What no record may hold, whatever the door it came by: text that is not text, two lines with one identifier."""

import re
from typing import Any

from egide.formats.package.identity import lines
from egide.law.facts.paths import leaves

LONGEST = 20_000
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def soundness_errors(facts: Any) -> dict[str, list[str]]:
    """French messages by path: a text too long, characters that are not text, a line given twice."""
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
    texts = value if isinstance(value, tuple) else (value,)
    return [message for text in texts if isinstance(text, str) and (message := text_error(text))]


def text_error(text: str) -> str | None:
    """What is wrong with a text, in French, or None."""
    if len(text) > LONGEST:
        return f"Ce texte compte {len(text)} caractères ; il en faut {LONGEST} au plus."
    if _FORBIDDEN.search(text):
        return "Ce texte contient un caractère invisible qui n’est pas du texte. Effacez-le et tapez-le de nouveau."
    return None
