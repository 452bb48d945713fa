"""The whole application, as a person meets it: the demonstration loaded, served by `egide serve`, in Chromium."""

import base64
import hashlib
import hmac
import os
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

from demo.load import PASSWORD, SECRET


def environment(state):
    """That of an installation, without what the tests set for themselves."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("EGIDE_", "DATABASE_", "DJANGO_"))}
    return {**kept, "EGIDE_STATE": str(state), "DJANGO_SETTINGS_MODULE": "egide.settings"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(state):
    """The address of the demonstration, served until the end of the block."""
    env = environment(state)
    subprocess.run([sys.executable, "-m", "demo.load"], env=env, check=True, capture_output=True)
    port = free_port()
    command = [sys.executable, "-m", "egide.cli", "serve", "--no-worker", "--port", str(port), "--threads", "2"]
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=10)


def _wait(address):
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"{address}/connexion/", timeout=2):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing answers at {address}")


def code_of_now(secret=SECRET):
    """The six figures that an authenticator shows (RFC 6238)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return str((struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6).zfill(6)


class Visitor:
    """Someone in front of a screen. `errors`: what the console complained of; `strangers`: requests that left."""

    def __init__(self, browser, address, **context):
        self.address = address
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR", **context)
        self.page = self.context.new_page()
        self.errors, self.strangers, self.weights = [], [], {}
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda fault: self.errors.append(str(fault)))
        self.page.on("request", self._asked)

    def _asked(self, request):
        if not request.url.startswith((self.address, "data:")):
            self.strangers.append(request.url)

    def open(self, path):
        return self.page.goto(f"{self.address}{path}")

    def tab_to(self, name, most=80):
        """Press Tab until the field of this name has the focus."""
        for _ in range(most):
            if self.page.evaluate("document.activeElement.name") == name:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{name} is not reached with the keyboard")

    def sign_in(self, email, *, code=None, keyboard=False):
        self.open("/connexion/")
        if keyboard:
            self.tab_to("login")
            self.page.keyboard.type(email)
            self.page.keyboard.press("Tab")
            self.page.keyboard.type(PASSWORD)
        else:
            self.page.get_by_label("Adresse électronique").fill(email)
            self.page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        if code:
            self.page.locator("input[name=code]").fill(code)
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        return self

    def close(self):
        self.context.close()
