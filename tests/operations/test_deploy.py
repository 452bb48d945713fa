"""The examples of deploy/ agree with the program, with each other, and with the guide that says how to install them."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from egide import environment
from egide.cli.main import main
from egide.registers.imports.views import LARGEST
from egide.typography import french
from tests.machinery.routes import every_route

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


def test_the_front_speaks_only_what_is_strong():
    assert re.findall(r"ssl_protocols (.*);", NGINX) == ["TLSv1.2 TLSv1.3"]
    [suites] = re.findall(r"ssl_ciphers (.*);", NGINX)
    assert all(re.fullmatch(r"ECDHE-(ECDSA|RSA)-.*(GCM|POLY1305).*", suite) for suite in suites.split(":"))


def megabytes(text, name):
    return [int(size) for size in re.findall(rf"\b{name} (\d+)m;", text)]


def test_the_front_writes_nothing_of_what_passes_on_its_disk():
    """It would be in clear there. What is received by files goes straight on; the rest is small, and kept in memory."""
    [(addresses, straight_on)] = re.findall(r"location ~ (\S+) \{([^}]*)\}", NGINX)
    for route in every_route():
        takes_files = getattr(route.view, "receives_files", False) or route.name == "import"
        path = f"/{re.sub('<uuid:[^>]*>', '0' * 36, route.pattern)}".replace("<slug:body>", "berck")
        assert bool(re.search(addresses, path)) is takes_files, path
    assert "proxy_request_buffering off;" in straight_on
    assert "limit_conn egide_uploads" in straight_on
    [largest] = megabytes(straight_on, "client_max_body_size")
    elsewhere = NGINX.replace(straight_on, "")
    [most], [kept] = megabytes(elsewhere, "client_max_body_size"), megabytes(elsewhere, "client_body_buffer_size")
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE <= most * 1024 * 1024 <= kept * 1024 * 1024
    assert largest * 1024 * 1024 > max(settings.FILES_LARGEST, LARGEST)
    assert re.search(r"^    proxy_max_temp_file_size 0;", NGINX, re.MULTILINE)


def test_what_is_read_of_an_import_is_written_in_memory():
    for service in SERVICES:
        if service.name != "egide-backup.service":
            assert told(service, "Environment") == [f"TMPDIR=/run/{service.stem}"]
            assert told(service, "RuntimeDirectory") == [service.stem]


def test_the_pages_of_the_front_are_in_french_and_stand_alone():
    named = dict(re.findall(r"error_page ([\d ]+) /egide-pages/(\S+);", NGINX))
    assert {code for codes in named for code in codes.split()} == {"413", "429", "502", "504"}
    assert {page.name for page in (DEPLOY / "pages").iterdir()} == set(named.values())
    for name in named.values():
        page = (DEPLOY / "pages" / name).read_text(encoding="utf-8")
        assert page.startswith('<!doctype html>\n<html lang="fr">')
        assert not re.findall(r"\b(?:src|href)=|<style|<script", page)
        assert french(page) == page


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
