"""The versions of the package: how an old document is brought to today’s, step by step, by pure functions."""

from collections.abc import Callable, Mapping
from typing import Any

from egide.formats.errors import Unreadable

FORMAT = "egide-register"
VERSION = 1

Upcast = Callable[[dict[str, Any]], dict[str, Any]]

# One line per version left behind: what turns a document of version n into one of version n + 1.
UPCASTS: Mapping[int, Upcast] = {}


def to_current(
    document: dict[str, Any], upcasts: Mapping[int, Upcast] = UPCASTS, current: int = VERSION
) -> dict[str, Any]:
    """The document in the current version. Raises Unreadable when it is newer, or its version no number."""
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise Unreadable(
            "La version de ce registre est illisible\u202f: un nombre entier est attendu dans «\u202fversion\u202f».",
            f'Écrivez "version": {current}.',
        )
    if version > current:
        raise Unreadable(
            f"Ce registre est au format {version}, plus récent que ce que cette version d’Égide sait lire ({current}).",
            "Mettez Égide à jour, ou demandez un export dans un format plus ancien.",
        )
    for step in range(version, current):
        document = {**upcasts[step](document), "version": step + 1}
    return document
