"""The files of a record as one meets them: joined, listed, downloaded, put in the bin, by whom it should be."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from egide.platform.files.incoming import Incoming, waiting_folder
from egide.platform.files.models import Attachment
from egide.platform.files.shapes import Scan
from egide.platform.kernel.screens.attaching import disposition
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import JournalEntry, unlocked
from egide.platform.records.saving import put_in_bin
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity
from tests.platform.files.conftest import blob, place
from tests.platform.files.received import PDF, PNG
from tests.platform.kernel.conftest import activity, address, person, store
from tests.platform.kernel.pages import said, tree

pytestmark = pytest.mark.django_db
FICHE, ATTACH, HISTORY = "processingactivity-fiche", "processingactivity-attach", "processingactivity-history"
FILE, CONTENT = "processingactivity-file", "processingactivity-file-content"
__all__ = ["place"]


@pytest.fixture(autouse=True)
def here(place):
    return place


@pytest.fixture
def record(body):
    return store(body, activity(department="Écoles"))


def send(client, body, record, content=PDF, name="Arrêté.pdf", **more):
    file = SimpleUploadedFile(name, content, "text/html")
    return client.post(address(body, ATTACH, record), {"file": file, **more})


def joined(client, body, record, **given):
    assert send(client, body, record, **given).status_code == 302
    return unlocked(Attachment).order_by("-created_at").first()


def downloaded(client, body, record, kept):
    return client.get(address(body, CONTENT, record, file_id=kept.id))


def content_of(answer):
    return b"".join(answer.streaming_content)


def test_a_file_is_joined_listed_and_downloaded(referent, reader, body, record):
    content = PDF + bytes(200_000)
    kept = joined(referent, body, record, content=content)
    assert list(waiting_folder().iterdir()) == []
    for client in (referent, reader):
        shown = client.get(address(body, FICHE, record))
        assert "Pièces jointes 1" in said(shown, "//*[@id='pieces']")
        (link,) = tree(shown).xpath("//*[@id='pieces']//a[@download]")
        assert link.text_content() == "Arrêté.pdf"
        answer = client.get(link.get("href"))
        assert content_of(answer) == content
    assert answer["Content-Length"] == str(len(content))
    assert kept.facts().sha256 == hashlib.sha256(content).hexdigest()


def test_it_is_given_to_be_kept_and_never_to_be_shown(referent, body, record):
    kept = joined(referent, body, record)
    answer = referent.get(address(body, CONTENT, record, file_id=kept.id), headers={"accept-encoding": "gzip"})
    assert answer["Content-Type"] == "application/pdf"  # that of its content, not what the browser said
    assert answer["Content-Disposition"] == "attachment; filename=\"Arr_t_.pdf\"; filename*=UTF-8''Arr%C3%AAt%C3%A9.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Length"] == str(len(PDF))
    assert content_of(answer) == PDF


@pytest.mark.parametrize("name", ['a"b.pdf', "a\r\nX: y.pdf", "a;b.pdf", "é\u202e.pdf", "a%41.pdf"])
def test_no_name_writes_a_header(name):
    shown = disposition(name)
    assert shown.isascii()
    assert "\n" not in shown
    assert shown.count('"') == 2


def test_who_may_not_change_the_record_joins_nothing(reader, controller, stranger, body, record):
    for client in (reader, controller, stranger):
        assert client.get(address(body, ATTACH, record)).status_code == 404
        assert send(client, body, record).status_code == 404
    assert "Joindre" not in said(reader.get(address(body, FICHE, record)))
    assert unlocked(Attachment).count() == 0
    assert list(waiting_folder().iterdir()) == []


def test_a_contributor_joins_to_the_records_of_its_services(contributor, body, record):
    joined(contributor, body, record)
    other = store(body, activity(department="Police"))
    assert send(contributor, body, other).status_code == 404


def test_a_stranger_and_a_removed_member_get_the_page_of_nowhere(referent, stranger, body, record):
    kept = joined(referent, body, record)
    nowhere = stranger.get("/o/nulle-part/").content
    for name in (FILE, CONTENT):
        answer = stranger.get(address(body, name, record, file_id=kept.id))
        assert (answer.status_code, answer.content) == (404, nowhere)
    assert Client().get(address(body, CONTENT, record, file_id=kept.id)).status_code == 302


def test_a_file_is_found_by_its_own_record_only(referent, body, record):
    kept = joined(referent, body, record)
    other = store(body, activity())
    assert downloaded(referent, body, other, kept).status_code == 404
    assert referent.get(address(body, FILE, other, file_id=kept.id)).status_code == 404


def test_in_the_bin_it_is_for_those_who_may_take_it_out(referent, reader, body, record):
    kept = joined(referent, body, record)
    where = address(body, FILE, record, file_id=kept.id)
    assert reader.post(where, {"vers": "bin"}).status_code == 404
    assert referent.post(where, {"vers": "bin"}).status_code == 302
    assert downloaded(reader, body, record, kept).status_code == 404
    assert reader.get(where).status_code == 404
    assert "À la corbeille" not in said(reader.get(address(body, FICHE, record)))
    assert "À la corbeille : 1" in said(referent.get(address(body, FICHE, record))).replace("\xa0", " ")
    assert content_of(downloaded(referent, body, record, kept)) == PDF
    referent.post(where, {"vers": "bin"})  # pressed twice
    assert "Sortir de la corbeille" in said(referent.get(where))
    assert referent.post(where, {"vers": "active"}).status_code == 302
    assert content_of(downloaded(reader, body, record, kept)) == PDF


def test_it_is_erased_for_good_by_those_who_may(referent, contributor, body, record):
    kept = joined(referent, body, record, name="Alice.pdf")
    where = address(body, FILE, record, file_id=kept.id)
    sure = {"raison": "Demande de la personne", "certain": "1"}
    assert "pour toujours" not in said(contributor.get(where))
    assert contributor.post(where, sure).status_code == 404
    assert "Cochez la case" in said(referent.post(where, {"raison": "Demande"}, follow=True))
    assert "Dites pourquoi" in said(referent.post(where, {**sure, "raison": " "}, follow=True))
    assert content_of(downloaded(referent, body, record, kept)) == PDF
    answer = referent.post(where, sure, follow=True)
    assert "effacé pour toujours" in said(answer)
    assert "Alice" not in said(answer, "//*[@id='pieces']")
    assert referent.get(where).status_code == 404
    assert unlocked(Attachment).count() == 0


def test_the_history_says_it_in_words(referent, body, record):
    kept = joined(referent, body, record)
    referent.post(address(body, FILE, record, file_id=kept.id), {"vers": "bin"})
    told = said(referent.get(address(body, HISTORY, record))).replace("\xa0", " ").replace("\u202f", " ")
    assert told.index("Mise à la corbeille : « Arrêté.pdf »") < told.index("Ajout : « Arrêté.pdf »")
    detail = said(referent.get(address(body, FILE, record, file_id=kept.id)))
    assert "Référent a" in detail
    assert kept.facts().sha256 in detail
    assert unlocked(JournalEntry).filter(record_type="files.attachment").count() == 2


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "vide.pdf", "est vide"),
        (PNG, "a.pdf", "n’est pas celui d’un fichier .pdf"),
        (b"<script>alert(1)</script>", "a.html", "n’est pas d’un type accepté"),
        (b"x" * 2_001, "a.txt", "dépasse"),
    ],
)
def test_what_is_refused_says_why_and_keeps_nothing(referent, body, record, settings, content, name, message):
    settings.FILES_LARGEST = 2_000
    answer = send(referent, body, record, content=content, name=name)
    assert answer.status_code == 422
    assert message in said(answer, "//*[@role='alert']")
    assert unlocked(Attachment).count() == 0
    assert list(waiting_folder().iterdir()) == []


def test_sent_without_a_file_it_is_asked_for(referent, body, record):
    for data in ({}, {"file": "texte"}):
        answer = referent.post(address(body, ATTACH, record), data)
        assert answer.status_code == 422
        assert "Choisissez un fichier" in said(answer)


def test_a_second_file_in_the_same_field_and_a_name_that_leads_out(referent, body, record):
    files = [SimpleUploadedFile("../../un.txt", b"un"), SimpleUploadedFile("deux.txt", b"deux")]
    assert referent.post(address(body, ATTACH, record), {"file": files}).status_code == 302
    assert [kept.name for kept in unlocked(Attachment)] == ["un.txt"]
    assert list(waiting_folder().iterdir()) == []


def test_a_file_found_infected_is_neither_given_nor_moved(referent, body, record):
    kept = joined(referent, body, record)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE files_attachment SET scan = %s", [Scan.INFECTED.value])
    assert downloaded(referent, body, record, kept).status_code == 404
    assert referent.post(address(body, FILE, record, file_id=kept.id), {"vers": "bin"}).status_code == 404
    assert unlocked(Attachment).get().state == "active"


def test_a_flood_is_cut_and_leaves_nothing(referent, body, record, settings, monkeypatch):
    settings.FILES_LARGEST, pieces, receive = 1_000, [], Incoming.receive
    monkeypatch.setattr(Incoming, "receive", lambda self, data: (pieces.append(data), receive(self, data)))
    answer = send(referent, body, record, content=b"x" * 300_000, name="a.txt")
    assert len(pieces) == 1
    assert answer.status_code == 422
    assert list(waiting_folder().iterdir()) == []
    assert unlocked(Attachment).count() == 0


def test_without_the_token_of_the_form_nothing_is_kept(referent, body, record):
    client = Client(enforce_csrf_checks=True)
    client.force_login(referent.person)
    assert send(client, body, record).status_code == 403
    assert list(waiting_folder().iterdir()) == []


def test_of_someone_who_has_not_signed_in_nothing_is_received(body, record, monkeypatch):
    received = []
    monkeypatch.setattr(Incoming, "receive", lambda _, data: received.append(data))
    assert send(Client(), body, record).status_code == 302
    assert received == []


def test_altered_on_the_disk_it_is_refused_in_words(referent, body, record, here):
    kept = joined(referent, body, record)
    path = blob(here, kept)
    held = bytearray(path.read_bytes())
    held[20] ^= 1
    path.write_bytes(held)
    answer = downloaded(referent, body, record, kept)
    assert answer.status_code == 410
    assert "Prévenez votre administrateur" in said(answer)


def test_a_record_in_the_bin_keeps_its_files_to_be_read(referent, body, record):
    kept = joined(referent, body, record)
    with scope(body), acting(Actor("test")):
        put_in_bin(ProcessingActivity.objects.get(id=record.id), expected=1)
    assert content_of(downloaded(referent, body, record, kept)) == PDF
    assert send(referent, body, record).status_code == 404


def test_a_right_withdrawn_is_gone_at_the_next_request(referent, body, record):
    kept = joined(referent, body, record)
    advisor = person(body, Role.READER)
    assert content_of(downloaded(advisor, body, record, kept)) == PDF
    advisor.person.is_active = False
    advisor.person.save()
    assert downloaded(advisor, body, record, kept).status_code == 302
