"""Why ProConnect did not open the door: a word for the security log, a sentence for the person."""

from typing import Final

_AGAIN: Final = "Recommencez depuis la page de connexion."
_SAYINGS: Final = {
    "access_denied": "Vous avez interrompu l’identification, ou ProConnect l’a refusée. Rien n’a été ouvert.",
    "state": f"Cette réponse de ProConnect n’est pas celle que ce navigateur attendait, ou elle a trop tardé. {_AGAIN}",
    "unreachable": "ProConnect ne répond pas. Réessayez dans quelques minutes, ou connectez-vous autrement.",
    "code": f"ProConnect n’a pas reconnu sa propre réponse : elle ne sert qu’une fois. {_AGAIN}",
}
_DOUBTFUL: Final = (
    "La réponse de ProConnect n’a pas pu être vérifiée : par prudence, rien n’a été ouvert. Recommencez ; si cela se "
    "reproduit, prévenez votre centre de gestion."
)


class RefusedError(Exception):
    """`reason`: a word, for the log. `str()`: what to tell the person, in French."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(_SAYINGS.get(reason, _DOUBTFUL))
