"""What `egide doctor` finds, each by making it so; what it refuses to serve."""

import datetime as dt
import json
import os
import re
from pathlib import Path

import pytest
from click import ClickException
from click.testing import CliRunner
from django.db import OperationalError, connection
from django.utils import timezone

from egide import environment
from egide.cli import main
from egide.database import as_owner
from egide.operations.backup.last import Last, remember
from egide.operations.doctor import configuration, databases, machine, problems
from egide.operations.doctor.examining import before_serving, examine

ROOT = Path(__file__).parents[2]
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def safe(settings, tmp_path, monkeypatch):
    """An installation with nothing to say: what the suite itself is told is no setting of it."""
    for name in environment.misspelt():
        monkeypatch.delenv(name)
    tmp_path.chmod(0o700)
    settings.STATE = tmp_path
    settings.ALLOWED_HOSTS, settings.BEHIND_TLS, settings.ALLAUTH_TRUSTED_PROXY_COUNT = ["egide.exemple.fr"], True, 1
    settings.SECRET_KEY = "abcdefghijklmnopqrstuvwxyz" * 2
    settings.EMAIL_BACKEND, settings.EMAIL_USE_TLS, settings.EMAIL_HOST = SMTP, True, "courriel.exemple.fr"
    settings.DEFAULT_FROM_EMAIL = "egide@exemple.fr"
    remember(tmp_path, Last(timezone.now(), "/sauvegardes/une", 1, 0.1))
    monkeypatch.setattr(machine.os, "geteuid", lambda: 1000)
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    monkeypatch.setattr(databases, "_server", lambda _: [])  # the cluster of the tests is not durable, on purpose
    return settings


def codes(found=None):
    return [each.code for each in (examine(timezone.now()) if found is None else found)]


@pytest.mark.django_db
def test_nothing_to_say(safe):
    assert codes() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("DEBUG", True, "debug"),
        ("ALLOWED_HOSTS", ["*"], "any-host"),
        ("ALLOWED_HOSTS", ["127.0.0.1", "localhost"], "default-host"),
        ("BEHIND_TLS", False, "no-tls"),
        ("ALLAUTH_TRUSTED_PROXY_COUNT", 0, "no-proxy"),
        ("SECRET_KEY", "courte", "weak-secret"),
        ("SECRET_KEY", "a" * 80, "weak-secret"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "mail-console"),
        ("EMAIL_USE_TLS", False, "mail-clear"),
        ("DEFAULT_FROM_EMAIL", "egide@localhost", "mail-from"),
    ],
)
def test_a_setting_that_is_not_safe(safe, name, value, code):
    setattr(safe, name, value)
    assert codes() == [code]


@pytest.mark.django_db
def test_variables_that_nothing_reads_and_secrets_that_all_read(safe, tmp_path, monkeypatch):
    (tmp_path.parent / "mail").write_text("smtp://hote", encoding="utf-8")
    (tmp_path.parent / "mail").chmod(0o644)
    monkeypatch.setenv("EGIDE_TSL", "1")
    monkeypatch.setenv("EGIDE_MAIL_URL_FILE", str(tmp_path.parent / "mail"))
    monkeypatch.setenv("EGIDE_RISKS_ACCEPTED", "superuser, nothing")
    found = examine(timezone.now())
    assert sorted(codes(found)) == ["misspelt", "secret-open", "unknown-risk", "unknown-risk"]
    assert any("EGIDE_TSL" in each.said for each in found)


@pytest.mark.django_db
def test_a_danger_is_accepted_by_its_code(safe, monkeypatch):
    safe.BEHIND_TLS = False
    assert examine(timezone.now())[0].is_danger
    monkeypatch.setenv("EGIDE_RISKS_ACCEPTED", "no-tls")
    assert codes() == ["no-tls"]
    assert not examine(timezone.now())[0].is_danger


@pytest.mark.django_db
def test_a_state_that_others_read(safe, tmp_path):
    (tmp_path / "files").mkdir(mode=0o700)
    (tmp_path / "files" / "one").write_text("x", encoding="utf-8")
    (tmp_path / "files" / "one").chmod(0o644)
    assert codes() == ["state-open"]


@pytest.mark.django_db
def test_root_and_little_room(safe, monkeypatch):
    monkeypatch.setattr(machine.os, "geteuid", lambda: 0)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 5_000_000}))
    found = examine(timezone.now())
    assert sorted(codes(found)) == ["disk-low", "root"]
    assert "5 Mo" in " ".join(each.said for each in found).replace("\u00a0", " ")


@pytest.mark.django_db
def test_backups_that_are_old_or_unknown(safe, tmp_path):
    remember(tmp_path, Last(timezone.now() - dt.timedelta(hours=49, minutes=5), "/sauvegardes/une", 1, 0.1))
    assert codes() == ["old-backup"]
    (tmp_path / "last-backup.json").write_text("{", encoding="utf-8")
    assert codes() == ["no-backup"]


MOUNTS = "/dev/vda / ext4 rw 0 0\nserver:/x /srv/egide nfs4 rw 0 0\n/dev/vdb /srv/with\\040space xfs rw 0 0\n"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/srv/egide/db", "nfs4"), ("/srv/egide2/db", "ext4"), ("/srv/with space/db", "xfs"), ("/", "ext4")],
)
def test_the_disk_on_which_a_file_is(path, kind):
    assert machine.filesystem_of(Path(path), MOUNTS) == kind


@pytest.mark.django_db
def test_sqlite_on_a_network(safe, monkeypatch):
    monkeypatch.setitem(safe.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    monkeypatch.setattr(machine, "filesystem_of", lambda _: "nfs4")
    assert codes() == ["network-filesystem"]


@pytest.mark.django_db
def test_a_database_that_is_not_ready(safe, monkeypatch):
    monkeypatch.setattr(databases.MigrationExecutor, "migration_plan", lambda *_: [1, 2])
    assert codes() == ["not-migrated"]


@pytest.mark.django_db
def test_a_database_that_lost_its_locks(safe, monkeypatch):
    monkeypatch.setattr(databases.appendonly, "missing", lambda _: ["t: trigger is missing"])
    assert codes() == ["unlocked"]


@pytest.mark.django_db
def test_a_database_that_does_not_answer(safe, monkeypatch):
    def refused(*_):
        raise OperationalError("no")

    monkeypatch.setattr(connection, "cursor", refused)
    assert codes() == ["no-database"]


@pytest.mark.postgres
@pytest.mark.django_db
def test_what_a_server_says_of_itself():
    now = timezone.now() + dt.timedelta(seconds=90)
    assert codes(databases._server(now))[-1] == "clock"
    assert "not-durable" in codes(databases._server(timezone.now()))
    assert "clock" not in codes(databases._server(timezone.now()))


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_server_that_writes_values_in_its_log(monkeypatch):
    """As PostgreSQL comes; then as the guide sets it, and with a `log_statement` that tells all."""
    verbosity, statement = databases._server_log()
    assert "SET log_error_verbosity = 'terse'" in verbosity.remedy
    assert "SET log_min_error_statement = 'panic'" in statement.remedy
    guide = (ROOT / "docs/operations/installer.md").read_text(encoding="utf-8")
    told = [(name, value, "egide") for name, value in re.findall(r"ALTER DATABASE egide SET (\w+) = '(\w+)'", guide)]
    monkeypatch.setattr(databases, "_asked", lambda *_: told)
    assert len(told) == 2
    assert codes(databases._server_log()) == []
    told.append(("log_statement", "all", "egide"))
    assert codes(databases._server_log()) == ["log-values"]


@pytest.mark.postgres
@pytest.mark.django_db
def test_one_role_or_two():
    """The application’s role; then that of the owner, as in the simplest installation."""
    alone = not os.environ.get("DATABASE_OWNER_URL")
    assert codes(databases._roles()) == (["single-role"] if alone else [])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_owner_that_serves():
    with as_owner(connection):
        assert codes(databases._roles()) == ["single-role"]


@pytest.mark.django_db
def test_a_trial_on_ones_own_machine_is_left_alone(safe):
    safe.ALLOWED_HOSTS, safe.BEHIND_TLS, safe.SECRET_KEY = ["127.0.0.1"], False, "courte"
    assert before_serving(timezone.now(), listens_outside=False) == []
    assert "weak-secret" in codes(before_serving(timezone.now(), listens_outside=True))


@pytest.mark.django_db
def test_the_service_does_not_know_the_owner(safe, monkeypatch):
    monkeypatch.setattr("egide.operations.doctor.examining.examine", lambda _: [])
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@/egide")
    assert codes(before_serving(timezone.now(), listens_outside=False)) == ["owner-in-service"]


@pytest.mark.django_db
def test_serving_is_refused_in_danger(safe, monkeypatch):
    safe.SECRET_KEY = "courte"
    done = CliRunner().invoke(main, ["serve"])
    assert done.exit_code == 1
    assert "Égide ne démarre pas" in done.output.replace("\u00a0", " ")
    assert "EGIDE_SECRET_KEY est trop courte" in done.output


@pytest.mark.django_db
def test_exit_codes(safe):
    assert CliRunner().invoke(main, ["doctor"]).exit_code == 0
    safe.ALLOWED_HOSTS, safe.BEHIND_TLS = ["127.0.0.1"], False
    assert CliRunner().invoke(main, ["doctor"]).exit_code == 1
    safe.SECRET_KEY = "courte"
    done = CliRunner().invoke(main, ["doctor", "--json"])
    assert done.exit_code == 3
    told = json.loads(done.stdout)
    assert told["safe"] is False
    assert [each["code"] for each in told["findings"]] == ["weak-secret", "default-host"]
    assert all(each["problem"] and each["remedy"] for each in told["findings"])


def test_settings_that_cannot_be_read(monkeypatch):
    def refused():
        raise ClickException("EGIDE_TLS vaut 1 ou 0")

    monkeypatch.setattr("egide.cli.doctor.start", refused)
    done = CliRunner().invoke(main, ["doctor"])
    assert (done.exit_code, "EGIDE_TLS" in done.output) == (2, True)


def test_every_problem_is_looked_for_and_no_other():
    files = (ROOT / "egide" / "operations").rglob("*.py")
    told = {code for file in files for code in re.findall(r"found\(\s*\"([\w-]+)\"", file.read_text(encoding="utf-8"))}
    assert told == set(problems.PROBLEMS)


def test_the_page_is_that_of_the_table():
    assert (ROOT / "docs/operations/dangers.md").read_text(encoding="utf-8") == problems.page()


def test_the_names_of_this_machine_are_not_public(settings):
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "egide.exemple.fr"]
    assert configuration.public_hosts() == ["egide.exemple.fr"]
