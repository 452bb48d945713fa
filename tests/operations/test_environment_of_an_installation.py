"""Secrets by a file, values that are not what they should be, and a state folder that its owner alone reads."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from egide import environment, state

ROOT = Path(__file__).parents[2]


@pytest.fixture
def secret(tmp_path, monkeypatch):
    file = tmp_path / "secret"
    file.write_text("smtp://hote\n", encoding="utf-8")
    monkeypatch.delenv("EGIDE_MAIL_URL", raising=False)
    monkeypatch.setenv("EGIDE_MAIL_URL_FILE", str(file))
    return file


def test_a_secret_is_read_from_its_file(secret):
    assert environment.text("EGIDE_MAIL_URL") == "smtp://hote"


def test_a_secret_given_twice_is_refused(secret, monkeypatch):
    monkeypatch.setenv("EGIDE_MAIL_URL", "smtp://autre")
    with pytest.raises(ValueError, match="tous les deux"):
        environment.text("EGIDE_MAIL_URL")


@pytest.mark.parametrize(("content", "said"), [(b"", "est vide"), (b"\n", "est vide"), (b"\xff", "pas du texte")])
def test_a_file_that_holds_no_secret_is_refused(secret, content, said):
    secret.write_bytes(content)
    with pytest.raises(ValueError, match=said):
        environment.text("EGIDE_MAIL_URL")


def test_a_file_that_is_not_there_is_named(secret):
    secret.unlink()
    with pytest.raises(ValueError, match=r"EGIDE_MAIL_URL_FILE : « .*secret » ne peut pas être lu"):
        environment.text("EGIDE_MAIL_URL")


def test_what_is_no_secret_has_no_file(monkeypatch, tmp_path):
    (tmp_path / "hosts").write_text("pirate.exemple.fr", encoding="utf-8")
    monkeypatch.setenv("EGIDE_HOSTS_FILE", str(tmp_path / "hosts"))
    monkeypatch.delenv("EGIDE_HOSTS", raising=False)
    assert environment.words("EGIDE_HOSTS") == ["127.0.0.1", "localhost"]
    assert "EGIDE_HOSTS_FILE" in environment.misspelt()


@pytest.mark.parametrize(("read", "name"), [(environment.flag, "EGIDE_TLS"), (environment.number, "EGIDE_PROXIES")])
def test_a_value_that_is_not_of_its_kind_is_refused_in_french(read, name, monkeypatch):
    monkeypatch.setenv(name, "oui")
    with pytest.raises(ValueError, match=f"{name} .*« oui »"):
        read(name)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_open_to_others_is_closed(tmp_path):
    folder = tmp_path / "state"
    folder.mkdir()
    folder.chmod(0o755)
    (folder / "egide.sqlite3").write_text("x", encoding="utf-8")
    (folder / "egide.sqlite3").chmod(0o644)
    outside = tmp_path / "outside"
    outside.write_text("x", encoding="utf-8")
    outside.chmod(0o644)
    (folder / "link").symlink_to(outside)
    state.private_folder(folder)
    assert [mode(folder), mode(folder / "egide.sqlite3"), mode(outside)] == [0o700, 0o600, 0o644]


def test_a_folder_that_cannot_be_closed_is_refused(tmp_path, monkeypatch):
    def refused(*_):
        raise PermissionError(1, "Opération non permise")

    (tmp_path / "wide").write_text("x", encoding="utf-8")
    (tmp_path / "wide").chmod(0o644)
    monkeypatch.setattr(Path, "chmod", refused)
    with pytest.raises(ValueError, match="ne peut pas être protégé"):
        state.private_folder(tmp_path)


def test_a_first_start_writes_nothing_that_others_can_read(tmp_path):
    """The key is drawn once and kept; the base is born closed, whatever the umask."""
    folder = tmp_path / "state"
    program = "import os; os.umask(0); import django; django.setup(); from django.conf import settings;"
    program += "from django.db import connection as c; c.cursor().execute('create table t (a)');"
    program += "print(settings.SECRET_KEY)"
    known = {"EGIDE_STATE": str(folder), "DJANGO_SETTINGS_MODULE": "egide.settings", "PATH": os.environ["PATH"]}
    keys = []
    for create in (program, program.replace("create table t (a)", "select 1")):
        done = subprocess.run([sys.executable, "-c", create], env=known, cwd=ROOT, capture_output=True, check=True)
        keys.append(done.stdout)
    assert keys[0] == keys[1]
    assert len(keys[0].strip()) > 50
    assert {path.name: mode(path) for path in (folder, *folder.iterdir())} == {
        "state": 0o700,
        "secret-key": 0o600,
        "files-key": 0o600,
        "egide.sqlite3": 0o600,
    }
