"""What a password must be: long, and hard to guess. No rule of composition, no forced renewal (CNIL 2022-100, ASVS).

With attempts limited (`ACCOUNT_RATE_LIMITS`), CNIL asks for 50 bits and accepts guessability as their measure.
Twelve characters drawn at random are more than 50 bits; what people choose is judged by zxcvbn.
"""

import re
import threading
import unicodedata
from typing import Any, Final

from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

from egide.platform.accounts.passwords.advice import in_french
from egide.platform.accounts.passwords.words import FRENCH_WORDS
from egide.typography import french

SHORTEST: Final = 12
LONGEST: Final = 256
# zxcvbn's own « very unguessable » starts at 10; twelve random characters are worth 12 to it.
GUESSES_LOG10: Final = 11.0
# It is quadratic (and refuses more). What is hard to guess in its first characters is hard to guess.
JUDGED: Final = 72
# It keeps the words of the person in a table of its module: two threads would judge with each other's.
_ONE_AT_A_TIME: Final = threading.Lock()


class LengthValidator:
    """Between twelve characters and 256, so that a sentence passes and a megabyte does not."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 - Django's signature
        """Raises ValidationError, in French."""
        if len(password) < SHORTEST:
            told = f"Ce mot de passe est trop court : il faut au moins {SHORTEST} caractères. Une phrase convient."
            raise ValidationError(french(told), code="password_too_short")
        if len(password) > LONGEST:
            told = f"Ce mot de passe est trop long : {LONGEST} caractères au plus."
            raise ValidationError(french(told), code="password_too_long")

    def get_help_text(self) -> str:
        """What is said before the person types."""
        return french(f"Au moins {SHORTEST} caractères. Le plus simple : quelques mots, avec des espaces.")


class GuessValidator:
    """Refuses what is guessed early: common passwords, keyboard rows, dates, and what is known of the person."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError, in French, with what to do."""
        if not password:
            return
        with _ONE_AT_A_TIME:
            found = zxcvbn(_plain(password)[:JUDGED], user_inputs=[*_known_of(user), *FRENCH_WORDS])
        if found["guesses_log10"] >= GUESSES_LOG10:
            return
        told = ["Ce mot de passe est trop facile à deviner.", *in_french(found["sequence"])]
        raise ValidationError(french(" ".join(told)), code="password_too_guessable")

    def get_help_text(self) -> str:
        """What is said before the person types."""
        return french("Ni votre nom, ni une date, ni un mot de passe déjà utilisé ailleurs.")


def _plain(password: str) -> str:
    """Without accents, since the words it is compared to have none."""
    apart = unicodedata.normalize("NFKD", password)
    return "".join(c for c in apart if not unicodedata.combining(c)) or password


def _known_of(user: Any) -> list[str]:
    """The words that whoever knows the person tries first."""
    said = f"{getattr(user, 'name', '')} {getattr(user, 'email', '')} egide"
    words = re.split(r"[^0-9a-z]+", _plain(said.lower()))
    whole = [getattr(user, "email", "") or ""]
    return [word for word in dict.fromkeys([*words, *whole]) if len(word) > 1]
