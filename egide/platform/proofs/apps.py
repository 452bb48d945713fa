"""The room of proofs, as Django knows it."""

from django.apps import AppConfig


class ProofsConfig(AppConfig):
    """Checkpoints and what was done with them."""

    name = "egide.platform.proofs"

    def ready(self) -> None:
        """Models are not ready before."""
        from egide.platform.proofs import publishing  # noqa: F401, PLC0415 - it declares its kind of mail
