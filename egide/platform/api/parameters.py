"""What may follow « ? »: each parameter is declared, and what is not understood is refused, never left out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import HttpRequest

from egide.platform.api import problems
from egide.platform.api.problems import Complaint, ProblemError, Words
from egide.platform.api.requests import is_text
from egide.platform.kernel.filters import FIRST_YEAR, LAST_YEAR, day_of

LONGEST: Final = 200
_TEXT: Final = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f]*$"
_UNKNOWN: Final = ("paramètre inconnu ; sont connus : {}", "unknown parameter; known ones: {}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its JSON Schema, what it is for, and how it is read. `read` raises ValueError on anything else."""

    name: str
    schema: Mapping[str, Any]
    help: str
    read: Callable[[str], Any]
    expected: Words


def read_parameters(request: HttpRequest, known: Iterable[Parameter]) -> dict[str, Any]:
    """The values that were given, by name. Raises ProblemError with all that is wrong."""
    by_name = {parameter.name: parameter for parameter in known}
    found: dict[str, Any] = {}
    wrong: list[Complaint] = []
    for name, values in request.GET.lists():
        parameter = by_name.get(name)
        if parameter is None:
            names = ", ".join(by_name) or "—"
            wrong.append(Complaint(name[:60], *(words.format(names) for words in _UNKNOWN)))
        elif len(values) > 1:
            wrong.append(Complaint(name, "donné plusieurs fois", "given several times"))
        else:
            _take(parameter, values[0], found, wrong)
    if wrong:
        raise ProblemError(problems.BAD_PARAMETERS, wrong)
    return found


def _take(parameter: Parameter, text: str, found: dict[str, Any], wrong: list[Complaint]) -> None:
    try:
        found[parameter.name] = parameter.read(text)
    except ValueError:
        fr, en = parameter.expected
        wrong.append(Complaint(parameter.name, f"attendu : {fr}", f"expected: {en}"))


def number(name: str, help: str, *, default: int, most: int) -> Parameter:  # noqa: A002 - as the facts call it
    """A whole number from 1."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= most):
            raise ValueError(text)
        return int(text)

    schema = {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    return Parameter(name, schema, help, read, (f"un nombre de 1 à {most}", f"a number from 1 to {most}"))


def one_of(name: str, help: str, values: Iterable[str], default: str = "") -> Parameter:  # noqa: A002
    """One of a closed list."""
    known = tuple(values)

    def read(text: str) -> str:
        if text not in known:
            raise ValueError(text)
        return text

    listed = ", ".join(known)
    schema = {"type": "string", "enum": list(known), **({"default": default} if default else {})}
    return Parameter(name, schema, help, read, (listed, listed))


def text(name: str, help: str) -> Parameter:  # noqa: A002
    """A few words."""

    def read(given: str) -> str:
        if len(given) > LONGEST or not is_text(given):
            raise ValueError(given)
        return given

    schema = {"type": "string", "maxLength": LONGEST, "pattern": _TEXT}
    return Parameter(name, schema, help, read, ("un texte de 200 caractères au plus", "a text, 200 characters at most"))


def day(name: str, help: str) -> Parameter:  # noqa: A002
    """A date."""

    def read(given: str) -> date:
        found = day_of(given)
        if found is None:
            raise ValueError(given)
        return found

    schema = {"type": "string", "format": "date", "pattern": "^(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$"}
    years = FIRST_YEAR, LAST_YEAR
    said = "une date AAAA-MM-JJ, de {} à {}".format(*years), "a date YYYY-MM-DD, from {} to {}".format(*years)
    return Parameter(name, schema, help, read, said)
