"""The terminal: one console, French numbers and dates, and parameters that accept what people type."""

import re
import textwrap
from datetime import date, datetime
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem
from rich.console import Console

from egide.formats.french.words import fold
from egide.law.facts.codes import Code
from egide.typography import french

_Code = TypeVar("_Code", bound=Code)

_SENTENCE = re.compile(r"\S.*")
_DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")


class FrenchConsole(Console):
    """A console that sets its sentences the French way, whoever wrote them; indents and tables are left alone."""

    def print(self, *objects: Any, **options: Any) -> None:
        super().print(*(_set(each) if isinstance(each, str) else each for each in objects), **options)


def _set(text: str) -> str:
    return _SENTENCE.sub(lambda found: french(found.group()), text)


def console() -> Console:
    """Where results go. Colours only in a terminal; never decided by words that happen to look like numbers."""
    return FrenchConsole(highlight=False, emoji=False, markup=False)


def messages() -> Console:
    """Where progress and remarks go, so that results can be piped."""
    return FrenchConsole(stderr=True, highlight=False, emoji=False, markup=False)


def folded(text: str) -> str:
    """Lower case without accents, hyphens as spaces: what « Département » and « departement » share."""
    return " ".join(fold(text).replace("-", " ").replace("_", " ").split())


def paragraph(out: Console, text: str, *, indent: int = 0, style: str = "") -> None:
    """Print a text folded to the width. No-break spaces are kept whole, which the console does not do by itself."""
    width = max(out.width - indent, 20)
    for line in french(text).split("\n"):
        for piece in textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]:
            out.print(" " * indent + piece, style=style, soft_wrap=True)


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
