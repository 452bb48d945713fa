"""The room of records, as Django knows it."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Its checks are read when the program starts."""

    name = "egide.platform.records"

    def ready(self) -> None:
        """Register the checks."""
        from egide.platform.records import checks  # noqa: F401, PLC0415 - models are not ready before
