"""What the settings say: names, encryption, secret, mail."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from egide import environment
from egide.operations.doctor.problems import PROBLEMS, Finding, Level, found

LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1", "[::1]", "testserver"})
_CONSOLE: Final = "django.core.mail.backends.console.EmailBackend"
_SMTP: Final = "django.core.mail.backends.smtp.EmailBackend"
_SHORTEST, _FEWEST = 50, 10


def public_hosts() -> list[str]:
    """The names that are not those of the machine itself."""
    return [host for host in settings.ALLOWED_HOSTS if host not in LOCAL]


def in_production() -> bool:
    """Whether others than this machine are meant to be served."""
    return bool(public_hosts()) or settings.BEHIND_TLS


def names() -> Iterator[Finding]:
    """To what it answers, and whether what passes is encrypted."""
    if settings.DEBUG:
        yield found("debug")
    public = public_hosts()
    if "*" in public:
        yield found("any-host")
    if not public:
        yield found("default-host")
    elif not settings.BEHIND_TLS:
        yield found("no-tls", hosts=", ".join(public))
    if settings.BEHIND_TLS and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        yield found("no-proxy")


def secret() -> Iterator[Finding]:
    """Whether the key can be guessed."""
    key = settings.SECRET_KEY
    if len(key) < _SHORTEST or len(set(key)) < _FEWEST:
        yield found("weak-secret", length=len(key))


def mail() -> Iterator[Finding]:
    """Whether mails leave, unseen, under a name that is ours."""
    if not in_production():
        return
    if settings.EMAIL_BACKEND == _CONSOLE:
        yield found("mail-console")
    elif settings.EMAIL_BACKEND == _SMTP:
        encrypted = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
        if not encrypted and settings.EMAIL_HOST not in LOCAL:
            yield found("mail-clear", host=settings.EMAIL_HOST)
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield found("mail-from", sender=settings.DEFAULT_FROM_EMAIL)


def variables() -> Iterator[Finding]:
    """What is written in the environment and should not be."""
    for name in environment.misspelt():
        yield found("misspelt", name=name)
    for name in environment.words("EGIDE_RISKS_ACCEPTED"):
        if name not in ACCEPTABLE:
            yield found("unknown-risk", name=name)
    for setting in environment.TABLE:
        file = os.environ.get(setting.name + environment.SUFFIX, "") if setting.secret else ""
        if file and Path(file).stat().st_mode & 0o004:
            yield found("secret-open", path=file)


ACCEPTABLE: Final = frozenset(code for code, p in PROBLEMS.items() if p.acceptable and p.level is Level.DANGER)
