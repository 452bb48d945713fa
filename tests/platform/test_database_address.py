"""What an installation may say of its database, and who owns it."""

import pytest

from egide.database import from_environment, from_url


def test_an_address_of_postgresql():
    found = from_url("postgresql://egide:p%40ss@db.exemple.fr:5433/egide?sslmode=verify-full")
    assert {k: found[k] for k in ("USER", "PASSWORD", "HOST", "PORT", "NAME")} == {
        "USER": "egide", "PASSWORD": "p@ss", "HOST": "db.exemple.fr", "PORT": "5433", "NAME": "egide"
    }  # fmt: skip
    assert found["OPTIONS"] == {"sslmode": "verify-full"}


def test_a_socket():
    found = from_url("postgresql://egide@/egide?host=/run/PostgreSQL")
    assert (found["HOST"], found["OPTIONS"]) == ("/run/PostgreSQL", {})


def test_without_an_address_the_data_are_in_the_state_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert from_environment(tmp_path)["NAME"] == str(tmp_path / "egide.sqlite3")
    assert from_url("sqlite:///srv/egide.sqlite3")["NAME"] == "/srv/egide.sqlite3"


def test_another_kind_of_database_is_refused_in_french():
    with pytest.raises(ValueError, match="« mysql » n’est pas pris en charge"):
        from_url("mysql://egide@localhost/egide")
