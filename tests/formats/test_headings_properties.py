"""What holds for any workbook: the order and the spelling of headings do not matter, and nothing is ever lost."""

import unicodedata
from dataclasses import replace
from datetime import date, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egide.formats import ciso_assistant, headings, madis, openrgpd
from egide.formats.accounting import unaccounted
from egide.formats.errors import Unreadable
from egide.formats.gathering.blindness import seen_by
from egide.formats.headings.synonyms import (
    _table,
    of_register,
    own_labels,
    preferred_headings,
    readable_paths,
    recognise,
    shape_of,
)
from egide.formats.opening import FORMATS, read_opened
from egide.law.facts import ProcessingActivity
from egide.law.facts.paths import label_of
from tests.formats.sheets import book, sheet
from tests.formats.test_headings_free_text import FREE

HEADINGS = [
    "Référence", "Nom du traitement", "Service", "Finalité principale", "Sous-finalité 1", "Sous-finalité 2",
    "Base légale", "Textes de référence", "Catégories de personnes", "Catégories de données",
    "Données sensibles",
    "Source des données", "Destinataires internes", "Destinataires externes", "Sous-traitants", "Transferts hors UE",
    "Garanties",
    "Durée de conservation", "Sort final", "Logiciels", "Mesures de sécurité", "AIPD", "Mention d’information",
    "Date de mise à jour", "Observations", "Bidule",
]  # fmt: skip
ROWS = [
    ["T-1", "Cantine", "Scolaire", "Inscrire", "Facturer", "Relancer", "Mission d’intérêt public",
     "CGCT, art. L2121-29", "Élèves, parents", "Nom, prénom, RIB", "Santé", "CAF", "Régie", "Trésorerie",
     "Éditeur SA", "Maroc", "CCT", "1 an",
     "Destruction", "Portail", "Sauvegarde", "En cours", "Oui", "01/02/2026", "rien", "truc"],
    ["T-2", "Paie", "RH", "Payer", None, None, "Contrat / Obligation légale", None, "Agents", "NIR", "Non", None, "DRH",
     "URSSAF ; CNRACL", None, "Non", None, "5 ans\n50 ans", None, "Berger", None, None, "Affichage", 45000, None, 3],
]  # fmt: skip


def shuffled(order):
    return book([[row[i] for i in order] for row in [HEADINGS, *ROWS]])


@given(st.permutations(range(len(HEADINGS))))
@settings(max_examples=25, deadline=None)
def test_the_order_of_columns_does_not_matter(order):
    straight, mixed = headings.read(shuffled(range(len(HEADINGS)))), headings.read(shuffled(order))
    assert [set((a.notes or "").splitlines()) for a in straight.register.activities] == [
        set((a.notes or "").splitlines()) for a in mixed.register.activities
    ]
    assert [without_notes(a) for a in straight.register.activities] == [
        without_notes(a) for a in mixed.register.activities
    ]
    assert straight.blind == mixed.blind


def without_notes(record):
    return replace(record, notes=None)


def respelt(text, seed):
    """The same heading as someone else would type it."""
    random = Random(seed)  # noqa: S311 - spelling, not secrets
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    spelt = random.choice([text, plain])
    spelt = random.choice([spelt, spelt.upper(), spelt.lower()])
    return random.choice(["", " "]) + spelt.replace("’", random.choice("’'")) + random.choice(["", " :", " ", "*"])


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_accents_case_and_punctuation_of_headings_do_not_matter(seed):
    known = HEADINGS[:-1]
    straight = headings.read(book([known, *(row[:-1] for row in ROWS)]))
    other = headings.read(
        book([[respelt(text, seed + i) for i, text in enumerate(known)], *(row[:-1] for row in ROWS)])
    )
    assert [without_notes(a) for a in straight.register.activities] == [
        without_notes(a) for a in other.register.activities
    ]


WORDS = st.sampled_from(
    [*HEADINGS[:12], "Oui", "Non", "X", "à compléter", "Total", "Service RH", "Commune de Lens", "5 ans",
     "12/03/2026", "a\nb", "- un\n- deux", "Obligation légale", "Destinataires", "internes", "Nom :", "(exemple) Paie",
     "#N/A", "  ", "0", "SIREN", "≈ 12"]
)  # fmt: skip
CELLS = st.one_of(
    st.none(), st.none(), WORDS, WORDS, st.text(max_size=12), st.integers(-5, 99999), st.floats(allow_nan=False),
    st.booleans(), st.dates(date(1900, 1, 1)), st.datetimes(datetime.fromisoformat("1900-01-01")),
)  # fmt: skip
GRIDS = st.lists(st.lists(CELLS, max_size=8), max_size=10)


@given(st.lists(GRIDS, min_size=1, max_size=3), st.sampled_from(["A1:B1", "B2:B4", "A1:D2", "C3:C5"]))
@settings(max_examples=120, deadline=None)
def test_any_grid_is_read_whole_or_refused(grids, merged):
    workbook = book(*(sheet(f"F{n}", rows, merged=[merged]) for n, rows in enumerate(grids)))
    try:
        reading = read_opened(workbook)
    except Unreadable:
        return
    assert unaccounted(workbook, reading.ledger) == ()


@given(st.lists(st.lists(CELLS, min_size=3, max_size=9), min_size=1, max_size=6))
@settings(max_examples=120, deadline=None)
def test_any_row_under_known_headings_is_read_whole(rows):
    workbook = book([["Nom du traitement", "Finalités", "Base légale", "Catégories de données", "Durée de conservation",
                      "Transferts hors UE", "Date de création", "Sous-traitants", "Machin"], *rows])  # fmt: skip
    reading = headings.read(workbook)
    assert unaccounted(workbook, reading.ledger) == ()
    for record in reading.register.activities:
        assert record.id.version == 8


@given(GRIDS)
@settings(max_examples=40, deadline=None)
def test_no_format_is_upset_by_a_grid_that_is_not_its_own(rows):
    workbook = book(rows)
    assert all(0 <= known.recognises(workbook) <= 1 for known in FORMATS)
    for tool in (madis, openrgpd, ciso_assistant):
        assert tool.recognises(workbook) == 0
        with pytest.raises(Unreadable):
            tool.read(workbook)


def test_the_same_file_gives_the_same_identifiers():
    assert headings.read(FREE).registers == headings.read(FREE).registers


def test_records_of_one_name_have_identifiers_of_their_own():
    rows = [
        ["Nom du traitement", "Finalités", "Destinataires"],
        ["Paie", "a", "b"],
        ["Autre", "c", "d"],
        ["Paie", "e", "f"],
    ]
    found = headings.read(book(rows)).register.activities
    assert len({record.id for record in found}) == 3


def test_every_column_that_advice_names_is_recognised():
    for path in readable_paths():
        heading = preferred_headings().get(path)
        match = recognise(heading) if heading else own_labels().exact(own_heading(path))
        assert match is not None, path
        assert path in seen_by(match.target), (path, heading, match)


def own_heading(path):
    return label_of(ProcessingActivity, path)


def test_no_heading_stands_for_two_facts():
    seen = {}
    for section in ("activity", "organization"):
        for target, names in _table()[section].items():
            for name in names:
                assert shape_of(name), name
                assert seen.setdefault(shape_of(name), target) == target, name
    assert len(of_register().by_words) == len(seen)
