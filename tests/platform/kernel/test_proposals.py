"""Proposing where one may not write: seen by those who may, answered change by change, in one act."""

import uuid

import pytest

from egide.law import facts
from egide.platform.kernel.proposals.models import Proposal
from egide.platform.kernel.proposals.shapes import ProposalStatus
from egide.platform.records.journal.reading import versions
from egide.platform.records.models import JournalEntry, unlocked
from egide.platform.records.scope import scope
from egide.registers.processing.models import ProcessingActivity
from tests.platform.kernel.conftest import activity, address, change, facts_of, store, system
from tests.platform.kernel.pages import posted, said, tree

pytestmark = pytest.mark.django_db
NAME = "processingactivity"


@pytest.fixture
def record(body):
    """Of another service than the contributor's."""
    return store(body, activity(name="Verbalisation", department="Police", manager="Chef", purposes=()))


def propose(client, body, record, **typed):
    form = client.get(address(body, f"{NAME}-propose", record))
    return client.post(address(body, f"{NAME}-propose", record), posted(form, **typed))


def only(body):
    with scope(body):
        return Proposal.objects.get()


def page_of(body, name=NAME):
    return address(body, f"{name}-proposal", proposal_id=only(body).id)


def answer(client, body, **typed):
    return client.post(page_of(body), posted(client.get(page_of(body)), **typed))


def test_a_contributor_proposes_and_the_record_does_not_change(body, contributor, record):
    fiche = contributor.get(address(body, f"{NAME}-fiche", record))
    assert address(body, f"{NAME}-propose", record) in fiche.content.decode()
    sent = propose(contributor, body, record, manager="Brigadier", reason="Il a changé")
    assert sent.status_code == 302
    assert facts_of(body, record).manager == "Chef"
    proposal = only(body)
    assert (proposal.base, proposal.status, proposal.message) == (1, ProposalStatus.PENDING, "Il a changé")
    assert proposal.user_id == contributor.person.id
    with scope(body):
        assert [v.actor for v in versions("kernel.proposal", proposal.id)] == [str(contributor.person)]


def test_sending_twice_proposes_once(body, contributor, record):
    url = address(body, f"{NAME}-propose", record)
    form = posted(contributor.get(url), manager="Brigadier")
    contributor.post(url, form)
    assert contributor.post(url, form).url == page_of(body)


def test_what_changes_nothing_or_cannot_be_saved_is_refused_with_words(body, contributor, record):
    nothing = propose(contributor, body, record)
    assert nothing.status_code == 422
    assert "La fiche dit déjà cela" in said(nothing)
    wrong = propose(contributor, body, record, people_count="beaucoup")
    assert wrong.status_code == 422
    with scope(body):
        assert not Proposal.objects.exists()


def test_those_who_may_write_are_told_and_accept_in_one_act(body, contributor, referent, record):
    propose(contributor, body, record, manager="Brigadier")
    assert "Une proposition attend votre réponse" in said(referent.get(address(body, f"{NAME}-fiche", record)))
    assert "1 proposition à lire" in said(referent.get(address(body, f"{NAME}-list")), "//body")
    assert "Verbalisation" in said(referent.get(address(body, f"{NAME}-proposals")))
    shown = said(referent.get(page_of(body)))
    assert "Garder : Chef" in shown
    assert "Accepter : Brigadier" in shown
    assert answer(referent, body, decision="accept", answer="Merci").status_code == 302
    assert facts_of(body, record).manager == "Brigadier"
    assert (only(body).status, only(body).answer) == (ProposalStatus.ACCEPTED, "Merci")
    with scope(body):
        last = versions("processing.processingactivity", record.id)[-1]
        assert last.reason == f"Proposition de {contributor.person}"
        acts = JournalEntry.objects.filter(act=last.act).values_list("record_type", flat=True)
        assert sorted(acts) == ["kernel.proposal", "processing.processingactivity"]
    assert "Merci" in said(contributor.get(address(body, f"{NAME}-proposals")))


def test_some_changes_are_accepted_and_others_not(body, contributor, referent, record):
    propose(contributor, body, record, manager="Brigadier", name="Amendes")
    answer(referent, body, decision="accept", **{"choice:name": "theirs"})
    found = facts_of(body, record)
    assert (found.name, found.manager) == ("Verbalisation", "Brigadier")


def test_choosing_nothing_is_not_accepting(body, contributor, referent, record):
    propose(contributor, body, record, manager="Brigadier")
    refused = answer(referent, body, decision="accept", **{"choice:manager": "theirs"})
    assert refused.status_code == 422
    assert only(body).status is ProposalStatus.PENDING


def test_what_changed_meanwhile_is_kept_and_where_both_changed_someone_chooses(body, contributor, referent, record):
    propose(contributor, body, record, manager="Brigadier", name="Amendes")
    change(body, record, name="Procès-verbaux", people_count=12)
    shown = referent.get(page_of(body))
    assert "Ce champ a changé depuis" in said(shown)
    checked = tree(shown).xpath("//input[@name='choice:name' and @checked]/@value")
    assert checked == ["theirs"]
    answer(referent, body, decision="accept")
    found = facts_of(body, record)
    assert (found.name, found.manager, found.people_count) == ("Procès-verbaux", "Brigadier", 12)


def test_a_record_saved_while_the_proposal_was_read_is_shown_again(body, contributor, referent, record):
    propose(contributor, body, record, manager="Brigadier")
    form = posted(referent.get(page_of(body)), decision="accept")
    change(body, record, manager="Commandant")
    late = referent.post(page_of(body), form)
    assert late.status_code == 409
    assert "Garder : Commandant" in said(late)
    assert facts_of(body, record).manager == "Commandant"


def test_refusing_takes_an_answer_that_the_author_reads(body, contributor, referent, record):
    propose(contributor, body, record, manager="Brigadier")
    assert answer(referent, body, decision="refuse").status_code == 422
    assert answer(referent, body, decision="refuse", answer="Pas encore nommé").status_code == 302
    assert only(body).status is ProposalStatus.REFUSED
    assert "Pas encore nommé" in said(contributor.get(page_of(body)))
    assert facts_of(body, record).manager == "Chef"
    form = {"revision": "1", "proposal": "2", "decision": "accept", "choice:manager": "mine"}
    assert referent.post(page_of(body), form).status_code == 409


def test_an_author_may_withdraw_but_not_accept(body, contributor, record):
    propose(contributor, body, record, manager="Brigadier")
    assert answer(contributor, body, decision="accept", **{"choice:manager": "mine"}).status_code == 404
    assert answer(contributor, body, decision="withdraw").status_code == 302
    assert only(body).status is ProposalStatus.WITHDRAWN


def test_a_new_record_is_proposed_and_added(body, contributor, referent):
    url = address(body, f"{NAME}-propose")
    contributor.post(url, posted(contributor.get(url), name="Fourrière", department="Police"))
    with scope(body):
        assert not ProcessingActivity.objects.exists()
    assert "Nouvelle fiche proposée" in said(referent.get(page_of(body)), "//body")
    answer(referent, body, decision="accept")
    with scope(body):
        assert [str(r) for r in ProcessingActivity.objects.all()] == ["Fourrière"]


def test_others_see_nothing(body, contributor, reader, controller, stranger, record):
    propose(contributor, body, record, manager="Brigadier")
    for client in (reader, controller, stranger):
        assert client.get(page_of(body)).status_code == 404
        assert client.get(address(body, f"{NAME}-propose", record)).status_code == 404
    assert "Verbalisation" not in said(reader.get(address(body, f"{NAME}-proposals")))


def test_a_contributor_writes_in_own_service_and_answers_there(body, contributor, referent):
    mine = store(body, activity(department="Écoles"))
    assert contributor.get(address(body, f"{NAME}-propose", mine)).url == address(body, f"{NAME}-edit", mine)


def test_a_record_in_the_bin_takes_no_proposal(body, contributor, referent, record):
    propose(contributor, body, record, manager="Brigadier")
    move = address(body, f"{NAME}-move", record)
    referent.post(move, posted(referent.get(f"{move}?vers=bin")))
    assert contributor.get(address(body, f"{NAME}-propose", record)).status_code == 404
    assert "La fiche n’est plus en service" in said(referent.get(page_of(body)))
    assert answer(referent, body, decision="accept").status_code == 404


def test_what_cannot_be_saved_any_more_is_said(body, contributor, referent, record):
    propose(contributor, body, record, manager="Brigadier")
    proposal = only(body)
    with scope(body):
        unlocked(Proposal).filter(id=proposal.id).update(document="{")
    assert "ne se lit plus" in said(referent.get(page_of(body)))
    assert answer(referent, body, decision="accept").status_code == 404
    assert answer(referent, body, decision="refuse", answer="À refaire").status_code == 302


def test_every_register_takes_proposals(body, contributor, referent):
    tool = store(body, system(supplier="Éditeur"))
    url = address(body, "aisystem-propose", tool)
    contributor.post(url, posted(contributor.get(url), supplier="Autre"))
    page = page_of(body, "aisystem")
    referent.post(page, posted(referent.get(page), decision="accept"))
    assert facts_of(body, tool).supplier == "Autre"
    assert contributor.get(page_of(body)).status_code == 404


def test_lines_are_proposed_too(body, contributor, referent):
    known = facts.Purpose(id=uuid.uuid4(), text="Verbaliser")
    record = store(body, activity(department="Police", purposes=(known,)))
    propose(contributor, body, record, **{f"purposes[{known.id}].text": "Dresser les procès-verbaux"})
    answer(referent, body, decision="accept")
    assert [p.text for p in facts_of(body, record).purposes] == ["Dresser les procès-verbaux"]
