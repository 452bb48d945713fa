"""The two forms of a mail, text and HTML, from its content and one layout; and the mail itself, with its headers."""

from email.utils import parseaddr
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from egide.platform.mail.contents import Content

_NO_ANSWER: Final = "auto-generated"


def as_text(content: Content) -> str:
    """Plain text: addresses alone on their line, as every reader makes them open."""
    return render_to_string("mail/layout.txt", {"content": content}).strip() + "\n"


def as_html(content: Content) -> str:
    """HTML that asks nothing of the network."""
    return render_to_string("mail/layout.html", {"content": content})


def mail(content: Content, kind: str, recipient: str, message: UUID) -> EmailMultiAlternatives:
    """What is given to the server of mail. The same message keeps its Message-ID, if it is ever sent again."""
    domain = _domain()
    headers = {
        "Message-ID": f"<{message}@{domain}>",
        "List-Id": f"Egide <{kind}.egide.{domain}>",
        "Auto-Submitted": _NO_ANSWER,
        "X-Auto-Response-Suppress": "All",
    }
    made = EmailMultiAlternatives(content.subject, as_text(content), None, [recipient], headers=headers)
    made.attach_alternative(as_html(content), "text/html")
    name, text = content.attached
    if name:
        made.attach(name, text.encode(), "application/octet-stream")
    return made


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
