"""What is written to residents, and to those who answer them: the words, and the way into the queue of mails."""

from datetime import datetime
from typing import Final
from uuid import UUID

from egide.platform.mail.contents import Content, content, link
from egide.platform.mail.kinds import Kind, declare
from egide.platform.mail.models import Message
from egide.platform.mail.posting import post
from egide.public.purposes import CONFIRMATION

_URL: Final = "https://egide.exemple.fr/exemple/"


def confirmation_words(body: str, sender: str, url: str) -> Content:
    """With the link, and without what was written: someone else may have typed it."""
    return content(
        f"Confirmez votre message – {body}",
        f"Vous avez écrit au délégué à la protection des données ({body}). Relisez votre message et transmettez-le :",
        link("Relire et transmettre", url),
        f"Ce lien sert une fois, et vaut {CONFIRMATION.lifetime.days} jours. Sans cela, votre message est effacé.",
        "Vous n’avez rien écrit ? Ne faites rien.",
        name=sender,
    )


def received_words(body: str, url: str) -> Content:
    """Without what was written: it is read in the application."""
    return content(
        f"Un habitant a écrit au délégué – {body}",
        f"Un message est arrivé depuis le registre public ({body}). Il attend sa réponse, en un mois au plus :",
        link("Lire le message", url),
    )


CONFIRM: Final = declare(
    Kind("message-to-confirm", "Message à confirmer", lambda: confirmation_words("Commune d’Exemple", "Léa", _URL))
)
RECEIVED: Final = declare(Kind("message-received", "Message reçu", lambda: received_words("Commune d’Exemple", _URL)))


def post_confirmation(intake_id: UUID, to: str, said: Content, expires: datetime) -> Message:
    """In the transaction of the intake. Past `expires` its link is dead, and it does not leave."""
    return post(CONFIRM, to, said, topic=f"message:{intake_id}", send_before=expires)


def post_received(message_id: UUID, to: str, said: Content) -> Message:
    """To each of those who answer, once for each message."""
    return post(RECEIVED, to, said, key=f"message:{message_id}:{to}")
