"""How long a spreadsheet takes to become a grid, child process included, and the memory it takes there.

python -m benchmarks.grid [rows…]        (1000 10000 100000 by default; 20 columns of text)
"""

import csv
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from egide.formats.grids.grid import Workbook
from egide.formats.grids.limits import MEGABYTE, Limits
from egide.formats.grids.sandbox import read_in_sandbox
from egide.formats.grids.workbooks import read_workbook

COLUMNS = 20
# The largest run is beyond what a register asks for: a caller may raise the limits, as here.
LIMITS = Limits(
    file_bytes=500 * MEGABYTE,
    unpacked_bytes=1_000 * MEGABYTE,
    rows=1_000_000,
    memory_bytes=4_000 * MEGABYTE,
    cpu_seconds=120,
    wall_seconds=180.0,
    answer_bytes=1_000 * MEGABYTE,
)
_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="Liste">'
)
_ODS_TAIL = "</table:table></office:spreadsheet></office:body></office:document-content>"


def line(row: int) -> list[str]:
    """Texts of the length of a register's, all different."""
    return [f"Traitement {row}, colonne {column}" for column in range(COLUMNS)]


def write_xlsx(path: Path, rows: int) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Liste")
        for row in range(rows):
            for column, text in enumerate(line(row)):
                sheet.write_string(row, column, text)


def write_ods(path: Path, rows: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        with archive.open("content.xml", "w") as content:
            content.write(_ODS_HEAD.encode())
            for row in range(rows):
                cells = "".join(
                    '<table:table-cell table:style-name="ce1" office:value-type="string">'
                    f"<text:p>{text}</text:p></table:table-cell>"
                    for text in line(row)
                )
                content.write(f"<table:table-row>{cells}</table:table-row>".encode())
            content.write(_ODS_TAIL.encode())


def write_csv(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(map(line, range(rows)))


WRITERS: dict[str, Callable[[Path, int], None]] = {"xlsx": write_xlsx, "ods": write_ods, "csv": write_csv}


def read_and_weigh(path: Path, limits: Limits) -> tuple[Workbook, int]:
    """The job for the child: the grid, and the peak of its own resident memory in kilobytes.

    /proc and not getrusage, whose peak is inherited from the process that started the child.
    """
    book = read_workbook(path, limits)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return book, int(status.partition("VmHWM:")[2].split()[0])


def measure(path: Path) -> str:
    """One file, read twice in its child; the better time."""
    from benchmarks.grid import read_and_weigh as job  # noqa: PLC0415 — run as a script, we are « __main__ »

    best, peak, cells = float("inf"), 0, 0
    for _ in range(2):
        start = time.perf_counter()
        book, peak = read_in_sandbox(path, job, LIMITS)
        best = min(best, time.perf_counter() - start)
        cells = sum(map(len, book.sheets[0].values.values()))
    size = path.stat().st_size / MEGABYTE
    pace = f"{best:6.2f} s  {cells / best:>9,.0f} cells/s"
    return f"{cells:>9,} cells  {size:6.1f} MB  {pace}  {peak / 1000:5.0f} MB"


def main() -> None:
    """Print a line for each size and format."""
    sizes = [int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000]
    with tempfile.TemporaryDirectory() as folder:
        for rows in sizes:
            for suffix, write in WRITERS.items():
                path = Path(folder) / f"{rows}.{suffix}"
                write(path, rows)
                print(f"{suffix:5}{rows:>8,} rows  {measure(path)} peak in the child", flush=True)
                path.unlink()


if __name__ == "__main__":
    main()
