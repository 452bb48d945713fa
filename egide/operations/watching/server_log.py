"""What gunicorn says of its processes, in the same lines as the rest."""

from typing import Any

from gunicorn.glogging import Logger


class ServerLog(Logger):  # type: ignore[misc]
    """Its own handlers go: the root writes, in JSON, without the addresses that gunicorn quotes."""

    def setup(self, cfg: Any) -> None:
        """Called by gunicorn when it starts."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
