"""Filters of the pages: French typography, dates and numbers. What they are given stays escaped."""

from collections.abc import Iterable
from datetime import date, datetime
from html import unescape
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from egide.law.french import long_date, number
from egide.typography import french

register = template.Library()


@register.filter
def typo(value: Any) -> str:
    """The text with French spaces and quotes; "" for nothing. Markup is left as it is: its quotes are not words.

    It comes out unescaped, for the template to escape: an apostrophe already escaped would stay straight.
    """
    if value is None:
        return ""
    if isinstance(value, SafeString):
        return value if "<" in value else french(unescape(value))
    return french(str(value))


@register.filter
def table_cell(cell: Any) -> str:
    """A cell of a list as `<td>`: its text, and what it has of `percent`, `tone` and `note`.

    Not a template: four hundred of them would be a third of the time of a page.
    """
    text = typo(cell.text)
    shown = format_html('<span class="chip {}">{}</span>', cell.tone, text) if cell.tone else text
    note = format_html("<small>{}</small>", typo(cell.note)) if cell.note else ""
    bar = ""
    if cell.percent is not None:
        bar = format_html('<progress max="100" value="{}" aria-hidden="true"></progress> ', cell.percent)
    return format_html("<td>{}{}{}</td>", bar, shown, note)


@register.filter
def choices(options: Iterable[tuple[str, str]], chosen: str) -> str:
    """The `<option>`s of a list, by value and label; not a template, for the same reason."""
    told = ((value, " selected" if value == chosen else "", typo(label)) for value, label in options)
    return format_html_join("", '<option value="{}"{}>{}</option>', told)


@register.filter
def french_date(value: date | datetime | str | None) -> str:
    """« 17 novembre 2025 », in the zone of the installation; "" for nothing."""
    if not value or isinstance(value, str):
        return ""
    return long_date(timezone.localtime(value).date() if isinstance(value, datetime) else value)


@register.filter
def french_datetime(value: datetime | str | None) -> str:
    """« 17 novembre 2025 à 10 h 05 », in the zone of the installation; "" for nothing."""
    if not value or isinstance(value, str):
        return ""
    local = timezone.localtime(value)
    return f"{long_date(local.date())} à {local.hour}\u00a0h\u00a0{local.minute:02}"


@register.filter
def thousands(value: int | str | None) -> str:
    """« 7 000 », with the narrow space of French; "" for nothing."""
    return number(value) if isinstance(value, int) else ""
