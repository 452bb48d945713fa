"""Everything that an installation may set is in one table, and everything in the table is read."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READ = re.compile(r"(?:os\.environ(?:\.get\(|\[)|envvar=)\"((?:EGIDE|DATABASE)_[A-Z_]+)\"")
ROWS = re.compile(r"^\| `([A-Z_]+)` \| .+ \| .+ \|$", re.MULTILINE)


def test_the_page_of_installation_names_every_variable_and_no_other():
    read = {name for file in (ROOT / "egide").rglob("*.py") for name in READ.findall(file.read_text(encoding="utf-8"))}
    told = ROWS.findall((ROOT / "docs" / "operations" / "installer.md").read_text(encoding="utf-8"))
    assert len(read) > 8
    assert sorted(told) == sorted(read)
