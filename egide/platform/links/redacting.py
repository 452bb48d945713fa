"""The keys of links, out of whatever is written down: logs, the pages of a queue of mails, reports of errors."""

import logging
import re
from typing import Final

PREFIX: Final = "/lien/"
"""Every address that holds a key begins so, and the key follows."""

_KEY: Final = re.compile(r"((?:/|%2F)(?:lien|mot-de-passe(?:/|%2F)nouveau)(?:/|%2F))[\w-]{16,}", re.IGNORECASE)


def redacted(text: str) -> str:
    """The text, with « … » in the place of each key that an address of ours holds."""
    return _KEY.sub(r"\1…", text)


class RedactKeys(logging.Filter):
    """A filter of logging: no record that goes by says a key in what fills its message."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: the line is kept, without its keys."""
        if isinstance(record.args, tuple):
            record.args = tuple(redacted(value) if isinstance(value, str) else value for value in record.args)
        record.__dict__.pop("request", None)
        return True
