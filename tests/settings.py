"""The settings of the tests: those of the installation, in memory, with a cheap password hash."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("EGIDE_STATE", tempfile.mkdtemp(prefix="egide-tests-"))
os.environ.setdefault("EGIDE_SECRET_KEY", "a key for the tests only")

from egide.settings import *  # noqa: E402, F403
from egide.settings import DATABASES, STATE  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(STATE) / "test.sqlite3")}
