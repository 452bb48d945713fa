"""Where sessions are kept (`SESSION_ENGINE`): Django's own way in the database, in a table that says whose each is."""

import re
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from egide.platform.accounts import sessions

_KEY: Final = re.compile("[0-9a-z]{32}")


class SessionStore(DatabaseStore):
    """The columns follow the data, also when the key is renewed."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Our table."""
        from egide.platform.accounts.models import Session  # noqa: PLC0415 - models are not ready before

        return Session

    def _validate_session_key(self, key: Any) -> bool:
        """Only what we give is looked for: a cookie may hold anything, and PostgreSQL refuses some of it."""
        return bool(key) and _KEY.fullmatch(key) is not None

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row of what is saved."""
        row: Any = super().create_model_instance(data)
        told = sessions.told(data)
        row.user_id = data.get(SESSION_KEY)
        row.handle = UUID(told.handle) if told.handle else None
        row.began_at, row.seen_at = _instant(told.began), _instant(told.seen)
        row.address, row.device = told.address[:45], told.device[:60]
        return row


def _instant(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None
