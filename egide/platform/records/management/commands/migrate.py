"""`migrate`, by the owner of the tables, then the locks: triggers of the journal, row policies, rights of the role."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from egide.database import application_role, as_owner
from egide.platform.records import appendonly, rowsecurity
from egide.platform.records.identity import SYSTEM, identified


class Command(Migrate):
    """As Django's own, with the locks put back each time."""

    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        """Not the checks of the database: it may be the lock itself that is to be put."""
        return {**super().get_check_kwargs(options), "databases": None}

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrations see every row."""
        connection = connections[options["database"]]
        with as_owner(connection):
            with identified(SYSTEM):
                super().handle(*args, **options)
            appendonly.put(connection)  # SQLite loses them when it makes a table anew
            if connection.vendor == "postgresql":
                rowsecurity.apply(connection)
                if role := application_role(connection):
                    rowsecurity.grant(connection, role)
