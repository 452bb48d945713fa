"""What is counted, in the text that Prometheus reads: requests, durations, refusals, the state of all."""

import os
from collections.abc import Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from egide.operations.watching.figures import figures
from egide.operations.watching.sharing import FOLDER

_OWN: Final = CollectorRegistry()
_BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_REQUESTS: Final = Counter("egide_requests", "Requests answered, by class of status.", ["status"], registry=_OWN)
_SECONDS: Final = Histogram("egide_request_seconds", "Duration of requests.", registry=_OWN, buckets=_BUCKETS)
_REFUSED: Final = Counter("egide_storage_refusals", "Requests refused since nothing can be written.", registry=_OWN)


def count(status: int, seconds: float) -> None:
    """A request that was answered."""
    _REQUESTS.labels(f"{status // 100}xx").inc()
    _SECONDS.observe(seconds)


def count_refusal() -> None:
    """A request that found the disk full, or the database unreachable."""
    _REFUSED.inc()


class _State(Collector):
    """Asked when it is read."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One gauge for each figure that is known today."""
        for figure in figures():
            yield GaugeMetricFamily(figure.name, figure.meaning, value=figure.value)


def text() -> bytes:
    """All of it, of every process of the service."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry = _OWN
    state = CollectorRegistry()
    state.register(_State())
    return generate_latest(registry) + generate_latest(state)
