"""A cell of « Mes données », as people read it."""

from datetime import datetime
from typing import Any, Final

from django import template

from egide.platform.ui.templatetags.ui import french_datetime
from egide.typography import french

register: Final = template.Library()


@register.filter
def shown(cell: Any) -> str:
    """An instant in French, a dash for nothing."""
    if isinstance(cell, datetime):
        return str(french_datetime(cell))
    return french(str(cell)) if cell not in (None, "") else "—"
