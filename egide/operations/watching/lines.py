"""The log of the server: one JSON object a line. No address, no name, no text that anyone typed.

What a message says of its values is kept when they are numbers; of an exception, its kind and where it happened: its
text often quotes the row that it could not write.
"""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final

request_id: ContextVar[str] = ContextVar("request_id", default="")
REQUESTS: Final = "egide.requests"
_OURS: Final = ("egide", "django.request", "django.server", "gunicorn", "__main__")
_ROOT: Final = Path(__file__).parents[3]
_FRAMES: Final = 12
_PLACE: Final = re.compile(r"%[-#0 +]*[\d*]*(?:\.[\d*]+)?[a-zA-Z]")


class JsonLines(logging.Formatter):
    """To be given to the handler of the root."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "where": f"{record.module}:{record.lineno}",
        }
        if message := _message(record):
            told["message"] = message
        if identifier := request_id.get():
            told["request"] = identifier
        told.update(getattr(record, "told", {}))
        if record.exc_info and record.exc_info[1] is not None:
            told["errors"] = _errors(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    """The words of the program, without the values. Of a library that may build its words from values, nothing."""
    if not isinstance(record.msg, str) or not record.name.startswith(_OURS):
        return ""
    if isinstance(record.args, tuple) and record.args:
        values = iter(record.args)
        return _PLACE.sub(lambda _: _number(next(values, None)), record.msg)
    return record.msg


def _number(value: object) -> str:
    return str(value) if isinstance(value, int | float) else "…"


def _errors(error: BaseException | None) -> list[dict[str, Any]]:
    found = []
    while error is not None:
        found.append({"kind": type(error).__qualname__, "frames": _frames(error.__traceback__)})
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _frames(trace: TracebackType | None) -> list[str]:
    found = []
    while trace is not None:
        code = trace.tb_frame.f_code
        found.append(f"{_file(code.co_filename)}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return found[-_FRAMES:]


def _file(name: str) -> str:
    path = Path(name)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else "/".join(path.parts[-3:])


def settings() -> dict[str, Any]:
    """Django's LOGGING. The security log keeps lines of its own: it has readers of its own."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "%(message)s"},
            "json": {"()": "egide.operations.watching.lines.JsonLines"},
        },
        "filters": {"redact_keys": {"()": "egide.platform.links.redacting.RedactKeys"}},
        "handlers": {
            "security": {"class": "logging.StreamHandler", "formatter": "line"},
            "lines": {"class": "logging.StreamHandler", "formatter": "json"},
        },
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {
            "egide.security": {"handlers": ["security"], "level": "INFO", "propagate": False},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            # The address of a page that was refused or that broke may hold the key of a link.
            "django.request": {"filters": ["redact_keys"]},
            "django.security.csrf": {"filters": ["redact_keys"]},
            "gunicorn.error": {"level": "INFO", "propagate": True},
            "egide.requests": {"level": "INFO", "propagate": True},
        },
    }
