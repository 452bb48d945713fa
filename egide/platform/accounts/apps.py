"""The room of accounts, as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Listens to allauth."""

    name = "egide.platform.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Models are not ready before."""
        from egide.platform.accounts import mails  # noqa: F401, PLC0415 - it declares its kinds
        from egide.platform.accounts.receivers import connect  # noqa: PLC0415

        connect()
