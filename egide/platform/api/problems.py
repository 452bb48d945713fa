"""What went wrong, as RFC 9457 asks: a type, a status, a title and a sentence, in French or in English.

What the rules of a register say of a fact is said in French in both: each message names its language.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

from egide.typography import french

Words = tuple[str, str]
"""French, then English."""
_LANGUAGES: Final = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: `name` ends its type, an URN."""

    name: str
    status: int
    title: Words
    detail: Words

    @property
    def type(self) -> str:
        """The `type` member."""
        return f"urn:egide:problem:{self.name}"


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong at one place of what was sent. A message of the rules has no English form."""

    path: str
    fr: str
    en: str = ""

    def told(self, language: str) -> dict[str, str]:
        """With the language in which it could be said."""
        if language == "en" and self.en:
            return {"path": self.path, "message": self.en, "language": "en"}
        return {"path": self.path, "message": french(self.fr), "language": "fr"}


class ProblemError(Exception):
    """Stops the request: nothing was written. `more` are members of its own, `headers` those of the answer."""

    def __init__(
        self,
        kind: Kind,
        complaints: Sequence[Complaint] = (),
        *,
        detail: Words | None = None,
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(kind.name)
        self.kind, self.complaints, self.detail = kind, tuple(complaints), detail
        self.more, self.headers = more or {}, headers or {}

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The response, in the language that was asked for."""
        language = language_of(request)
        place = _LANGUAGES.index(language)
        told = {
            "type": self.kind.type,
            "title": _set(self.kind.title, place),
            "status": self.kind.status,
            "detail": _set(self.detail or self.kind.detail, place),
            **({"errors": [c.told(language) for c in self.complaints]} if self.complaints else {}),
            **self.more,
        }
        headers = {"Content-Language": language, "Vary": "Accept-Language", **self.headers}
        return JsonAnswer(told, self.kind.status, "application/problem+json", headers)


def _set(words: Words, place: int) -> str:
    return words[place] if place else french(words[place])


class JsonAnswer(HttpResponse):
    """A JSON body, in UTF-8 as JSON is."""

    def __init__(
        self,
        told: Any,
        status: int = 200,
        kind: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        super().__init__(body.encode(), status=status, content_type=kind, headers=dict(headers or {}))


def language_of(request: HttpRequest) -> str:
    """`fr` or `en`, by Accept-Language; French when neither is asked for."""
    for asked, weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        if weight and asked.partition("-")[0] in _LANGUAGES:
            return asked.partition("-")[0]
    return "fr"


UNAUTHORIZED: Final = Kind(
    "unauthorized", 401,
    ("Jeton absent ou refusé", "Missing or refused token"),
    ("L’en-tête Authorization doit dire Bearer, puis un jeton valable, créé depuis la page « Mon compte ».",
     "Send “Authorization: Bearer” followed by a valid token, made on the “Mon compte” page."),
)  # fmt: skip
SECOND_FACTOR: Final = Kind(
    "second-factor-missing", 403,
    ("Double vérification à activer", "Two-step verification needed"),
    ("La personne de ce jeton intervient pour un centre de gestion : elle doit d’abord activer la double vérification.",
     "The owner of this token acts for a centre: two-step verification must be activated first."),
)  # fmt: skip
READ_ONLY: Final = Kind(
    "read-only-token", 403,
    ("Ce jeton ne permet que de lire", "This token can only read"),
    ("Pour écrire, créez un jeton qui le permet.", "To write, make a token that may."),
)  # fmt: skip
NOT_FOUND: Final = Kind(
    "not-found", 404,
    ("Rien à cette adresse", "Nothing at this address"),
    ("Cette adresse ne mène à rien, ou ce jeton ne permet pas d’y faire cela.",
     "This address leads nowhere, or this token may not do this there."),
)  # fmt: skip
NOT_ALLOWED: Final = Kind(
    "method-not-allowed", 405,
    ("Méthode impossible à cette adresse", "Method not allowed here"),
    ("L’en-tête Allow dit ce que cette adresse accepte.", "The Allow header tells what this address takes."),
)  # fmt: skip
UNREADABLE: Final = Kind(
    "unreadable", 400,
    ("Contenu illisible", "Unreadable content"),
    ("Le corps de la requête n’est pas un objet JSON complet, en UTF-8.",
     "The body of the request is not a whole JSON object in UTF-8."),
)  # fmt: skip
BAD_PARAMETERS: Final = Kind(
    "bad-parameters", 400,
    ("Paramètre refusé", "Refused parameter"),
    ("Une partie de l’adresse, après « ? », n’a pas de sens ici : rien n’en est ignoré en silence.",
     "Some of the address after “?” has no meaning here: nothing of it is ignored silently."),
)  # fmt: skip
EXISTS: Final = Kind(
    "already-exists", 409,
    ("Cette fiche existe déjà", "This record exists already"),
    ("Une fiche porte cet identifiant : l’en-tête Location dit où. Un second envoi n’ajoute rien.",
     "A record has this identifier: the Location header tells where. Sending it again adds nothing."),
)  # fmt: skip
ERASED: Final = Kind(
    "version-unreadable", 410,
    ("Cette version ne se lit plus", "This version cannot be read any more"),
    ("Son contenu manque dans le journal.", "Its content was erased, or its form is no longer known."),
)  # fmt: skip
OUT_OF_SERVICE: Final = Kind(
    "out-of-service", 409,
    ("Fiche archivée ou à la corbeille", "Archived or binned record"),
    ("Remettez d’abord cette fiche en service.", "Put this record back in service first."),
)  # fmt: skip
CHANGED: Final = Kind(
    "version-changed", 412,
    ("La fiche a changé depuis", "The record has changed since"),
    ("La version donnée par If-Match n’est plus la dernière : « changes » dit ce qui a changé. Rien n’a été écrit.",
     "The version given by If-Match is not the last any more: “changes” tells what changed. Nothing was written."),
)  # fmt: skip
TOO_LARGE: Final = Kind(
    "too-large", 413,
    ("Contenu trop lourd", "Content too large"),
    ("Une fiche pèse deux mégaoctets au plus.", "A record weighs two megabytes at most."),
)  # fmt: skip
WRONG_TYPE: Final = Kind(
    "wrong-content-type", 415,
    ("Type de contenu refusé", "Refused content type"),
    ("L’en-tête Content-Type doit être celui que dit l’en-tête Accept.",
     "The Content-Type header must be the one that the Accept header tells."),
)  # fmt: skip
INVALID: Final = Kind(
    "invalid", 422,
    ("Contenu refusé", "Refused content"),
    ("Corrigez chaque point de « errors », puis recommencez. Rien n’a été écrit.",
     "Mend each point of “errors”, then send it again. Nothing was written."),
)  # fmt: skip
VERSION_REQUIRED: Final = Kind(
    "version-required", 428,
    ("Version lue à préciser", "Which version was read is needed"),
    ("Envoyez If-Match avec l’ETag de la fiche telle que vous l’avez lue : personne n’écrase le travail d’un autre.",
     "Send If-Match with the ETag of the record as you read it: nobody overwrites what another did."),
)  # fmt: skip
TOO_MANY: Final = Kind(
    "too-many-requests", 429,
    ("Trop d’appels", "Too many requests"),
    ("Attendez les secondes que dit l’en-tête Retry-After.", "Wait for the seconds that Retry-After tells."),
)  # fmt: skip
FAILED: Final = Kind(
    "failure", 500,
    ("Égide n’a pas su répondre", "Égide could not answer"),
    ("C’est une erreur d’Égide ; rien n’a été écrit. Prévenez qui l’administre.",
     "This is a fault of Égide; nothing was written. Tell whoever runs it."),
)  # fmt: skip
UNAVAILABLE: Final = Kind(
    "unavailable", 503,
    ("Base de données indisponible", "Database unavailable"),
    ("Rien n’a été écrit. Recommencez dans quelques secondes.", "Nothing was written. Try again in a few seconds."),
)  # fmt: skip
KINDS: Final = (
    UNREADABLE, BAD_PARAMETERS, UNAUTHORIZED, SECOND_FACTOR, READ_ONLY, NOT_FOUND, NOT_ALLOWED, EXISTS, OUT_OF_SERVICE,
    ERASED, CHANGED, TOO_LARGE, WRONG_TYPE, INVALID, VERSION_REQUIRED, TOO_MANY, FAILED, UNAVAILABLE,
)  # fmt: skip
