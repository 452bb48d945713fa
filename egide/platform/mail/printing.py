"""Mail where no server of mail is set: the text of each message in the terminal, to click its links."""

from typing import Any

from django.core.mail.backends.console import EmailBackend as Console


class EmailBackend(Console):
    """Django's console, without the headers and the HTML form."""

    def write_message(self, message: Any) -> None:
        """To whom, the subject, the text."""
        told = f"À : {', '.join(message.to)}\nObjet : {message.subject}\n\n{message.body}"
        self.stream.write(f"{'-' * 79}\n{told}\n")
