"""The settings of a worker that a test starts: those of the tests, on the very database of the test."""

import os

from egide import mail
from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    from tests.settings import APPLICATION

    DATABASES["default"] = APPLICATION
DATABASES["default"]["NAME"] = os.environ["EGIDE_TEST_DATABASE"]
SCHEDULE = []
if os.environ.get("EGIDE_MAIL_URL"):
    globals().update(mail.settings(os.environ["EGIDE_MAIL_URL"]))
