"""From a file to the facts of its register, by its headings: seconds, and the peak memory of the child that opens it.

python -m benchmarks.reading [rows…]        (1000 10000 100000 by default; 20 columns as in a real register)
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

from benchmarks.grid import LIMITS
from egide.formats import headings
from egide.formats.sandbox import read_in_sandbox
from egide.formats.workbooks import read_workbook

HEADINGS = (
    "Référence", "Nom du traitement", "Service", "Finalités", "Base légale", "Textes de référence",
    "Personnes concernées", "Catégories de données", "Données sensibles", "Origine des données",
    "Destinataires internes", "Destinataires externes", "Sous-traitants", "Transferts hors UE",
    "Durée de conservation", "Sort final", "Logiciel", "Mesures de sécurité", "AIPD", "Dernière mise à jour",
)  # fmt: skip
CHOICES = {
    "Service": ("Scolaire", "Ressources humaines", "Accueil", "Police municipale"),
    "Base légale": ("Mission d’intérêt public", "Obligation légale", "Contrat", "Consentement"),
    "Textes de référence": ("Code de l’éducation, art. L212-4", "CGCT, art. L2121-29"),
    "Personnes concernées": ("Élèves, parents", "Agents", "Usagers ; Élus", "Administrés"),
    "Catégories de données": ("Nom, prénom, RIB", "État civil ; coordonnées", "Vie professionnelle, NIR", "Santé"),
    "Données sensibles": ("Non", "Santé", "Aucune"),
    "Origine des données": ("La personne", "CAF"),
    "Destinataires externes": ("Trésorerie", "CAF ; Préfecture"),
    "Transferts hors UE": ("Non", "Aucun", "États-Unis"),
    "Durée de conservation": ("5 ans après la fin de l’année scolaire", "10 ans", "1 an puis destruction"),
    "Sort final": ("Destruction", "Versement"),
    "Logiciel": ("Portail famille", "Berger", "Tableur"),
    "Mesures de sécurité": ("Sauvegardes, mots de passe", "Contrôle d’accès ; antivirus", "Armoire fermée à clé"),
    "AIPD": ("Réalisée", "Non nécessaire", "En cours"),
}
_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="Registre">'
)


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """The headings, then as many activities: names and purposes all different, the rest as varied as in real life."""
    chance = random.Random(62)  # noqa: S311 — the same register each time, nothing secret
    yield HEADINGS
    for number in range(count):
        free = {
            "Référence": f"T-{number}",
            "Nom du traitement": f"Traitement numéro {number}",
            "Finalités": f"Gérer les inscriptions du lot {number}\nFacturer les familles du lot {number % 997}",
            "Destinataires internes": f"Service des affaires scolaires, site {number % 800}",
            "Sous-traitants": f"Éditeur {number % 300} SA",
            "Dernière mise à jour": f"{number % 28 + 1:02}/{number % 12 + 1:02}/2025",
        }
        yield tuple(free.get(heading) or chance.choice(CHOICES[heading]) for heading in HEADINGS)


def write_xlsx(path: Path, count: int) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Registre")
        for number, cells in enumerate(rows(count)):
            for column, text in enumerate(cells):
                sheet.write_string(number, column, text)


def write_ods(path: Path, count: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        with archive.open("content.xml", "w") as content:
            content.write(_ODS.encode())
            for cells in rows(count):
                written = "".join(
                    f'<table:table-cell office:value-type="string">{_paragraphs(text)}</table:table-cell>'
                    for text in cells
                )
                content.write(f"<table:table-row>{written}</table:table-row>".encode())
            content.write(b"</table:table></office:spreadsheet></office:body></office:document-content>")


def _paragraphs(text: str) -> str:
    return "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))


def measure(path: Path, count: int) -> None:
    """One line of figures. Run in a process of its own, whose child is the only one: its peak is the child’s."""
    start = time.perf_counter()
    workbook = read_in_sandbox(path, read_workbook, LIMITS)
    opened = time.perf_counter()
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    busy = time.process_time()
    reading = headings.read(workbook)
    done = time.perf_counter()
    busy = time.process_time() - busy
    found = sum(len(register.activities) for register in reading.registers)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{path.suffix[1:]:>5} {count:>8} rows: opened in {opened - start:6.2f} s, read in {done - opened:6.2f} s"
        f" ({busy:.2f} s of processor), whole {done - start:6.2f} s; {found} activities;"
        f" peak of the child {child:.0f} MB, of the reader {own:.0f} MB",
        flush=True,
    )


def main() -> None:
    """Sizes from the command line, or the three usual ones; each file is measured in a process of its own."""
    if sys.argv[1:2] == ["--file"]:
        measure(Path(sys.argv[2]), int(sys.argv[3]))
        return
    sizes = [int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000]
    with tempfile.TemporaryDirectory() as folder:
        for count in sizes:
            for suffix, write in ((".xlsx", write_xlsx), (".ods", write_ods)):
                path = Path(folder) / f"registre-{count}{suffix}"
                write(path, count)
                alone = [sys.executable, "-m", "benchmarks.reading", "--file", str(path), str(count)]
                subprocess.run(alone, check=True)
                path.unlink()


if __name__ == "__main__":
    main()
