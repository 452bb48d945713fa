"""From a file to facts to findings, child process included, each step apart: `python -m benchmarks.reading [rows…]`.

The register has 20 columns a row, worded as people word them; no two rows are alike.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from benchmarks.grid import LIMITS
from egide.formats.checking import check_reading
from egide.formats.opening import read_register
from egide.formats.sheets.layout import NewSheet
from egide.formats.sheets.ods import write_ods
from egide.formats.sheets.xlsx import write_xlsx

HEADINGS = (
    "Référence", "Nom du traitement", "État", "Service", "Date de mise en œuvre", "Dernière revue",
    "Finalité principale",
    "Sous-finalités", "Base légale", "Textes de référence", "Personnes concernées", "Catégories de données",
    "Données sensibles", "Services internes", "Organismes externes", "Sous-traitants", "Transferts hors UE",
    "Durée de conservation", "Mesures de sécurité", "Observations",
)  # fmt: skip
BASES = ("Mission d’intérêt public", "Obligation légale", "Consentement", "Contrat", "")
PEOPLE = ("Élèves ; parents", "Agents", "Usagers", "Électeurs", "Agents ; candidats")
DATA = ("État civil ; coordonnées", "Vie professionnelle", "Coordonnées bancaires", "État civil ; santé")
PERIODS = (
    "1 an après la fin de l’année scolaire",
    "5 ans",
    "10 ans à compter de la clôture du dossier, puis destruction",
)
WRITERS: dict[str, Callable[..., None]] = {"xlsx": write_xlsx, "ods": write_ods}


def row(number: int) -> list[str]:
    """One activity; what varies between real rows varies here."""
    return [
        f"T-{number:06}", f"Traitement n° {number}", "En cours" if number % 9 else "Suspendu", f"Service {number % 40}",
        f"{number % 28 + 1:02}/09/20{number % 15 + 10}", f"{number % 28 + 1:02}/03/2026",
        f"Inscrire et facturer les usagers du service {number}", f"Suivi des impayés {number}", BASES[number % 5],
        f"Code général des collectivités territoriales, art. L{number}", PEOPLE[number % 5], DATA[number % 4],
        "Non" if number % 4 != 3 else "Santé", f"Bureau {number % 90}", f"Trésorerie {number % 7}",
        "Aucun" if number % 3 else f"Éditeur {number}", "Non", PERIODS[number % 3],
        "Habilitations ; sauvegardes" if number % 6 else "", f"Remarque {number}",
    ]  # fmt: skip


def main() -> None:
    """Print the figures for each number of rows asked."""
    counts = [int(asked) for asked in sys.argv[1:]] or [1_000, 10_000, 100_000]
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            for form, write in WRITERS.items():
                path = Path(folder) / f"registre.{form}"
                with path.open("wb") as target:
                    write(target, [NewSheet("Registre", [list(HEADINGS), *(row(n) for n in range(count))])])
                measure(path, count)


def measure(path: Path, count: int) -> None:
    """Read the file, then check it by all rules."""
    start = time.perf_counter()
    reading = read_register(path, limits=LIMITS)
    read = time.perf_counter() - start
    start = time.perf_counter()
    (checked,) = check_reading(reading, date(2026, 11, 24))
    ruled = time.perf_counter() - start
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    assert len(checked.register.activities) == count
    print(
        f"{path.suffix[1:]:5}{count:8,} rows  file to facts {read:6.2f} s  facts to findings {ruled:6.2f} s"
        f"  {len(checked.assessment.findings):9,} findings  peak {here} MB here, {child} MB in the child"
    )


if __name__ == "__main__":
    main()
