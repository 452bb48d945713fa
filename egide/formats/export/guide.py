"""What our workbook says of itself: how to change it and read it again, and what each column means."""

import typing
from collections.abc import Iterator, Sequence
from typing import Any, Final

from egide.formats.export import plan
from egide.formats.export.summaries import in_words
from egide.formats.seal import Seal
from egide.formats.sheets.layout import Column, Look, NewCell, Plain
from egide.law.facts.codes import Code

FORMAT: Final = "egide-tableur"
VERSION: Final = 1
WIDTHS: Final = (Column(5.0), Column(8.0), Column(12.0), Column(8.0), Column(6.0), Column(12.0), Column(5.0))

# Paragraphs apart by an empty line; « # » begins a section.
_TEXT: Final = """
# Ce que contient ce classeur

Une fiche par ligne dans la feuille « Registre ». Les finalités, les données, les durées et le reste ont chacun leur
feuille, une ligne par élément, avec le nom de la fiche dans la première colonne.

Dans « Registre », les colonnes « Finalités », « Destinataires », etc. ne font que résumer ces feuilles : changez la
feuille, pas le résumé.

La feuille « Colonnes » explique chaque colonne : aide, exemple, article, réponses possibles.

# Comment répondre

Cellule vide : on ne sait pas encore. « Aucun » : on sait qu’il n’y en a pas.

« Sans objet » : une ligne de la feuille « Sans objet », avec le motif.

Plusieurs réponses dans une cellule : une par ligne (Ctrl + Entrée ou Alt + Entrée).

Les réponses à choisir dans une liste s’écrivent comme dans la feuille « Colonnes ».

# Ajouter, supprimer, relire

Pour ajouter une fiche ou un élément : écrivez une nouvelle ligne, sans remplir les colonnes masquées. Dans les feuilles
d’éléments, recopiez le nom exact de la fiche.

Pour supprimer : effacez la ligne entière. Vous pouvez trier, filtrer, déplacer des colonnes.

Puis donnez le fichier à Égide : seules les cellules changées changent.

# À ne pas toucher

Les colonnes masquées « Repère Égide » et « Suivi Égide », le nom des feuilles et les titres des colonnes : c’est par
eux qu’Égide reconnaît chaque ligne.

Une cellule qui commence par « json: » garde exactement un texte que le tableur aurait changé (caractère invisible,
espace au bord) ; remplacez-la par un texte ordinaire si vous le souhaitez.
"""


def readme(name: str | None, seal: Seal | None = None) -> list[list[Plain | NewCell]]:
    """The rows of « Lisez-moi »."""
    title = f"Registre RGPD – {in_words(name)}" if name else "Registre RGPD"
    rows: list[list[Plain | NewCell]] = [[NewCell(title, Look.TITLE)], []]
    rows.extend([_paragraph(block)] for block in _TEXT.strip().split("\n\n"))
    if seal:
        rows += [[NewCell("Ce qui prouve ce classeur", Look.SECTION)], [seal.sentence], [seal.explanation]]
    return [*rows, [], [NewCell(f"Format\u202f: {FORMAT} {VERSION}", Look.HELP)]]


def _paragraph(block: str) -> NewCell:
    text = block.replace("\n", " ")
    return NewCell(text.removeprefix("# "), Look.SECTION if text.startswith("# ") else Look.PLAIN)


def columns() -> list[Sequence[Plain | NewCell]]:
    """The rows of « Colonnes »."""
    titles = ("Feuille", "Colonne", "Aide", "Exemple", "Article", "Réponses possibles", "Nom technique")
    return [[NewCell(title, Look.HEADER) for title in titles], *_explained()]


def _explained() -> Iterator[list[Plain]]:
    sheets = [
        (plan.BODY, plan.body_columns()),
        (plan.RECORDS, plan.record_columns()),
        *((child.title, child.columns) for child in plan.child_sheets()),
        (plan.SYSTEMS, plan.system_columns()),
    ]
    for title, found in sheets:
        for column in found:
            told = column.description
            yield [title, column.label, told.help, told.example, told.article, answers(column.annotation), column.key]


def answers(annotation: Any) -> str | None:
    """What may be answered, one by line, when it is chosen from a list."""
    if isinstance(annotation, type) and issubclass(annotation, Code):
        return "\n".join(code.label for code in annotation)
    if annotation is bool:
        return "Oui\nNon"
    parts = typing.get_args(annotation)
    return next((found for part in parts if (found := answers(part)) is not None), None)
