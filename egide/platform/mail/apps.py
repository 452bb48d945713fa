"""The room of mail, as Django knows it."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Each room that writes declares its kinds when the program starts; so does this one."""

    name = "egide.platform.mail"
    label = "mail"

    def ready(self) -> None:
        """Models are not ready before."""
        from egide.platform.mail import digests  # noqa: F401, PLC0415 - it declares its kind
