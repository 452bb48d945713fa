"""The room of records, as Django knows it."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Its checks are read when the program starts."""

    name = "egide.platform.records"

    def ready(self) -> None:
        """Register the checks, and the French order of texts on SQLite."""
        from django.db.backends.signals import connection_created  # noqa: PLC0415

        from egide.platform.records import checks  # noqa: F401, PLC0415 - models are not ready before
        from egide.platform.records.collation import teach_sqlite  # noqa: PLC0415

        connection_created.connect(teach_sqlite, dispatch_uid="french order")
