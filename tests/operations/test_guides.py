"""What the operations pages tell to type exists: commands and their options, files, units, settings."""

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from egide import environment
from egide.cli.main import main

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs/operations").glob("*.md"))
TEXTS = {page.name: page.read_text(encoding="utf-8") for page in PAGES}
BLOCKS = [
    (name, block)
    for name, text in TEXTS.items()
    for block in re.findall(r"^ *```\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
]
SHELL = [
    (name, block) for name, block in BLOCKS if not re.search(r"^(\[Unit\]|location |[A-Z_]+=\S+$)", block, re.MULTILINE)
]
LINES = [(name, line) for name, block in SHELL for line in block.replace("\\\n", "").splitlines()]
TYPED = [(name, line.strip()) for name, line in LINES if re.match(r" *(egide|egide-admin) ", line)]
UNITS = {unit.name for unit in (ROOT / "deploy").iterdir() if unit.suffix in {".service", ".timer"}}
ELSEWHERE = {"nginx", "postgresql", "systemd-journald"}
TRIAL = ROOT / "tools/try-on-debian"


def ids(pairs):
    return [f"{name}: {line[:40]}" for name, line in pairs]


@pytest.mark.parametrize(("_page", "line"), TYPED, ids=ids(TYPED))
def test_a_command_has_the_options_it_is_given(_page, line):
    _, *words = shlex.split(line)
    command = main
    while isinstance(command, click.Group):
        name, *words = words
        command = command.get_command(click.Context(command), name)
        assert command is not None, name
    try:
        command.make_context(name, words)
    except click.MissingParameter:
        raise
    except click.BadParameter:
        """The file or the identifier of an example is not here."""


def test_there_are_commands_to_try():
    assert len(TYPED) > 15
    assert len(SHELL) > 20


@pytest.mark.parametrize(("_page", "block"), SHELL, ids=ids(SHELL))
def test_a_block_is_written_for_the_shell(_page, block):
    subprocess.run(["bash", "-n"], input=block, text=True, check=True, capture_output=True)


def test_every_file_of_the_project_that_is_named_is_there():
    named = {path for text in TEXTS.values() for path in re.findall(r"\b(?:deploy|requirements|tools)/[\w.-]+\w", text)}
    assert len(named) > 10
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_unit_that_is_named_is_installed():
    named = [
        word if "." in word else f"{word}.service"
        for _, line in LINES
        if (
            told := re.match(
                r"systemctl (?:enable|disable|start|stop|restart|reload)(?: --now)? ([\w. -]+)", line.strip()
            )
        )
        for word in told[1].split()
        if word not in ELSEWHERE
    ]
    assert len(named) > 10
    assert set(named) <= UNITS


@pytest.mark.parametrize("page", TEXTS)
def test_every_setting_that_is_named_is_read(page):
    known = environment.BY_NAME.keys() | {name + environment.SUFFIX for name in environment.BY_NAME}
    named = re.findall(r"\b(?:EGIDE|DATABASE)_[A-Z_]+\b", TEXTS[page])
    assert [name for name in named if name not in known] == []


def test_what_is_installed_is_taken_away():
    """All that the guide puts outside the folders that disappear whole."""
    installed = re.findall(
        r"^install -m \S+(?: -o root)?(?: -g egide)? deploy/\S+ (/\S+)$", TEXTS["installer.md"], re.MULTILINE
    )
    assert len(installed) > 5
    gone = TEXTS["desinstaller.md"]
    assert [path for path in installed if path not in gone and not path.startswith("/etc/egide/")] == []
    assert [unit for unit in UNITS if f"/etc/systemd/system/{unit}" not in gone] == []


def test_the_trial_follows_pages_and_parts_that_exist():
    subprocess.run(["bash", "-n", str(TRIAL)], check=True)
    script = TRIAL.read_text(encoding="utf-8")
    followed = re.findall(r"\"\$\((?:first_)?block[s]? (\S+?\.md)(?: (\"[^\"]+\"|\w+))?", script)
    assert {page for page, _ in followed} == {"installer.md", "mettre-a-jour.md", "sauvegarder.md", "desinstaller.md"}
    for page, part in followed:
        assert not part or re.search(rf"^##+ {part.strip(chr(34))}$", TEXTS[page], re.MULTILINE), (page, part)


def test_the_builder_is_the_one_that_is_locked():
    """`--no-build-isolation`: what builds the package on a server is hashed too, and the one that the tests use."""
    build = (ROOT / "requirements/build.txt").read_text(encoding="utf-8")
    assert build.startswith("setuptools==")
    assert build in (ROOT / "requirements/dev.txt").read_text(encoding="utf-8")
