"""The house rules that a machine can hold: sizes, names, no registry host, the command stands without Django."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT, capture_output=True, text=True, check=True,
).stdout.splitlines()  # fmt: skip
FILES = [ROOT / name for name in LISTED if (ROOT / name).is_file()]
PYTHON = [path for path in FILES if path.suffix == ".py"]
TEXTS = [path for path in FILES if path.suffix not in {".ttf", ".mo", ".png", ".xlsx", ".ods"}]
REGISTRIES = ["pypi" + ".org", "files.python" + "hosted.org", "registry.npm" + "js.org", "--index" + "-url"]


def test_there_are_files_to_look_at():
    assert len(PYTHON) > 100


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_longer_than_400_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_no_room_for_odds_and_ends():
    drawers = {"utils", "common", "core", "helpers", "misc"}
    assert [str(path) for path in PYTHON if drawers & {path.stem, *path.relative_to(ROOT).parts}] == []


def test_no_registry_host_is_committed():
    named = [str(p) for p in TEXTS if any(host in p.read_text("utf-8", "replace") for host in REGISTRIES)]
    assert named == []


def test_every_module_says_what_it_is():
    silent = [
        str(path.relative_to(ROOT))
        for path in PYTHON
        if path.is_relative_to(ROOT / "egide")
        and "migrations" not in path.parts
        and not path.read_text(encoding="utf-8").removeprefix("#!/usr/bin/env python3\n").startswith('"""')
    ]
    assert silent == []


def test_the_changelog_knows_the_version():
    version = re.search(r'__version__ = "([^"]+)"', (ROOT / "egide/__init__.py").read_text(encoding="utf-8"))
    assert f"## {version[1]}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_check_stands_without_django(tmp_path):
    """A module named django that refuses to be imported: the command must not even try."""
    (tmp_path / "django").mkdir()
    (tmp_path / "django/__init__.py").write_text("raise RuntimeError('Django was imported')", encoding="utf-8")
    register = tmp_path / "registre.csv"
    register.write_text(
        "Nom du traitement;Finalités;Personnes concernées;Durée de conservation\n"
        "Cantine;Nourrir les élèves de la commune;Élèves;1 an\n",
        encoding="utf-8",
    )
    run = subprocess.run(
        [sys.executable, "-m", "egide.cli", "check", str(register), "--fail-on", "never"],
        cwd=ROOT, env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "Cantine" in run.stdout
