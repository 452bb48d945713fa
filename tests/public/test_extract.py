"""What residents read of an activity: all that article 30 asks but security, in words, and nothing withheld."""

import dataclasses
import json
import uuid
from datetime import date

from hypothesis import given, settings

from egide.documents.layouts.sections import WITHHELD
from egide.law import facts
from egide.law.facts.codes import ActivityStatus
from egide.public.extract import digest_of, public_extract, written
from tests.law.strategies import activities
from tests.machinery.world import canaried
from tests.public.register import DELEGATE, told

ON = date(2026, 11, 24)
BODY = facts.Organization(id=uuid.UUID(int=1), name="Commune d'Achicourt", dpo=DELEGATE)


def test_it_says_who_what_for_how_long_and_the_rights():
    content = public_extract(BODY, [told()], ON)
    assert (content["body"], content["delegate"]) == (
        "Commune d’Achicourt",
        ["Centre de gestion du Pas-de-Calais", "dpo@exemple.fr"],
    )
    [one] = content["activities"]
    parts = dict(one["parts"])
    assert one["name"] == "Restauration scolaire"
    assert parts["À quoi cela sert"] == ["Inscrire les enfants"]
    assert "Mission d’intérêt public" in parts["Ce qui l’autorise"][0]
    assert "Familles" in parts["De qui"][0]
    assert "Nom et adresse" in parts["Quelles données"][0]
    assert parts["Qui les reçoit"] == ["Trésorerie", "Cantine SARL"]
    assert "1\u00a0an" in parts["Combien de temps"][0].replace("\u202f", "\u00a0")
    assert any(right.startswith("Accès") for right in parts["Vos droits"])
    assert not any(right.startswith("Retrait du consentement") for right in parts["Vos droits"])


def test_what_is_withheld_is_nowhere():
    text = written(public_extract(BODY, [told()], ON))
    assert "SECRET" not in text


def test_every_fact_that_is_withheld_stays_so_whatever_it_is_called():
    """A canary in every text: those of the withheld facts do not come out, but the name of processors."""
    full = canaried(facts.ProcessingActivity, "A", status=ActivityStatus.ACTIVE, is_public=True)
    text = written(public_extract(BODY, [full], ON))
    for name in WITHHELD:
        if name not in {"processors", "subprocessors"}:
            assert f"CANARY-A-{name}" not in text, name
    assert text.count("CANARY-A-processors") == 1
    assert "CANARY-A-purposes" in text


def test_drafts_closed_ones_and_those_kept_apart_are_not_told():
    kept = [
        told(name="Brouillon", status=ActivityStatus.DRAFT),
        told(name="Ancien", status=ActivityStatus.CLOSED),
        told(name="Réservé", is_public=False),
        told(name="Suspendu", status=ActivityStatus.SUSPENDED),
        told(name="Sans situation", status=None),
    ]
    names = [one["name"] for one in public_extract(BODY, kept, ON)["activities"]]
    assert names == ["Suspendu", "Sans situation"]


def test_an_empty_register_is_an_empty_list():
    content = public_extract(facts.Organization(id=uuid.uuid4()), [], ON)
    assert content == {"body": "Collectivité", "contact": [], "delegate": [], "activities": []}


def test_the_delegate_may_be_known_by_the_body_that_employs_them():
    dpo = dataclasses.replace(
        DELEGATE, contact=None, company=facts.Contact(organization="CDG 62", phone="03 21 00 00 00")
    )
    assert public_extract(dataclasses.replace(BODY, dpo=dpo), [], ON)["delegate"][0] == "CDG 62"


@settings(max_examples=25, deadline=None)
@given(activities())
def test_whatever_the_facts_it_is_text_and_has_one_writing(activity):
    content = public_extract(BODY, [activity], ON)
    text = written(content)
    assert json.loads(text) == content
    assert digest_of(text) == digest_of(written(json.loads(text)))
