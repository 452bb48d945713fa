"""Why a password is easy to guess, and what to do: zxcvbn's own words, in French. Tested against its whole list."""

from collections.abc import Sequence
from typing import Any, Final

from zxcvbn.feedback import get_feedback

# Asked for the score of a weak password: above it, zxcvbn says nothing, and we are stricter than it is.
_WEAK: Final = 0

WARNINGS: Final = {
    "Straight rows of keys are easy to guess.": "Une rangée de touches du clavier se devine facilement.",
    "Short keyboard patterns are easy to guess.": "Un dessin sur le clavier se devine facilement.",
    'Repeats like "aaa" are easy to guess.': "Un caractère répété, comme « aaa », se devine facilement.",
    'Repeats like "abcabcabc" are only slightly harder to guess than "abc".': (
        "Un morceau répété, comme « abcabcabc », ne protège guère plus que « abc »."
    ),
    'Sequences like "abc" or "6543" are easy to guess.': "Une suite, comme « abc » ou « 6543 », se devine facilement.",
    "Recent years are easy to guess.": "Une année récente se devine facilement.",
    "Dates are often easy to guess.": "Une date se devine facilement.",
    "This is a top-10 common password.": "C’est l’un des dix mots de passe les plus répandus.",
    "This is a top-100 common password.": "C’est l’un des cent mots de passe les plus répandus.",
    "This is a very common password.": "C’est un mot de passe très répandu.",
    "This is similar to a commonly used password.": "Il ressemble à un mot de passe très répandu.",
    "A word by itself is easy to guess.": "Un mot seul se devine facilement.",
    "Names and surnames by themselves are easy to guess.": "Un nom ou un prénom seul se devine facilement.",
    "Common names and surnames are easy to guess.": "Un nom ou un prénom répandu se devine facilement.",
}

SUGGESTIONS: Final = {
    "Use a few words, avoid common phrases.": "Choisissez quelques mots, mais pas une expression connue.",
    "No need for symbols, digits, or uppercase letters.": "Ni chiffre, ni majuscule, ni signe ne sont exigés.",
    "Add another word or two. Uncommon words are better.": "Ajoutez un ou deux mots, de préférence peu courants.",
    "Use a longer keyboard pattern with more turns.": "Évitez les touches voisines : prenez plutôt des mots.",
    "Avoid repeated words and characters.": "Évitez de répéter un mot ou un caractère.",
    "Avoid sequences.": "Évitez les suites de lettres ou de chiffres.",
    "Avoid recent years.": "Évitez les années récentes.",
    "Avoid years that are associated with you.": "Évitez les années qui ont un lien avec vous.",
    "Avoid dates and years that are associated with you.": "Évitez les dates et les années qui ont un lien avec vous.",
    "Capitalization doesn't help very much.": "Une majuscule au début n’y change presque rien.",
    "All-uppercase is almost as easy to guess as all-lowercase.": "Tout en majuscules se devine presque aussi bien.",
    "Reversed words aren't much harder to guess.": "Un mot à l’envers se devine presque aussi bien.",
    "Predictable substitutions like '@' instead of 'a' don't help very much.": (
        "Remplacer « a » par « @ » n’y change presque rien."
    ),
}

KNOWN_WORD: Final = "Il contient un mot très courant, ou un mot qui a un lien avec vous."


def in_french(sequence: Sequence[dict[str, Any]]) -> list[str]:
    """The warning then the suggestions, for the `sequence` of a result of zxcvbn: French for a warning it never had."""
    told = get_feedback(_WEAK, sequence)
    warning = WARNINGS[told["warning"]] if told["warning"] else _of_our_words(sequence)
    return [line for line in (warning, *(SUGGESTIONS[s] for s in told["suggestions"])) if line]


def _of_our_words(sequence: Sequence[dict[str, Any]]) -> str:
    """zxcvbn warns of nothing for the words that we add to its own."""
    return KNOWN_WORD if any(match.get("dictionary_name") == "user_inputs" for match in sequence) else ""
