"""Pages of the application shown in Chromium with no server: each request is answered by Django in the process."""

import shutil
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.test import Client

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SITE = "http://localhost"


class Site:
    """Answers the browser. `pages` are bodies given by the test; `complaints`, all that the browser said was wrong."""

    def __init__(self, pages=None):
        self.pages, self.complaints, self.client = pages or {}, [], Client(headers={"host": "localhost"})

    def answer(self, route):
        parts = urlsplit(route.request.url)
        if parts.hostname != "localhost":
            self.complaints.append(f"fetched elsewhere: {route.request.url}")
        path = f"{parts.path}?{parts.query}"
        if parts.path in self.pages:
            route.fulfill(body=self.pages[parts.path], content_type="text/html; charset=utf-8")
            return
        found = self.client.get(path)
        body = b"".join(found.streaming_content) if found.streaming else found.content
        route.fulfill(status=found.status_code, headers=dict(found.items()), body=body)


@contextmanager
def shown(chromium, path, *, pages=None, width=1280, scheme="light", script=True):
    """A tab open on `path`. What the browser complains of, save the state of the page itself, fails the test."""
    site = Site(pages)
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        java_script_enabled=script,
        reduced_motion="reduce",
    )
    tab = context.new_page()
    tab.on("pageerror", lambda error: site.complaints.append(str(error)))
    tab.on("console", lambda said: site.complaints.append(said.text))
    tab.route("**/*", site.answer)
    tab.goto(SITE + path)
    yield tab
    context.close()
    complaints = [each for each in site.complaints if "status of 404" not in each]
    assert complaints == [], complaints
