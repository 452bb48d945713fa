"""Giving a message to the server of mail: at most once. What may have left is said so, and not sent again by itself."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any, Final

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone

from egide.platform.mail.contents import Content
from egide.platform.mail.models import Message, State
from egide.platform.mail.rendering import mail
from egide.platform.mail.sealing import UnreadableMessageError, unseal
from egide.platform.tasks.declaring import Terms, task

_LOG: Final = logging.getLogger("egide.mail")
_DELAYS: Final = (60, 300, 900, 3600, 7200, 14_400, 28_800)
CUT: Final = "La liaison avec le serveur de courriel s’est coupée pendant l’envoi."
STOPPED: Final = "Le programme s’est arrêté pendant l’envoi."
TOO_LATE: Final = "Trop tard : son lien ne sert plus. Recommencez la démarche pour en recevoir un autre."
UNREACHABLE: Final = "Le serveur de courriel ne répond pas, ou ne veut pas de nous."


class NotNowError(Exception):
    """The server may take it later."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    state: State
    reason: str = ""


def _given_up(error: BaseException, message_id: str) -> None:
    """After a day of tries; or when a worker died at its last one, and nobody knows."""
    unsure = Message.objects.filter(id=message_id, state=State.SENDING)
    unsure.update(state=State.UNSURE, reason=STOPPED, ended_at=timezone.now())
    waiting = Message.objects.filter(id=message_id, state=State.WAITING)
    waiting.update(state=State.FAILED, ended_at=timezone.now())
    _LOG.error("message %s given up: %s", message_id, type(error).__name__)


@task(Terms(attempts=len(_DELAYS) + 1, delays=_DELAYS, atomic=False, on_failure=_given_up))
def deliver(message_id: str) -> Callable[[], None] | None:
    """Send it once. Raises NotNowError to be tried again; what is refused for good is kept with its reason."""
    message = _take(message_id, timezone.now())
    if message is None:
        return None
    outcome = _send(message)
    if outcome.state == State.WAITING:
        _end(message, outcome)
        raise NotNowError(outcome.reason)
    return lambda: _end(message, outcome)


@transaction.atomic
def _take(message_id: str, now: datetime) -> Message | None:
    """Say that it is being sent before it is. Found so already, whoever said it died: nobody knows whether it left."""
    message = Message.objects.select_for_update().filter(id=message_id).first()
    if message is None:
        return None
    if message.state == State.SENDING:
        _end(message, _Outcome(State.UNSURE, STOPPED))
        return None
    if message.state != State.WAITING or message.sealed is None:
        return None
    if message.send_before and now >= message.send_before:
        _end(message, _Outcome(State.FAILED, TOO_LATE))
        return None
    message.state, message.tries = State.SENDING, message.tries + 1
    message.save(update_fields=["state", "tries"])
    return message


def _send(message: Message) -> _Outcome:
    try:
        built = _built(message)
    except (UnreadableMessageError, ValueError) as error:
        return _Outcome(State.FAILED, str(error)[:300])
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        _LOG.warning("the server of mail cannot be reached: %s", type(error).__name__)
        return _Outcome(State.WAITING, UNREACHABLE)
    try:
        return _spoken(connection, built)
    finally:
        with suppress(OSError, SMTPException):
            connection.close()


def _built(message: Message) -> EmailMultiAlternatives:
    """Raises ValueError, before anything is sent, on a header that would hold two."""
    words = Content.read(unseal(bytes(message.sealed or b""), message.id))
    built = mail(words, message.kind, message.recipient, message.id)
    built.message()
    return built


def _spoken(connection: Any, built: EmailMultiAlternatives) -> _Outcome:
    """What the server answered. Cut before its answer, it may have it or not."""
    try:
        connection.send_messages([built])
    except SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        return _refused(code, words)
    except SMTPResponseException as refused:
        return _refused(refused.smtp_code, refused.smtp_error)
    except (OSError, SMTPException) as error:
        _LOG.warning("cut while sending: %s", type(error).__name__)
        return _Outcome(State.UNSURE, CUT)
    return _Outcome(State.SENT)


def _refused(code: int, words: bytes | str) -> _Outcome:
    """4xx: later. 5xx: never (RFC 5321, 4.2.1)."""
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    reason = f"Le serveur de courriel répond : {code} {' '.join(said.split())}"[:300]
    return _Outcome(State.WAITING if 400 <= code < 500 else State.FAILED, reason)


def _end(message: Message, outcome: _Outcome) -> None:
    """Keep where it stands. Sent, what it said is erased, and the address of who is nobody here."""
    message.state, message.reason = outcome.state, outcome.reason
    message.ended_at = None if outcome.state == State.WAITING else timezone.now()
    if outcome.state == State.SENT:
        message.sealed = None
        if message.person_id is None and not message.topic:
            message.recipient = ""
    message.save(update_fields=["state", "reason", "ended_at", "sealed", "recipient"])
