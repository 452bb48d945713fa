"""What the reader of tables advises can be followed: a heading that it names is one that it understands."""

from egide.formats.gathering.blindness import advice, seen_by
from egide.formats.headings.synonyms import preferred_headings, recognise
from egide.law.facts import ProcessingActivity
from egide.law.facts.paths import schema_paths


def test_every_heading_advised_tells_the_fact_it_is_advised_for():
    headings = preferred_headings()
    assert {path for path, heading in headings.items() if path not in seen_by(recognise(heading).target)} == set()
    assert headings["special_data"] == "Données sensibles"
    assert headings["video"] == "Nombre de caméras"


def test_what_no_column_can_tell_is_sent_to_the_workbook_of_egide():
    told = advice(frozenset(schema_paths(ProcessingActivity)), preferred_headings())
    assert "classeur complet d’Égide" in told["processors.subprocessors"]
    assert told["purposes.legal_basis"] == "Ajoutez une colonne «\u202fBase légale\u202f» à votre tableau."
