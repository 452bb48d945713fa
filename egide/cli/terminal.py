"""The terminal: one console, French numbers and dates, and parameters that accept what people type."""

import unicodedata
from datetime import date, datetime
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem
from rich.console import Console

from egide.law.facts.codes import Code

_Code = TypeVar("_Code", bound=Code)

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")


def console() -> Console:
    """Where results go. Colours only in a terminal; never decided by words that happen to look like numbers."""
    return Console(highlight=False, emoji=False, markup=False)


def messages() -> Console:
    """Where progress and remarks go, so that results can be piped."""
    return Console(stderr=True, highlight=False, emoji=False, markup=False)


def french_date(day: date) -> str:
    """« 1er mars 2026 »."""
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}"


def french_number(number: int) -> str:
    """« 7 000 », with a narrow no-break space."""
    return f"{number:,}".replace(",", "\u202f")


def counted(number: int, one: str, many: str | None = None) -> str:
    """« 1 traitement », « 31 traitements »; zero is singular in French."""
    return f"{french_number(number)} {one if number < 2 else many or one + 's'}"


def folded(text: str) -> str:
    """Lower case without accents, hyphens as spaces: what « Département » and « departement » share."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("-", " ").replace("_", " "))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


class CodeParam(click.ParamType[_Code]):
    """A member of a closed list, by its code or its French name."""

    def __init__(self, codes: type[_Code], name: str) -> None:
        self.codes = codes
        self.name = name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> _Code:
        """Raise a usage error that lists the valid words."""
        if isinstance(value, self.codes):
            return value
        wanted = folded(str(value))
        for code in self.codes:
            if wanted in {folded(code.value), folded(code.label)}:
                return code
        raise click.BadParameter(f"« {value} » est inconnu. Au choix : {', '.join(self.words())}.", ctx, param)

    def words(self) -> list[str]:
        """What one may type."""
        return [code.value.lower().replace("_", "-") for code in self.codes]

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Offer the codes with their French names."""
        return [
            CompletionItem(word, help=code.label)
            for word, code in zip(self.words(), self.codes, strict=True)
            if word.startswith(folded(incomplete).replace(" ", "-"))
        ]


class DayParam(click.ParamType[date]):
    """A day, as 2026-11-17 or 17/11/2026."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Raise a usage error that shows the accepted forms."""
        if isinstance(value, date):
            return value
        for form in _DATE_FORMATS:
            try:
                return datetime.strptime(value, form).date()  # noqa: DTZ007 - a day has no time zone
            except ValueError:
                continue
        raise click.BadParameter(f"« {value} » n’est pas une date. Écrivez 17/11/2026 ou 2026-11-17.", ctx, param)
