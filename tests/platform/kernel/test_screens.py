"""Writing records on screen: errors by path, conflicts, copies, the bin; and who may not."""

import json
import uuid

import pytest

from egide.law import facts
from egide.law.facts import codes
from egide.platform.kernel.screens.editing import renewed
from egide.platform.records.journal.reading import versions
from egide.platform.records.models import State
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity
from egide.registers.systems.models import AiSystem
from tests.platform.kernel.conftest import activity, address, change, facts_of, store, system
from tests.platform.kernel.pages import posted, said, tree

pytestmark = pytest.mark.django_db
NAME = "processingactivity"


def purpose(text):
    return facts.Purpose(id=uuid.uuid4(), text=text)


def edited(client, body, record, **typed):
    url = address(body, f"{NAME}-edit", record)
    return client.post(url, posted(client.get(url), **typed))


def stored(body, model=ProcessingActivity):
    with scope(body):
        return list(model.objects.all())


def test_a_record_is_added_once_even_when_it_is_sent_twice(body, referent):
    url = address(body, f"{NAME}-create")
    form = posted(referent.get(url), name="Cantine", department="Écoles")
    first, second = referent.post(url, form), referent.post(url, form)
    [record] = stored(body)
    assert first.url == second.url == address(body, f"{NAME}-fiche", record)
    assert (record.name, record.department, record.revision) == ("Cantine", "Écoles", 1)
    with scope(body):
        [version] = versions(f"processing.{NAME}", record.id)
    assert (version.actor, version.origin) == (str(referent.person), "screen")
    assert "Enregistré." in said(referent.get(first.url), "//body")


def test_what_cannot_be_read_is_told_at_its_place_and_what_was_typed_stays(body, referent):
    record = store(body, activity())
    refused = edited(referent, body, record, people_count="beaucoup", manager="Mme Roy")
    assert refused.status_code == 422
    page = tree(refused)
    [field] = page.xpath("//*[@name='people_count']")
    assert (field.get("value"), field.get("aria-invalid")) == ("beaucoup", "true")
    assert page.xpath("//a[@href='#id_people_count']")
    assert page.xpath("//*[@name='manager']/@value") == ["Mme Roy"]
    assert facts_of(body, record).manager is None


def test_an_error_in_a_line_is_told_at_the_line(body, referent):
    line = purpose("Facturer")
    record = store(body, activity(purposes=(line,)))
    path = f"purposes[{line.id}].legal_basis"
    refused = edited(referent, body, record, **{path: "RIEN"})
    assert refused.status_code == 422
    assert tree(refused).xpath(f"//a[@href='#id_{path}']")


def test_a_change_keeps_its_reason(body, referent):
    record = store(body, activity())
    assert edited(referent, body, record, name="Restauration", reason="Nouveau nom").status_code == 302
    with scope(body):
        assert versions(f"processing.{NAME}", record.id)[-1].reason == "Nouveau nom"
    assert "Nouveau nom" in said(referent.get(address(body, f"{NAME}-history", record)))


def conflict(client, body, record, meanwhile, **typed):
    url = address(body, f"{NAME}-edit", record)
    form = posted(client.get(url), **typed)
    change(body, record, **meanwhile)
    return url, client.post(url, form)


def test_two_people_on_different_fields_are_both_kept(body, referent):
    record = store(body, activity(department="Écoles"))
    url, page = conflict(referent, body, record, {"department": "Enfance"}, manager="Mme Roy")
    assert page.status_code == 409
    assert "Zoé Petit" in said(page, "//body")
    assert "Aucun champ n’est en désaccord" in said(page)
    assert referent.post(url, posted(page)).status_code == 302
    found = facts_of(body, record)
    assert (found.department, found.manager) == ("Enfance", "Mme Roy")


@pytest.mark.parametrize(("choice", "expected"), [("theirs", "Restauration"), ("mine", "Repas")])
def test_two_people_on_one_field_someone_chooses(body, referent, choice, expected):
    record = store(body, activity())
    url, page = conflict(referent, body, record, {"name": "Restauration"}, name="Repas", manager="Mme Roy")
    assert "Restauration" in said(page)
    assert "Repas" in said(page)
    assert facts_of(body, record).name == "Restauration"
    referent.post(url, posted(page, **{"choice:name": choice}))
    assert (facts_of(body, record).name, facts_of(body, record).manager) == (expected, "Mme Roy")


def test_a_third_person_meanwhile_asks_again(body, referent):
    record = store(body, activity())
    url, page = conflict(referent, body, record, {"name": "Restauration"}, name="Repas")
    change(body, record, manager="Chef")
    again = referent.post(url, posted(page, **{"choice:name": "mine"}))
    assert again.status_code == 409
    referent.post(url, posted(again, **{"choice:name": "mine"}))
    assert (facts_of(body, record).name, facts_of(body, record).manager) == ("Repas", "Chef")


def test_a_rewritten_hidden_field_is_no_way_in(body, referent):
    record = store(body, activity())
    url = address(body, f"{NAME}-edit", record)
    for mine in ("", "[]", "{", '{"people_count": "x"}', "[" * 5000):
        assert referent.post(url, {"mine": mine, "base": "1", "revision": "1"}).status_code == 404
    assert facts_of(body, record).name == "Cantine"


def test_a_copy_has_identifiers_of_its_own_and_what_pointed_at_a_line_follows(body, referent):
    line = facts.DataSubjects(id=uuid.uuid4(), category=codes.DataSubjectCategory("USERS"))
    answer = facts.NotApplicable(path=f"data_subjects[{line.id}].category", reason="Sans")
    source = store(body, activity(data_subjects=(line,)))
    shown = referent.get(address(body, f"{NAME}-duplicate", source))
    assert len(stored(body)) == 1
    [action] = tree(shown).xpath("//main//form[@method='post']/@action")
    referent.post(action, posted(shown))
    copy = next(record for record in stored(body) if record.id != source.id)
    found = facts_of(body, copy)
    assert (found.name, found.data_subjects[0].category) == ("Cantine (copie)", line.category)
    assert found.data_subjects[0].id != line.id
    assert facts_of(body, source).data_subjects == (line,)
    drawn = uuid.uuid4()
    followed = renewed(activity(data_subjects=(line,), not_applicable=(answer,)), drawn)
    assert followed.id == drawn
    assert followed.not_applicable[0].path == f"data_subjects[{followed.data_subjects[0].id}].category"


@pytest.mark.parametrize(("target", "where"), [("bin", "list"), ("archived", "fiche")])
def test_a_record_goes_and_comes_back(body, referent, target, where):
    record = store(body, activity())
    move = address(body, f"{NAME}-move", record)
    done = referent.post(move, posted(referent.get(f"{move}?vers={target}"), reason="Doublon"))
    assert done.url == address(body, f"{NAME}-{where}", *([record] if where == "fiche" else []))
    assert stored(body)[0].state == target
    assert referent.get(address(body, f"{NAME}-edit", record)).status_code == 404
    referent.post(move, posted(referent.get(f"{move}?vers=active")))
    assert stored(body)[0].state == State.ACTIVE
    with scope(body):
        found = versions(f"processing.{NAME}", record.id)
    assert [(v.action, v.reason) for v in found[1:]] == [
        ("bin" if target == "bin" else "archive", "Doublon"),
        ("restore", ""),
    ]


def test_what_was_saved_meanwhile_is_read_again_before_it_is_binned(body, referent):
    record = store(body, activity())
    move = address(body, f"{NAME}-move", record)
    form = posted(referent.get(move))
    change(body, record, name="Restauration")
    late = referent.post(move, form)
    assert late.status_code == 409
    assert stored(body)[0].state == State.ACTIVE


def test_readers_and_controllers_read_and_write_nothing(body, reader, controller):
    record = store(body, activity())
    for client in (reader, controller):
        assert client.get(address(body, f"{NAME}-fiche", record)).status_code == 200
        assert "Modifier" not in said(client.get(address(body, f"{NAME}-fiche", record)), "//body")
        for name in ("edit", "duplicate", "move"):
            for send in (client.get, client.post):
                assert send(address(body, f"{NAME}-{name}", record)).status_code == 404
        for send in (client.get, client.post):
            assert send(address(body, f"{NAME}-create")).status_code == 404
    assert [r.revision for r in stored(body)] == [1]


def test_a_contributor_writes_what_belongs_to_their_services(body, contributor):
    own, others = store(body, activity(department="Écoles")), store(body, activity(department="Police"))
    assert edited(contributor, body, own, manager="Mme Roy").status_code == 302
    for send in (contributor.get, contributor.post):
        assert send(address(body, f"{NAME}-edit", others)).status_code == 404
        assert send(address(body, f"{NAME}-move", own)).status_code == 404
    given_away = edited(contributor, body, own, department="Police")
    assert given_away.status_code == 422
    assert "Choisissez un de vos services" in said(given_away)
    create = address(body, f"{NAME}-create")
    assert contributor.post(create, posted(contributor.get(create), name="x", department="Police")).status_code == 422
    assert contributor.post(create, posted(contributor.get(create), name="x", department="Écoles")).status_code == 302
    assert sorted(str(r) for r in stored(body)) == ["Cantine", "Cantine", "x"]


def test_a_conflict_is_no_way_to_give_a_record_to_another_service(body, contributor):
    own = store(body, activity(department="Écoles"))
    url, page = conflict(contributor, body, own, {"manager": "Chef"}, manager="Mme Roy")
    sent = posted(page)
    sent["mine"] = [json.dumps({**json.loads(sent["mine"][0]), "department": "Police"})]
    assert contributor.post(url, sent).status_code == 404
    assert facts_of(body, own).department == "Écoles"
    assert contributor.post(url, posted(page)).status_code == 302


def test_another_body_is_nowhere(body, other, referent, stranger):
    record = store(body, activity())
    for name in ("fiche", "edit", "history", "move", "duplicate"):
        assert stranger.get(address(body, f"{NAME}-{name}", record)).status_code == 404
        assert stranger.get(address(other, f"{NAME}-{name}", record)).status_code == 404
    assert referent.get(address(body, f"{NAME}-fiche", record)).status_code == 200


def test_another_register_has_the_same_screens(body, referent):
    url = address(body, "aisystem-create")
    referent.post(url, posted(referent.get(url), name="Traducteur", supplier="Éditeur"))
    [tool] = stored(body, AiSystem)
    assert "Éditeur" in said(referent.get(address(body, "aisystem-fiche", tool)))
    store(body, system(name="Autre"))
    assert len(stored(body, AiSystem)) == 2
