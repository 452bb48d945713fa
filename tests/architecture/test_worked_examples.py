"""The worked examples of docs/architecture.md are true: applied to a copy of the application, they do what they say."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("worked examples")  # one copy for all

ROOT = Path(__file__).parents[2]
USE = Path(__file__).with_name("worked_examples_used.py")
BLOCKS = re.compile(
    r"^`(?P<file>[\w/]+\.py)`\n\n```(?P<kind>python|diff)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL
)
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def blocks(heading):
    """The files of an example: (path, "python" or "diff", code)."""
    part = PAGE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [(found["file"], found["kind"], found["code"]) for found in BLOCKS.finditer(part)]


FIELD, REGISTER = blocks("Adding a field"), blocks("Adding a register")


def apply(copy, file, kind, code):
    target = copy / file
    if kind == "python":
        target.parent.mkdir(exist_ok=True)
        (target.parent / "__init__.py").write_text("")
        target.write_text(code, encoding="utf-8")
        return
    before, after = ("".join(f"{line[1:]}\n" for line in code.splitlines() if line[:1] != out) for out in "+-")
    source = target.read_text(encoding="utf-8")
    assert source.count(before) == 1, f"{file} has no longer, or more than once:\n{before}"
    target.write_text(source.replace(before, after), encoding="utf-8")


def run(copy, *arguments):
    environment = {**os.environ, "PYTHONPATH": str(copy), "EGIDE_STATE": str(copy), "EGIDE_SECRET_KEY": "of a copy"}
    environment = {name: value for name, value in environment.items() if not name.startswith("DATABASE_")}
    environment["DJANGO_SETTINGS_MODULE"] = "egide.settings"
    done = subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The application with both examples in it, migrated."""
    copy = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "egide", copy / "egide")
    for block in (*FIELD, *REGISTER):
        apply(copy, *block)
    run(copy, "-m", "egide.formats.package.schema")
    run(copy, "-W", "ignore", "-m", "django", "makemigrations", "processing", "trainings", "--verbosity", "0")
    return copy


@pytest.fixture(scope="module")
def seen(copy):
    """What was seen of a body that used them, by name."""
    run(copy, "-m", "egide.cli", "init")
    started = f"import django, runpy; django.setup(); runpy.run_path({str(USE)!r})"
    return json.loads(run(copy, "-c", started))


def test_a_field_is_at_most_three_files_written_by_hand():
    assert 1 <= len({file for file, _, _ in FIELD}) <= 3
    assert all(kind == "diff" for _, kind, _ in FIELD)


def test_a_register_is_less_than_forty_lines():
    written = [line for _, kind, code in REGISTER for line in code.splitlines() if kind == "python" or line[:1] == "+"]
    assert 20 < len([line for line in written if line.strip()]) < 40


def test_the_examples_are_typed_and_set_as_the_house_is(copy):
    files = [file for file, _, _ in (*FIELD, *REGISTER)]
    shutil.copy(ROOT / "pyproject.toml", copy)
    run(copy, "-m", "ruff", "check", "--no-cache", *files)
    run(copy, "-m", "ruff", "format", "--no-cache", "--check", *files)


def test_the_house_asks_no_more_of_a_field(copy):
    """The tests that name every fact pass on the copy."""
    shutil.copy(ROOT / "pyproject.toml", copy)
    shutil.copytree(ROOT / "tests", copy / "tests")
    naming = (
        "tests/formats/test_package_schema.py",
        "tests/formats/test_cnil_habits.py",
        "tests/documents/test_layouts.py",
    )
    assert " passed" in run(copy, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *naming)


@pytest.mark.parametrize(
    ("where", "what"),
    [
        ("field.form", "Déclaré par le service le"),
        ("field.form", "Le jour où le service a dit ce qu’il fait de ces données."),
        ("field.fiche", "Déclaré par le service le 4 février 2026"),
        ("field.history", "Déclaré par le service le Avant : 3 février 2026 Après : 4 février 2026"),
        ("field.past", "Déclaré par le service le 3 février 2026"),
        ("field.package", '"declared_on":"2026-02-04"'),
        ("register.navigation", "Sensibilisations 1"),
        ("register.empty", "Qui a été formé à la protection des données, quand, et combien de personnes sont venues."),
        ("register.form", "Présents"),
        ("register.list", "Mots de passe 12 mars 2026 Agents 14"),
        ("register.found", "Mots de passe"),
        ("register.not_found", "Aucune fiche ne répond à cette recherche"),
        ("register.fiche", "Tenue le 12 mars 2026"),
        ("register.history", "Présents Avant : 12 Après : 14"),
        ("register.csv", "Mots de passe;12 mars 2026;Agents;14"),
        ("register.rights", "Registre des sensibilisations"),
        ("register.stranger", "404"),
        ("journal.verdict", "sound, 6 versions"),
    ],
)
def test_what_people_get_without_another_line(seen, where, what):
    assert what in seen[where]


def test_what_is_not_there_is_not_seen(seen):
    assert "Mots de passe" not in seen["register.empty"] + seen["register.not_found"]
    assert "declared_on" not in (ROOT / "egide" / "law" / "facts" / "activity.py").read_text()
