"""A service that changes its name changes it on the activities it keeps too: they name it."""

import dataclasses

from egide.platform.records.models import with_lines
from egide.platform.records.saving import Change, save_many
from egide.registers.processing.models import ProcessingActivity, ProcessorActivity


def rename_department(before: str, after: str) -> int:
    """In both registers of the body in scope, archived records and those in the bin included. Says how many changed.

    One version each, within the act that is going on.
    """
    reason = f"Le service « {before} » s’appelle désormais « {after} »."
    changed = 0
    for model in (ProcessingActivity, ProcessorActivity):
        records = with_lines(model.objects.filter(department=before))
        changes = [
            Change(record, dataclasses.replace(record.facts(), department=after), record.revision, reason)
            for record in records
        ]
        changed += len(save_many(changes)) if changes else 0
    return changed
