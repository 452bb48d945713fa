"""Every spreadsheet of the folder EGIDE_SAMPLES, when there is one, becomes a grid through the sandbox."""

import os
from pathlib import Path

import pytest

from egide.formats.grids.sandbox import read_in_sandbox
from egide.formats.grids.workbooks import read_workbook

SUFFIXES = {".ods", ".xlsx", ".xlsm", ".xlsb", ".xls", ".csv", ".tsv"}
FOLDER = os.environ.get("EGIDE_SAMPLES")
SAMPLES = sorted(path for path in Path(FOLDER).rglob("*") if path.suffix.lower() in SUFFIXES) if FOLDER else []

if SAMPLES:

    @pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
    def test_a_real_file_becomes_a_grid(path):
        book = read_in_sandbox(path, read_workbook)
        assert any(sheet.values for sheet in book.sheets)
        assert not any("abîmé" in note for note in book.notes)
