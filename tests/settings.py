"""The settings of the tests: those of the installation, in memory, with a cheap password hash."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("EGIDE_STATE", tempfile.mkdtemp(prefix="egide-tests-"))
os.environ.setdefault("EGIDE_SECRET_KEY", "a key for the tests only")

from egide import database
from egide.settings import *  # noqa: F403
from egide.settings import DATABASES, STATE

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(STATE) / "test.sqlite3")}
else:  # the owner creates the database; tests/conftest.py then turns to the application's role
    APPLICATION = DATABASES["default"]
    DATABASES["default"] = database.from_url(os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"])
    DATABASES["default"]["CONN_MAX_AGE"] = 0
