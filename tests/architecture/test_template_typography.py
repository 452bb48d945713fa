"""What templates write is set the French way: narrow spaces before ; : ! ? and inside « », curly apostrophes."""

import re
from pathlib import Path

import pytest

from egide.typography import french

EGIDE = Path(__file__).parents[2] / "egide"
TEMPLATES = sorted(path for kind in ("html", "txt") for path in EGIDE.glob(f"**/templates/**/*.{kind}"))
# What stands for a value or for the end of a tag: a letter, which no template writes.
STAND_IN = "Ω"

_OPAQUE = r"<(?P<opaque>script|style|pre|code|kbd|textarea)\b.*?</(?P=opaque)\s*>"
_TAG = r"</?[a-zA-Z](?:\{%.*?%\}|\{\{.*?\}\}|\"[^\"]*\"|[^>\"])*>"
_COMMENTS = r"\{#.*?#\}|\{%\s*comment\b.*?endcomment\s*%\}|<!.*?>"
_APART = re.compile(rf"{_OPAQUE}|{_COMMENTS}|\{{%.*?%\}}|{_TAG}", re.DOTALL)
_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_ATTRIBUTE = re.compile(r"\b(?:aria-label|title|placeholder|alt|data-[a-z-]+)=\"((?:\{%.*?%\}|\{\{.*?\}\}|[^\"])*)\"")
_STRING = re.compile(r"(?<==)\"([^\"]*[ \u202f\u00a0][^\"]*)\"")


def literals(source):
    """Where people read what the template itself writes: (start, end) of each run between tags, and in attributes."""
    place = 0
    for found in _APART.finditer(source):
        yield place, found.start()
        whole = found.group()
        if found["opaque"] is None and not re.match(_COMMENTS, whole, re.DOTALL):
            for inside in (_STRING if whole.startswith("{%") else _ATTRIBUTE).finditer(whole):
                for start, end in _between_tags(inside.group(1)):
                    yield found.start() + inside.start(1) + start, found.start() + inside.start(1) + end
        place = found.end()
    yield place, len(source)


def _between_tags(text):
    place = 0
    for found in re.finditer(r"\{%.*?%\}", text):
        yield place, found.start()
        place = found.end()
    yield place, len(text)


def typeset(run):
    """`run` as it should be; its lines, its indentation and the values it shows stay as they are."""
    values = iter(_VALUE.findall(run))
    lines = [_line(line) for line in _VALUE.sub(STAND_IN, run).split("\n")]
    return re.sub(STAND_IN, lambda _: next(values), "\n".join(lines))


def _line(line):
    words = line.lstrip(" ")
    indent = line[: len(line) - len(words)]
    alone = french(words)
    if len(indent) > 1 or not words:
        return indent + french(f"{alone}{STAND_IN}")[:-1]
    # It may follow a tag on the same line, as in « <strong>Nom</strong> : »
    return french(f"{STAND_IN}{indent}{alone}{STAND_IN}")[1:-1]


def wrong(source):
    """What is not set as it should be: (start, end, as it should be)."""
    for start, end in literals(source):
        if (right := typeset(source[start:end])) != source[start:end]:
            yield start, end, right


def test_there_are_templates():
    assert len(TEMPLATES) > 80


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(EGIDE)))
def test_a_template_is_set_the_french_way(template):
    source = template.read_text(encoding="utf-8")
    assert [f"{source[start:end]!r} → {right!r}" for start, end, right in wrong(source)] == []


@pytest.mark.parametrize(
    ("source", "right"),
    [
        ("<p>Quoi ?</p>", "Quoi\u202f?"),
        ("<p><strong>Nom</strong> : {{ name }}</p>", "\u00a0: {{ name }}"),
        ("<p>« {{ name }} »</p>", "«\u202f{{ name }}\u202f»"),
        ('<a href="{% url "x" %}" aria-label="Voir : {{ name }}">x</a>', "Voir\u00a0: {{ name }}"),
        ('{% include "a.html" with title="Rien ici ?" %}', "Rien ici\u202f?"),
        ("<p>L'élu\n   attend !</p>", "L’élu\n   attend\u202f!"),
    ],
)
def test_what_is_not_set_is_seen(source, right):
    assert [found for _, _, found in wrong(source)] == [right]


@pytest.mark.parametrize(
    "source", ["<code>a : b</code>", "{# a : b #}", "{% comment %}a ?{% endcomment %}", "<script>a ? b : c</script>"]
)
def test_what_nobody_reads_as_french_is_left(source):
    assert list(wrong(source)) == []
