"""Whatever is typed, in any text field of any form, comes back as text: no page runs it, no attribute obeys it."""

import itertools
import re

import html5lib
import pytest
from django.core.cache import cache
from django.test import Client
from lxml import html

from egide.platform.organizations.shapes import Role
from tests.machinery.payloads import PAYLOADS
from tests.machinery.routes import every_route
from tests.machinery.test_isolation_matrix import told
from tests.machinery.world import World
from tests.platform.kernel.browsing import browser as controls

pytestmark = pytest.mark.django_db
RUNS = {"iframe", "object", "embed", "base", "frame", "marquee", "math"}
LINKS = {"href", "src", "action", "formaction", "data", "poster", "background", "xlink:href", "srcdoc"}
ROLES = (Role.REFERENT, Role.CONTROLLER)
MOST_TRIES = 3
LONGEST = 400
"""Characters given to one field: two hundred fields of the whole corpus make a page that takes a minute to parse."""


def dangers(page):
    """What a browser would obey in a page: elements, attributes and addresses, as its parser makes them."""
    found = []
    for node in html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False).iter():
        tag = str(node.tag).rpartition("}")[2].lower()
        names = {str(name).rpartition("}")[2].lower(): value for name, value in node.attrib.items()}
        if tag in RUNS or (tag == "script" and (node.text or not names.get("src", "").startswith("/static/"))):
            found.append(tag)
        if tag == "style" or (tag == "meta" and "http-equiv" in names):
            found.append(tag)
        found += [name for name in names if name.startswith("on") or "hx-on" in name]
        addresses = [re.sub(r"[\x00-\x20]", "", names[name]).lower() for name in LINKS & names.keys()]
        found += [a for a in addresses if re.match("(javascript|vbscript|data):", a)]
    return found


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_corpus_would_run_if_it_were_written_as_it_is(payload):
    """Control: each payload is seen by the same eyes in one of the places where a page writes what was typed."""
    places = [
        f"<p>{payload}</p>",
        f'<input value="{payload}">',
        f"<input value='{payload}'>",
        f"<input value={payload}>",
        f'<a href="{payload}">x</a>',
        f"<textarea>{payload}</textarea>",
        f"<title>{payload}</title>",
        f"<!-- {payload} -->",
        f"<style>{payload}</style>",
        f"<b title=`{payload}`>",
    ]
    assert any(dangers(place) for place in places) or payload in HARMLESS_AS_IS


HARMLESS_AS_IS = {p for p in PAYLOADS if p.startswith(("&", "%3C", "＜", "{{", "${"))}
"""Those run only in a page that decodes once too often, or in a template: they must come back as they were typed."""


def chunks(longest):
    """The whole corpus in as few values as the length of a field allows; what is longer than the field is left out."""
    made, value = [], ""
    for payload in PAYLOADS:
        if len(payload) > longest:
            continue
        if value and len(value) + 1 + len(payload) > longest:
            made.append(value)
            value = ""
        value = f"{value} {payload}" if value else payload
    return [*made, value]


def texts_of(form):
    """The text fields of a form, and the longest value that each takes."""
    kinds = ("text", "email", "url", "tel", "search", "")
    areas = form.xpath(".//textarea[@name]")
    inputs = [f for f in form.xpath(".//input[@name]") if f.get("type", "") in kinds] + areas
    return {f.get("name"): min(int(f.get("maxlength", LONGEST)), LONGEST) for f in inputs if f.get("readonly") is None}


def test_a_typed_script_is_text_on_every_page():
    """The fields take the corpus by turns, from one to the next and from one form to the next."""
    cache.clear()
    world = World()
    turn, filled, seen = itertools.count(), set(), set()
    for role in ROLES:
        client = Client()
        client.force_login(world.person(role))
        paths = [path for path in _paths(world, role) if path not in seen]
        for path in paths:
            filled |= _fill_every_form(client, path, turn)
        for path in paths:
            if _is_clean_and_tells(client.get(path), path):
                seen.add(path)
    assert len(filled) > 60, sorted(filled)
    assert len(seen) > 25, sorted(seen)


def _paths(world, role):
    """Every page that this role may open in its body, and those of nobody in particular."""
    routes = [r for r in every_route() if r.within and role in (r.roles or ()) and "export" not in r.name]
    within = [route.path(world.own.slug, world.ids[world.own.id]) for route in routes]
    public = f"/p/{world.own.slug}/"
    return [*within, "/compte/", public, f"{public}ecrire/", "/?q=%3Cscript%3Ealert(1)%3C/script%3E"]


def _fill_every_form(client, path, turn):
    """Each form of a page, with what it is given to repeat in every text field at once."""
    page = client.get(path)
    if page.status_code != 200 or "text/html" not in page["Content-Type"]:
        told(page)  # to its end: a file may be open
        return set()
    filled = set()
    for number, form in enumerate(html.fromstring(page.content).xpath("//form[@method='post']")):
        fields = texts_of(form)
        if fields:
            found = {name: chunks(longest) for name, longest in fields.items()}
            typed = {name: given[next(turn) % len(given)] for name, given in found.items()}
            _post(client, path, form if number == 0 else _again(client, path, number), typed)
            filled |= {(path, name) for name in fields}
    return filled


def _again(client, path, number):
    """The form as it is now, since the one before it was sent; None when it is there no more."""
    page = client.get(path)
    forms = html.fromstring(page.content).xpath("//form[@method='post']") if page.status_code == 200 else []
    return forms[number] if number < len(forms) else None


def _post(client, path, form, typed):
    """What is refused is given back with its error, and looked at; then the rest is sent again, to be kept."""
    if form is None:
        return
    data = controls(html.tostring(form, encoding="unicode"))
    kept = {name: data.getlist(name) for name in data if name}
    for attempt in range(MOST_TRIES):
        answer = client.post(form.get("action") or path, {**kept, **typed})
        if answer.status_code == 302:
            return
        if attempt == 0:
            _is_clean_and_tells(answer, path)
        marked = html.fromstring(answer.content).xpath("//*[@aria-invalid='true']") if answer.content else []
        refused = {field.get("name") for field in marked} & typed.keys()
        typed = {name: value for name, value in typed.items() if name not in refused}


def _is_clean_and_tells(answer, path):
    """Whether a page says something of the corpus; it must be clean in any case."""
    if "text/html" not in answer.get("Content-Type", ""):
        told(answer)
        return False
    if b"alert(" not in answer.content:
        return False
    assert dangers(answer.content.decode()) == [], path
    return True
