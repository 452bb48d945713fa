"""Everything that an installation may set is in one table; all of the table is read, and the page is made from it."""

import re
from pathlib import Path

from egide import environment

ROOT = Path(__file__).parents[2]
AROUND = re.compile(r"(?:os\.environ(?:\.get\(|\[)|os\.getenv\(|envvar=)\"((?:EGIDE|DATABASE)_[A-Z_]+)\"")
READ = re.compile(r"\b(?:text|words|flag|number)\(\s*\"((?:EGIDE|DATABASE)_[A-Z_]+)\"")


def read_by(pattern):
    files = [file for file in (ROOT / "egide").rglob("*.py") if file.name != "environment.py"]
    return {name for file in files for name in pattern.findall(file.read_text(encoding="utf-8"))}


def test_every_setting_is_read_through_the_table():
    assert read_by(AROUND) == set()


def test_all_of_the_table_is_read_and_nothing_else():
    assert sorted(read_by(READ)) == sorted(environment.BY_NAME)


def test_the_page_is_that_of_the_table():
    assert (ROOT / "docs" / "operations" / "reglages.md").read_text(encoding="utf-8") == environment.page()
