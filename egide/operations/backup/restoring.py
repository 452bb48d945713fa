"""Putting a backup back: read and compared, brought to this version, verified, tried; and only then in place."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.module_loading import import_string

from egide.law.french import plural
from egide.operations.backup import archive, smoke
from egide.operations.backup.errors import RestoreError
from egide.operations.backup.replaying import take_from
from egide.operations.backup.writing import DATABASE, FILES, FORM, engine, files_folder, key_fingerprint
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.journal.verifying import verify

Tell = Callable[[str, float], None]
"""Told, in French, what was done and in how many seconds."""


@dataclass(frozen=True, slots=True)
class Restored:
    """`same_key`: whether this installation has the key of the one that was backed up."""

    made_at: datetime
    entries: int
    bodies: int
    same_key: bool


def restore(file: Path, now: datetime, *, passphrase: str = "", replace: bool = False, tell: Tell) -> Restored:
    """Put back an archive. All or nothing. Raises RestoreError or archive.ArchiveError, in French; OSError.

    `settings.RESTORED` names functions `f(now, made_at)` called on the restored base, before it takes its place: what
    was erased since the backup is erased again there.
    """
    state = Path(settings.STATE)
    with tempfile.TemporaryDirectory(dir=state, prefix=".restore-") as name:
        staging = Path(name)
        with _timed(tell, "Archive lue, empreintes comparées"):
            manifest = archive.read(file, staging, FORM, passphrase)
        _refuse_others(manifest, replace=replace)
        take_from(file.parent)
        with _timed(tell, "Base remise en place"), engine().put_back(staging / DATABASE, replace=replace):
            _bring_to_today(manifest, now, tell)
            _swap_files(staging / FILES, files_folder())
    made_at, heads = datetime.fromisoformat(manifest["made_at"]), manifest["heads"]
    return Restored(made_at, manifest["entries"], len(heads), manifest["key"] == key_fingerprint())


@contextmanager
def _timed(tell: Tell, what: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    tell(what, time.monotonic() - began)


def _refuse_others(manifest: archive.Manifest, *, replace: bool) -> None:
    if manifest["engine"] != connection.vendor:
        raise RestoreError(
            f"Cette sauvegarde vient de {manifest['engine']}, cette installation est sur {connection.vendor}. Pour "
            "changer de base, déplacez les collectivités une à une : egide export-organization."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).graph.nodes}
    if ahead := sorted(set(manifest["migrations"]) - known):
        raise RestoreError(
            f"Cette sauvegarde vient d’une version plus récente ({manifest['egide']}) : installez-la d’abord "
            f"({ahead[0]} est inconnue ici)."
        )
    files = files_folder()
    if not replace and files and files.is_dir() and any(files.iterdir()):
        raise RestoreError(f"« {files} » n’est pas vide. Pour le remplacer, ajoutez --replace.")


def _bring_to_today(manifest: archive.Manifest, now: datetime, tell: Tell) -> None:
    with _timed(tell, "Base amenée à cette version, verrous remis"):
        call_command("migrate", verbosity=0, interactive=False)
    with _timed(tell, f"Journal vérifié ({plural(manifest['entries'], 'version')})"):
        _verify(manifest["heads"])
    if settings.RESTORED:
        with _timed(tell, "Effacements rejoués"):
            for name in settings.RESTORED:
                import_string(name)(now, datetime.fromisoformat(manifest["made_at"]))
            _verify(None)
    with _timed(tell, "Pages essayées"):
        if failed := smoke.failures():
            raise RestoreError(f"La base restaurée ne sert pas ses pages : {' ; '.join(failed)}.")


def _verify(heads: dict[str, list[object]] | None) -> None:
    """Raises RestoreError when a seal does not hold, or when the ends are not those that were backed up."""
    with identified(SYSTEM):
        verdict = verify()
    if verdict.findings:
        raise RestoreError(f"Le journal de cette sauvegarde a été modifié. {verdict.findings[0].sentence}")
    found = {body.hex: [head.seq, head.hash.hex()] for body, head in verdict.heads.items()}
    if heads is not None and found != heads:
        raise RestoreError("Le journal restauré ne finit pas là où finissait celui de la sauvegarde.")


def _swap_files(staged: Path, live: Path | None) -> None:
    if live is None:
        return
    before = live.with_name(f".{live.name}-before")
    shutil.rmtree(before, ignore_errors=True)
    if live.exists():
        live.rename(before)
    if staged.exists():
        shutil.move(staged, live)  # it may be on another disk
    shutil.rmtree(before, ignore_errors=True)
