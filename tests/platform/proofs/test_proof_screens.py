"""The page of proofs, the proof of a version from the history of a record, and the seal of every export."""

import io
import json
import zipfile

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from egide.formats.package import read_package
from egide.platform.proofs import checkpoints, keys, verifier
from egide.platform.proofs.jobs import keep_checkpoint
from egide.platform.proofs.models import Checkpoint
from egide.platform.proofs.seals import seal
from egide.platform.records.scope import scope
from tests.platform.kernel.conftest import activity, address, change, person, referent, store  # noqa: F401
from tests.platform.kernel.pages import said, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(body):
    found = store(body, activity(name="Cantine"))
    return change(body, found, notes="Avec les parents")


def test_anyone_reads_the_page(body, django_assert_num_queries):
    empty = said(Client().get(reverse("proofs")))
    assert "Aucun pour l’instant" in empty.replace("'", "’")
    keep_checkpoint(timezone.now())
    with django_assert_num_queries(2):
        page = Client().get(reverse("proofs"))
    assert keys.current().key.text in said(page)
    assert "Écrit dans un dossier" in said(page)
    assert tree(page).xpath("//li/a/@href") == ["/preuves/1.txt"]
    assert str(body) not in said(page)
    assert "/published/" not in page.content.decode()


def test_what_the_page_gives(body):
    made = checkpoints.make(timezone.now())
    note = Client().get("/preuves/1.txt")
    assert (note.content.decode(), note["Content-Type"]) == (made.note, "text/plain; charset=utf-8")
    assert Client().get("/preuves/2.txt").status_code == 404
    assert Client().get("/preuves/cles.txt").content.decode() == f"{keys.current().key.text}\n"
    given = Client().get("/preuves/verifier.py")
    assert b"preuve.zip" in given.content
    assert "attachment" in given["Content-Disposition"]


def test_each_version_is_proved_from_the_history(body, record, referent, tmp_path):  # noqa: F811
    page = referent.get(address(body, "processingactivity-history", record))
    links = tree(page).xpath("//a[text()='Prouver cette version']/@href")
    assert [link.rpartition("?")[2] for link in links] == ["version=2", "version=1"]
    answer = referent.get(links[1])
    assert answer["Content-Disposition"] == 'attachment; filename="preuve-cantine-v1.zip"'
    file = tmp_path / "preuve.zip"
    file.write_bytes(answer.content)
    told = verifier.check(str(file), Client().get("/preuves/cles.txt").content.decode())
    assert told[1] == "Fiche « Cantine », version 1."
    with zipfile.ZipFile(file) as archive:
        assert archive.read("fiche.pdf").startswith(b"%PDF-")
    assert referent.post(links[1]).status_code == 405


def test_a_version_that_is_not_there(body, record, referent):  # noqa: F811
    answer = referent.get(f"{address(body, 'processingactivity-prove', record)}?version=9")
    assert answer.status_code == 422
    assert "n’existe pas" in said(answer)


def _sheet(answer, name="xlsx"):
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return archive.read("docProps/core.xml" if name == "xlsx" else "meta.xml").decode().replace("\u202f", " ")


def test_every_export_carries_its_seal(body, record, referent):  # noqa: F811
    with scope(body):
        sealed = seal(timezone.now())
    assert (sealed.entry, sealed.checkpoint, sealed.covered) == (4, 1, True)
    words = f"entrée 4, empreinte {sealed.short}, point de contrôle 1 du"
    entire, one = address(body, "processingactivity-export-all"), address(body, "processingactivity-export-one", record)
    for url in (entire, one):
        assert words in said(referent.get(f"{url}?format=html"), "//body").replace("\xa0", " ")
    assert sealed.head.hex() in said(referent.get(f"{one}?format=html"), "//body")
    for url in (f"{address(body, 'processingactivity-export')}?format=", f"{entire}?format="):
        for form in ("xlsx", "ods"):
            assert f"empreinte {sealed.short}" in _sheet(referent.get(url + form), form)
    package = referent.get(f"{entire}?format=json").content
    told = json.loads(package)["seal"]
    assert (told["entry"], told["head"], told["checkpoint"]) == (4, sealed.head.hex(), 1)
    assert len(read_package(package).activities) == 1
    assert Checkpoint.objects.count() == 1


def test_an_export_makes_the_checkpoint_that_it_names(body, record, referent):  # noqa: F811
    assert Checkpoint.objects.count() == 0
    referent.get(f"{address(body, 'processingactivity-export-one', record)}?format=html")
    referent.get(f"{address(body, 'processingactivity-export-one', record)}?format=html")
    assert Checkpoint.objects.count() == 1
    change(body, record, notes="Autre")
    referent.get(f"{address(body, 'processingactivity-export-one', record)}?format=html")
    assert Checkpoint.objects.count() == 2


def test_a_full_disk_stops_no_export_and_the_seal_says_so(body, record, referent, monkeypatch):  # noqa: F811
    checkpoints.make(timezone.now())
    change(body, record, notes="Autre")

    def full(_):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(checkpoints, "make", full)
    answer = referent.get(f"{address(body, 'processingactivity-export-one', record)}?format=html")
    told = said(answer, "//body").replace("\xa0", " ")
    assert answer.status_code == 200
    assert "pas encore dans un point de contrôle" in told
    assert "le dernier, le 1, vient avant" in told
