"""An erasure in the history of a file destroys its content too; a record that is no more takes its files along."""

from typing import Final

from egide.platform.files.models import Attachment
from egide.platform.files.services import destroy_content, destroy_file
from egide.platform.records.destroying import KEPT_META
from egide.platform.records.following import Erasure
from egide.platform.records.journal.reading import entries
from egide.platform.records.models import unlocked

_CONTENT: Final = frozenset({"name", "sha256"})
_BASIS: Final = "Suppression de la fiche à laquelle le fichier était joint"


def erased(erasure: Erasure) -> None:
    """What names a file or its content is no longer known: nor is the content."""
    if erasure.record_type == Attachment.storage.record_type:
        if erasure.gone or erasure.paths & _CONTENT:
            destroy_content(erasure.organization_id, erasure.record_id)
    elif erasure.gone:
        _with_its_record(erasure)


def _with_its_record(erasure: Erasure) -> None:
    """The past of the files is kept when that of the record is."""
    joined = unlocked(Attachment).filter(
        organization_id=erasure.organization_id, owner_type=erasure.record_type, owner_id=erasure.record_id
    )
    if not joined:
        return
    told = entries(record_type=erasure.record_type, record_id=erasure.record_id)
    keeps = any(len(row) == 3 and row[0] not in KEPT_META for _, rows in told for row in rows or ())
    for attachment in joined:
        destroy_file(attachment, basis=_BASIS, keep_history=keeps)
