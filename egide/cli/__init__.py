"""The `egide` command: it speaks French, explains itself with examples and needs neither account nor database."""

import gettext
import os
from pathlib import Path

# Before click is imported by the commands: its own words (usage, errors) come from this catalogue.
os.environ["LANGUAGE"] = "fr"
gettext.bindtextdomain("messages", Path(__file__).parent / "locale")

from egide.cli.main import main  # noqa: E402 - after the words are set

__all__ = ["main"]
