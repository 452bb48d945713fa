"""The examples of deploy/ agree with the program, with each other, and with the guide that says how to install them."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from egide import environment
from egide.cli.main import main

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
GUIDE = (ROOT / "docs/operations/installer.md").read_text(encoding="utf-8")
NGINX = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")


def told(unit, name):
    return re.findall(rf"^{name}=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE)


def variables(file):
    found = re.findall(r'^([A-Z_]+)="(.*)"$', (DEPLOY / file).read_text(encoding="utf-8"), re.MULTILINE)
    assert len(dict(found)) == len(found) > 0
    return dict(found)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_runs_a_command_that_exists_with_options_it_has(unit):
    [line] = told(unit, "ExecStart")
    program, name, *words = shlex.split(line)
    assert program == "/opt/egide/bin/egide"
    main.get_command(None, name).make_context(name, words)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_is_closed(unit):
    for name, value in {
        "User": "egide", "UMask": "0077", "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes",
        "PrivateTmp": "yes", "PrivateDevices": "yes", "CapabilityBoundingSet": "", "StateDirectoryMode": "0700",
        "SystemCallFilter": "@system-service",
    }.items():  # fmt: skip
        assert told(unit, name) == [value], name
    assert "/etc/egide/egide.env" in told(unit, "EnvironmentFile")
    knows_the_owner = any("owner.env" in file for file in told(unit, "EnvironmentFile"))
    assert knows_the_owner is (unit.name == "egide-backup.service")


def test_systemd_understands_them(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.fail("systemd-analyze is not installed: apt install systemd")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/egide/bin/egide", shutil.which("true"))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    files = [str(tmp_path / unit.name) for unit in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "egide" in line]
    assert ours == []


@pytest.mark.parametrize("file", ["egide.env", "owner.env"])
def test_every_variable_is_one_that_is_read(file):
    secret_files = {s.name + environment.SUFFIX for s in environment.TABLE if s.secret}
    assert variables(file).keys() <= environment.BY_NAME.keys() | secret_files


def test_no_secret_is_in_what_the_service_reads():
    secrets = {setting.name for setting in environment.TABLE if setting.secret}
    assert secrets.isdisjoint(variables("egide.env"))


def test_paths_ports_and_names_agree():
    known = variables("egide.env")
    [service] = told(DEPLOY / "egide.service", "ExecStart")
    port = re.search(r"--port (\d+)", service)[1]
    assert set(re.findall(r"proxy_pass http://127\.0\.0\.1:(\d+);", NGINX)) == {port}
    assert set(re.findall(r"server_name (\S+);", NGINX)) == {known["EGIDE_HOSTS"]}
    assert known["EGIDE_STATE"] == "/var/lib/egide"
    assert all(told(unit, "StateDirectory") == ["egide"] for unit in SERVICES)
    [backup] = told(DEPLOY / "egide-backup.service", "ExecStart")
    assert told(DEPLOY / "egide-backup.service", "ReadWritePaths") == [shlex.split(backup)[2]]
    for path in ("/var/lib/egide", "/var/backups/egide", *re.findall(r"/etc/\S+?(?=[;\s\"])", NGINX)):
        assert path.partition("sites")[0] in GUIDE, path


def test_the_front_says_what_the_program_believes():
    known = variables("egide.env")
    assert (known["EGIDE_TLS"], known["EGIDE_PROXIES"]) == ("1", "1")
    assert "proxy_set_header X-Forwarded-Proto https;" in NGINX
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX
    assert "proxy_set_header Host $host;" in NGINX
    assert not re.search(r"^\s*add_header", NGINX, re.MULTILINE)
    assert "/static" not in NGINX
    assert "$request " not in NGINX
    assert "$args" not in NGINX
    assert NGINX.count("{") == NGINX.count("}")
    assert re.search(r"location = /metriques/ \{\s*return 404;", NGINX)


def test_the_guide_installs_every_file():
    for file in DEPLOY.iterdir():
        assert f"deploy/{file.name}" in GUIDE, file.name


def test_the_guide_names_commands_that_exist():
    pages = [page.read_text(encoding="utf-8") for page in (ROOT / "docs/operations").glob("*.md")]
    named = {name for page in pages for name in re.findall(r"(?:^|`)egide(?:-admin)? ([a-z-]+)", page, re.MULTILINE)}
    assert len(named) > 7
    assert named <= set(main.list_commands(None))


def test_the_administrator_s_command_is_a_shell_script():
    script = DEPLOY / "egide-admin"
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(script)], check=True)
    assert "runuser -u egide -- /opt/egide/bin/egide" in script.read_text(encoding="utf-8")
