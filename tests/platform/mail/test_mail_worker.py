"""A worker killed once the server of mail has the message, before its mark: it is not sent twice, and that is told."""

import signal

import pytest
from django_tasks_db.models import DBTaskResult

from egide.platform.mail.contents import content
from egide.platform.mail.models import Message, State
from egide.platform.mail.posting import post
from tests.platform.mail.test_delivering import KIND
from tests.platform.tasks.processes import until, worker

pytestmark = [pytest.mark.machinery, pytest.mark.django_db(transaction=True)]


def test_a_worker_killed_between_the_acceptance_and_the_mark(server):
    server.mute.set()
    post(KIND, "lea@mairie.fr", content("Objet", "Un mot."))
    url = {"EGIDE_MAIL_URL": f"smtp://127.0.0.1:{server.port}?tls=0"}
    with worker("--silence", "1", **url) as first:
        until(lambda: server.received)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert Message.objects.get().state == State.SENDING
    server.mute.clear()
    with worker("--silence", "1", **url):
        until(lambda: DBTaskResult.objects.filter(status="READY").exists())
        DBTaskResult.objects.update(run_after="2026-01-01T00:00:00+00:00")
        until(lambda: Message.objects.get().state == State.UNSURE)
    assert len(server.received) == 1
