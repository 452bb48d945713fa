"""Every way in, traces, looking in place of another and leaving: through every middleware, under the policies.

Each request is in a transaction of its own, as in production.
"""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from egide.law.facts.codes import OrganizationKind
from egide.platform.access_log.jobs import delete_old_entries
from egide.platform.access_log.models import BodyAccess, Kind
from egide.platform.accounts.models import FederatedIdentity, User
from egide.platform.accounts.oidc import provider, transport
from egide.platform.organizations.models import Membership
from egide.platform.organizations.services import enrol
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.identity import NOBODY, SYSTEM, identified
from egide.platform.records.models import State, unlocked
from tests.machinery.world import SECRET
from tests.platform.accounts.people import NOW, PASSWORD, code_at, sign_in
from tests.platform.accounts.proconnect import ISSUER, OURS, PERSON, FakeProConnect
from tests.platform.conftest import make_body
from tests.platform.delivering import delivered

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),
]
CALLBACK = "/connexion/proconnect/retour/"


@pytest.fixture
def world(db):
    """A centre, a body that it advises; a referent and a reader there, an administrator in the centre."""
    with identified(SYSTEM), acting(Actor("test")):
        centre = make_body("centre", kind=OrganizationKind.CDG)
        arras = make_body("arras", centre=centre)
        people = {
            role: User.objects.create_user(f"{role.value.lower()}@exemple.fr", PASSWORD, name=role.label)
            for role in (Role.REFERENT, Role.READER, Role.ADMINISTRATOR)
        }
        enrol(people[Role.REFERENT], arras, Role.REFERENT)
        people["membership"] = enrol(people[Role.READER], arras, Role.READER)
        enrol(people[Role.ADMINISTRATOR], centre, Role.ADMINISTRATOR)
        TOTP.activate(people[Role.ADMINISTRATOR], SECRET)
    with identified(NOBODY):
        yield people


@pytest.fixture
def visitor(world):
    return Client()


@pytest.fixture
def administrator(world, monkeypatch):
    monkeypatch.setattr("time.time", lambda: float(NOW))
    client = Client()
    sign_in(client, "administrator@exemple.fr")
    client.post(reverse("mfa_authenticate"), {"code": code_at(NOW)})
    assert client.get("/compte/").status_code == 200
    return client


def traces(**wanted):
    with identified(SYSTEM):
        return list(unlocked(BodyAccess).filter(**wanted).order_by("at"))


def test_proconnect(visitor, world, settings, monkeypatch):
    fake, settings.OIDC = FakeProConnect(), OURS
    monkeypatch.setattr(transport, "send", fake.send)
    provider.forget()
    reader = world[Role.READER]
    FederatedIdentity.objects.create(user=reader, issuer=ISSUER, subject=PERSON["sub"], linked_at=timezone.now())
    answer = visitor.get(CALLBACK, fake.authorize(visitor.get("/connexion/proconnect/").url))
    assert answer.url == "/"
    assert visitor.get("/o/arras/").status_code == 200
    assert FederatedIdentity.objects.get().used_at is not None
    assert "id_token_hint" in visitor.post("/deconnexion/").content.decode()
    assert visitor.get(CALLBACK, {"state": "x"}).status_code == 400


def test_a_link_by_mail(visitor, world):
    visitor.post("/connexion/lien/", {"email": "reader@exemple.fr"})
    with identified(SYSTEM):
        link = re.search(r"http://testserver(/\S+)", delivered()[-1].body).group(1)
    assert visitor.get(link).status_code == 200
    assert visitor.post(link).url == "/"
    assert visitor.get("/o/arras/").status_code == 200
    assert visitor.post(link).status_code == 404


def test_the_challenge_of_a_passkey(visitor):
    assert [visitor.get("/connexion/cle/").status_code for _ in range(3)] == [200] * 3
    assert visitor.post("/connexion/cle/", {"credential": '{"id": 1}'}).url == "/connexion/"


def test_sessions(visitor, world):
    other = Client()
    sign_in(visitor, "reader@exemple.fr")
    sign_in(other, "reader@exemple.fr")
    assert visitor.get("/compte/sessions/").content.decode().count("Ouverte le") == 2
    visitor.post("/compte/sessions/", {"fermer": "autres"})
    assert other.get("/compte/").status_code == 302
    assert visitor.get("/compte/").status_code == 200


def test_traces_are_written_while_pages_are_read_and_stay_in_their_body(visitor, world):
    sign_in(visitor, "reader@exemple.fr")
    assert visitor.get("/o/arras/").status_code == 200
    assert visitor.get("/o/arras/traitements/exporter/?format=csv").status_code == 200
    assert [trace.kind for trace in traces()] == [Kind.OPENED, Kind.EXPORTED]
    stranger = User.objects.create_user("stranger@exemple.fr", PASSWORD)
    for who, seen in ((stranger, 0), (world[Role.REFERENT], 2), (world[Role.ADMINISTRATOR], 2)):
        with identified(who.pk):
            assert unlocked(BodyAccess).count() == seen


def test_the_page_of_traces_for_each_who_answers_for_the_body(administrator, world):
    reader, referent = Client(), Client()
    sign_in(reader, "reader@exemple.fr")
    reader.get("/o/arras/")
    sign_in(referent, "referent@exemple.fr")
    assert "Lecteur" in referent.get("/o/arras/consultations/").content.decode()
    assert "Lecteur" in administrator.get("/o/arras/consultations/").content.decode()
    assert "Lecteur" in administrator.get("/o/centre/consultations/?adherents=1").content.decode()


def test_the_job_deletes_across_bodies(visitor, world):
    sign_in(visitor, "reader@exemple.fr")
    visitor.get("/o/arras/")
    assert delete_old_entries(timezone.now() + timezone.timedelta(days=400)) >= 2
    assert traces() == []


def test_looking_in_place_of_someone(administrator, world):
    path = reverse("person-view", args=["arras", world["membership"].id])
    assert administrator.get(path).status_code == 200
    assert administrator.post(path, {"reason": "Elle ne retrouve pas ses fiches"}).url == "/o/arras/"
    page = administrator.get("/o/arras/")
    assert "Vous regardez à la place de Lecteur" in page.content.decode()
    assert administrator.get("/o/arras/traitements/").status_code == 200
    assert administrator.post("/o/arras/services/", {"name": "x"}).status_code == 403
    assert administrator.post(reverse("viewing_end")).url == "/o/arras/personnes/"
    assert administrator.get("/o/arras/traitements/").status_code == 404
    assert [trace.in_place_of for trace in traces(kind=Kind.VIEWED_AS)] == [world[Role.READER].pk]


def test_helping_someone_back_in(administrator, world):
    reader = Client()
    sign_in(reader, "reader@exemple.fr")
    path = reverse("person-rescue", args=["arras", world["membership"].id])
    administrator.post(path, {"what": "sessions", "reason": "Ordinateur volé, rappelée"})
    assert reader.get("/compte/").status_code == 302


def test_own_data_and_leaving(visitor, world):
    sign_in(visitor, "reader@exemple.fr")
    visitor.get("/o/arras/")
    page = visitor.get("/compte/donnees/").content.decode()
    assert "Lecteur" in page
    assert "A ouvert" in page
    assert visitor.post("/compte/donnees/fichier/").json()["roles"]
    assert visitor.post("/compte/partir/", {"sure": "on"}).url == "/connexion/"
    reader = User.objects.get(pk=world[Role.READER].pk)
    assert (reader.name, reader.is_active) == ("Une personne partie", False)
    with identified(SYSTEM):
        assert not unlocked(Membership).filter(user_id=reader.pk, state=State.ACTIVE).exists()


def test_the_last_referent_stays(visitor, world):
    sign_in(visitor, "referent@exemple.fr")
    assert visitor.post("/compte/partir/", {"sure": "on"}).status_code == 409
    assert visitor.get("/o/arras/").status_code == 200
    with identified(SYSTEM):
        assert unlocked(Membership).filter(role=Role.REFERENT.value, state=State.ACTIVE).exists()
