"""What people type is read as they mean it; what was forged is refused by path, and nothing breaks."""

import dataclasses
from datetime import date
from uuid import uuid4

import pytest
from django.http import QueryDict

from egide.law import facts
from egide.law.durations import Duration
from egide.law.facts.codes import AiRole, Article28Clause, Right
from egide.law.facts.describing import fact
from egide.platform.kernel.forms import ShapeForm
from egide.platform.kernel.forms.posted import MOST_LINES, written

ACTIVITY = facts.ProcessingActivity


@dataclasses.dataclass(frozen=True, kw_only=True)
class Small:
    """A register to come."""

    many: int | None = fact("Nombre", help="Combien.", example="1 200", article="-")
    share: float | None = fact("Part", help="Combien.", example="98,5", article="-")
    day: date | None = fact("Jour", help="Quand.", example="17 novembre 2025", article="-")
    lasts: Duration | None = fact("Durée", help="Combien de temps.", example="5 ans", article="-")
    sure: bool | None = fact("Sûr", help="Oui ou non.", example="Oui", article="-")
    points: tuple[int, ...] | None = fact("Points", help="Lesquels.", example="4, 12", article="-")
    texts: tuple[str, ...] | None = fact("Textes", help="Lesquels.", example="CGCT", article="-")
    role: AiRole | None = fact("Rôle", help="Lequel.", example="-", article="-")


@pytest.mark.parametrize(
    ("name", "typed", "meant"),
    [
        ("many", "1 200", 1200),
        ("many", "1\u202f200", 1200),
        ("share", "98,5", 98.5),
        ("share", "1 098.5", 1098.5),
        ("day", "2025-11-17", date(2025, 11, 17)),
        ("day", "17/11/2025", date(2025, 11, 17)),
        ("day", "17 novembre 2025", date(2025, 11, 17)),
        ("lasts", "5 ans", Duration(5)),
        ("lasts", "18 mois", Duration(0, 18)),
        ("lasts", "P5Y", Duration(5)),
        ("lasts", "1 an et 6 mois", Duration(1, 6)),
        ("sure", "false", False),
        ("sure", "", None),
        ("points", "4, 12", (4, 12)),
        ("points", "0", ()),
        ("texts", " CGCT \r\n\r\n CRPA", ("CGCT", "CRPA")),
        ("texts.none", "none", ()),
        ("role", AiRole.DEPLOYER.value, AiRole.DEPLOYER),
        ("many", "  ", None),
    ],
)
def test_what_is_typed_is_what_is_meant(name, typed, meant):
    form = ShapeForm(Small, data={name: typed})
    assert form.errors == {}
    assert getattr(form.facts(), name.partition(".")[0]) == meant


@pytest.mark.parametrize(
    ("name", "typed", "advice"),
    [
        ("many", "douze", "1\u202f200"),
        ("many", "9" * 30, "1\u202f200"),
        ("share", "nan", "98,5"),
        ("share", "1e400", "98,5"),
        ("day", "2025", "17/11/2025"),
        ("lasts", "5", "5 ans"),
        ("lasts", "6 mois à 1 an", "5 ans"),
        ("lasts", "P", "5 ans"),
        ("sure", "peut-être", "Je ne sais pas"),
        ("points", "4, x", "4, 12"),
        ("role", "ROI", "liste"),
        ("texts", "a\x00b", "invisible"),
    ],
)
def test_what_cannot_be_read_says_how_to_write_it(name, typed, advice):
    form = ShapeForm(Small, data={name: typed})
    assert not form.is_valid()
    (messages,) = form.errors.values()
    assert advice in messages[0].replace("\u00a0", " ")
    assert getattr(form.facts(), name) is None
    assert "Choix inconnu" in str(form[name]) if name == "role" else True


def test_forged_identifiers_are_refused_where_they_are():
    line = str(uuid4())
    form = ShapeForm(
        ACTIVITY,
        data=QueryDict(
            f"purposes=1&purposes=../..&retention={line}&retention[{line}].personal_data={uuid4()}&ai_systems=x"
        ),
    )
    assert set(form.errors) == {"purposes", f"retention[{line}].personal_data", "ai_systems"}
    assert {each.anchor for each in form.complaints} == {f"id_{path}" for path in form.errors}


def test_none_and_some_is_a_contradiction():
    line = str(uuid4())
    sent = {"processors": line, f"processors[{line}].missing_clauses": ["none", next(iter(Article28Clause)).value]}
    assert list(ShapeForm(ACTIVITY, data=sent).errors) == [f"processors[{line}].missing_clauses"]


@pytest.mark.parametrize("text", ["a\x00b", "x" * 20_001, "a\x1bb"])
def test_text_that_is_not_text(text):
    form = ShapeForm(ACTIVITY, data={"name": text})
    assert list(form.errors) == ["name"]


def test_half_a_character_can_be_shown_again():
    form = ShapeForm(ACTIVITY, data={"name": "a\ud800b", "notes": "\udfff"})
    str(form["name"]).encode()
    assert form.facts().name == "a\ufffdb"


def test_markup_is_text():
    form = ShapeForm(ACTIVITY, data={"name": '"><script>alert(1)</script>', "domain": '"><script>'})
    assert "<script" not in f"{form['name']}{form['domain']}"
    assert form.facts().name == '"><script>alert(1)</script>'


def test_a_list_has_a_limit():
    known = ACTIVITY(id=uuid4(), purposes=tuple(facts.Purpose(id=uuid4(), text="a") for _ in range(MOST_LINES)))
    data = written(known)
    full = ShapeForm(ACTIVITY, initial=known, data=data)
    assert full.is_valid()
    assert full["purposes"].is_full
    assert full.facts() == known
    data.appendlist("purposes", str(uuid4()))
    over = ShapeForm(ACTIVITY, initial=known, data=data)
    assert list(over.errors) == ["purposes"]
    assert "201" in over.errors["purposes"][0]


def test_facts_that_are_not_shown_stay():
    known = ACTIVITY(id=uuid4(), name="Cantine", notes="Note", purposes=(facts.Purpose(id=uuid4(), text="a"),))
    form = ShapeForm(ACTIVITY, initial=known, data={"name": "École", "notes": ""}, paths=("name",))
    assert form.facts() == dataclasses.replace(known, name="École")
    assert "notes" not in form


def test_what_does_not_apply_is_said_with_its_reason():
    kept = facts.NotApplicable(path="video", reason="Aucune caméra")
    known = ACTIVITY(id=uuid4(), not_applicable=(facts.NotApplicable(path="consent", reason="Non"), kept))
    sent = written(known)
    sent["consent.waived"], sent["dpia.waived"] = "", "Peu de personnes"
    form = ShapeForm(ACTIVITY, initial=known, data=sent, paths=("consent", "dpia"))
    assert form.facts().not_applicable == (kept, facts.NotApplicable(path="dpia", reason="Peu de personnes"))
    assert form["dpia"].waiver.value() == "Peu de personnes"


def test_errors_of_meaning_come_by_path():
    line = facts.Purpose(id=uuid4(), text="a")
    known = ACTIVITY(id=uuid4(), purposes=(line,))
    form = ShapeForm(ACTIVITY, initial=known, data=written(known))
    assert form.is_valid()
    form.add_errors({f"purposes[{line.id}].text": ["Trop court."], "": ["Fiche close."], "purposes": ["Une de plus."]})
    assert not form.is_valid()
    assert form[f"purposes[{line.id}].text"].errors == ["Trop court."]
    assert form["purposes"].errors == ["Une de plus."]
    assert [each.anchor for each in form.complaints] == ["", "id_purposes", f"id_purposes[{line.id}].text"]


def test_choices_and_suggestions():
    choices = {
        "dpia.cnil_required": [("4", "N° 4")],
        "processors.country": [("FR", "France")],
        "dpia.cnil_exempt": [("2", "N° 2")],
    }
    sent = {"dpia.cnil_required": "4", "dpia.cnil_exempt": "2", "notice.rights": [Right.ACCESS.value]}
    form = ShapeForm(ACTIVITY, data=sent, choices=choices)
    assert form.facts().dpia == facts.ImpactAssessment(cnil_required=(4,), cnil_exempt=2)
    assert form.suggestions == [("list_processors.country", ["France"])]
    line = str(uuid4())
    sent = {"processors": line, f"processors[{line}].country": "france"}
    told = ShapeForm(ACTIVITY, data=sent, choices=choices)
    assert told.facts().processors[0].country == "FR"
    again = ShapeForm(ACTIVITY, initial=told.facts(), choices=choices)
    assert again[f"processors[{line}].country"].value() == "France"
    assert ShapeForm(ACTIVITY, initial=told.facts(), data=again.data, choices=choices).facts() == told.facts()
    blank = form["processors"].blank.pieces
    assert 'list="list_processors.country"' in str(next(piece for piece in blank if piece.path.endswith("].country")))
    assert list(ShapeForm(ACTIVITY, data={"dpia.cnil_exempt": "99"}, choices=choices).errors) == ["dpia.cnil_exempt"]
