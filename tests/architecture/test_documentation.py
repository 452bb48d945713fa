"""The pages lead somewhere, the index of the guide names them all, and those in French are set the French way."""

import re
from pathlib import Path

import pytest

from egide.typography import french

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
IN_FRENCH = sorted([*ROOT.glob("docs/guide/*.md"), *ROOT.glob("docs/operations/*.md")])
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`|\]\([^)]*\)|\*\*", re.DOTALL)
RULE_OF_A_TABLE = re.compile(r"\|[-| :]+\|$")


def name(page):
    return str(page.relative_to(ROOT))


def headings(page):
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def typeset(text):
    """Line by line, so that a list keeps its indentation; code, addresses and the marks of bold stand aside."""
    aside = []

    def put_aside(found):
        aside.append(found.group())
        return "" if found.group() == "**" else f"Ω{len(aside) - 1}Ω"

    lines = []
    for line in CODE.sub(put_aside, text).split("\n"):
        words = line.lstrip()
        lines.append(line if RULE_OF_A_TABLE.match(words) else line[: len(line) - len(words)] + french(words))
    return re.sub(r"Ω(\d+)Ω", lambda found: aside[int(found[1])], "\n".join(lines))


def test_there_are_pages():
    assert len(PAGES) > 20
    assert len(IN_FRENCH) > 9


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page):
    for file, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), file
        assert not anchor or anchor in headings(target), anchor


def test_the_index_names_every_page_of_the_guide():
    index = ROOT / "docs" / "guide" / "README.md"
    named = {file for file, _ in LINK.findall(index.read_text(encoding="utf-8"))}
    assert {page.name for page in index.parent.glob("*.md")} - {"README.md"} <= named


@pytest.mark.parametrize("page", IN_FRENCH, ids=name)
def test_a_page_in_french_is_set_the_french_way(page):
    text = page.read_text(encoding="utf-8")
    assert typeset(text).split("\n") == text.replace("**", "").split("\n")
