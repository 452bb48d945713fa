"""One fact in one cell: as a person would write it, or as JSON when a spreadsheet would change it."""

from datetime import date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.formats.export.cells import UnreadCellError, from_cell, is_plain, to_cell
from egide.formats.export.phrases import from_words
from egide.formats.export.summaries import EMPTY, in_words, summary
from egide.formats.export.tracking import Mark, Tracking, read_mark, read_tracking
from egide.formats.grids.grid import neutral_text
from egide.law import facts
from egide.law.durations import Duration
from egide.law.facts.codes import FinalFate, LegalBasis, MeasureStatus, NirGround, NoticeItem, RetentionTrigger
from egide.law.facts.codes import SecurityMeasureCode as Measure
from tests.formats.strategies_facts import DURATIONS, LEAVES, TEXTS

ONE = UUID(int=1)


@pytest.mark.parametrize(
    ("fact", "cell"),
    [
        (None, None),
        (True, "Oui"),
        (False, "Non"),
        (12, 12),
        (1.5, 1.5),
        ("Nourrir", "Nourrir"),
        ("", 'json:""'),
        (" bord", 'json:" bord"'),
        ("nul\x00", 'json:"nul\\u0000"'),
        ("_x0007_", 'json:"\\u005fx0007\\u005f"'),
        ("json:x", 'json:"json:x"'),
        (date(2026, 3, 12), date(2026, 3, 12)),
        (date(1899, 12, 31), "1899-12-31"),
        (2**60, f"json:{2**60}"),
        (0.1 + 0.2, "json:0.30000000000000004"),
        (Duration(1, 6), "1 an et 6 mois"),
        (Duration(0, 12), "12 mois"),
        (Duration(), "0 jour"),
        (LegalBasis.CONTRACT, "Contrat – art. 6(1)(b)"),
        ((), "Aucun"),
        (("Aucun",), 'json:["Aucun"]'),
        (("une ligne", "deux\nlignes"), 'json:["une ligne", "deux\\nlignes"]'),
        ((NoticeItem.N05, NoticeItem.N07), "Destinataires\nDurée de conservation"),
        ((1, 13), "1\n13"),
    ],
    ids=repr,
)
def test_what_a_cell_shows(fact, cell):
    assert to_cell(fact) == cell


@pytest.mark.parametrize("annotation", [*LEAVES][:6], ids=lambda kind: kind.__name__)
@given(st.data())
def test_a_cell_gives_back_its_fact(annotation, data):
    fact = data.draw(LEAVES[annotation])
    cell = to_cell(fact)
    assert from_cell(annotation | None, cell, neutral_text(cell)) == fact


@given(st.lists(TEXTS, max_size=3).map(tuple))
def test_a_list_gives_back_its_texts(texts):
    cell = to_cell(texts)
    assert from_cell(tuple[str, ...] | None, cell, cell) == texts


@given(TEXTS)
def test_a_plain_text_has_nothing_that_a_spreadsheet_would_change(text):
    if is_plain(text):
        assert text == text.strip()
        assert not any(ord(c) < 32 and c not in "\n\t" for c in text)


@pytest.mark.parametrize(
    ("annotation", "typed", "fact"),
    [
        (bool, True, True),
        (bool, "non", False),
        (int, "1 200", 1200),
        (int, "1\u202f200", 1200),
        (int, 3.0, 3),
        (float, "98,5", 98.5),
        (float, 98, 98.0),
        (date, "17/11/2025", date(2025, 11, 17)),
        (date, "17 novembre 2025", date(2025, 11, 17)),
        (date, datetime(2025, 11, 17, 8, 30), date(2025, 11, 17)),  # noqa: DTZ001 — a spreadsheet has no time zone
        (Duration, "5 ans", Duration(5)),
        (Duration, "1 an, 2 mois et 3 jours", Duration(1, 2, 3)),
        (Duration, "2 semaines", Duration(0, 0, 14)),
        (Duration, "P10Y", Duration(10)),
        (str, 2026, "2026"),
        (LegalBasis, "CONTRACT", LegalBasis.CONTRACT),
        (NirGround, NirGround.NIR_PAY_DSN.label.upper(), NirGround.NIR_PAY_DSN),
        (tuple[int, ...], 13, (13,)),
        (tuple[NoticeItem, ...], "Néant", ()),
    ],
    ids=str,
)
def test_what_a_person_types_is_understood(annotation, typed, fact):
    assert from_cell(annotation | None, typed, neutral_text(typed)) == fact


@pytest.mark.parametrize(
    ("annotation", "typed"),
    [
        (bool, "3"),
        (int, True),
        (int, "1e3"),
        (float, "1,2,3"),
        (float, "nan"),
        (date, "2026"),
        (date, 12),
        (Duration, "cinq"),
        (Duration, "ans"),
        (LegalBasis, "Contrat ?"),
        (tuple[NoticeItem, ...], "Destinataires\nAutre"),
        (str, "json:{"),
        (str, "json:" + "[" * 100_000),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_answer_is_refused(annotation, typed):
    with pytest.raises(UnreadCellError):
        from_cell(annotation | None, typed, neutral_text(typed))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (facts.Purpose(id=ONE, text="Nourrir (midi)", legal_basis=LegalBasis.PUBLIC_TASK), "Nourrir (midi) (Mission"),
        (facts.SecurityMeasure(id=ONE, code=Measure.M02_CHARTE, status=MeasureStatus.DONE), "Charte informatique (En"),
        (facts.Processor(id=ONE, contact=facts.Contact(name="A", email="b@c.fr"), service="Gérer, héberger"), "A (b@c"),
        (facts.Recipient(id=ONE, name="CAF"), "CAF"),
        (
            facts.Retention(
                id=ONE,
                data="Dossiers",
                active=facts.Period(duration=Duration(1), trigger=RetentionTrigger.DEATH),
                final_fate=FinalFate.D,
            ),
            "Dossiers (1 an (Décès), Destruction",
        ),
        (facts.Purpose(id=ONE), EMPTY),
        (facts.ProcessingCategory(id=ONE, text="json:"), "json:"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_words_of_a_line_tell_it_again(line, words):
    said = summary([line])
    assert said.startswith(words)
    assert from_words(type(line), said, ONE) == line


def test_words_are_cut_where_they_would_fill_a_cell():
    long = facts.Purpose(id=ONE, text="mot " * 200)
    assert len(in_words(long)) <= 201
    assert in_words(long).endswith("…")
    assert len(summary([long] * 50)) <= 2001


@given(DURATIONS)
def test_a_period_in_french_is_that_period(duration):
    assert from_cell(Duration | None, duration.french, duration.french) == duration


@pytest.mark.parametrize("path", ["", "purposes", "notice", f"processors[{ONE}].subprocessors"])
def test_a_mark_is_read_again(path):
    for line in (None, ONE) if path else (None,):
        assert read_mark(str(Mark(ONE, path, line))) == Mark(ONE, path, line)


@pytest.mark.parametrize("text", ["", "???", "{}", "3", '{"vides": 3}', '{"renvois": {"a": ["x"]}}', "[" * 100_000])
def test_a_spoilt_tracking_tells_nothing(text):
    assert read_tracking(text) == Tracking()
    assert read_mark(text) is None
