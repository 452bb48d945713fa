"""docs/asvs.yaml: every requirement of levels 1 and 2 has its line, and what a line shows exists."""

import ast
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(__file__).parents[2]
HERE = "tests/architecture/test_asvs.py"
LINES = yaml.safe_load((ROOT / "docs/asvs.yaml").read_text(encoding="utf-8"))
STATUSES = {"met", "partly", "not met", "not applicable"}
# The level of each requirement of ASVS 5.0.0, in order, section by section.
LEVELS = """
1.1 22 1.2 1111122223 1.3 112222222223 1.4 222 1.5 123
2.1 122 2.2 112 2.3 12223 2.4 23
3.1 3 3.2 113 3.3 12223 3.4 11222233 3.5 11122333 3.6 3 3.7 22333
4.1 12233 4.2 23333 4.3 22 4.4 1222
5.1 2 5.2 112333 5.3 113 5.4 222
6.1 122 6.2 111111112222 6.3 11223333 6.4 112233 6.5 22222333 6.6 2223 6.7 33 6.8 2222
7.1 222 7.2 1111 7.3 22 7.4 11222 7.5 223 7.6 22
8.1 1233 8.2 1123 8.3 133 8.4 23
9.1 111 9.2 1222
10.1 22 10.2 223 10.3 22223 10.4 1111122222233333 10.5 22222 10.6 22 10.7 222
11.1 2233 11.2 22233 11.3 11233 11.4 1222 11.5 23 11.6 23 11.7 33
12.1 12233 12.2 11 12.3 22223
13.1 2333 13.2 222223 13.3 2233 13.4 1222233
14.1 22 14.2 12223333 14.3 122
15.1 12233 15.2 12233 15.3 1222222 15.4 3333
16.1 2 16.2 22222 16.3 2222 16.4 222 16.5 2223
17.1 23 17.2 22223333 17.3 22
"""


def standard():
    """The level of each requirement, by identifier."""
    found = {}
    words = LEVELS.split()
    for section, levels in zip(words[::2], words[1::2], strict=True):
        found |= {f"V{section}.{n}": int(level) for n, level in enumerate(levels, 1)}
    return found


def complaints(lines):
    """What is wrong with a list of lines, in words."""
    wanted = {key: level for key, level in standard().items() if level < 3}
    told = [line["id"] for line in lines]
    yield from (f"{key}: no line" for key in wanted.keys() - set(told))
    yield from (f"{key}: twice, or not of these levels" for key in told if told.count(key) > 1 or key not in wanted)
    for line in lines:
        yield from (f"{line['id']}: {fault}" for fault in _faults(line, wanted.get(line["id"])))


def _faults(line, level):
    evidence = line.get("evidence") or []
    if line.get("level") != level:
        yield f"its level is {level}"
    if not line.get("title", "").strip():
        yield "no title"
    if line.get("status") not in STATUSES:
        yield f"status {line.get('status')!r}"
    if (line.get("status") != "met") != bool(line.get("why")):
        yield "says why it is not met, and only then"
    if (line.get("status") in {"met", "partly"}) != bool(evidence):
        yield "evidence is for what is met, in part at least"
    yield from (f"no such {kind}: {what}" for one in evidence for kind, what in one.items() if not _exists(kind, what))
    yield from (f"unknown field {name}" for name in line.keys() - {"id", "level", "title", "status", "why", "evidence"})


def _exists(kind, what):
    if kind == "test":
        path, _, name = what.partition("::")
        return (ROOT / path).is_file() and (name in named_in(path) if name else bool(named_in(path)))
    if kind == "setting":
        return hasattr(settings, what)
    path, _, anchor = what.partition("#")
    return kind == "doc" and (ROOT / path).is_file() and (not anchor or anchor in anchors_of(path))


@cache
def named_in(path):
    """The tests that a file defines and does not skip."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test")]
    return {f.name for f in functions if not re.search("skip|xfail", " ".join(map(ast.unparse, f.decorator_list)))}


@cache
def anchors_of(path):
    """Those of its headings, as the sites that show Markdown make them."""
    titles = re.findall(r"^#+ (.+)$", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
    return {_anchor(title) for title in titles}


def _anchor(title):
    kept = "".join(c for c in title.lower() if c in " -_" or unicodedata.category(c)[0] in "LN")
    return kept.replace(" ", "-")


def test_the_standard_has_the_numbers_that_it_announces():
    levels = [*standard().values()]
    assert [levels.count(level) for level in (1, 2, 3)] == [70, 183, 92]


def test_every_requirement_has_its_line_and_what_it_shows_exists():
    assert sorted(complaints(LINES)) == []


def test_they_are_in_the_order_of_the_standard():
    order = [*standard()]
    assert [line["id"] for line in LINES] == sorted((line["id"] for line in LINES), key=order.index)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lines: lines.pop(0), "V1.1.1: no line"),
        (lambda lines: lines.append(lines[0]), "twice"),
        (lambda lines: lines[0].update(id="V99.1.1"), "not of these levels"),
        (lambda lines: lines[0].update(level=1), "its level is 2"),
        (lambda lines: lines[0].update(status="done"), "status 'done'"),
        (lambda lines: lines[0].update(status="partly"), "says why"),
        (lambda lines: lines[0].update(title=" "), "no title"),
        (lambda lines: lines[0].update(evidence=[]), "evidence is for"),
        (lambda lines: lines[0].update(evidence=[{"test": "tests/nowhere.py"}]), "no such test"),
        (
            lambda lines: lines[0].update(evidence=[{"test": f"{HERE}::test_no"}]),
            "no such test",
        ),
        (lambda lines: lines[0].update(evidence=[{"setting": "NOT_A_SETTING"}]), "no such setting"),
        (lambda lines: lines[0].update(evidence=[{"doc": "docs/nowhere.md"}]), "no such doc"),
        (lambda lines: lines[0].update(evidence=[{"doc": "docs/package.md#nowhere"}]), "no such doc"),
        (lambda lines: lines[0].update(evidence=[{"rumour": "x"}]), "no such rumour"),
    ],
)
def test_what_is_wrong_is_seen(change, said):
    lines = [dict(line) for line in LINES]
    change(lines)
    assert [complaint for complaint in complaints(lines) if said in complaint]
