"""From a file of any kind to a grid of cells: the job to run in the sandbox, for the file may be hostile."""

from pathlib import Path

from egide.formats.errors import Unreadable
from egide.formats.grids.delimited import read_delimited
from egide.formats.grids.excel import read_excel
from egide.formats.grids.grid import Kind, Sheet, Workbook
from egide.formats.grids.kinds import detect, extension_note
from egide.formats.grids.limits import Limits
from egide.formats.grids.ods_reader import read_ods
from egide.formats.grids.prescan import prescan

_OTHERWISE = {
    Kind.JSON: "un fichier JSON",
    Kind.XML: "un fichier XML",
    Kind.ZIP: "une archive ZIP, sans tableur reconnu à sa racine",
}


def read_workbook(path: Path, limits: Limits, *, encoding: str | None = None) -> Workbook:
    """Any spreadsheet, or delimited text, as a grid. Raises Unreadable.

    `encoding` is for delimited text whose accents came out wrong: what the person says, `mac_roman` say.
    """
    kind = detect(path, limits)
    prior = prescan(path, limits) if kind in (Kind.ODS, Kind.XLSX, Kind.XLSB) else ()
    sheets, notes = _read(path, kind, limits, encoding)
    if not sheets:
        raise Unreadable(
            "Ce fichier ne contient aucune feuille de calcul.", "Vérifiez que c’est bien le tableur attendu."
        )
    renamed = extension_note(path, kind)
    return Workbook(path.name, kind, sheets, (*([renamed] if renamed else []), *prior, *notes))


def _read(path: Path, kind: Kind, limits: Limits, encoding: str | None) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    match kind:
        case Kind.ODS:
            return read_ods(path, limits)
        case Kind.XLSX | Kind.XLSB | Kind.XLS:
            return read_excel(path, kind, limits)
        case Kind.CSV:
            return read_delimited(path, limits, encoding=encoding)
        case _:
            raise Unreadable(
                f"Ce fichier est {_OTHERWISE[kind]}, et non un tableur.",
                "Choisissez un fichier .ods, .xlsx, .xls ou .csv.",
            )
