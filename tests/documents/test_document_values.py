from dataclasses import FrozenInstanceError, replace
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
    Paragraph,
    Run,
    Table,
    plain,
    runs,
)


def document(*blocks, **more):
    return Document(**{"title": "Titre", "author": "Auteur", "date": date(2026, 1, 1), "blocks": blocks, **more})


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: document(title="  "), "sans titre"),
        (lambda: document(author=""), "sans auteur"),
        (lambda: document(date=date(1979, 12, 31)), "antérieure à 1980"),
        (lambda: document(language="français"), "langue refusée"),
        (lambda: document(Heading(2, "Seul")), "niveau 2 après un niveau 0"),
        (lambda: document(Heading(1, "Un"), Heading(3, "Trois")), "« Trois » : titre de niveau 3 après un"),
        (lambda: document(Heading(1, "A", "x"), Heading(1, "B", "x")), "même ancre"),
        (lambda: document(Paragraph(runs(Run("là", link="#absente")))), "« #absente »"),
        (lambda: document(Contents(), Contents()), "plus d’un sommaire"),
        (lambda: Contents(depth=6), "de 1 à 5"),
        (lambda: Heading(6, "Trop bas"), "niveau de titre 6"),
        (lambda: Heading(1, "\n "), "titre de section vide"),
        (lambda: Heading(1, "A", "Pas une ancre"), "ancre refusée"),
        (lambda: Run("x", link="javascript:alert(1)"), "lien refusé"),
        (lambda: Run("x", link="https://a.fr/ onclick=x"), "lien refusé"),
        (lambda: BulletList(()), "liste sans élément"),
        (lambda: DescriptionList(()), "liste de rubriques vide"),
        (lambda: Description("", (runs("x"),)), "rubrique sans nom"),
        (lambda: Description("Finalité", ()), "« Finalité »"),
        (lambda: Table("", ("A",), ((runs("x"),),)), "sans légende"),
        (lambda: Table("T", ("A", " "), ((runs("x"), runs("y")),)), "colonne sans intitulé"),
        (lambda: Table("T", ("A",), ()), "tableau sans ligne : « T »"),
        (lambda: Table("T", ("A", "B"), ((runs("x"), runs("y")), (runs("x"),))), "ligne 2 : 1 cellules"),
        (lambda: Table("T", ("A",), ((runs("x"),),), widths=(1, 2)), "autant de largeurs"),
        (lambda: Table("T", ("A",), ((runs("x"),),), widths=(0,)), "nulle ou négative"),
        (lambda: Table("T", ("A",), ((runs("x"),),), alignments=("end", "end")), "autant d’alignements"),
        (lambda: Attachment("../x", "text/plain", b"", "x"), "nom de pièce jointe refusé"),
        (lambda: Attachment("x", "texte", b"", "x"), "type de fichier refusé"),
        (lambda: Attachment("x", "text/plain", b"", ""), "sans description"),
        (lambda: document(attachments=(Attachment("x", "a/b", b"", "x"),) * 2), "de même nom"),
    ],
)  # fmt: skip
def test_what_cannot_be_built_says_why(build, says):
    with pytest.raises(ValueError, match=says.replace("(", r"\(")):
        build()


def test_headings_may_climb_back_several_levels(every_block):
    document(Heading(1, "A"), Heading(2, "B"), Heading(3, "C"), Heading(1, "D"), Heading(2, "E"))


def test_values_are_frozen(every_block):
    with pytest.raises(FrozenInstanceError):
        every_block.title = "Autre"


def test_anchors_are_one_each_even_when_a_heading_bears_a_made_up_name():
    made = document(Heading(1, "A"), Heading(1, "B", "titre-1"), Heading(1, "A"), Heading(1, "A"))
    assert made.anchors == ("titre-2", "titre-1", "titre-3", "titre-4")


def test_one_heading_used_twice_has_two_anchors():
    same = Heading(1, "A")
    assert len(set(document(same, same).anchors)) == 2


def test_given_widths_are_shares_of_the_whole():
    table = Table("T", ("A", "B"), ((runs("x"), runs("y")),), widths=(1, 3))
    assert table.shares == (0.25, 0.75)


def test_without_widths_a_talkative_column_is_wider_and_a_short_one_keeps_its_words_whole():
    table = Table("T", ("Catégorie", "Données"), ((runs("Vie professionnelle"), runs("mot " * 80)),))
    narrow, wide = table.shares
    assert wide > narrow > 0.15
    assert narrow + wide == pytest.approx(1)


def test_an_empty_column_does_not_break_the_shares():
    assert sum(Table("T", ("A", "B"), ((runs(""), runs("")),)).shares) == pytest.approx(1)


def test_all_runs_reach_every_block(every_block):
    text = plain(tuple(every_block.all_runs))
    for word in ("Voir", "Prévenir", "Le 14 mai", "M05_X", "deux", "second", "CSI", "Petit"):
        assert word in text


def test_running_header_is_free_to_differ(every_block):
    assert replace(every_block, running_header="Court").running_header == "Court"
