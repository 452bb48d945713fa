"""What a page weighs with all that it brings, and for how long a browser keeps it."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from egide.platform.ui import versioned

LIMIT = 150_000
YEAR = 31_536_000


def brought(page):
    """Addresses of the scripts, sheets and icons of a page."""
    return re.findall(r'(?:src|href)="(/static/[^"]+)"', page)


def served(client, address):
    answer = client.get(address, headers={"host": "localhost"})
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_page_with_all_it_brings_weighs_less_than_150_kilobytes(client):
    page = served(client, "/galerie/")
    addresses = brought(page.decode())
    assert {"htmx-2.min.js", "egide.css", "egide.js"} <= {Path(a.partition("?")[0]).name for a in addresses}
    assert len(page) + sum(len(served(client, each)) for each in addresses) < LIMIT


@pytest.mark.django_db
def test_what_a_page_brings_is_kept_for_a_year_at_an_address_of_its_content(client):
    for address in brought(served(client, "/galerie/").decode()):
        assert re.search(r"\?v=[0-9a-f]{12}$", address)
        answer = client.get(address, headers={"host": "localhost"})
        answer.close()
        assert f"max-age={YEAR}" in answer["Cache-Control"]


def test_another_content_has_another_address(tmp_path, monkeypatch):
    first, second = tmp_path / "a.css", tmp_path / "b.css"
    first.write_text("a{}")
    second.write_text("b{}")
    monkeypatch.setattr(finders, "find", {"a.css": str(first), "b.css": str(second)}.get)
    versions = {versioned.VersionedFiles().url(name).partition("?")[2] for name in ("a.css", "b.css")}
    assert len(versions) == 2


def test_a_file_that_is_nowhere_is_said_at_once():
    with pytest.raises(ValueError, match=r"ui/absent\.css"):
        static("ui/absent.css")
