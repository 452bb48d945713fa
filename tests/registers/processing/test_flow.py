"""The picture of the flow: nobody left out of its words, no box over another, hostile text as text."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, Phase, given, settings
from lxml import etree

from egide.law import facts
from egide.law.facts.codes import DataCategory, DataSubjectCategory, SpecialCategory
from egide.registers.processing.flow import flow
from egide.registers.processing.flow_picture import LARGE, SMALL, pictures, width_of, wrap
from tests.law import strategies

TODAY = date(2026, 11, 24)
SIZES = {"wide": SMALL, "tall": LARGE}


def line(shape, **known):
    return shape(id=uuid4(), **known)


def activity(**known):
    return line(facts.ProcessingActivity, **known)


def markup(record):
    drawn = flow(record, TODAY)
    return render_to_string("processing/flow.html", {"flow": drawn, "pictures": pictures(drawn)})


def check_geometry(picture):
    for box in picture.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= picture.width
        assert box.y + box.height <= picture.height
        for text in box.texts:
            half = width_of(text.words, SIZES[picture.name] * (1.1 if text.is_title else 1)) / 2
            assert box.x + 4 <= text.x - half
            assert text.x + half <= box.x + box.width - 4
            assert box.y + 10 <= text.y <= box.y + box.height - 4
    for rank, one in enumerate(picture.boxes):
        for other in picture.boxes[rank + 1 :]:
            apart_x = one.x + one.width < other.x or other.x + other.width < one.x
            apart_y = one.y + one.height < other.y or other.y + other.height < one.y
            assert apart_x or apart_y, (one, other)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(record=strategies.activities() | strategies.processor_activities())
def test_any_record_is_a_sound_drawing(record):
    drawn = flow(record, TODAY)
    for picture in pictures(drawn):
        check_geometry(picture)
    assert len(drawn.edges) == len(drawn.nodes) - 1
    etree.fromstring(markup(record))


@pytest.mark.parametrize("count", [0, 1, 8, 9, 40])
def test_every_recipient_is_in_the_words_and_the_rest_is_counted(count):
    names = [f"Organisme destinataire numéro {number:02}" for number in range(count)]
    record = activity(name="Cantine", recipients=tuple(line(facts.Recipient, name=name) for name in names))
    drawn = flow(record, TODAY)
    told = "\n".join(drawn.sentences)
    assert all(name in told for name in names)
    for picture in pictures(drawn):
        check_geometry(picture)
        words = [text.words for box in picture.boxes for text in box.texts]
        boxes = [box for box in picture.boxes if box.kind == "recipient"]
        assert len(boxes) == min(count, 8)
        assert (f"et {count - 7} autres" in words) == (count > 8)


def test_what_leaves_the_eea_is_dashed_and_named():
    record = activity(
        processors=(
            line(facts.Processor, contact=facts.Contact(name="Nuage Inc."), country="US"),
            line(facts.Processor, contact=facts.Contact(name="Éditeur SAS"), country="FR"),
            line(
                facts.Processor,
                contact=facts.Contact(name="Portail SA"),
                country="FR",
                subprocessors=(line(facts.SubProcessor, name="Support Ltd", country="IN"),),
            ),
        ),
        transfers=(line(facts.Transfer, recipient="Groupe KK", country="JP"),),
    )
    drawn = flow(record, TODAY)
    assert [node.title for node in drawn.nodes if node.outside] == ["Nuage Inc.", "Support Ltd", "Japon"]
    assert "États-Unis" in drawn.sentences[-1]
    assert "Inde" in drawn.sentences[-1]
    assert "Éditeur SAS" not in drawn.sentences[-1]
    tree = etree.fromstring(markup(record))
    assert len(tree.xpath('//svg[1]//path[contains(@class, "out")]')) == 3


def test_those_outside_are_never_among_the_others():
    record = activity(
        recipients=tuple(line(facts.Recipient, name=f"R{number}") for number in range(30)),
        transfers=(line(facts.Transfer, country="US"),),
    )
    for picture in pictures(flow(record, TODAY)):
        assert "États-Unis" in [text.words for box in picture.boxes for text in box.texts]


def test_an_empty_record_says_what_is_missing():
    drawn = flow(activity(), TODAY)
    assert [node.kind for node in drawn.nodes] == ["service"]
    assert len(drawn.missing) == 5
    assert "Il reste à indiquer" in markup(activity())
    answered = flow(activity(recipients=(), processors=(), transfers=()), TODAY)
    assert answered.missing == ("les personnes concernées", "les catégories de données")


def test_a_country_that_is_no_code_is_not_called_foreign():
    record = activity(processors=(line(facts.Processor, service="Héberger", country="en Europe"),))
    assert not any(node.outside for node in flow(record, TODAY).nodes)


def test_data_and_people_are_named():
    record = activity(
        data_subjects=(line(facts.DataSubjects, category=DataSubjectCategory.PUPILS),),
        personal_data=(line(facts.PersonalData, category=DataCategory.IDENTITY),),
        special_data=(line(facts.SpecialData, category=SpecialCategory.HEALTH),),
    )
    told = " ".join(flow(record, TODAY).sentences)
    assert DataSubjectCategory.PUPILS.label in told
    assert f"{SpecialCategory.HEALTH.label} (sensible)" in told


def test_the_body_that_acts_for_others():
    record = line(
        facts.ProcessorActivity, name="Paie", clients=(line(facts.Client, contact=facts.Contact(name="Achicourt")),)
    )
    assert any(
        "pour le compte de" in sentence and "Achicourt" in sentence for sentence in flow(record, TODAY).sentences
    )


HOSTILE = '</title></svg><script>alert(1)</script>"onload="x & <b>'


def test_hostile_text_is_text():
    record = activity(
        name=HOSTILE, department=HOSTILE, recipients=(line(facts.Recipient, name=HOSTILE),), notes=HOSTILE
    )
    page = markup(record)
    assert "<script" not in page
    assert "style=" not in page
    assert etree.fromstring(page).tag == "figure"


def test_ids_are_unique_and_named_by_the_picture():
    tree = etree.fromstring(markup(activity(name="Cantine")))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for drawing in tree.iter("svg"):
        assert drawing.get("role") == "img"
        assert set(drawing.get("aria-labelledby").split()) <= set(ids)
        numbers = " ".join(drawing.xpath(".//@x|.//@y|.//@width|.//@height|@viewBox"))
        assert re.fullmatch(r"[-\d. ]+", numbers)


@pytest.mark.parametrize("text", ["a" * 200, "mot " * 60, "MAJUSCULES " * 9, "", "行" * 40, "🦉" * 40])
def test_words_are_cut_to_fit(text):
    lines = wrap(text, 136, 2, SMALL)
    assert len(lines) <= 2
    assert all(width_of(each, SMALL) <= 136 for each in lines)
    assert not text or "".join(lines).endswith("…")
