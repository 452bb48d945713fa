"""The little client of the guide is taken from its page and used against a live server, as a reader would."""

import re
from pathlib import Path

import pytest

from egide.platform.organizations.shapes import Role
from tests.platform.api.calling import key_of, person
from tests.platform.conftest import make_body

PAGE = Path(__file__).parents[3] / "docs" / "guide" / "api.md"
CLIENT, USE = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_it_is_little_and_needs_nothing():
    assert len(CLIENT.splitlines()) <= 60
    named = set(re.findall(r"^(?:from|import) (\w+)", CLIENT, re.MULTILINE))
    assert named <= {"json", "urllib", "uuid"}


@pytest.mark.django_db(transaction=True)
def test_it_does_what_the_page_says(live_server, capsys):
    body = make_body("saint-omer")
    key = key_of(person(body, Role.REFERENT))
    used = USE.replace("https://egide.exemple.fr", live_server.url).replace("egide_…", key)
    known = {}
    exec(compile(CLIENT, "client", "exec"), known)  # noqa: S102 - of our own page
    exec(compile(used, "use", "exec"), known)  # noqa: S102
    assert capsys.readouterr().out == "Cantine scolaire Écoles\n"
    egide, base = known["egide"], known["traitements"]
    for n in range(3):
        egide.ajouter(base, {"record": "controller", "name": f"Fiche {n}"})
    assert len(list(egide.fiches(f"{base}?taille=2"))) == 4
    stale = {**known["fiche"], "revision": 1}
    with pytest.raises(known["Refus"]) as refused:
        egide.changer(stale, {"name": "Trop tard"})
    assert refused.value.statut == 412
    assert refused.value.dit["changes"][0]["after"] == "Écoles"
    with pytest.raises(known["Refus"], match="422"):
        egide.ajouter(base, {"record": "controller", "nom": "x"})
    with pytest.raises(known["Refus"], match="401"):
        known["Egide"](live_server.url, "egide_faux").demander("GET", base)
