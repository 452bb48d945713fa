"""SIREN and SIRET: whether a number can be one. Whether it is that of the body, only INSEE knows."""

import re

from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError
from stdnum.fr import siren as siren_numbers
from stdnum.fr import siret as siret_numbers

from egide.typography import french

_SPACES = re.compile(r"[\s.\u00a0\u202f-]+")


def digits(text: str) -> str:
    """What was typed, without the spaces, dots and hyphens that people put between figures."""
    return _SPACES.sub("", text)


def check_siren(text: str) -> str | None:
    """Why this cannot be a SIREN, in French, or None when it can."""
    try:
        siren_numbers.validate(digits(text))
    except ValidationError as error:
        return french(_why(error, "SIREN", "neuf chiffres", digits(text)))
    return None


def check_siret(text: str, siren: str | None = None) -> str | None:
    """Why this cannot be a SIRET (of that SIREN when it is given), in French, or None when it can.

    The establishments of La Poste, whose key is of another kind, are accepted.
    """
    number = digits(text)
    try:
        siret_numbers.validate(number)
    except ValidationError as error:
        return french(_why(error, "SIRET", "quatorze chiffres", number))
    if siren is not None and not number.startswith(digits(siren)):
        return french(
            f"Ce SIRET n’est pas celui d’un établissement de cette collectivité : "
            f"il doit commencer par son SIREN, {digits(siren)}."
        )
    return None


def _why(error: ValidationError, name: str, form: str, number: str) -> str:
    if not number or isinstance(error, InvalidLength):
        return f"Un {name} a {form} : celui-ci en a {len(number)}."
    if isinstance(error, InvalidChecksum):
        return f"Ce {name} comporte une erreur : sa clé de contrôle ne correspond pas. Vérifiez chaque chiffre."
    return f"Un {name} a {form}, sans lettre ni autre signe."
