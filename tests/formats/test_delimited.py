import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.formats.errors import Unreadable
from egide.formats.grids.delimited import SEPARATORS
from egide.formats.grids.limits import Limits
from egide.formats.grids.workbooks import read_workbook

LINES = "Nom;Durée\r\nÉtat civil;75 ans\r\n"


def read(tmp_path, data, name="liste.csv", limits=None, **options):
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_workbook(path, limits or Limits(), **options)


def texts(book):
    return [row for _, row in book.sheets[0].texts()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_usual_encodings_are_recognised(tmp_path, encoding):
    book = read(tmp_path, LINES.encode(encoding))
    assert texts(book) == [["Nom", "Durée"], ["État civil", "75 ans"]]
    assert [note[:17] for note in book.notes] == (["Encodage reconnu\u202f"] if encoding == "cp1252" else [])


def test_an_encoding_may_be_imposed(tmp_path):
    assert texts(read(tmp_path, LINES.encode("mac_roman"), encoding="mac_roman"))[1] == [
        "État civil",
        "75 ans",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "klingon"])
def test_a_wrong_encoding_is_refused(tmp_path, encoding):
    with pytest.raises(Unreadable, match=encoding):
        read(tmp_path, LINES.encode("cp1252"), encoding=encoding)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("a,b,c\n1,2,3\n", ["a", "b", "c"]),
        ("a\tb\n1,5\t2,5\n", ["a", "b"]),
        ("a|b\n1|2\n", ["a", "b"]),
        ("prix;total\n1,5;2,5\n3,5;4,5\n", ["prix", "total"]),
        ('"a;b",c\n"d;e",f\n', ["a;b", "c"]),
        ("Titre du fichier\n\nNom;Durée;Sort\na;b;c\nd;e;f\ng;h;i\n", ["Titre du fichier"]),
        ("a;b;c;d\n1;2\n1;2;3\n", ["a", "b", "c", "d"]),
        ("une seule colonne\net voilà\n", ["une seule colonne"]),
        ("sep=,\na;x,b\n", ["a;x", "b"]),
        ("SEP=\t\r\na;x\tb\r\n", ["a;x", "b"]),
        ("Nom, prénom et service;Durée\nUn, deux;3\n", ["Nom, prénom et service", "Durée"]),
    ],
)
def test_the_separator_is_voted(tmp_path, text, first):
    assert texts(read(tmp_path, text))[0] == first


def test_a_doubtful_vote_is_noted(tmp_path):
    assert not read(tmp_path, "a;b\n1;2\n").notes
    assert "point-virgule" in read(tmp_path, "a;b;c\n1;2\n1\n").notes[0]


def test_cells_on_several_lines_and_empty_lines_keep_their_place(tmp_path):
    sheet = read(tmp_path, 'Nom;Durée\n\n"1: 75 ans\r\n2: 1 an";x;\n').sheets[0]
    assert dict(sheet.values) == {0: ["Nom", "Durée"], 2: ["1: 75 ans\n2: 1 an", "x"]}


def test_a_quote_left_open_is_refused_with_its_line(tmp_path):
    with pytest.raises(Unreadable, match="jamais refermé") as refused:
        read(tmp_path, 'Nom;Durée\n"a";b\n\n"c;d\ne;f\n')
    assert refused.value.where == "ligne 4"


def test_quotes_out_of_place_are_read_and_noted(tmp_path):
    book = read(tmp_path, 'Nom;Taille\n"bureau" A;écran 24"\n')
    assert texts(book)[1] == ["bureau A", 'écran 24"']
    assert "ligne 2" in book.notes[-1]


def test_stray_nul_characters_are_removed_and_noted(tmp_path):
    book = read(tmp_path, "Nom;Durée\n" + "Paie;5 ans\n" * 50 + "Éc\0ole;1 an\n")
    assert texts(book)[-1] == ["École", "1 an"]
    assert "nuls" in book.notes[-1]


def test_undefined_bytes_show(tmp_path):
    assert texts(read(tmp_path, b"Dur\xe9e;\x81\n")) == [["Durée", "\ufffd"]]


def test_one_endless_line_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="1\u202f000\u202f000 caractères"):
        read(tmp_path, "x" * 10_000_000)
    with pytest.raises(Unreadable, match="300 colonnes"):
        read(tmp_path, "x;" * 5_000_000)


def test_rows_and_cells_are_limited(tmp_path):
    with pytest.raises(Unreadable, match="jusqu’en A4 "):
        read(tmp_path, "a\nb\nc\nd\n", limits=Limits(rows=3))
    with pytest.raises(Unreadable, match="plus de 300 cellules"):
        read(tmp_path, "a;b\n" + ";" * 400 + "\n", limits=Limits(rows=1))


CELLS = st.text(st.characters(codec="utf-8", categories=["L", "N", "Zs", "Po"], exclude_characters=";\t,|"), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=2, max_size=6), st.sampled_from(SEPARATORS))
def test_what_is_written_is_read(tmp_path_factory, table, separator):
    table[0] = ["x", "y", "z"]
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows(table)
    path = tmp_path_factory.getbasetemp() / "written.csv"
    path.write_text(written.getvalue(), encoding="utf-8", newline="")
    sheet = read_workbook(path, Limits()).sheets[0]
    assert [[sheet.text_at(row, column) for column in range(3)] for row in range(len(table))] == table
