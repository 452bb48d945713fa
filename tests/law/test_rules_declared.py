"""What every rule declares: a real field, an article, words that people can read, and a page that says the same."""

import re
import runpy
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from egide.law.facts import Organization
from egide.law.facts.describing import field_types, is_list, shape_within
from egide.law.facts.paths import describe_path
from egide.law.rules import ALL_RULES, rule
from egide.law.rules.page import page
from egide.law.rules.rule import RECORDS
from egide.typography import french

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
BAD_SPACES = re.compile(r" [:;!?»]|« |\d \d{3}\b|n° \d|\w'\w|  |\bx\b")
every_rule = pytest.mark.parametrize("declared", ALL_RULES, ids=lambda declared: declared.id)


@every_rule
def test_it_points_at_a_field_that_exists_in_each_of_its_subjects(declared):
    assert declared.subjects
    for shape in declared.subjects:
        assert describe_path(shape, declared.path_in(shape)).label
        lines = declared.lines_in(shape)
        if lines is not None:
            assert is_list(field_types(shape)[lines])
            assert "id" in field_types(shape_within(field_types(shape)[lines]))


@every_rule
def test_it_has_its_article_and_says_what_is_wrong_and_what_to_do(declared):
    assert declared.basis
    assert all(article.strip() == article != "" for article in declared.basis)
    assert declared.title[0].isupper()
    assert not declared.title.endswith(".")
    for text in (declared.message, declared.action, declared.to_confirm or "À confirmer."):
        assert text[0].isupper() or text[0] == "«"
        assert text.endswith((".", "…", "?"))
    assert declared.topic


@every_rule
def test_it_is_set_as_french_is_printed(declared):
    for text in (*declared.basis, declared.title, declared.message, declared.action, declared.to_confirm or ""):
        assert not BAD_SPACES.search(text), text
        assert french(text) == text


@every_rule
def test_only_a_body_has_questions_that_nobody_answered(declared):
    """What a record does not know, its source could hold or not: that is for the source to say."""
    assert not declared.answered_by or declared.subjects == (Organization,)
    for path in declared.answered_by:
        assert describe_path(Organization, path).label


def test_ids_are_unique_and_say_their_topic():
    assert len({declared.id for declared in ALL_RULES}) == len(ALL_RULES)
    prefixes = {(declared.id.partition("-")[0], declared.topic) for declared in ALL_RULES}
    assert len(prefixes) == len({prefix for prefix, _ in prefixes})


def test_what_makes_sense_in_both_kinds_of_records_is_asked_of_both():
    both = {declared.id for declared in ALL_RULES if declared.subjects == RECORDS}
    assert {"REG-004", "REG-008", "REG-010", "REG-011", "REG-012", "REG-015", "SEC-002"} <= both
    assert {f"TRF-00{n}" for n in range(1, 9)} | {f"PRO-00{n}" for n in range(1, 8)} | {"PRO-010"} <= both


def test_the_page_says_what_the_rules_say():
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m egide.law.rules.page > docs/rules.md"


def test_the_page_is_what_the_module_prints(monkeypatch, capsys):
    monkeypatch.delitem(sys.modules, "egide.law.rules.page")
    runpy.run_module("egide.law.rules.page", run_name="__main__")
    assert capsys.readouterr().out == page()


def test_the_page_says_what_is_to_come_and_what_is_to_confirm():
    coming = page((replace(rule("SEC-008"), effective_from=date(2027, 12, 2)), rule("REG-013")))
    assert "**À partir du 2 décembre 2027.**" in coming
    assert "(`clients`, fiche de sous-traitant)" in coming
    assert "En tout 2 règles, dont 0 à confirmer." in coming
    assert page().count("**À confirmer.**") == 10
