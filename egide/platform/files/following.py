"""An erasure in the history of a file destroys its content too; a record that is destroyed takes its files with it."""

from egide.platform.files.models import Attachment
from egide.platform.files.services import destroy_content
from egide.platform.records.destroying import destroy
from egide.platform.records.following import Erasure
from egide.platform.records.models import State
from egide.platform.records.saving import put_in_bin

_CONTENT = frozenset({"name", "sha256"})
_WITH_ITS_RECORD = "La fiche à laquelle elle était jointe est supprimée définitivement"


def erased(erasure: Erasure) -> None:
    """What names a file or its content is no longer known: nor is the content."""
    if erasure.record_type == Attachment.storage.record_type:
        if erasure.gone or erasure.paths & _CONTENT:
            destroy_content(erasure.organization_id, erasure.record_id)
    elif erasure.gone:
        _follow(erasure)


def _follow(erasure: Erasure) -> None:
    for attachment in Attachment.objects.filter(owner_type=erasure.record_type, owner_id=erasure.record_id):
        if attachment.state != State.BIN:
            put_in_bin(attachment, expected=attachment.revision, reason=_WITH_ITS_RECORD)
        destroy(attachment, expected=attachment.revision, basis=_WITH_ITS_RECORD, keep_history=False)
