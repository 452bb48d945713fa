"""The button of ProConnect, where the installation has it."""

import json
from typing import Any, Final

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.http import urlencode

register: Final = template.Library()


@register.inclusion_tag("accounts/proconnect/button.html", takes_context=True)
def proconnect(context: Any, following: str = "") -> dict[str, Any]:
    """`following`: where to go afterwards; by default, what the page was asked to lead to."""
    following = following or context["request"].GET.get("next", "")
    query = f"?{urlencode({'next': following})}" if following else ""
    return {"shown": settings.OIDC is not None, "url": f"{reverse('proconnect_begin')}{query}"}


@register.filter
def as_json(value: Any) -> str:
    """For a `data-` attribute that a script reads; the template escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder)
