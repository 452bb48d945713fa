"""The room of the API, as Django knows it."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Keeps the tokens."""

    name = "egide.platform.api"
    label = "api"
