"""Drafts: kept as typed, found again by their author and by nobody else, thrown away once saved."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from egide.law import facts
from egide.platform.accounts.models import User
from egide.platform.drafts import services
from egide.platform.drafts.jobs import KEPT_FOR, delete_old_drafts
from egide.platform.drafts.models import Draft
from egide.platform.drafts.services import DraftError, OvertakenError, Typed, keep
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.journal.erasing import erase
from egide.platform.records.models import unlocked
from egide.platform.records.saving import put_in_bin
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity
from tests.machinery.test_lists_and_forms import queries
from tests.platform.kernel.conftest import activity, address, change, facts_of, person, store
from tests.platform.kernel.pages import posted, said, tree

pytestmark = pytest.mark.django_db
NEW, EDIT, LIST = "processingactivity-create", "processingactivity-edit", "processingactivity-list"
DRAFTS, PROPOSE = "processingactivity-drafts", "processingactivity-propose"


def autosave(client, path, page, turn="1", **typed):
    return client.post(path, {**posted(page, **typed), "draft-keep": "auto", "draft-turn": turn})


def begun(client, path, **typed):
    """Someone opens a form, types, and leaves."""
    answer = autosave(client, path, client.get(path), **typed)
    assert answer.status_code == 200, answer.content
    return answer


def links(response, text):
    return [a.get("href") for a in tree(response).xpath("//main//a") if a.text_content() == text]


def stored():
    return unlocked(Draft).count()


def test_what_is_typed_is_kept_and_found_again(referent, body):
    path = address(body, NEW)
    answer = begun(referent, path, name="Cantine de l’école", start_date="pas une date")
    assert answer.json()["said"].startswith("Brouillon gardé à ")
    back = referent.get(path)
    assert "Vous aviez commencé à écrire « Cantine de l’école » le" in said(back).replace("\u202f", " ")
    again = referent.get(links(back, "Reprendre")[0])
    assert posted(again)["name"] == ["Cantine de l’école"]
    assert posted(again)["start_date"] == ["pas une date"]
    assert not tree(again).xpath("//*[contains(@class, 'errors')]")
    assert unlocked(ProcessingActivity).count() == 0


def test_taken_up_and_saved_it_is_a_record_and_no_draft(referent, body):
    path = address(body, NEW)
    begun(referent, path, name="Cantine")
    again = referent.get(links(referent.get(path), "Reprendre")[0])
    answer = referent.post(path, posted(again, name="Cantine scolaire"))
    assert answer.status_code == 302
    assert [each.name for each in unlocked(ProcessingActivity)] == ["Cantine scolaire"]
    assert stored() == 0
    assert not links(referent.get(path), "Reprendre")


def test_the_drafts_of_one_body_take_no_room_in_another(body, other, referent, monkeypatch):
    monkeypatch.setattr(services, "MOST", 1)
    typed = {"record_type": "x", "record_id": uuid.uuid4(), "base": 0, "title": "", "fields": {}, "turn": 1}
    for here in (body, other):
        with scope(here):
            keep(Typed(id=uuid.uuid4(), **typed), referent.person.id, timezone.now())
            with pytest.raises(DraftError):
                keep(Typed(id=uuid.uuid4(), **typed), referent.person.id, timezone.now())
    assert stored() == 2


def test_a_draft_of_another_register_does_not_fill_this_form(referent, body):
    path = address(body, NEW)
    begun(referent, path, name="Cantine")
    asked = f"{path}?brouillon={unlocked(Draft).get().id}"
    assert referent.get(asked).status_code == 200
    unlocked(Draft).update(record_type="systems.aisystem")
    assert referent.get(asked).status_code == 404


def test_lines_are_kept_with_the_rest(referent, body):
    kept = store(body, activity(purposes=(facts.Purpose(id=uuid.uuid4(), text="Inscrire"),)))
    path, line = address(body, EDIT, kept), str(uuid.uuid4())
    sent = posted(referent.get(path))
    sent["purposes"].append(line)
    sent[f"purposes[{line}].text"] = ["Facturer"]
    assert referent.post(path, {**sent, "draft-keep": "auto", "draft-turn": "1"}).status_code == 200
    again = referent.get(links(referent.get(path), "Reprendre")[0])
    assert posted(again)[f"purposes[{line}].text"] == ["Facturer"]
    referent.post(path, posted(again))
    assert [each.text for each in facts_of(body, kept).purposes] == ["Inscrire", "Facturer"]


def test_without_a_script_a_button_keeps_the_draft_and_comes_back_to_it(referent, body):
    path = address(body, NEW)
    answer = referent.post(path, {**posted(referent.get(path), name="Cantine"), "draft-keep": "1"}, follow=True)
    assert "Brouillon gardé à" in said(answer)
    assert posted(answer)["name"] == ["Cantine"]
    answer = referent.post(path, {**posted(answer, name="Cantine, suite"), "draft-keep": "1"}, follow=True)
    assert posted(answer)["name"] == ["Cantine, suite"]
    assert stored() == 1


def test_a_record_changed_since_is_merged_field_by_field(referent, body):
    kept = store(body, activity(manager="Jean"))
    path = address(body, EDIT, kept)
    begun(referent, path, manager="Moi", notes="Ma note")
    change(body, kept, manager="Un autre")
    back = referent.get(path)
    assert "La fiche a changé depuis" in said(back)
    answer = referent.post(path, posted(referent.get(links(back, "Reprendre")[0])))
    assert answer.status_code == 409
    assert stored() == 1
    choice = dict.fromkeys(["choice:manager"], "mine")
    assert referent.post(path, {**posted(answer), **choice}).status_code == 302
    assert (facts_of(body, kept).manager, facts_of(body, kept).notes) == ("Moi", "Ma note")
    assert stored() == 0


def test_nobody_else_sees_it_not_even_in_the_same_role_nor_from_the_centre(referent, body, stranger):
    path = address(body, NEW)
    begun(referent, path, name="Secret de brouillon")
    link = links(referent.get(path), "Reprendre")[0]
    colleague = person(body, Role.REFERENT)
    for other in (colleague, stranger):
        for where in (path, link, address(body, LIST), address(body, DRAFTS)):
            shown = other.get(where).content.decode()
            assert "Secret de brouillon" not in shown
            assert "1 brouillon" not in shown
    assert colleague.get(link).status_code == 404
    draft = unlocked(Draft).get()
    colleague.post(address(body, DRAFTS), {"draft-drop": str(draft.id)})
    autosave(colleague, path, colleague.get(path), turn="9", **{"draft-id": str(draft.id), "name": "Autre"})
    assert {(d.user_id, d.title) for d in unlocked(Draft)} == {
        (referent.person.id, "Secret de brouillon"),
        (colleague.person.id, "Autre"),
    }


def test_a_draft_opens_in_the_form_it_was_begun_in_and_no_other(referent, body):
    kept, other = store(body, activity()), store(body, activity())
    begun(referent, address(body, EDIT, kept), notes="Ma note")
    asked = f"?brouillon={unlocked(Draft).get().id}"
    assert referent.get(address(body, EDIT, kept) + asked).status_code == 200
    assert referent.get(address(body, EDIT, other) + asked).status_code == 404
    assert referent.get(address(body, NEW) + asked).status_code == 404


def test_the_list_says_how_many_wait_and_leads_to_them(referent, body):
    kept = store(body, activity(name="Cimetière"))
    begun(referent, address(body, NEW), name="Cantine")
    assert "1 brouillon" in said(referent.get(address(body, LIST)))
    begun(referent, address(body, EDIT, kept), name="Cimetière communal")
    assert "2 brouillons" in said(referent.get(address(body, LIST)))
    shown = referent.get(address(body, DRAFTS))
    assert len(links(shown, "Reprendre")) == 2
    assert all(referent.get(link).status_code == 200 for link in links(shown, "Reprendre"))


def test_the_page_of_drafts_costs_the_same_for_one_and_for_twenty(referent, body):
    counts = []
    for more in (1, 19):
        for number in range(more):
            begun(referent, address(body, EDIT, store(body, activity(name=f"N{number}"))), notes="x")
        counts.append(len(queries(referent, address(body, DRAFTS))))
    assert counts[0] == counts[1] <= 12, counts


def test_given_up_from_the_form_the_offer_or_the_list(referent, body):
    path = address(body, NEW)
    begun(referent, path, name="Un")
    begun(referent, path, name="Deux")
    begun(referent, path, name="Trois")
    again = referent.get(links(referent.get(path), "Reprendre")[0])
    answer = referent.post(path, {**posted(again), "draft-drop": "form"})
    assert answer["Location"] == address(body, LIST)
    assert stored() == 2
    for where in (path, address(body, DRAFTS)):
        button = tree(referent.get(where)).xpath("//main//button[@name='draft-drop'][@value!='form']")[0]
        answer = referent.post(where, {"draft-drop": button.get("value")}, follow=True)
        assert "Brouillon abandonné" in said(answer)
    assert stored() == 0


def test_what_comes_late_or_from_another_window_does_not_cover_what_came_after(referent, body):
    path = address(body, NEW)
    page = referent.get(path)
    assert autosave(referent, path, page, turn="2", name="Deuxième").status_code == 200
    late = autosave(referent, path, page, turn="1", name="Premier")
    assert late.status_code == 409
    assert "une autre fenêtre" in late.json()["said"]
    assert unlocked(Draft).get().title == "Deuxième"


def test_a_draft_that_arrives_after_the_record_was_added_makes_none(referent, body):
    path = address(body, NEW)
    page = referent.get(path)
    referent.post(path, posted(page, name="Cantine"))
    assert autosave(referent, path, page, name="Cantine").status_code == 409
    assert stored() == 0


def test_a_record_put_in_the_bin_says_why_its_draft_waits(referent, body):
    kept = store(body, activity())
    begun(referent, address(body, EDIT, kept), notes="Ma note")
    with scope(body), acting(Actor("test")):
        put_in_bin(ProcessingActivity.objects.get(id=kept.id), expected=1)
    shown = referent.get(address(body, DRAFTS))
    assert "Cette fiche est à la corbeille" in said(shown)
    assert links(shown, "Reprendre") == []


def test_a_right_withdrawn_closes_the_draft_too(contributor, body):
    kept = store(body, activity(department="Écoles"))
    begun(contributor, address(body, EDIT, kept), notes="Ma note")
    change(body, kept, department="Police")
    back = contributor.get(address(body, DRAFTS))
    (link,) = links(back, "Reprendre")
    assert "/proposer/" in link
    assert posted(contributor.get(link))["notes"] == ["Ma note"]
    assert contributor.get(f"{address(body, EDIT, kept)}?brouillon={unlocked(Draft).get().id}").status_code == 404


def test_a_proposal_has_its_draft_and_ends_it(contributor, body):
    kept = store(body, activity(department="Police"))
    path = address(body, PROPOSE, kept)
    begun(contributor, path, notes="Ma note", reason="Le logiciel a changé")
    again = contributor.get(links(contributor.get(path), "Reprendre")[0])
    assert posted(again)["reason"] == ["Le logiciel a changé"]
    assert contributor.post(path, posted(again)).status_code == 302
    assert stored() == 0


def test_a_reader_keeps_no_draft(reader, body):
    assert reader.post(address(body, NEW), {"draft-keep": "auto", "name": "x"}).status_code == 404
    assert stored() == 0


@pytest.mark.parametrize("odd", ["Canti\x00ne", "Cantine\ufffe", "<script>"])
def test_odd_characters_are_kept_as_they_came(referent, body, odd):
    path = address(body, NEW)
    begun(referent, path, name=odd, notes=odd)
    shown = referent.get(path)
    assert shown.status_code == 200
    assert "<script>»" not in shown.content.decode()
    assert referent.get(links(shown, "Reprendre")[0]).status_code == 200


def typed(**known):
    told = {"record_type": "x.x", "record_id": uuid.uuid4(), "base": 0, "title": "T", "fields": {"a": ["b"]}, "turn": 1}
    return Typed(**{"id": uuid.uuid4(), **told, **known})


def test_a_draft_too_long_is_refused_and_says_what_to_do(referent, body):
    path = address(body, NEW)
    answer = autosave(referent, path, referent.get(path), notes="x" * services.LARGEST)
    assert answer.status_code == 422
    assert "Enregistrez la fiche" in answer.json()["said"]
    page = referent.get(path)
    answer = referent.post(path, {**posted(page, notes="x" * services.LARGEST), "draft-keep": "1"}, follow=True)
    assert "trop long" in said(answer)
    assert stored() == 0


def test_there_is_an_end_to_how_many(body, monkeypatch):
    monkeypatch.setattr(services, "MOST", 2)
    someone = User.objects.create_user("a@exemple.fr", name="A")
    with scope(body):
        kept = [typed(), typed()]
        for each in kept:
            keep(each, someone.id, timezone.now())
        with pytest.raises(DraftError, match="déjà 2 brouillons"):
            keep(typed(), someone.id, timezone.now())
        keep(typed(id=kept[0].id, turn=2), someone.id, timezone.now())
        with pytest.raises(OvertakenError):
            keep(typed(id=kept[0].id, turn=2), someone.id, timezone.now())


def test_an_erasure_takes_the_drafts_of_the_record_and_no_other(referent, body):
    erased, other = store(body, activity(notes="Alice est malade")), store(body, activity())
    for each in (erased, other):
        begun(referent, address(body, EDIT, each), manager="Moi")
    change(body, erased, notes=None)
    with scope(body), acting(Actor("test", person(body, Role.REFERENT).person.id)):
        erase(ProcessingActivity.storage.record_type, erased.id, ["notes"], basis="Demande d’effacement")
    assert [draft.record_id for draft in unlocked(Draft)] == [other.id]


def test_after_thirty_days_it_is_gone(body):
    someone, now = uuid.uuid4(), timezone.now()
    with scope(body):
        keep(old := typed(), someone, now - KEPT_FOR - timedelta(seconds=1))
        keep(typed(), someone, now - KEPT_FOR + timedelta(seconds=1))
    assert delete_old_drafts(now) == 1
    with scope(body):
        assert services.find(someone, old.id) is None
    assert stored() == 1


def test_all_that_a_person_began_can_be_thrown_away(body, other):
    someone, another = uuid.uuid4(), uuid.uuid4()
    for where in (body, other):
        with scope(where):
            keep(typed(), someone, timezone.now())
            keep(typed(), another, timezone.now())
    assert services.forget_person(someone) == 2
    assert {draft.user_id for draft in unlocked(Draft)} == {another}
