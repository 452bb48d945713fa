"""A register of 100 sections in the four formats: seconds and peak memory, child process included."""

import resource
import sys
import time
from datetime import date
from pathlib import Path

from egide.documents.document import (
    Attachment,
    Block,
    BulletList,
    Contents,
    Description,
    DescriptionList,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Run,
    Table,
    runs,
)
from egide.documents.rendering import FORMATS, close, render

_SERVICES = (
    "État civil",
    "Police municipale",
    "Ressources humaines",
    "Périscolaire",
    "Urbanisme",
    "Médiathèque",
)
_PURPOSES = (
    "Tenir les registres de l'état civil et délivrer les actes demandés par les usagers",
    "Prévenir les atteintes à la sécurité des personnes et des biens dans les lieux exposés",
    "Gérer la paie, les carrières et les absences des agents de la collectivité",
    "Inscrire les enfants, suivre leur présence et facturer les familles",
)


def _activity(number: int) -> tuple[Block, ...]:
    name = f"{_SERVICES[number % len(_SERVICES)]} : traitement n° {number}"
    purpose = _PURPOSES[number % len(_PURPOSES)]
    return (
        Heading(1, name, f"fiche-{number}", "RGPD, art. 30 §1"),
        Heading(2, "Pourquoi", aside="RGPD, art. 30(1)(b)"),
        DescriptionList(
            (
                Description("Finalité principale", (runs(f"{purpose}."),)),
                Description(
                    "Base légale",
                    (runs("Mission d'intérêt public — Code de la sécurité intérieure, art. L251-2"),),
                ),
                Description(
                    "Autorisation préfectorale et avis de la commission départementale",
                    (runs("Du 14 mai 2023"),),
                ),
                Description("Coût annuel", (runs(f"{number * 730 + 1200} € ; soit 12 % du budget"),)),
                Description("État", (runs(Run("Durée absente", status="critical")),)),
            )
        ),
        Heading(2, "Qui et quoi", aside="RGPD, art. 30(1)(c)"),
        Table(
            "Données traitées et durées de conservation",
            ("Catégorie", "Données", "Durée", "Sort final"),
            tuple(
                (
                    runs(category),
                    runs("Nom, prénoms, date et lieu de naissance, filiation, adresse, situation de famille"),
                    runs("10 ans à compter de la fin de la relation"),
                    runs("Tri puis versement aux archives départementales"),
                )
                for category in ("Identité", "Vie personnelle", "Vie professionnelle", "Données sensibles")
            ),
            row_headers=True,
        ),
        BulletList((runs("Accès limité aux agents habilités"), runs("Journal des consultations : 6 mois"))),
        Note(
            "critical",
            runs("Un mois au plus pour ces images. ", Run("CSI, art. L252-5", italic=True)),
            "Durée de conservation absente",
        ),
        Paragraph(runs("Voir la ", Run("fiche précédente", link=f"#fiche-{max(number - 1, 1)}"), "."), "small"),
    )


def sample(sections: int) -> Document:
    """A register whose activities are made up, one heading of level 1 each."""
    activities = (block for number in range(1, sections + 1) for block in _activity(number))
    return Document(
        title="Registre des activités de traitement",
        subtitle="Commune de Bruay-sur-Exemple",
        author="Commune de Bruay-sur-Exemple",
        date=date(2026, 3, 12),
        running_footer="Établi avec Égide d'après registre.ods",
        cover=True,
        blocks=(Contents(depth=1), PageBreak(), *activities),
        attachments=(Attachment("registre.json", "application/json", b'{"activities": []}', "Le registre"),),
    )


def main() -> None:
    document = sample(100)
    for file_format in FORMATS:
        start = time.perf_counter()
        content = render(document, file_format)
        seconds = time.perf_counter() - start
        print(f"{file_format:5} {seconds:6.2f} s   {len(content) / 1024:7.0f} kB")
        if len(sys.argv) > 1:
            Path(sys.argv[1], f"sample.{file_format}").write_bytes(content)
    close()
    own, child = (resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"peak memory: {own} MB here, {child} MB in the child process")


if __name__ == "__main__":
    main()
