"""What saving may refuse, and what the refusal carries."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from egide.platform.records.models import Kept


class InvalidFactsError(ValueError):
    """The facts break a rule. `errors`: French messages by path; the path "" is about the whole."""

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        super().__init__("; ".join(f"{path}: {' '.join(messages)}" for path, messages in errors.items()))
        self.errors = {path: list(messages) for path, messages in errors.items()}


class ConflictError(RuntimeError):
    """Someone else saved the record meanwhile. Nothing was written; `record` is as it was sent."""

    def __init__(self, record: "Kept", expected: int) -> None:
        super().__init__(f"{record.storage.model.__name__} {record.id}: version {expected} is not the last any more.")
        self.record = record
        self.expected = expected
