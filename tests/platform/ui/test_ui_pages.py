"""The frame and the components as they are served: complete, escaped, light, with nothing inline."""

import re
import uuid
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory

from egide.platform import ui

ROOM = Path(ui.__file__).parent
TEMPLATES = ROOM / "templates"
FRAMES = {"base", "bare", "gallery"}
PARTS = sorted(p.stem for p in (TEMPLATES / "ui").glob("*.html") if p.stem not in FRAMES)
ERRORS = ["400.html", "403.html", "404.html", "500.html"]
EVIL = "<script>alert('l'eau')</script>"


@pytest.fixture
def page(client):
    answer = client.get("/galerie/", headers={"host": "localhost"})
    assert answer.status_code == 200
    return answer


def framed(organization=None, user=None, **context):
    request = RequestFactory().get("/")
    request.organization, request.user = organization, user or SimpleNamespace(is_authenticated=False)
    return render_to_string("ui/base.html", context, request)


@pytest.mark.parametrize("part", PARTS)
def test_every_component_is_in_the_gallery(page, part):
    assert f"ui/{part}.html" in {template.name for template in page.templates}


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_nothing_is_inline(path):
    source = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:|https?://", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))


def test_the_policy_of_the_browser_is_strict(page):
    policy = page["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_the_second_page_is_reached_and_a_wrong_number_is_not_an_error(client):
    for asked, shown in [("2", "Page 2 sur 3"), ("99", "Page 3 sur 3"), ("x", "Page 1 sur 3")]:
        assert shown in client.get(f"/galerie/?page={asked}", headers={"host": "localhost"}).content.decode()


def test_the_other_words_of_the_query_follow_from_page_to_page(client):
    answer = client.get("/galerie/?q=mairie", headers={"host": "localhost"}).content.decode()
    assert "?q=mairie&amp;page=2" in answer


def test_the_weight_of_what_a_page_brings():
    static = ROOM / "static" / "ui"
    assert (static / "egide.js").stat().st_size + (static / "theme.js").stat().st_size <= 8_000
    assert (static / "egide.css").stat().st_size <= 26_000


@pytest.mark.parametrize("name", ["egide.css", "egide.js", "theme.js", "icon.svg"])
def test_files_are_served_from_the_packages_with_nothing_to_collect(client, name):
    answer = client.get(f"/static/ui/{name}", headers={"host": "localhost"})
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == (ROOM / "static" / "ui" / name).read_bytes()


@pytest.mark.django_db
def test_the_frame_names_the_body_and_the_person():
    body = SimpleNamespace(name="Commune <d’Exemple>", population=7842)
    camille = type("Person", (), {"is_authenticated": True, "id": uuid.uuid4(), "__str__": lambda _: "Camille <b>"})()
    page = framed(body, camille)
    assert "Commune &lt;d’Exemple&gt; · 7\u202f842 habitants" in page
    assert "Camille &lt;b&gt;" in page
    assert '<html lang="fr">' in page


def test_the_frame_marks_where_one_is_and_counts():
    items = [
        {"label": EVIL, "url": "/a", "count": 0, "current": True},
        {"label": "Journal", "url": "/b", "count": None, "current": False},
    ]
    page = framed(navigation=[{"title": "Registres", "items": items}])
    assert page.count('aria-current="page"') == 1
    assert '<span class="count">0</span>' in page
    assert "<script>alert" not in page


def test_the_frame_of_nobody_asks_nobody_to_leave():
    assert "Se déconnecter" not in framed()


@pytest.mark.parametrize("name", ERRORS)
def test_error_pages_need_no_request_and_offer_a_way_back(name):
    page = render_to_string(name)
    assert page.count("<h1>") == 1
    assert 'href="/"' in page


@pytest.mark.parametrize(
    ("part", "context"),
    [
        ("chip", {"text": EVIL}),
        ("chips", {"chips": [(EVIL, "?")]}),
        ("finding", dict.fromkeys(["title", "message", "severity", "basis", "advice"], EVIL)),
        ("facts", {"facts": [(EVIL, EVIL)]}),
        ("empty", dict.fromkeys(["title", "text", "why", "action"], EVIL) | {"url": "/"}),
        ("timeline", {"entries": [dict.fromkeys(["title", "who", "origin", "reason"], EVIL)]}),
        ("diff", dict.fromkeys(["label", "before", "after"], EVIL)),
        ("confirm", dict.fromkeys(["text", "action", "button"], EVIL) | {"hidden": [("a", EVIL)]}),
        ("meter", {"label": EVIL, "value": 1, "max": 2}),
        ("actions", {"actions": [dict.fromkeys(["title", "why", "severity", "verb"], EVIL)]}),
        ("notice", dict.fromkeys(["title", "text", "link"], EVIL) | {"url": "/"}),
        ("messages", {"messages": [EVIL]}),
    ],
)
def test_a_component_escapes_all_it_is_given(part, context):
    page = render_to_string(f"ui/{part}.html", context)
    assert "<script" not in page
    assert "&lt;script&gt;" in page


class Refused(forms.Form):
    """A form with one field of its own and an error of the whole."""

    name = forms.CharField(label="Nom", help_text="Celui de l'état civil.")
    agreed = forms.BooleanField(label="D'accord", help_text="Oui ou non.")

    def clean(self):
        raise forms.ValidationError("Ces deux réponses vont ensemble.")


@pytest.mark.parametrize("name", ["name", "agreed"])
def test_a_field_is_tied_to_its_help_and_its_error(name):
    page = render_to_string("ui/field.html", {"field": Refused({})[name]})
    tied = re.search(r'aria-describedby="([^"]+)"', page).group(1).split()
    assert tied == [f"id_{name}_helptext", f"id_{name}_error"]
    assert all(f'id="{each}"' in page for each in tied)
    assert 'aria-invalid="true"' in page
    assert f'for="id_{name}"' in page


def test_the_summary_leads_to_each_field_and_says_what_is_of_none():
    page = render_to_string("ui/error_summary.html", {"form": Refused({})})
    assert 'href="#id_name"' in page
    assert "Ces deux réponses vont ensemble." in page
    assert "D’accord</a>\u00a0:" in render_to_string("ui/error_summary.html", {"form": Refused({})})
    assert render_to_string("ui/error_summary.html", {"form": Refused()}).strip() == ""


def test_a_removed_value_is_said_in_words():
    assert "Retiré" in render_to_string("ui/diff.html", {"label": "Durée", "before": "Un an", "after": None})
    assert "Retiré" not in render_to_string("ui/diff.html", {"label": "Durée", "before": None, "after": "Un an"})
