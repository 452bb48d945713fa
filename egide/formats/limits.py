"""How much a file may ask of us. The defaults suit the register of any local authority."""

from dataclasses import dataclass

from egide.formats.addresses import address
from egide.formats.errors import Unreadable

MEGABYTE = 1_000_000


def french_number(number: int) -> str:
    """7000 → « 7 000 », with the narrow no-break space of French typography."""
    return f"{number:,}".replace(",", "\u202f")


def megabytes(size: int) -> str:
    """In whole megabytes, rounded up: « 100 Mo »."""
    return f"{french_number(-(-size // MEGABYTE))}\u00a0Mo"


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds. `rows`, `columns`: of each sheet. A caller may raise them."""

    file_bytes: int = 100 * MEGABYTE
    members: int = 2_000
    unpacked_bytes: int = 100 * MEGABYTE
    ratio: int = 200
    rows: int = 20_000
    columns: int = 300
    cell_characters: int = 1_000_000
    memory_bytes: int = 768 * MEGABYTE
    cpu_seconds: int = 20
    wall_seconds: float = 30.0
    answer_bytes: int = 256 * MEGABYTE

    @property
    def cells(self) -> int:
        """For the whole file: as many as one sheet of the largest size."""
        return self.rows * self.columns

    def too_far(self, sheet: str, row: int, column: int) -> Unreadable:
        """The refusal of a sheet whose filled cells go past `rows` or `columns`. Indices from 0."""
        return Unreadable(
            f"La feuille «\u00a0{sheet}\u00a0» a des cellules remplies jusqu’en {address(row, column)}"
            f" (ligne {french_number(row + 1)}, colonne {french_number(column + 1)})\u202f; la limite est de"
            f" {french_number(self.rows)} lignes et {french_number(self.columns)} colonnes.",
            "Effacez ces cellules éloignées, ou découpez le fichier, puis recommencez.",
        )

    def too_many_cells(self) -> Unreadable:
        """The refusal of a file with more filled cells than `cells`."""
        return Unreadable(
            f"Ce fichier a plus de {french_number(self.cells)} cellules remplies, la limite.",
            "Découpez-le en plusieurs fichiers.",
        )
