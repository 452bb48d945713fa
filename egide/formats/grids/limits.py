"""How much a file may ask of us. The defaults suit the register of any local authority."""

from dataclasses import dataclass

from egide.formats.errors import Unreadable
from egide.formats.grids.addresses import address

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

    def too_big(self, size: int) -> Unreadable:
        """The refusal of a file heavier than `file_bytes`."""
        return Unreadable(
            f"Ce fichier pèse {megabytes(size)}\u202f; la limite est de {megabytes(self.file_bytes)}.",
            "Retirez-en les images et les pièces jointes, ou découpez-le en plusieurs fichiers.",
        )


class Budget:
    """Counts the cells of a file as they are read: repeated rows make millions of them out of a few bytes."""

    def __init__(self, limits: Limits) -> None:
        self._left = self._allowed = limits.cells

    def spend(self, cells: int) -> None:
        """Raises Unreadable past `Limits.cells`."""
        self._left -= cells
        if self._left < 0:
            raise Unreadable(
                f"Ce fichier a plus de {french_number(self._allowed)} cellules, la limite.",
                "Découpez-le en plusieurs fichiers.",
            )
