"""The filters of the pages: French, and never a way in for markup."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from egide.platform import ui

TEMPLATES = sorted((Path(ui.__file__).parent / "templates").rglob("*.html"))


def shown(source, **given):
    return Template("{% load ui %}" + source).render(Context(given))


@pytest.mark.parametrize("filters", ["typo", "typo|linebreaksbr"])
def test_what_a_person_wrote_is_never_markup(filters):
    page = shown("{{ text|" + filters + " }}", text="<img src=x onerror=\"alert('1')\">")
    assert "<img" not in page
    assert "&lt;img" in page


def test_the_apostrophe_curls_although_the_text_is_escaped():
    assert shown("{{ text|typo }}", text='l\'eau & "vous"') == "l’eau &amp; «\u202fvous\u202f»"


def test_words_already_joined_by_the_template_are_set_too():
    assert shown('{{ text|join:" · "|typo }}', text=["l'eau", "a < b"]) == "l’eau · a &lt; b"


def test_markup_made_by_the_program_is_left_alone():
    assert shown("{{ text|typo }}", text=mark_safe('<b title="a">!</b>')) == '<b title="a">!</b>'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ nothing|typo }}{{ nothing|french_date }}{{ nothing|french_datetime }}{{ nothing|thousands }}", ""),
        ("{{ zero|thousands }}", "0"),
        ("{{ many|thousands }}", "1\u202f234\u202f567"),
        ("{{ day|french_date }}", "1er mars 2026"),
        ("{{ late|french_date }}", "2 mars 2026"),
        ("{{ late|french_datetime }}", "2 mars 2026 à 0\u00a0h\u00a030"),
    ],
)
def test_days_moments_and_numbers(source, expected):
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert shown(source, nothing=None, zero=0, many=1234567, day=date(2026, 3, 1), late=late) == expected


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_the_words_of_the_templates_are_set_in_french(path):
    words = re.sub(r"\{#.*?#\}|\{%.*?%\}|<[^>]*>", "", path.read_text(), flags=re.DOTALL)
    assert re.findall(r".{0,20} [;:!?»].{0,10}|.{0,10}« .{0,20}", words) == []
