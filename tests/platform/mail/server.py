"""A server of mail in a thread, on a port of its own: it keeps what it is given, and answers as a test says."""

import socket
import threading
from contextlib import contextmanager


class Server:
    """`answers`: by the first word of the client, what to say instead of 250; "" hangs up without a word.

    `mute`, set: it keeps the message and says nothing more.
    """

    def __init__(self):
        self.answers, self.received, self.mute = {}, [], threading.Event()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self.listening.accept()
            except OSError:
                return
            with client, client.makefile("rwb") as stream:
                self._talk(stream)

    def _talk(self, stream):
        self._say(stream, "220 here")
        while line := stream.readline():
            word = line.split()[0].decode().upper() if line.split() else ""
            if word == "DATA":
                if not self._data(stream):
                    return
                continue
            said = self.answers.get(word, "221 bye" if word == "QUIT" else "250 ok")
            self._say(stream, said)
            if word == "QUIT":
                return

    def _data(self, stream):
        """Whether the talk goes on."""
        self._say(stream, "354 go on")
        lines = []
        while (line := stream.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        said = self.answers.get("DATA", "250 kept")
        if said.startswith("250") or not said:
            self.received.append(b"".join(lines))
        if self.mute.is_set():
            return bool(stream.read(1))
        if said:
            self._say(stream, said)
        return bool(said)

    def _say(self, stream, text):
        stream.write(f"{text}\r\n".encode())
        stream.flush()


@contextmanager
def smtp(settings):
    """The application speaks to it."""
    server = Server()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    try:
        yield server
    finally:
        server.listening.close()
