"""The works that a person asked for and the mails that they were sent: theirs to see, and gone with them."""

from collections.abc import Iterator
from datetime import datetime

from egide.platform.accounts.models import User
from egide.platform.accounts.own_data import Section
from egide.platform.mail import reading as mails
from egide.platform.mail.kinds import label_of
from egide.platform.tasks import works


def sections(user: User) -> Iterator[Section]:
    """Of mails, never the words: they are erased once sent."""
    yield Section(
        "travaux",
        "Vos travaux",
        "Pour vous remettre les fichiers que vous demandez ; sept jours.",
        ("Travail", "Demandé le", "Situation"),
        [(each.title, each.asked_at, each.get_state_display()) for each in works.everywhere(user.pk)],
    )
    yield Section(
        "courriels",
        "Les courriels qu’Égide vous a envoyés",
        "Pour savoir ce qui est arrivé ; six mois. Leur texte est effacé dès l’envoi.",
        ("Courriel", "Adresse", "Demandé le", "Situation"),
        [
            (label_of(each.kind), each.recipient, each.posted_at, each.get_state_display())
            for each in mails.of_person(user.pk, user.email)
        ],
    )


def leave(user: User, now: datetime) -> None:  # noqa: ARG001 - as each of `ON_LEAVING`
    """To be called while the address is still known."""
    works.forget_person(user.pk)
    mails.forget_person(user.pk, user.email)
