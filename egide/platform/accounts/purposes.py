"""What the secret links of accounts are for."""

from datetime import timedelta
from typing import Final

from egide.platform.links.purposes import Purpose

INVITATION: Final = Purpose(
    name="invitation",
    label="Invitation à ouvrir un compte",
    record_type="accounts.invitation",
    view="invitation",
    lifetime=timedelta(days=7),
)
