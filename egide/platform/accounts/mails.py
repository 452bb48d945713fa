"""What is written to people about their account: the words, and the way into the queue."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from egide.law.french import long_date
from egide.platform.accounts.models import Invitation, User
from egide.platform.accounts.notices import NOTICES
from egide.platform.mail.contents import Content, content, from_text, link
from egide.platform.mail.kinds import Kind, declare
from egide.platform.mail.models import Message
from egide.platform.mail.posting import post, withdraw

_URL: Final = "https://egide.exemple.fr/exemple/"
_DAY: Final = datetime(2026, 3, 12, 16, 5, tzinfo=UTC)
NOTICE: Final = "accounts/email/notice"


def invitation_words(sender: str, name: str, url: str, expires_at: datetime) -> Content:
    """`sender` is who the person knows."""
    return content(
        f"{sender} vous invite à utiliser Égide",
        f"{sender} vous invite à utiliser Égide, pour tenir un registre des traitements de données personnelles.",
        link("Accepter l’invitation", url),
        f"Ce lien est pour vous seul, sert une fois, et vaut jusqu’au {_told(expires_at)}.",
        "Vous n’attendiez pas cette invitation ? Ne faites rien.",
        name=name,
    )


def reset_words(url: str) -> Content:
    """The link that opens the account of whoever reads it."""
    return content(
        "Choisir un nouveau mot de passe",
        "Vous avez demandé à choisir un nouveau mot de passe pour Égide. Ce lien est valable une heure :",
        link("Choisir un nouveau mot de passe", url),
        "Ce n’est pas vous ? Ne faites rien : votre mot de passe ne change pas.",
    )


def unknown_words(email: str) -> Content:
    """For an address that has no account: told to its owner alone."""
    return content(
        "Choisir un nouveau mot de passe",
        f"Quelqu’un, vous peut-être, a demandé un nouveau mot de passe pour Égide avec l’adresse {email}. Il n’y a pas "
        "de compte à cette adresse.",
        "Vous avez sans doute un compte sous une autre adresse : recommencez avec elle. Sinon, demandez une invitation "
        "à votre collectivité ou à votre centre de gestion.",
        "Ce n’est pas vous ? Ne faites rien.",
    )


def notice_words(happened: str, at: datetime, email: str) -> Content:
    """Something changed in the account."""
    return content(
        "Votre compte Égide a changé",
        happened,
        f"C’était le {_told(at)}, pour le compte {email}.",
        "C’est vous ? Il n’y a rien à faire. Sinon, choisissez tout de suite un nouveau mot de passe par "
        "« Mot de passe oublié », et prévenez votre centre de gestion.",
    )


def link_words(url: str) -> Content:
    """The link that signs in, in the browser that asked for it."""
    return content(
        "Votre lien pour entrer dans Égide",
        "Vous avez demandé à entrer dans Égide. Ouvrez ce lien, dans le navigateur où vous l’avez demandé :",
        link("Entrer dans Égide", url),
        "Il sert une fois, et vaut un quart d’heure.",
        "Ce n’est pas vous ? Ne faites rien : sans votre navigateur, ce lien n’ouvre rien. Ne le donnez à personne.",
    )


def link_unknown_words(email: str) -> Content:
    """For an address that has no account: told to its owner alone."""
    return content(
        "Votre lien pour entrer dans Égide",
        f"Quelqu’un, vous peut-être, a demandé un lien pour entrer dans Égide avec l’adresse {email}. Il n’y a pas de "
        "compte ouvert à cette adresse.",
        "Vous avez sans doute un compte sous une autre adresse : recommencez avec elle. Sinon, demandez une invitation "
        "à votre collectivité ou à votre centre de gestion.",
        "Ce n’est pas vous ? Ne faites rien.",
    )


def left_words(name: str) -> Content:
    """The last one, to an address that is forgotten."""
    return content(
        "Votre compte Égide est fermé",
        "Vous avez quitté Égide : votre compte est fermé, votre nom et votre adresse en sont effacés. C’est le dernier "
        "courriel qu’Égide vous envoie.",
        "Ce n’est pas vous ? Écrivez sans attendre à votre centre de gestion.",
        name=name,
    )


def viewed_words(by: str, body: str, reason: str, at: datetime) -> Content:
    """An administrator sees what the person sees."""
    return content(
        "Un administrateur regarde Égide à votre place",
        f"{by}, administrateur du centre de gestion, regarde Égide comme vous le voyez, pour {body}, depuis le "
        f"{_told(at)}. Trente minutes au plus, sans pouvoir rien modifier ni enregistrer.",
        f"Le motif donné : « {reason} »",
        "Vous n’avez rien demandé ? Écrivez à votre centre de gestion. Vous retrouvez cette trace dans « Mon compte », "
        "« Mes données ».",
    )


def rescued_words(happened: str, by: str, reason: str, at: datetime, email: str) -> Content:
    """Someone else changed how the person signs in."""
    return content(
        "Votre compte Égide a changé",
        happened,
        f"C’est {by} qui l’a fait, le {_told(at)}, pour le compte {email}. Le motif donné : « {reason} »",
        "Vous n’avez rien demandé ? Choisissez tout de suite un nouveau mot de passe par « Mot de passe oublié », et "
        "prévenez votre centre de gestion.",
    )


INVITATION: Final = declare(
    Kind("invitation", "Invitation", lambda: invitation_words("Anne Martin (CDG 62)", "Léa Durand", _URL, _DAY))
)
RESET: Final = declare(Kind("password-reset", "Mot de passe oublié", lambda: reset_words(_URL)))
CHANGED: Final = declare(
    Kind(
        "account-notice",
        "Votre compte a changé",
        lambda: notice_words(NOTICES["account/email/password_changed"], _DAY, "lea@exemple.fr"),
    )
)
UNKNOWN: Final = declare(
    Kind("unknown-account", "Mot de passe oublié, sans compte", lambda: unknown_words("lea@exemple.fr"))
)
LINK: Final = declare(Kind("sign-in-link", "Lien de connexion", lambda: link_words(_URL)))
LINK_UNKNOWN: Final = declare(
    Kind("sign-in-link-unknown", "Lien de connexion, sans compte", lambda: link_unknown_words("lea@exemple.fr"))
)
LEFT: Final = declare(Kind("account-left", "Compte fermé par la personne", lambda: left_words("Léa Durand")))
VIEWED: Final = declare(
    Kind(
        "viewed-as",
        "Un administrateur regarde à la place",
        lambda: viewed_words("Anne Martin", "Commune d’Exemple", "Vous aider à retrouver une fiche", _DAY),
    )
)
RESCUED: Final = declare(
    Kind(
        "account-rescued",
        "Compte débloqué par un autre",
        lambda: rescued_words(
            "Toutes vos sessions ont été fermées : il faut vous reconnecter.",
            "Anne Martin",
            "Téléphone perdu",
            _DAY,
            "lea@exemple.fr",
        ),
    )
)
OTHER: Final = declare(
    Kind("account", "Autre courriel de compte", lambda: content("Votre compte Égide", "Un message de votre compte."))
)


def post_invitation(invitation: Invitation, url: str, sender: str, expires: datetime) -> Message:
    """In the transaction that makes the invitation, or renews it. `url` is absolute, and opens until `expires`."""
    withdraw_invitation(invitation)
    said = invitation_words(sender, invitation.name, url, expires)
    return post(INVITATION, invitation.email, said, topic=topic_of(invitation), send_before=expires)


def withdraw_invitation(invitation: Invitation) -> None:
    """The mail that waits with its link does not leave."""
    withdraw(topic_of(invitation))


def topic_of(invitation: Invitation) -> str:
    """Under which its messages are found."""
    return f"invitation:{invitation.pk}"


def post_from_allauth(prefix: str, email: str, told: Mapping[str, Any], render: Callable[[], Any]) -> Message:
    """What allauth writes, in our words; `render` gives its own, for a mail that has none of ours."""
    user = told.get("user")
    person = user.pk if isinstance(user, User) else None
    if prefix == "account/email/password_reset_key":
        until = timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
        return post(RESET, email, reset_words(told["password_reset_url"]), person_id=person, send_before=until)
    if prefix == "account/email/unknown_account":
        return post(UNKNOWN, email, unknown_words(email))
    if prefix == NOTICE:
        return post(CHANGED, email, notice_words(told["happened"], told["at"], email), person_id=person)
    mail = render()
    return post(OTHER, email, from_text(mail.subject, mail.body), person_id=person)


def _told(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{long_date(local.date())} à {local.hour}\u00a0h\u00a0{local.minute:02}"
