"""Every spreadsheet of the folder EGIDE_SAMPLES, if any: a register whose every cell has a fate, or refused."""

import os
from pathlib import Path

import pytest

from egide.formats.accounting import unaccounted
from egide.formats.errors import Unreadable
from egide.formats.grids.sandbox import read_in_sandbox
from egide.formats.grids.workbooks import read_workbook
from egide.formats.opening import read_opened

FOLDER = os.environ.get("EGIDE_SAMPLES")
FILES = sorted(p for p in Path(FOLDER).rglob("*") if p.suffix in {".csv", ".xlsx", ".ods"}) if FOLDER else []
REGISTERS = ("madis-treatment", "openrgpd", "processings_template", "sample_processing", "registre")

if FILES:

    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
    def test_a_sample_is_read_whole_or_refused(path):
        workbook = read_in_sandbox(path, read_workbook)
        if not path.name.startswith(REGISTERS):
            with pytest.raises(Unreadable, match="ne ressemble pas à un registre"):
                read_opened(workbook)
            return
        reading = read_opened(workbook)
        assert unaccounted(workbook, reading.ledger) == ()
        assert reading.is_blank_model or reading.register.activities
