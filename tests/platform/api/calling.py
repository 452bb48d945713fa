"""A program that calls the API: a client of the tests with a token, JSON both ways."""

import json
import uuid
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from egide.law import facts
from egide.law.facts.codes import LegalBasis
from egide.platform.accounts.models import User
from egide.platform.api import tokens
from egide.platform.organizations.services import enrol
from egide.platform.records.acting import Actor, acting

MERGE = "application/merge-patch+json"


class Program:
    """`answer = program.get(path)`; `answer.json()` as usual."""

    def __init__(self, key="", **headers):
        self.client = Client(raise_request_exception=True)
        self.headers = {**({"Authorization": f"Bearer {key}"} if key else {}), **headers}

    def call(self, method, path, sent=None, *, content_type="application/json", etag="", **headers):
        body = sent if isinstance(sent, bytes | str) else "" if sent is None else json.dumps(sent)
        given = {**self.headers, **({"If-Match": etag} if etag else {}), **headers}
        return self.client.generic(method, path, body, content_type=content_type, headers=given)

    def get(self, path, **headers):
        return self.call("GET", path, **headers)

    def post(self, path, sent, **more):
        return self.call("POST", path, sent, **more)

    def put(self, path, sent, **more):
        return self.call("PUT", path, sent, **more)

    def patch(self, path, sent, **more):
        return self.call("PATCH", path, sent, content_type=MERGE, **more)


def links_of(answer):
    """The Link header, by relation."""
    parts = [part.strip().partition(">; rel=") for part in answer["Link"].split(",")]
    return {rel.strip('"'): url.removeprefix("<") for url, _, rel in parts}


def person(body=None, role=None, email="agent@exemple.fr", **known):
    user = User.objects.create_user(email, name="Alice Martin")
    if body is not None:
        with acting(Actor("test")):
            enrol(user, body, role, **known)
    return user


def key_of(user, *, may_write=True, bodies=None, days=30, name="Essai"):
    now = timezone.now()
    return tokens.issue(user, name, may_write=may_write, bodies=bodies, expires_at=now + timedelta(days=days), now=now)[
        1
    ]


def activity(**known):
    """A record as a program would send it."""
    return {
        "record": "controller",
        "id": str(uuid.uuid4()),
        "name": "Cantine scolaire",
        "purposes": [{"id": str(uuid.uuid4()), "text": "Inscrire les enfants", "legal_basis": LegalBasis.PUBLIC_TASK}],
        **known,
    }


__all__ = ["MERGE", "Program", "activity", "facts", "key_of", "links_of", "person"]
