"""Run in a copy of the application by test_worked_examples: uses the examples as people do, prints what they see."""

import json
import sys
import uuid
from datetime import UTC, date, datetime

from django.test import Client
from django.test.utils import setup_test_environment
from egide.registers.trainings.models import Session, Training
from lxml import html

from egide.law import facts
from egide.platform.accounts.models import User
from egide.platform.organizations.services import create_organization, enrol
from egide.platform.organizations.shapes import Role
from egide.platform.records.acting import Actor, acting
from egide.platform.records.identity import SYSTEM, identified
from egide.platform.records.journal.verifying import verify
from egide.platform.records.saving import save_aggregate
from egide.platform.records.scope import scope, unscoped
from egide.registers.processing.models import ProcessingActivity

LONG_AGO = datetime(2026, 3, 1, tzinfo=UTC)


def body_and_referent(slug):
    with acting(Actor("Installation")):
        body = create_organization(facts.Organization(id=uuid.uuid4(), name=f"Commune {slug}"), slug=slug)
        enrol(user := User.objects.create_user(f"{slug}@exemple.fr", name="Zoé"), body, Role.REFERENT)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return body, client


def said(client, url, path="//main", **query):
    page = html.fromstring(client.get(url, query).content.decode())
    return " ".join(" ".join(page.xpath(f"{path}//text()")).split())


def keep(body, model, *versions):
    """The versions of one record, the first of them long ago."""
    record = model.new(body.id, versions[0])
    for number, known in enumerate(versions):
        with scope(body), acting(Actor("Zoé", at=None if number else LONG_AGO)):
            save_aggregate(record, known, expected=record.revision if number else None)
    return record


def use_the_field(body, client):
    def known(day):
        return facts.ProcessingActivity(id=one, name="Cantine", declared_on=day)

    one = uuid.uuid4()
    keep(body, ProcessingActivity, known(date(2026, 2, 3)), known(date(2026, 2, 4)))
    fiche = f"/o/{body.slug}/traitements/{one}/"
    package = client.get(f"/o/{body.slug}/traitements/registre/", {"format": "json"})
    return {
        "form": said(client, f"{fiche}modifier/"),
        "fiche": said(client, fiche),
        "past": said(client, fiche, au="2026-03-02"),
        "history": said(client, f"{fiche}historique/"),
        "package": package.content.decode(),
    }


def use_the_register(body, client, stranger):
    base = f"/o/{body.slug}/sensibilisations/"
    empty = said(client, base)
    one = uuid.uuid4()
    told = {"name": "Mots de passe", "held_on": date(2026, 3, 12), "invited": "Agents"}
    keep(body, Training, *(Session(id=one, attendance=count, **told) for count in (12, 14)))
    return {
        "empty": empty,
        "navigation": said(client, base, "//nav"),
        "form": said(client, f"{base}ajouter/"),
        "list": said(client, base),
        "found": said(client, base, q="passe", invited="Agents"),
        "not_found": said(client, base, q="hameçonnage"),
        "fiche": said(client, f"{base}{one}/"),
        "history": said(client, f"{base}{one}/historique/"),
        "csv": client.get(f"{base}exporter/", {"format": "csv"}).content.decode("utf-8-sig"),
        "rights": said(client, f"/o/{body.slug}/acces/"),
        "stranger": str(stranger.get(f"{base}{one}/").status_code),
    }


def verdict_of(body):
    with identified(SYSTEM), unscoped("the chain of a body is verified, by the installation"):
        verdict = verify(body.id)
    return f"{'sound' if verdict.sound else 'tampered'}, {verdict.entries} versions"


def main():
    setup_test_environment()
    (body, client), (_, stranger) = body_and_referent("berck"), body_and_referent("lens")
    seen = {"field": use_the_field(body, client), "register": use_the_register(body, client, stranger)}
    told = {f"{kind}.{name}": text for kind, found in seen.items() for name, text in found.items()}
    sys.stdout.write(json.dumps({**told, "journal.verdict": verdict_of(body)}))


main()
