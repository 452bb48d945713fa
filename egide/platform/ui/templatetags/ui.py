"""Filters of the pages: French typography, dates and numbers. What they are given stays escaped."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from egide.law.french import long_date, number
from egide.typography import french

register = template.Library()


@register.filter
def typo(value: Any) -> SafeString:
    """The text with French spaces and quotes. Escaped before, so that a character it adds is never markup."""
    text = "" if value is None else value
    return mark_safe(french(str(conditional_escape(text))))  # noqa: S308 - escaped on the line


@register.filter
def french_date(value: date | datetime | None) -> str:
    """« 17 novembre 2025 », in the zone of the installation; "" for nothing."""
    if value is None:
        return ""
    return long_date(timezone.localtime(value).date() if isinstance(value, datetime) else value)


@register.filter
def french_datetime(value: datetime | None) -> str:
    """« 17 novembre 2025 à 10 h 05 », in the zone of the installation; "" for nothing."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{long_date(local.date())} à {local.hour}\u00a0h\u00a0{local.minute:02}"


@register.filter
def thousands(value: int | None) -> str:
    """« 7 000 », with the narrow space of French; "" for nothing."""
    return "" if value is None else number(value)
