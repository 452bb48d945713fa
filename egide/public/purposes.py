"""The secret links of the public door."""

from datetime import timedelta
from typing import Final

from egide.platform.links.purposes import Purpose

CONFIRMATION: Final = Purpose(
    name="message",
    label="Confirmation d’un message au délégué",
    record_type="public.message",
    view="message-confirm",
    lifetime=timedelta(days=7),
    actor="Un habitant, par le lien reçu à son adresse",
)
