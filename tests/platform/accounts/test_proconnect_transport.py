"""What goes over the network to the provider, against a true server: status, size, redirection, time, encryption."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from egide import oidc
from egide.platform.accounts.oidc import transport
from egide.platform.accounts.oidc.errors import RefusedError


class _Doors(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/slow":
            self.server.waiting.wait(5)
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "/there")
            self.end_headers()
            return
        body = b"x" * (transport.MOST_BYTES + 1) if self.path == "/large" else b'{"ok": true}'
        self.send_response(503 if self.path == "/broken" else 200)
        self.send_header(
            "Content-Type", "application/jwt; charset=utf-8" if self.path == "/jwt" else "application/json"
        )
        self.end_headers()
        self.server.told.append((self.path, self.headers.get("Authorization")))
        self.wfile.write(body)

    def do_POST(self):
        given = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.told.append((self.path, given.decode()))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    made = ThreadingHTTPServer(("127.0.0.1", 0), _Doors)
    made.told, made.waiting = [], threading.Event()
    runs = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    runs.start()
    made.base = f"http://127.0.0.1:{made.server_port}"
    yield made
    made.waiting.set()
    made.shutdown()
    runs.join()
    made.server_close()


def test_an_answer_with_its_type(server):
    answer = transport.send(f"{server.base}/jwt", token="a-token")
    assert (answer.status, answer.content_type, answer.body) == (200, "application/jwt", b'{"ok": true}')
    assert server.told == [("/jwt", "Bearer a-token")]


def test_a_form_is_posted(server):
    transport.send(f"{server.base}/token", form={"code": "é&b"})
    assert server.told == [("/token", "code=%C3%A9%26b")]


def test_a_failure_is_an_answer(server):
    assert transport.send(f"{server.base}/broken").status == 503


def test_a_redirection_is_not_followed(server):
    assert transport.send(f"{server.base}/elsewhere").status == 302
    assert server.told == []


@pytest.mark.parametrize("path", ["/large", "/slow"])
def test_too_large_or_too_slow(server, monkeypatch, path):
    monkeypatch.setattr(transport, "TIMEOUT_SECONDS", 0.2)
    with pytest.raises(RefusedError) as refused:
        transport.send(f"{server.base}{path}")
    assert refused.value.reason == "unreachable"


def test_nobody_there():
    with pytest.raises(RefusedError) as refused:
        transport.send("http://127.0.0.1:9/")
    assert refused.value.reason == "unreachable"


@pytest.mark.parametrize(
    "url", ["http://proconnect.example/", "file:///etc/passwd", "ftp://127.0.0.1/", "https://", ""]
)
def test_in_clear_or_of_another_kind_nothing_is_sent(url):
    with pytest.raises(RefusedError) as refused:
        transport.send(url)
    assert refused.value.reason == "address"


# ---- What the installation sets


def test_without_an_issuer_nobody_signs_in_by_it():
    assert oidc.settings("", "", "") is None


def test_the_secret_is_never_shown():
    found = oidc.settings("https://proconnect.example/api/v2/", "egide", "kept-apart", "ES256")
    assert (found.issuer, found.client_secret, found.algorithm) == (
        "https://proconnect.example/api/v2",
        "kept-apart",
        "ES256",
    )
    assert "kept-apart" not in repr(found)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("http://proconnect.example", "egide", "secret"), "https://"),
        (("https://proconnect.example", "egide", "secret", "none"), "« none »"),
        (("https://proconnect.example", "", "secret"), "EGIDE_OIDC_CLIENT_ID"),
        (("https://proconnect.example", "egide", ""), "EGIDE_OIDC_CLIENT_SECRET"),
    ],
)
def test_what_cannot_work_is_said_when_the_program_starts(given, said):
    with pytest.raises(ValueError, match=said):
        oidc.settings(*given)
