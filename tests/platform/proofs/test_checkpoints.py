"""Checkpoints are made when something moved, signed, chained, written apart; the database lets none be changed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from egide.platform.mail.models import Message
from egide.platform.proofs import archive, checkpoints, keys, publishing
from egide.platform.proofs.archive import ArchiveError
from egide.platform.proofs.jobs import keep_checkpoint, mail_checkpoint
from egide.platform.proofs.models import CheckedHead, Checkpoint, Publication
from egide.platform.proofs.notes import NOTHING_BEFORE
from egide.platform.proofs.verifying import verify_all
from egide.platform.records.models import unlocked
from tests.platform.delivering import delivered
from tests.platform.journal.chains import edit, new
from tests.platform.journal.tampering import run

pytestmark = [pytest.mark.django_db, pytest.mark.machinery]
NOW = datetime(2025, 11, 17, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def findings(**how):
    return [finding.problem for finding in verify_all(**how).findings]


def test_nothing_to_sign(db):
    assert checkpoints.make(NOW) is None
    assert checkpoints.last() is None


def test_one_is_made_when_a_journal_moved(body, other):
    first = checkpoints.make(NOW)
    told = first.read().statement
    assert (told.number, told.bodies, told.at, told.previous) == (1, 2, NOW, NOTHING_BEFORE)
    assert checkpoints.make(NOW + HOUR) is None
    new(body)
    second = checkpoints.make(NOW + HOUR).read().statement
    assert (second.number, second.bodies, second.previous) == (2, 2, told.digest)
    assert second.root != told.root
    moved = {(h.organization_id, h.number, h.seq) for h in unlocked(CheckedHead).all()}
    assert moved == {(body.id, 1, 1), (other.id, 1, 1), (body.id, 2, 2)}
    assert findings() == []


def test_the_first_that_covers_an_entry(body, other):
    record = new(body)
    checkpoints.make(NOW)
    edit(body, record, notes="a")
    edit(body, record, notes="b")
    assert checkpoints.covering(body.id, 3) is None
    checkpoints.make(NOW + HOUR)
    assert [checkpoints.covering(body.id, seq).number for seq in (1, 2, 3, 4)] == [1, 1, 2, 2]


def test_the_key_is_kept_for_its_owner_only(body, apart):
    file = apart / "state" / keys.PRIVATE
    first = checkpoints.make(NOW)
    assert file.stat().st_mode & 0o777 == 0o600
    assert first.read().signed_by([keys.current().key])
    assert keys.known() == [keys.current().key]
    assert [f.name for f in sorted(file.parent.iterdir())] == [keys.PRIVATE, keys.PUBLIC]


def test_a_file_that_is_no_key_is_said(body, apart):
    keys.current()
    (apart / "state" / keys.PRIVATE).write_text("x\n")
    with pytest.raises(keys.KeyFileError, match="sauvegarde"):
        checkpoints.make(NOW)


def test_a_new_key_is_announced_by_the_former(body):
    checkpoints.make(NOW)
    before = keys.current().key
    made = checkpoints.rotate(NOW + HOUR).read()
    after = keys.current().key
    assert after != before
    assert made.statement.key == after.text
    assert made.signed_by([before])
    assert made.signed_by([after])
    new(body)
    third = checkpoints.make(NOW + 2 * HOUR).read()
    assert third.signed_by([after])
    assert third.signed_by([before]) is None
    assert keys.known() == [after, before]
    verdict = verify_all()
    assert verdict.sound
    assert not any("autre clé" in limit for limit in verdict.limits)


def test_the_former_key_signs_nothing_more(body, apart):
    """Whoever kept it could otherwise go on in our name."""
    checkpoints.make(NOW)
    kept = (apart / "state" / keys.PRIVATE).read_text()
    checkpoints.rotate(NOW + HOUR)
    (apart / "state" / keys.PRIVATE).write_text(kept)
    new(body)
    checkpoints.make(NOW + 2 * HOUR)
    assert any("autre clé" in limit for limit in verify_all().limits)


def test_a_rotation_that_fails_changes_no_key(db):
    before = keys.current().key
    with pytest.raises(ValueError, match="rien à signer"):
        checkpoints.rotate(NOW)
    assert keys.current().key == before


def test_a_lost_key_is_told(body, apart):
    checkpoints.make(NOW)
    for file in (apart / "state").iterdir():
        file.unlink()
    assert any("aucune clé de cette installation" in problem for problem in findings())


@pytest.mark.parametrize("model", [Checkpoint, CheckedHead, Publication])
@pytest.mark.parametrize("sql", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_nothing_is_changed_nor_removed(body, model, sql):
    keep_checkpoint(NOW)
    table = model._meta.db_table
    column = "number" if model is not Publication else "id"
    before = unlocked(model).count()
    assert before
    with pytest.raises((IntegrityError, ProgrammingError), match=r"ajouter|permission denied"), transaction.atomic():
        run(sql.format(table, column, column))
    assert unlocked(model).count() == before


def test_the_job_writes_it_once(body, apart):
    assert keep_checkpoint(NOW) == 1
    assert keep_checkpoint(NOW) == 0
    file = apart / "published" / "0000" / "00000001.txt"
    assert file.read_text() == Checkpoint.objects.get().note
    assert archive.numbers() == [1]
    assert [p.place for p in Publication.objects.all()] == [str(file)]
    assert findings() == []


def test_a_folder_that_was_changed_gets_them_all(body, settings, apart):
    keep_checkpoint(NOW)
    new(body)
    keep_checkpoint(NOW + HOUR)
    settings.ANCHORS_DIR = apart / "elsewhere"
    keep_checkpoint(NOW + 2 * HOUR)
    assert archive.numbers() == [1, 2]
    assert publishing.unpublished() == 0


def test_a_folder_that_fails_is_said_and_tried_again(body, settings, apart):
    (apart / "published").write_text("in the way")
    with pytest.raises(OSError, match="published"):
        keep_checkpoint(NOW)
    assert Checkpoint.objects.count() == publishing.unpublished() == 1
    (apart / "published").unlink()
    keep_checkpoint(NOW + HOUR)
    assert archive.numbers() == [1]


def test_what_was_published_is_never_written_again(body):
    made = checkpoints.make(NOW)
    archive.write(1, made.note.replace("bodies 1", "bodies 2"))
    with pytest.raises(ArchiveError, match="autre chose"):
        archive.write(1, made.note)


def test_the_mail_of_the_day(body, settings):
    settings.ANCHORS_MAIL = ["maire@exemple.fr", "voisin@exemple.fr"]
    assert mail_checkpoint(NOW) == 0
    made = checkpoints.make(NOW)
    assert mail_checkpoint(NOW) == 2
    assert mail_checkpoint(NOW + HOUR) == 0
    assert not any(made.note.encode() in bytes(waiting.sealed) for waiting in Message.objects.all())
    mails = delivered()
    assert [sent.sealed for sent in Message.objects.all()] == [None, None]
    assert [m.to for m in mails] == [["maire@exemple.fr"], ["voisin@exemple.fr"]]
    sent = mails[0]
    assert sent.subject.replace("\u00a0", " ") == "Égide : point de contrôle 1 du lundi 17 novembre 2025 à 15 h 00"
    [(name, content, _)] = sent.attachments
    assert (name, content) == ("00000001.txt", made.note.encode())
    settings.ANCHORS_MAIL = ["nouveau@exemple.fr"]
    assert mail_checkpoint(NOW + HOUR) == 1
