"""A browser in words, from what it says of itself: « Firefox, sous Windows ». For the person to recognise, no more."""

from typing import Final

_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Chromium", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("iPhone", "sur iPhone"),
    ("iPad", "sur iPad"),
    ("Android", "sous Android"),
    ("Windows", "sous Windows"),
    ("CrOS", "sous ChromeOS"),
    ("Mac OS", "sur Mac"),
    ("Linux", "sous Linux"),
)
UNKNOWN: Final = "Navigateur inconnu"


def in_words(agent: str) -> str:
    """The first name that is recognised of each list: most browsers also claim to be others."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), UNKNOWN)
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return f"{browser}, {system}" if system else browser
