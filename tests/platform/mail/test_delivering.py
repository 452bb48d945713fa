"""A message: once, in both forms; tried again when it may be; perhaps sent when nobody knows; erased afterwards."""

import email
import re
import socket
from datetime import timedelta
from email.policy import default

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from egide.platform.mail import delivering, jobs
from egide.platform.mail.contents import Content, content, link
from egide.platform.mail.kinds import Kind, declare, every_kind, label_of
from egide.platform.mail.models import Message, State
from egide.platform.mail.posting import post, send_again, withdraw
from egide.platform.mail.rendering import as_html, as_text
from egide.platform.mail.sealing import UnreadableMessageError, seal, unseal
from egide.platform.tasks.running import run_waiting
from tests.platform.rows import make_person

pytestmark = pytest.mark.django_db
SECRET = "https://egide.example/cle/T0P-S3CRET/"
SAID = content("Objet", "Un mot.", link("Ouvrir", SECRET))
KIND = declare(Kind("of-a-test", "Essai", lambda: SAID))
TO = "lea@mairie.fr"


def run():
    """Every try that is due or will be, one after the other."""
    for _ in range(20):
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
        if not run_waiting():
            return


def message():
    return Message.objects.get()


def read(raw):
    return email.message_from_bytes(raw, policy=default)


def test_it_leaves_once_in_both_forms(server):
    post(KIND, TO, SAID)
    run()
    run()
    [raw] = server.received
    mail = read(raw)
    text, html = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    assert mail.get_content_type() == "multipart/alternative"
    assert SECRET in text.splitlines()
    assert f'href="{SECRET}"' in html
    assert (message().state, message().tries) == (State.SENT, 1)


def test_its_headers(server, settings):
    settings.DEFAULT_FROM_EMAIL = "Égide <egide@cdg.example>"
    posted = post(KIND, TO, SAID)
    run()
    mail = read(server.received[0])
    assert mail["Subject"] == "Objet"
    assert mail["To"] == TO
    assert mail["From"] == "Égide <egide@cdg.example>"
    assert mail["Message-ID"] == f"<{posted.id}@cdg.example>"
    assert mail["List-Id"] == "Egide <of-a-test.egide.cdg.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"]


def test_one_key_is_one_message(server):
    first = post(KIND, TO, SAID, key="deadline:1")
    assert post(KIND, TO, SAID, key="deadline:1").id == first.id
    run()
    assert post(KIND, TO, SAID, key="deadline:1").id == first.id
    run()
    assert len(server.received) == 1


def test_posting_is_part_of_the_transaction(server):
    with transaction.atomic():
        post(KIND, TO, SAID)
        transaction.set_rollback(True)
    run()
    assert server.received == []


@pytest.mark.parametrize("address", ["", "lea", "lea@mairie.fr\nBcc: tous@x.fr", "lea@mairie.fr, tous@x.fr"])
def test_an_address_is_one(address):
    with pytest.raises(ValidationError):
        post(KIND, address, SAID)


def test_no_header_is_slipped_in(server):
    post(KIND, TO, content("Objet\r\nBcc: tous@x.fr\u2028X: y", "Un mot.\n\n.\r\nQUIT", name="Léa\nBcc: z"))
    run()
    mail = read(server.received[0])
    assert mail["Bcc"] is None
    assert "\n" not in mail["Subject"]
    assert mail["Subject"].startswith("Objet Bcc\u00a0: tous@x.fr X")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/cle/", "https://x.fr/ \nBcc: y"])
def test_a_link_is_an_address_of_the_web(url):
    with pytest.raises(ValueError, match="absolute"):
        content("Objet", link("Ouvrir", url))


@pytest.mark.parametrize(
    ("word", "answer"), [("RCPT", "451 4.7.1 greylisted"), ("DATA", "421 busy"), ("MAIL", "452 full")]
)
def test_a_refusal_for_now_is_tried_again(server, word, answer):
    server.answers[word] = answer
    post(KIND, TO, SAID)
    run_waiting()
    assert (message().state, message().tries) == (State.WAITING, 1)
    assert answer in message().reason
    assert message().is_in_trouble
    server.answers.clear()
    run()
    assert (message().state, len(server.received)) == (State.SENT, 1)


@pytest.mark.parametrize(("word", "answer"), [("RCPT", "550 5.1.1 unknown"), ("DATA", "554 spam")])
def test_a_refusal_for_good_is_kept(server, word, answer):
    server.answers[word] = answer
    post(KIND, TO, SAID)
    run()
    assert (message().state, message().tries) == (State.FAILED, 1)
    assert message().reason == f"Le serveur de courriel répond : {answer}"


def test_a_server_that_is_away_is_tried_for_a_day_then_given_up(settings, server):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.EMAIL_PORT = closed.getsockname()[1]
    post(KIND, TO, SAID)
    run()
    assert (message().state, message().tries, message().reason) == (State.FAILED, 8, delivering.UNREACHABLE)


def test_a_mail_whose_link_is_dead_does_not_leave(server):
    post(KIND, TO, SAID, send_before=timezone.now() - timedelta(seconds=1))
    run()
    assert (message().state, message().reason, server.received) == (State.FAILED, delivering.TOO_LATE, [])


def test_cut_before_the_answer_it_is_perhaps_sent_and_someone_decides(server):
    server.answers["DATA"] = ""
    post(KIND, TO, SAID)
    run()
    assert (message().state, message().reason, len(server.received)) == (State.UNSURE, delivering.CUT, 1)
    server.answers.clear()
    assert send_again(message().id)
    run()
    assert message().state == State.SENT
    assert [read(raw)["Message-ID"] for raw in server.received] == [read(server.received[0])["Message-ID"]] * 2
    assert not send_again(message().id)


def test_killed_while_sending_it_is_perhaps_sent(server):
    """The process died once the server had it, before the mark: the state it left tells so."""
    post(KIND, TO, SAID)
    Message.objects.update(state=State.SENDING)
    run()
    assert (message().state, message().reason, server.received) == (State.UNSURE, delivering.STOPPED, [])


def test_it_is_said_to_be_sent_before_it_is(server, monkeypatch):
    post(KIND, TO, SAID)
    seen = []
    real = delivering._spoken
    monkeypatch.setattr(delivering, "_spoken", lambda *given: (seen.append(message().state), real(*given))[1])
    run()
    assert seen == [State.SENDING]


def test_what_it_said_is_erased_once_sent(server):
    post(KIND, TO, SAID, topic="x")
    run()
    assert message().sealed is None
    assert (message().kind, message().recipient, message().topic) == ("of-a-test", TO, "x")


def test_the_secret_is_nowhere_in_the_database_meanwhile():
    post(KIND, TO, SAID)
    with connection.cursor() as cursor:
        for table in ("mail_message", "django_tasks_database_dbtaskresult"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of ours
            assert "S3CRET" not in str([bytes(c) if isinstance(c, memoryview) else c for c in cursor.fetchone()])


def test_a_file_that_goes_with_a_message_is_small():
    content("Objet", attached=("a.txt", "x" * 100_000))
    with pytest.raises(ValueError, match="too large"):
        content("Objet", attached=("a.txt", "x" * 100_001))


def test_words_are_bound_to_their_message_and_to_the_key(settings):
    posted = post(KIND, TO, SAID)
    sealed = seal("x", posted.id)
    assert unseal(sealed, posted.id) == "x"
    other = post(KIND, TO, SAID)
    with pytest.raises(UnreadableMessageError):
        unseal(sealed, other.id)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert unseal(sealed, posted.id) == "x"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(UnreadableMessageError):
        unseal(sealed, posted.id)


def test_a_message_that_cannot_be_read_any_more_fails_with_the_reason(server, settings):
    post(KIND, TO, SAID)
    settings.SECRET_KEY = "another"
    run()
    assert message().state == State.FAILED
    assert "EGIDE_SECRET_KEY" in message().reason


def test_words_that_did_not_leave_are_erased_after_a_week_then_all_is_forgotten(server):
    server.answers["RCPT"] = "550 unknown"
    post(KIND, TO, SAID)
    run()
    ended = message().ended_at
    jobs.erase_and_forget(ended + timedelta(days=6))
    assert message().can_be_sent_again
    jobs.erase_and_forget(ended + timedelta(days=8))
    assert message().sealed is None
    assert not send_again(message().id)
    jobs.erase_and_forget(ended + timedelta(days=181))
    assert not Message.objects.exists()


def test_what_is_withdrawn_does_not_leave(server):
    post(KIND, TO, SAID, topic="invitation:1")
    assert withdraw("invitation:1") == 1
    run()
    assert (message().state, message().sealed, server.received) == (State.FAILED, None, [])


def test_the_digest_gathers_by_address_and_name(server):
    person = make_person("lea")
    for number in range(3):
        said = content(f"Échéance {number}", f"La fiche {number}.", link("Ouvrir", f"https://egide.example/{number}/"))
        post(KIND, TO, said, digest="deadlines", person_id=person.id, key=f"deadline:{number}")
    post(KIND, TO, SAID, digest="other")
    post(KIND, "zoe@mairie.fr", SAID, digest="deadlines")
    run()
    assert server.received == [], "they wait for the hour"
    assert jobs.gather_digests(timezone.now()) == 3
    assert jobs.gather_digests(timezone.now()) == 0
    run()
    mails = {(m["To"], m["Subject"]): m.get_body(("plain",)).get_content() for m in map(read, server.received)}
    text = mails[TO, "Égide\u00a0: 3 nouvelles"]
    assert [n for n in range(3) if f"https://egide.example/{n}/" in text] == [0, 1, 2]
    assert set(mails) == {(TO, "Égide\u00a0: 3 nouvelles"), (TO, "Objet"), ("zoe@mairie.fr", "Objet")}
    assert Message.objects.filter(state=State.GATHERED, sealed=None).count() == 5
    assert Message.objects.get(topic="digest:deadlines", recipient=TO).person_id == person.id
    post(KIND, TO, SAID, digest="deadlines", key="deadline:1")
    assert jobs.gather_digests(timezone.now()) == 0, "it was told already"


@pytest.mark.parametrize("kind", every_kind(), ids=lambda kind: kind.name)
def test_each_kind_is_whole_in_both_forms(kind):
    said = kind.sample()
    text, html = as_text(said), as_html(said)
    for block in said.blocks:
        assert block.text in text
        assert block.url in text
        assert block.url in html
    assert not re.search(r"<(?:img|script|link|iframe)|url\(|src=|@import", html), "nothing is fetched"
    assert "'" not in text
    assert Content.read(said.stored()) == said


def test_what_people_wrote_is_text_in_html():
    said = content("Objet", "<b>Cantine</b> & « école »", name="<script>")
    assert "&lt;b&gt;Cantine&lt;/b&gt; &amp;" in as_html(said)
    assert "<b>Cantine</b> & «\u202fécole\u202f»" in as_text(said)
    assert "<script>" not in as_html(said)


def test_a_name_is_that_of_one_kind():
    with pytest.raises(ValueError, match="of-a-test"):
        declare(Kind("of-a-test", "Autre", lambda: SAID))
    assert label_of("of-a-test") == "Essai"
    assert label_of("gone") == "gone"
