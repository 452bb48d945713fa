"""A lost phone, a session left open: an administrator of the centre acts, for a reason, and the person is told."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from egide.platform.access_log.models import AccountEvent
from egide.platform.organizations.shapes import Role
from egide.platform.records import saving
from egide.platform.records.acting import Actor, acting
from egide.platform.records.scope import scope
from tests.machinery.world import SECRET
from tests.platform.bodies.world import browser, person, text
from tests.platform.delivering import delivered

REASON = "Téléphone perdu, identité vérifiée de vive voix"


def path(user, body="a"):
    return reverse("person-rescue", args=[body, user.membership.id])


@pytest.fixture
def admin(world):
    return browser(world.administrator)


def test_sessions_end_and_the_person_is_told(world, admin):
    theirs = browser(world.referent)
    assert "rappelez-la à un numéro que vous connaissez" in text(admin.get(path(world.referent)))
    assert admin.post(path(world.referent), {"what": "sessions", "reason": REASON}).url == "/o/a/personnes/"
    assert "Les sessions de" in text(admin.get("/o/a/personnes/"))
    assert theirs.get("/o/a/").status_code == 302
    [told] = delivered()
    assert told.to == [world.referent.email]
    assert REASON in told.body
    assert str(world.administrator) in told.body
    assert AccountEvent.objects.filter(user_id=world.referent.pk, event="signed_out_by_administrator").exists()


def test_a_second_factor_is_taken_away_and_asked_again(world, admin):
    TOTP.activate(world.manager, SECRET)
    admin.post(path(world.manager, "centre"), {"what": "factor", "reason": REASON})
    assert not Authenticator.objects.filter(user=world.manager).exists()
    assert "double vérification a été retirée" in delivered()[0].body
    assert AccountEvent.objects.filter(user_id=world.manager.pk, event="factor_removed").exists()


def test_who_has_none_loses_nothing(world, admin):
    theirs = browser(world.referent)
    admin.post(path(world.referent), {"what": "factor", "reason": REASON})
    assert "n’avait pas de double vérification" in text(admin.get("/o/a/personnes/"))
    assert theirs.get("/o/a/").status_code == 200
    assert delivered() == []


@pytest.mark.parametrize("sent", [{}, {"what": "sessions"}, {"what": "x", "reason": REASON}, {"reason": REASON}])
def test_without_what_and_why_nothing_is_done(world, admin, sent):
    theirs = browser(world.referent)
    assert admin.post(path(world.referent), sent).status_code == 422
    assert theirs.get("/o/a/").status_code == 200
    assert delivered() == []


def test_not_for_who_also_works_elsewhere(world, admin):
    person(world.foreign, Role.READER, email=world.referent.email)
    theirs = browser(world.referent)
    answer = admin.post(path(world.referent), {"what": "sessions", "reason": REASON})
    assert answer.status_code == 409
    assert "travaille aussi hors de votre centre" in text(answer)
    assert theirs.get("/o/a/").status_code == 200


def test_a_role_that_ended_elsewhere_is_no_role(world, admin):
    gone = person(world.foreign, Role.READER, email=world.referent.email)
    with acting(Actor("test")), scope(world.foreign):
        saving.archive(gone.membership, expected=gone.membership.revision)
    assert admin.get(path(world.referent)).status_code == 200


def test_what_others_have_elsewhere_counts_for_nothing(world, admin):
    person(world.foreign, Role.READER, email="quelqu-un@foreign.exemple.fr")
    assert admin.get(path(world.referent)).status_code == 200


def test_not_for_who_works_here_no_more(world, admin):
    with acting(Actor("test")), scope(world.a):
        saving.archive(world.reader.membership, expected=world.reader.membership.revision)
    assert admin.get(path(world.reader)).status_code == 404


def test_long_after_signing_in_it_is_confirmed(world, admin):
    world.administrator.set_password("quatre moutons turquoise")
    world.administrator.save()
    admin = browser(world.administrator)
    admin.get("/o/a/")
    session = admin.session
    session["egide.began"] -= 600
    session.save()
    theirs = browser(world.referent)
    sent = {"what": "sessions", "reason": REASON}
    assert admin.post(path(world.referent), sent).url.startswith("/compte/confirmer/")
    assert theirs.get("/o/a/").status_code == 200


def test_not_for_oneself_and_by_administrators_alone(world, admin):
    assert admin.get(path(world.administrator, "centre")).status_code == 404
    for who in (world.manager, world.advisor, world.referent):
        assert browser(who).post(path(world.reader), {"what": "sessions", "reason": REASON}).status_code == 404


def test_not_in_a_body_of_another_centre(world, admin):
    stranger = person(world.foreign, Role.READER)
    assert admin.post(path(stranger, "foreign"), {"what": "sessions", "reason": REASON}).status_code == 404
    assert admin.post(path(stranger), {"what": "sessions", "reason": REASON}).status_code == 404


def test_a_mail_that_does_not_leave_undoes_nothing(world, admin, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    theirs = browser(world.referent)
    admin.post(path(world.referent), {"what": "sessions", "reason": REASON})
    assert theirs.get("/o/a/").status_code == 302
