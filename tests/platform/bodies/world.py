"""A centre, two bodies that it advises and one that it does not; people in each role; and what they see."""

import uuid

from django.test import Client
from lxml import html

from egide.law import facts
from egide.law.facts.codes import OrganizationKind
from egide.platform.accounts.models import User
from egide.platform.organizations.services import create_organization, enrol
from egide.platform.records.acting import Actor, acting
from tests.platform.kernel.browsing import browser as controls

SECOND_FACTOR = "egide.second_factor"  # what a session keeps once its person has one


def made(name, kind=OrganizationKind.COMMUNE, **more):
    known = facts.Organization(id=uuid.uuid4(), name=name, kind=kind)
    with acting(Actor("test")):
        return create_organization(known, **more)


def person(body, role, email=None, **more):
    address = email or f"{role.value.lower()}@{body.slug}.exemple.fr"
    user = User.objects.filter(email=address).first() or User.objects.create_user(address, None, name=address)
    with acting(Actor("test")):
        user.membership = enrol(user, body, role, **more)
    return user


def browser(user):
    client = Client()
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = True
    session.save()
    return client


def posted(answer, **changes):
    """What a browser would post of the form that was answered, with changes."""
    form = html.fromstring(answer.content).xpath("//main//form[@method='post']")[0]
    data = controls(html.tostring(form, encoding="unicode"))
    return {**{name: data.getlist(name) for name in data if name}, **changes}


def text(answer):
    """What the page says, without its markup; any space is one space."""
    return " ".join(html.fromstring(answer.content).text_content().split())
