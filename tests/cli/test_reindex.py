"""`egide reindex` as an operator types it: the index made anew, or compared with the records."""

import pytest
from click.testing import CliRunner

from egide.cli import main
from egide.platform.records.models import unlocked
from egide.platform.records.scope import scope
from egide.platform.search.finding import find
from egide.platform.search.models import Entry, Posting
from egide.platform.search.query import read
from tests.platform.conftest import make_body
from tests.platform.kernel.conftest import activity, store

pytestmark = pytest.mark.django_db
TYPES = ["processing.processingactivity"]


@pytest.fixture
def bodies():
    found = make_body("berck"), make_body("autre")
    for body in found:
        store(body, activity(name="Cantine", notes="menus"))
    return found


def egide(*words):
    return CliRunner().invoke(main, ["reindex", *words])


def found_in(body):
    with scope(body):
        return sum(answer.count for answer in find(read("menus"), TYPES).values())


def test_what_was_lost_is_written_anew(bodies):
    unlocked(Posting).delete()
    unlocked(Entry).delete()
    assert [found_in(body) for body in bodies] == [0, 0]
    done = egide()
    assert done.exit_code == 0, done.output
    assert "Index refait" in done.stdout
    assert [found_in(body) for body in bodies] == [1, 1]


def test_one_body(bodies):
    unlocked(Posting).delete()
    assert egide("--organization", "berck").exit_code == 0
    assert [found_in(body) for body in bodies] == [1, 0]
    assert egide("--organization", "nulle-part").exit_code == 2


def test_an_index_that_agrees_says_so(bodies):
    done = egide("--check")
    assert (done.exit_code, "la même chose" in done.stdout) == (0, True), done.output


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda: unlocked(Entry).filter(organization__slug="berck").delete(), "ne se trouve pas"),
        (lambda: unlocked(Posting).filter(term="menus").delete(), "d’autres mots que les siens"),
        (lambda: unlocked(Entry).update(title="Autre"), "d’autres mots que les siens"),
        (lambda: unlocked(Entry).update(state="archived"), "d’autres mots que les siens"),
        (lambda: unlocked(Posting).filter(term="menus").update(records=b"\x03"), "qui n’existent pas"),
    ],
)
def test_a_disagreement_is_named_and_mended(bodies, spoil, said):
    spoil()
    done = egide("--check")
    assert done.exit_code == 1
    assert said in " ".join(done.stdout.split())
    assert "Commune berck" in done.stdout or said != "ne se trouve pas"
    assert egide().exit_code == 0
    assert egide("--check").exit_code == 0
