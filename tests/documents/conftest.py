"""One document with every kind of block, and one made of everything that breaks files."""

from dataclasses import replace
from datetime import date

import pytest

from egide.documents.document import (
    Attachment,
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

LONG_TERM = "Autorisation préfectorale et avis de la commission"
CNIL = Run("la CNIL", link="https://www.cnil.fr/")
HOSTILE = {
    "read": '#read("/etc/passwd")',
    "markup": '*gras* _italique_ #import "@preview/x:1.0.0" $x^2$ <label> = Titre',
    "script": "<script>alert(1)</script><img src=http://127.0.0.1:9/x onerror=alert(1)>",
    "xml": "]]> &amp; &lt; <!-- --> \" ' <?php ?>",
    "emoji": "Fiche 👨‍👩‍👧 à jour ✔️ 👍🏽 中文",
    "control": "a\x00b\x07c\x1bd\x7fe",
    "mark": "\ufeffdébut",
    "surrogate": "a\ud800b",
    "private": "a\ue000b\U000f0000c\ufffed",
    "spoof": "facture\u202efdp.exe",
    "combining": "q\u0301x\u0488 \u0301seul Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A",
    "rtl": "שלום עולם العربية",
    "long": "x" * 10_000,
    "url": "https://exemple.fr/" + "tres_long_chemin/" * 60,
    "lines": "un\r\ndeux\u2028trois\x0bquatre\tcinq",
    "spaces": "  a   b  ",
}


@pytest.fixture
def every_block():
    return Document(
        title="Registre d'essai : 2026",
        subtitle="Commune de Bruay-sur-Exemple",
        author="Centre de gestion",
        date=date(2026, 3, 12),
        subject="Essai",
        keywords=("registre", "RGPD"),
        running_footer="Établi pour essai",
        blocks=(
            Contents(),
            Heading(1, "Vidéoprotection", "video", "RGPD, art. 30"),
            Paragraph(runs("Voir la ", Run("suite", link="#suite"), " et ", CNIL), "lead"),
            DescriptionList(
                (
                    Description("Finalité", (runs("Prévenir les atteintes."),)),
                    Description(LONG_TERM, (runs("Oui"), runs("Le 14 mai 2023"))),
                    Description("État", (runs(Run("Durée absente", status="critical")),)),
                )
            ),
            Heading(2, "Suite", "suite"),
            Table(
                "Données et durées",
                ("Catégorie", "Durée", "Volume"),
                (
                    (runs("Images"), runs("1 mois"), runs("7000 €")),
                    (runs("Voix", Run(" M05_X", code=True)), runs(""), runs("0")),
                ),
                alignments=("start", "start", "end"),
                row_headers=True,
            ),
            Table("Sans intitulés de ligne", ("A", "B"), ((runs("1"), runs("2")),), widths=(1, 3)),
            BulletList((runs("un"), runs(Run("deux", bold=True)))),
            BulletList((runs("premier"), runs("second")), ordered=True),
            PageBreak(),
            BulletList((runs("repart de un"),), ordered=True),
            Note("critical", runs("Un mois. ", Run("CSI, art. L252-5", italic=True)), "Durée absente"),
            Note("good", runs("Rien à dire.")),
            Heading(1, "Fin"),
            Paragraph(runs("Petit."), "small"),
        ),
        attachments=(
            Attachment("registre.json", "application/json", b'{"nom": "\xc3\xa9t\xc3\xa9"}\n', "Le registre"),
            Attachment("sceau.bin", "application/octet-stream", bytes(range(256)), "Le sceau", "data"),
        ),
    )  # fmt: skip


@pytest.fixture
def with_cover(every_block):
    return replace(every_block, cover=True)


@pytest.fixture(params=HOSTILE)
def hostile_document(request):
    text = HOSTILE[request.param]
    short = text[:1000]  # titles are laid out several times: that long is enough
    return Document(
        title=short,
        subtitle=short,
        author=short,
        date=date(2026, 3, 12),
        subject=short,
        keywords=(short,),
        running_footer=short,
        blocks=(
            Contents(title=short),
            Heading(1, short, "ancre", short),
            Paragraph(runs(text, Run(text, bold=True, italic=True), Run(text, code=True))),
            DescriptionList((Description(short, (runs(text), runs(Run(text, status="warn")))),)),
            Table(short, (short, "B", "C", "D"), ((runs(text), runs(text), runs("c"), runs("d")),)),
            BulletList((runs(text),)),
            Note("info", runs(text), short),
        ),
        attachments=(Attachment("a.txt", "text/plain", b"x", short),),
    )
