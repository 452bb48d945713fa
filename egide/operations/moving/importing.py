"""An archive of a body into this installation: its journal as it was, byte for byte; what had to change, journaled."""

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection

from egide.operations.backup import archive
from egide.operations.moving import movers, rows
from egide.operations.moving.errors import MovingError
from egide.operations.moving.exporting import FORM, PEOPLE
from egide.operations.moving.people import People, invite, receive
from egide.platform.accounts.models import Invitation
from egide.platform.organizations.models import Membership, Organization
from egide.platform.records.acting import Actor, Origin, acting
from egide.platform.records.comparing import compare
from egide.platform.records.journal.verifying import verify
from egide.platform.records.models import JournalHead, unlocked
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope


@dataclass(frozen=True, slots=True)
class Arrived:
    """`invitations`: with their keys, that are nowhere else. `adapted`: how many versions were added here."""

    body: Any
    head: tuple[int, str]
    adapted: int
    invitations: list[tuple[Invitation, str]]
    counts: dict[str, int]


def import_archive(file: Path, now: datetime, *, passphrase: str = "", centre: str = "") -> Arrived:
    """Bring a body in, whole or not at all. `centre`: the address of the centre that advises it here.

    Raises MovingError, archive.ArchiveError, in French; OSError.
    """
    with tempfile.TemporaryDirectory(prefix="egide-") as name:
        staging = Path(name)
        manifest = archive.read(file, staging, FORM, passphrase)
        try:
            with acting(Actor("Installation", origin=Origin.COMMAND, at=now)):
                return _bring_in(manifest, staging, now, centre)
        except IntegrityError as error:
            raise MovingError("Une ligne de cette archive renvoie à ce qui n’est pas ici, ou existe déjà.") from error


def _bring_in(manifest: archive.Manifest, staging: Path, now: datetime, centre: str) -> Arrived:
    apps = rows.plain_models()
    if manifest["columns"] != rows.columns(apps):
        raise MovingError(
            f"Cette archive vient d’Égide {manifest['egide']}, dont les tables ne sont pas celles d’ici : mettez les "
            "deux installations à la même version, puis exportez de nouveau."
        )
    _refuse_collisions(manifest["organization"])
    advising = _centre(manifest["centre"], centre)
    people = receive(rows.read_rows(staging / PEOPLE))
    for label in rows.carried():
        _insert(apps, label, staging)
    body = unlocked(Organization).get(id=UUID(manifest["organization"]["id"]))
    _verify(body, manifest["head"])
    _adapt(body, people, advising)
    movers.bring_in(body.id, staging)
    connection.check_constraints()
    head = unlocked(JournalHead).get(organization_id=body.id)
    invited = invite(people, body, now)
    told = (int(head.seq), bytes(head.hash).hex())
    return Arrived(body, told, told[0] - manifest["head"][0], invited, manifest["counts"])


def _insert(apps: Any, label: str, staging: Path) -> None:
    file = staging / "rows" / label
    if not file.exists():
        raise MovingError(f"Il manque la table {label} dans cette archive.")
    rows.insert(apps, label, rows.read_rows(file))


def _refuse_collisions(told: Any) -> None:
    same = unlocked(Organization).filter(id=UUID(told["id"])).first()
    if same is not None:
        raise MovingError(f"Cette collectivité est déjà ici, à l’adresse « {same.slug} ».")
    if unlocked(Organization).filter(slug=told["slug"]).exists():
        raise MovingError(f"L’adresse « {told['slug']} » est déjà prise ici par une autre collectivité.")
    if told["siren"] and (other := unlocked(Organization).filter(siren=told["siren"]).first()):
        raise MovingError(f"Le SIREN {told['siren']} est déjà celui de « {other.name} » ({other.slug}) ici.")


def _centre(told: Any, asked: str) -> UUID | None:
    """The centre here: the one that is asked for, the same one, the one of its SIREN; None for a body on its own."""
    bodies = unlocked(Organization)
    if asked:
        chosen = bodies.filter(slug=asked).first()
        if chosen is None:
            raise MovingError(f"Aucune collectivité n’a l’adresse « {asked} ».")
        return UUID(str(chosen.id))
    if told is None:
        return None
    same = bodies.filter(id=UUID(told["id"])).first()
    if same is None and told["siren"]:
        same = bodies.filter(siren=told["siren"]).first()
    return UUID(str(same.id)) if same else None


def _verify(body: Any, head: list[Any]) -> None:
    """What arrived is what was sealed, and the records are what the journal says. Raises MovingError."""
    verdict = verify(body.id)
    found = verdict.heads.get(body.id)
    if verdict.findings:
        raise MovingError(f"Le journal de cette archive a été modifié. {verdict.findings[0].sentence}")
    if found is None or [found.seq, found.hash.hex()] != head:
        raise MovingError("Le journal de cette archive ne finit pas là où il finissait.")
    if differing := compare(body.id):
        raise MovingError(f"Les fiches de cette archive ne sont pas celles de son journal. {differing[0].sentence}")


def _adapt(body: Any, people: People, centre: UUID | None) -> None:
    """What is not the same here is written as a version of its own: another centre, another account."""
    if body.centre_id != centre:
        body.centre_id = centre
        with scope(body):
            save_aggregate(body, body.facts(), expected=body.revision, reason="Arrivée dans une autre installation")
    with scope(body):
        for held in Membership.objects.filter(organization_id=body.id, user_id__in=people.here):
            held.user_id = people.here[held.user_id]
            save_aggregate(held, held.facts(), expected=held.revision, reason="Arrivée dans une autre installation")
