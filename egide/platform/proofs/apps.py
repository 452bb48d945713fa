"""The room of proofs, as Django knows it."""

from django.apps import AppConfig


class ProofsConfig(AppConfig):
    """Checkpoints and what was done with them."""

    name = "egide.platform.proofs"
