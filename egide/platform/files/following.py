"""An erasure in the history of a file destroys its content too."""

from egide.platform.files.models import Attachment
from egide.platform.files.services import destroy_content
from egide.platform.records.following import Erasure

_CONTENT = frozenset({"name", "sha256"})


def erased(erasure: Erasure) -> None:
    """What names a file or its content is no longer known: nor is the content."""
    if erasure.record_type == Attachment.storage.record_type and erasure.paths & _CONTENT:
        destroy_content(erasure.organization_id, erasure.record_id)
