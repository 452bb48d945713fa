import tomllib
from collections import Counter
from datetime import date
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.documents.document import Document, Paragraph, Run
from egide.documents.pdf import to_pdf
from egide.documents.printable import MARK, explanation, printable


def shown(text, medium="font"):
    replaced = Counter()
    return printable(text, medium, replaced), dict(replaced)


@pytest.mark.parametrize("medium", ["screen", "font"])
@pytest.mark.parametrize(
    "sign",
    [
        "\x00",
        "\x1b",
        "\x7f",
        "\x9f",
        "\ufeff",
        "\ue000",
        "\ud800",
        "\uffff",
        "\u202e",
        "\u2066",
        "\U000e0041",
    ],
)
def test_what_every_format_refuses_is_marked_and_counted(sign, medium):
    assert shown(f"a{sign}b", medium) == (f"a{MARK}b", {sign: 1})


@pytest.mark.parametrize("sign", ["😀", "中", "👍🏽", "👨‍👩‍👧", "ก"])
def test_what_no_font_draws_is_one_mark_on_paper_and_stays_on_screen(sign):
    assert shown(f"a{sign}b") == (f"a{MARK}b", {sign: 1})
    assert shown(f"a{sign}b", "screen") == (f"a{sign}b", {})


@pytest.mark.parametrize(
    "text", ["Œuvre à 7\u202f000 € — « ça »", "Ελλάδα Київ şi", "שלום العربية", "✓ ☐ → ≤", "e\u0301"]
)
def test_european_and_semitic_letters_are_kept(text):
    printed, replaced = shown(text)
    assert MARK not in printed
    assert replaced == {}


def test_a_variation_selector_is_dropped_but_never_alone():
    assert shown("✔\ufe0f") == ("✔", {})
    assert shown("\ufe0f") == (MARK, {"\ufe0f": 1})


def test_marks_that_no_font_puts_on_their_letter_are_shown_apart():
    assert shown("x\u1ac1") == (f"x{MARK}", {"\u1ac1": 1})
    assert shown("\u0301a") == (f"{MARK}a", {"\u0301": 1})


def test_line_ends_and_tabs_become_plain():
    assert shown("a\r\nb\rc\u2028d\x0be\tf") == ("a\nb\nc\nd\ne f", {})


def test_the_note_counts_and_names_them():
    assert explanation(Counter({"😀": 1})).endswith(
        "un caractère n’a pas pu être montré ; le signe ▯ en tient lieu : U+1F600."
    )
    many = explanation(Counter({chr(0x4E00 + n): 2 for n in range(22)}))
    assert "44 caractères" in many
    assert "U+4E00 (2 fois)" in many
    assert many.endswith("et 2 autres.")


def _pdf(*texts):
    looks = ({}, {"bold": True}, {"italic": True}, {"code": True}, {"bold": True, "italic": True})
    blocks = tuple(Paragraph((Run(text, **looks[n % 5]),)) for n, text in enumerate(texts))
    return to_pdf(Document("Titre", "Auteur", date(2026, 1, 1), blocks))


def test_every_character_said_to_be_covered_is_drawn():
    """Red when a new typst or a new font loses a letter: renew fonts/coverage.toml."""
    table = tomllib.loads(resources.files("egide.documents").joinpath("fonts/coverage.toml").read_text("utf-8"))
    ends = [entry.partition("-") for entry in table["any_font"]]
    signs = [chr(n) for first, _, last in ends for n in range(int(first, 16), int(last or first, 16) + 1)]
    assert len(signs) > 7000
    assert _pdf(" ".join(signs)).startswith(b"%PDF")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(st.characters(max_codepoint=0x2FFF) | st.characters(), max_size=60), min_size=5, max_size=20))
def test_no_text_stops_a_pdf(texts):
    assert _pdf(*texts).startswith(b"%PDF")
