"""The files that a person read in and that wait: theirs to see, and gone with them."""

from collections.abc import Iterator
from datetime import datetime

from egide.platform.accounts.models import User
from egide.platform.accounts.own_data import Section
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.models import unlocked
from egide.registers.imports.models import Waiting


def sections(user: User) -> Iterator[Section]:
    """By name: the content belongs to the body."""
    with identified(SYSTEM):
        rows = list(unlocked(Waiting).filter(user_id=user.pk).order_by("at"))
    yield Section(
        "imports_en_attente",
        "Vos fichiers en attente d’import",
        "Un jour, le temps que vous décidiez.",
        ("Fichier", "Lu le"),
        [(row.file_name, row.at) for row in rows],
    )


def forget(user: User, now: datetime) -> None:  # noqa: ARG001 - as each of `ON_LEAVING`
    """They wait no more."""
    with identified(SYSTEM):
        unlocked(Waiting).filter(user_id=user.pk).delete()
