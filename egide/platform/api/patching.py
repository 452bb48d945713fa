"""JSON Merge Patch (RFC 7396)."""

from typing import Any

from egide.formats.package.decoding import JsonObject


def merged(target: Any, patch: Any) -> Any:
    """The target with what the patch says: null takes a member away, an object goes within, anything else replaces.

    What the patch wrote twice stays told, so that it is refused and not guessed.
    """
    if not isinstance(patch, dict):
        return patch
    made = JsonObject(target if isinstance(target, dict) else {})
    made.repeated = getattr(patch, "repeated", ())
    for name, value in patch.items():
        if value is None:
            made.pop(name, None)
        else:
            made[name] = merged(made.get(name), value)
    return made
