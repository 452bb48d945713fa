"""Every fact has its place in our workbook, and no two places have the same name."""

import re

import pytest

from egide.formats.export import guide, plan
from egide.formats.export.plan import Holds
from egide.formats.french.words import fold
from egide.law.facts import AiSystem, Organization, ProcessingActivity, ProcessorActivity, codes
from egide.law.facts.describing import is_list, shape_within
from egide.law.facts.paths import describe_path, schema_paths


def placed(root):
    """The schema paths of a shape that have a column, or a row of « Collectivité »."""
    top = plan.columns_of(root, groups_apart=root in plan.KINDS)
    found = {column.key for column in top}
    for child in plan.child_sheets():
        for place in child.places:
            found |= {f"{place.path}.{column.key}" for column in child.columns}
    return found


@pytest.mark.parametrize("root", [ProcessingActivity, ProcessorActivity, Organization, AiSystem])
def test_every_fact_has_a_column(root):
    groups = {path for path in schema_paths(root) if any(other.startswith(f"{path}.") for other in schema_paths(root))}
    assert set(schema_paths(root)) - groups <= placed(root)


@pytest.mark.parametrize("groups_apart", [True, False])
def test_titles_are_unique_in_a_sheet(groups_apart):
    tables = [plan.record_columns(groups_apart=groups_apart), plan.body_columns(), plan.system_columns()]
    for columns in [*tables, *(child.columns for child in plan.child_sheets())]:
        titles = [fold(column.label) for column in columns] + [fold(title) for title in plan_titles()]
        assert len(titles) == len(set(titles))


def plan_titles():
    return [plan.KIND, plan.OWNER, plan.PARENT, plan.CONCERNS, plan.MARK, plan.TRACK]


def test_names_of_sheets_are_unique_and_short_enough_for_excel():
    names = [plan.README, plan.BODY, plan.RECORDS, plan.SYSTEMS, plan.WAIVED, plan.LONG, plan.COLUMNS]
    names += [child.title for child in plan.child_sheets()]
    assert len({fold(name) for name in names}) == len(names)
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_a_shared_column_means_the_same_in_both_kinds_of_records():
    for name in {c.key for c in plan.columns_of(ProcessingActivity)} & {
        c.key for c in plan.columns_of(ProcessorActivity)
    }:
        one, other = describe_path(ProcessingActivity, name), describe_path(ProcessorActivity, name)
        assert one.label == other.label, name


def test_a_child_sheet_knows_where_its_rows_hang():
    for child in plan.child_sheets():
        assert len(set(map(fold, child.paths.values()))) == len(child.paths)
        for place in child.places:
            assert place.many == all(other.many for other in child.places)
            assert place.label
    nested = {child.title for child in plan.child_sheets() if child.nested}
    assert nested == {"Sous-traitants ultérieurs"}


@pytest.mark.parametrize(
    "kind", [getattr(codes, name) for name in codes.__all__ if name != "Code"], ids=lambda k: k.__name__
)
def test_words_of_a_code_are_unique_and_are_no_name_of_another(kind):
    words = [fold(code.label) for code in kind]
    assert len(words) == len(set(words))
    for code in kind:
        assert all(fold(code.value) != fold(other.label) for other in kind if other is not code)
        assert "\n" not in code.label
        assert fold(code.label) not in {"aucune", "neant"}


def test_lists_of_lines_and_only_they_are_summed_up():
    for column in (*plan.record_columns(), *(c for child in plan.child_sheets() for c in child.columns)):
        lines = shape_within(column.annotation) is not None
        assert (column.holds is Holds.SUMMARY) == lines
        assert column.is_list == is_list(column.annotation)


def test_the_workbook_explains_each_of_its_columns():
    rows = guide.columns()[1:]
    told = {(row[0], row[6]) for row in rows}
    assert {(plan.RECORDS, column.key) for column in plan.record_columns()} <= told
    answers = {(row[0], row[6]): row[5] for row in rows}
    assert answers["Finalités", "legal_basis"].startswith("Consentement – art. 6(1)(a)\nContrat")
    assert answers[plan.RECORDS, "minors"] == "Oui\nNon"
    assert answers[plan.RECORDS, "name"] is None
