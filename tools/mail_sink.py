"""The mail server of a trial: STARTTLS and a password are asked for, what comes is written in a folder.

For Debian's own Python and its package python3-aiosmtpd: `mail_sink.py FOLDER`, which holds the certificate.
"""

import ssl
import sys
import time
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

FOLDER = Path(sys.argv[1])


class Kept:
    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - its name is aiosmtpd's
        (FOLDER / f"{time.time_ns()}.eml").write_bytes(envelope.content)
        return "250 OK"


def known(_server, _session, _envelope, _mechanism, told):
    return AuthResult(success=(told.login, told.password) == (b"egide", b"MOT_DE_PASSE"))


tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
tls.load_cert_chain(FOLDER / "courriel.exemple.fr.crt", FOLDER / "courriel.exemple.fr.key")
server = Controller(
    Kept(),
    hostname="127.0.0.1",
    port=587,
    tls_context=tls,
    require_starttls=True,
    authenticator=known,
    auth_required=True,
)
server.start()
while True:
    time.sleep(3600)
