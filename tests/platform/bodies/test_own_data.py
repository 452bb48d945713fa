"""What is held on a person is shown to them whole, given as a file, and forgotten when they leave, but in journals."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.db.models import ForeignKey
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from egide.law import facts
from egide.platform.access_log.models import AccountEvent, BodyAccess
from egide.platform.accounts.invitations import invite
from egide.platform.accounts.mailed import links
from egide.platform.accounts.models import FederatedIdentity, Invitation, Session, SignInLink, User
from egide.platform.accounts.own_data import collect
from egide.platform.accounts.security_log import note
from egide.platform.api.models import Token
from egide.platform.drafts.models import Draft
from egide.platform.kernel.proposals.services import propose
from egide.platform.mail.contents import content
from egide.platform.mail.kinds import every_kind
from egide.platform.mail.models import Message
from egide.platform.mail.posting import post
from egide.platform.organizations.models import Membership
from egide.platform.organizations.shapes import Role
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.journal.reading import versions
from egide.platform.records.models import JournalEntry, State, unlocked
from egide.platform.records.scope import scope
from egide.platform.tasks import works
from egide.platform.tasks.errands import Errand
from egide.platform.tasks.models import Work
from egide.registers.imports.models import Waiting
from egide.registers.processing.heavy import write_apart
from egide.registers.processing.models import ProcessingActivity
from egide.registers.processing.registers import PROCESSING_ACTIVITIES
from tests.machinery.world import SECRET
from tests.platform.accounts.people import PASSWORD
from tests.platform.bodies.world import browser, person, text
from tests.platform.delivering import delivered

PAGE, FILE, LEAVE = "/compte/donnees/", "/compte/donnees/fichier/", "/compte/partir/"

NAMED = {
    "api.Token.user_id": "jetons",
    "drafts.Draft.user_id": "brouillons",
    "accounts.User": "compte",
    "mfa.Authenticator.user_id": "secondes_preuves",
    "accounts.FederatedIdentity.user_id": "proconnect",
    "accounts.Session.user_id": "sessions",
    "accounts.SignInLink.user_id": "liens",
    "accounts.Invitation.invited_by_id": "invitations",
    "accounts.Invitation.accepted_by_id": "invitations",
    "access_log.AccountEvent.user_id": "evenements",
    "access_log.BodyAccess.user_id": "consultations",
    "access_log.BodyAccess.in_place_of": "consultations",
    "organizations.Membership.user_id": "roles",
    "kernel.Proposal.user_id": "propositions",
    "imports.Waiting.user_id": "imports_en_attente",
    "records.JournalEntry.actor_id": "journal",
    "tasks.Work.user_id": "travaux",
    "mail.Message.person_id": "courriels",
}
"""Every column that names a person, and where they read it."""

NEVER_FILLED = {"account.EmailAddress.user_id"}
"""Of a library: an address is kept nowhere but in the account."""


@pytest.fixture
def lea(world):
    """Someone on whom every room holds something."""
    user = world.referent
    now = timezone.now()
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, SECRET)
    FederatedIdentity.objects.create(user=user, issuer="https://proconnect.example", subject="s", linked_at=now)
    links.make(user, "browser", "", now)
    with scope(world.a):
        invite("zoe@mairie.fr", "Zoé", {}, user, now)
        invite(user.email, "Léa", {}, None, now)
    token = {"prefix": "egide_x", "key_hash": "0" * 64, "created_at": now, "expires_at": now + timedelta(days=1)}
    Token.objects.create(user=user, name="Tableur", **token)
    kept_draft = {"record_type": "x", "record_id": uuid4(), "base": 0, "title": "Cimetière", "fields": "", "turn": 1}
    unlocked(Draft).bulk_create(
        [Draft(organization_id=world.a.id, user_id=user.pk, begun_at=now, kept_at=now, **kept_draft)]
    )
    note("password_changed", user=user)
    value = facts.ProcessingActivity(id=uuid4(), name="Cantine")
    with scope(world.a), acting(Actor(str(user), user.pk)):
        kept = saving.save_aggregate(ProcessingActivity.new(world.a.id, value), value)
        propose(PROCESSING_ACTIVITIES, kept, value, base=kept.revision, user=user, message="À revoir")
    waiting = Waiting(
        organization_id=world.a.id, user_id=user.pk, file_name="registre.ods", form="x", package="{}", at=now
    )
    unlocked(Waiting).bulk_create([waiting])
    errand = Errand(world.a.id, str(user), user.pk)
    works.start(errand, write_apart, "Registre, Document PDF", "processingactivity:export", now)
    post(every_kind()[0], user.email, content("Objet", "Un mot."), person_id=user.pk)
    browser(user).get("/o/a/")
    return user


def test_every_column_that_names_a_person_is_shown_somewhere():
    found = {"accounts.User"}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            is_link = isinstance(field, ForeignKey) and field.related_model is User
            if is_link or field.attname in {"user_id", "actor_id", "in_place_of"}:
                found.add(f"{model._meta.app_label}.{model.__name__}.{field.attname}")
    assert found - NEVER_FILLED == set(NAMED)


def test_every_section_holds_something_and_none_is_unknown(lea):
    sections = {section.key: section for section in collect(lea)}
    assert set(sections) == set(NAMED.values())
    assert [key for key, section in sections.items() if not section.rows] == []
    assert all(len(row) == len(section.columns) for section in sections.values() for row in section.rows)


def test_the_page_shows_it(lea):
    page = text(browser(lea).get(PAGE))
    for told in (lea.email, "Application de codes", "https://proconnect.example", "Mot de passe changé", "Référent"):
        assert told in page
    for told in ("Cantine", "À revoir", "registre.ods", "Commune d’A", "Zoé"):
        assert told in page
    assert SECRET not in page


def test_the_page_costs_the_same_whatever_there_is(lea, django_assert_max_num_queries):
    for _ in range(30):
        note("signed_in", user=lea)
    client = browser(lea)
    client.get(PAGE)
    with django_assert_max_num_queries(30):
        page = text(client.get(PAGE))
    assert "de plus, dans le fichier" in page


def test_the_file_holds_it_all(lea):
    for _ in range(30):
        note("signed_in", user=lea)
    client = browser(lea)
    assert client.get(FILE).status_code == 405
    answer = client.post(FILE)
    assert answer["Content-Disposition"].startswith('attachment; filename="mes-donnees-egide-')
    told = json.loads(answer.content)
    assert set(told) == {"le", *NAMED.values()}
    assert len(told["evenements"]) >= 31
    assert told["compte"][0]["Adresse électronique"] == lea.email
    assert SECRET not in answer.content.decode()
    assert AccountEvent.objects.filter(user_id=lea.pk, event="data_exported").exists()


def test_nothing_of_others_is_in_it(world, lea):
    content = browser(lea).post(FILE).content.decode()
    for other in (world.reader, world.manager, world.administrator):
        assert other.email not in content


def test_a_body_that_was_left_is_in_it_still(world, lea):
    other = person(world.b, Role.READER, email=lea.email)
    with acting(Actor("test")), scope(world.b):
        kept = Membership.objects.get(id=other.membership.id)
        saving.archive(kept, expected=kept.revision)
    assert "Commune de B" in browser(lea).post(FILE).content.decode()


# ---- Leaving


def leave(user, **sent):
    client = browser(user)
    return client, client.post(LEAVE, {"sure": "on", **sent})


def test_the_last_referent_and_the_last_administrator_stay_and_are_told_what_to_do(world, lea):
    client, answer = leave(lea)
    assert answer.status_code == 409
    assert "vous y êtes le seul référent" in text(answer)
    assert "Nommez-y d’abord un autre référent" in text(client.get(LEAVE))
    _, answer = leave(world.administrator)
    assert "Nommez-y d’abord un autre administrateur" in text(answer)
    assert User.objects.filter(pk__in=[lea.pk, world.administrator.pk], is_active=True).count() == 2


def test_nothing_of_it_is_done_when_one_body_needs_them(world, lea):
    """A reader elsewhere too: that role does not end while the other holds."""
    person(world.b, Role.READER, email=lea.email)
    leave(lea)
    assert unlocked(Membership).filter(user_id=lea.pk, state=State.ACTIVE).count() == 2
    assert Authenticator.objects.filter(user=lea).exists()


def test_leaving_forgets_what_may_be(world, lea):
    person(world.a, Role.REFERENT, email="next@a.exemple.fr")
    old = lea.email
    other = browser(lea)
    client, answer = leave(lea)
    assert answer.url == "/connexion/"
    lea.refresh_from_db()
    assert (lea.name, lea.is_active, lea.has_usable_password()) == ("Une personne partie", False, False)
    assert lea.email.endswith("@egide.invalid")
    assert client.get("/o/a/").status_code == other.get("/o/a/").status_code == 302
    gone = (Authenticator, FederatedIdentity, Session, AccountEvent)
    assert [model for model in gone if model.objects.filter(user_id=lea.pk).exclude(pk=None).exists()] == []
    assert not unlocked(Waiting).filter(user_id=lea.pk).exists()
    assert not Token.objects.filter(user_id=lea.pk).exists()
    assert not unlocked(Draft).filter(user_id=lea.pk).exists()
    assert not Invitation.objects.filter(email=old).exists()
    assert unlocked(Membership).filter(user_id=lea.pk, state=State.ACTIVE).count() == 0
    assert delivered()[-1].to == [old]
    assert "votre compte est fermé" in delivered()[-1].body
    assert not unlocked(Work).filter(user_id=lea.pk).exists()
    assert not [row for row in DBTaskResult.objects.all() if str(lea.pk) in str(row.args_kwargs)]
    assert not Message.objects.filter(recipient=old).exists(), "even that of the last mail, once it left"


def test_leaving_forgets_nothing_of_others(world, lea, lines):
    person(world.a, Role.REFERENT, email="next@a.exemple.fr")
    now = timezone.now()
    TOTP.activate(world.reader, SECRET)
    note("password_changed", user=world.reader)
    links.make(world.reader, "browser", "", now)
    with scope(world.a):
        accepted, _ = invite(lea.email, "Léa", {}, None, now)
        pending, _ = invite("autre@exemple.fr", "Autre", {}, None, now)
    Invitation.objects.filter(pk=accepted.pk).update(accepted_at=now, accepted_by=lea)
    others = set(Invitation.objects.exclude(email=lea.email).values_list("pk", flat=True))
    leave(lea)
    assert not SignInLink.objects.filter(user_id=lea.pk).exists()
    for model in (Authenticator, AccountEvent, SignInLink):
        assert model.objects.filter(user_id=world.reader.pk).exists(), model
    left = dict(Invitation.objects.values_list("pk", "email"))
    assert set(left) == {*others, accepted.pk}
    assert left[pending.pk] == "autre@exemple.fr"
    assert left[accepted.pk].endswith("@egide.invalid")
    assert lines.events().count("person_left") == 1


def test_the_journal_still_says_who_wrote(world, lea):
    person(world.a, Role.REFERENT, email="next@a.exemple.fr")
    name = str(lea)
    leave(lea)
    assert JournalEntry._base_manager.filter(actor_id=lea.pk).exists()
    with scope(world.a):
        record = ProcessingActivity.objects.get()
        assert versions(record.storage.record_type, record.id)[0].actor == name


def test_the_address_may_be_invited_again(world, lea):
    person(world.a, Role.REFERENT, email="next@a.exemple.fr")
    old = lea.email
    leave(lea)
    User.objects.create_user(old, PASSWORD)
    assert User.objects.filter(email=old).count() == 1


def test_without_the_box_nobody_leaves(world):
    client = browser(world.reader)
    assert client.post(LEAVE).status_code == 422
    assert client.get(LEAVE).status_code == 200
    world.reader.refresh_from_db()
    assert world.reader.is_active


def test_long_after_signing_in_it_is_confirmed(world, monkeypatch):
    world.reader.set_password(PASSWORD)
    world.reader.save()
    client = browser(world.reader)
    client.get(PAGE)
    session = client.session
    session["egide.began"] -= 600
    session.save()
    assert client.post(LEAVE, {"sure": "on"}).url.startswith("/compte/confirmer/")
    world.reader.refresh_from_db()
    assert world.reader.is_active


def test_others_see_that_a_person_left(world, lea):
    person(world.a, Role.REFERENT, email="next@a.exemple.fr")
    follower = User.objects.get(email="next@a.exemple.fr")
    leave(lea)
    assert BodyAccess._base_manager.filter(user_id=lea.pk).exists()
    assert "Une personne partie" in text(browser(follower).get("/o/a/consultations/"))


def test_of_two_who_leave_at_once_one_stays(world):
    """Each sees the other before leaving; the second write finds nobody left."""
    first = person(world.a, Role.REFERENT, email="first@a.exemple.fr")
    assert leave(world.referent)[1].status_code == 302
    assert leave(first)[1].status_code == 409
