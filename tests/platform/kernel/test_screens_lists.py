"""The list of a register: what it shows, narrows, orders and exports, and who may see it."""

import csv
import io
import uuid
import zipfile

import openpyxl
import pytest
from django.utils import timezone
from lxml import etree

from egide.law import facts
from egide.law.facts import codes
from egide.platform.records.acting import Actor, acting
from egide.platform.records.models import State, unlocked
from egide.platform.records.saving import archive, put_in_bin
from egide.platform.records.scope import scope
from tests.platform.kernel.conftest import activity, address, store, system
from tests.platform.kernel.pages import said, titles, tree

pytestmark = pytest.mark.django_db
LIST = "processingactivity-list"


def listed(client, body, **query):
    return client.get(address(body, LIST), query)


def names(client, body, **query):
    return titles(listed(client, body, **query))


def purpose(**known):
    return facts.Purpose(id=uuid.uuid4(), **known)


def test_an_empty_register_says_what_it_is_for_and_where_to_begin(body, referent, reader):
    shown = listed(referent, body)
    assert "Ce registre est vide" in said(shown)
    assert address(body, "processingactivity-create") in shown.content.decode()
    assert "Ajouter un traitement" not in said(listed(reader, body), "//body")


def test_a_search_reads_every_word_whatever_the_case_and_the_accents(body, referent):
    store(body, activity(name="Élections", purposes=(purpose(text="Tenir la liste électorale"),)))
    store(body, activity(name="Cantine"))
    assert names(referent, body, q="LISTE elect") == ["Élections"]
    nothing = listed(referent, body, q="piscine")
    assert "Aucune fiche ne répond" in said(nothing)


def test_titles_are_in_french_order(body, referent):
    for name in ("Zèbre", "étal", "Etat civil", "École", "Œuvres", "ecole b", "Archives"):
        store(body, activity(name=name))
    order = ["Archives", "École", "ecole b", "étal", "Etat civil", "Œuvres", "Zèbre"]
    assert names(referent, body) == order
    assert names(referent, body, tri="-title") == order[::-1]


def test_a_text_column_is_in_french_order_and_the_unknown_comes_last(body, referent):
    for name, department in (("a", "Voirie"), ("b", "état civil"), ("c", None), ("d", "Écoles")):
        store(body, activity(name=name, department=department))
    assert names(referent, body, tri="department") == ["d", "b", "a", "c"]
    assert names(referent, body, tri="-department") == ["a", "b", "d", "c"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"department": "Écoles"}, ["cantine"]),
        ({"department": "?"}, ["badges", "caméras"]),
        ({"minors": "1"}, ["cantine"]),
        ({"minors": "0"}, ["caméras"]),
        ({"purposes.legal_basis": "PUBLIC_TASK"}, ["cantine"]),
        ({"purposes.legal_basis": "?"}, ["badges", "caméras"]),
        ({"dpia.status": "VALIDATED"}, ["caméras"]),
        ({"dpia.status": "?"}, ["badges", "cantine"]),
        ({"dpia.status": "VALIDATED", "minors": "1"}, []),
        ({"inconnu": "1", "page": "99", "tri": "rien", "situation": "rien"}, ["badges", "caméras", "cantine"]),
    ],
)
def test_filters_look_at_columns_groups_and_lines(body, referent, query, expected):
    basis = purpose(text="t", legal_basis=codes.LegalBasis("PUBLIC_TASK"))
    store(body, activity(name="cantine", department="Écoles", minors=True, purposes=(basis,)))
    store(
        body, activity(name="caméras", minors=False, dpia=facts.ImpactAssessment(status=codes.DpiaStatus("VALIDATED")))
    )
    store(body, activity(name="badges"))
    assert names(referent, body, **query) == expected


def test_a_filter_in_force_is_a_chip_that_takes_it_away(body, referent):
    store(body, activity(minors=True))
    shown = tree(listed(referent, body, minors="1", q="cantine"))
    [chip] = shown.xpath("//ul[@class='chips no-print']//a")
    assert "Oui" in chip.text_content()
    assert chip.get("href").endswith("?q=cantine")


def test_long_lists_have_pages_and_take_the_same_queries(body, referent, django_assert_max_num_queries):
    for n in range(52):
        store(body, system(name=f"Outil {n:02}"))
    url = address(body, "aisystem-list")
    with django_assert_max_num_queries(24) as first:
        page = referent.get(url)
    assert len(titles(page)) == 50
    assert tree(page).xpath("//a[@rel='next']/@href") == [f"{url}?page=2"]
    with scope(body):
        unlocked(type(store(body, system(name="Outil 52")))).filter(sort_key="outil 00").update(state=State.ARCHIVED)
    with django_assert_max_num_queries(len(first.captured_queries)):
        second = referent.get(url, {"page": "2"})
    assert titles(second) == ["Outil 51", "Outil 52"]


def test_columns_are_chosen(body, referent):
    store(body, activity(manager="Mme Roy", department="Écoles"))
    shown = tree(listed(referent, body, colonne=["manager", "inconnue"]))
    assert [th.text_content().strip(" ↑") for th in shown.xpath("//thead//th")] == [
        "Intitulé",
        "Gestionnaire",
    ]
    assert [td.text_content() for td in shown.xpath("//tbody//td")] == ["Mme\xa0Roy"]


def test_archived_and_binned_records_are_lists_of_their_own(body, referent):
    kept, filed, thrown = (store(body, activity(name=name)) for name in ("a", "b", "c"))
    with scope(body), acting(Actor("test")):
        archive(filed, expected=1)
        put_in_bin(thrown, expected=1)
    assert names(referent, body) == ["a"] == [str(kept)]
    assert names(referent, body, situation="archived") == ["b"]
    assert names(referent, body, situation="bin") == ["c"]


def test_htmx_receives_the_rows_alone(body, referent):
    store(body, activity())
    part = referent.get(address(body, LIST), headers={"HX-Request": "true"}).content.decode()
    assert "<table" in part
    assert "<html" not in part


def test_one_body_never_sees_another(body, referent, stranger):
    store(body, activity())
    assert listed(stranger, body).status_code == 404
    assert names(referent, body) == ["Cantine"]


def exported(client, body, **query):
    answer = client.get(address(body, "processingactivity-export"), query)
    assert answer.status_code == 200
    return answer


def rows_of_ods(content):
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    document = etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("content.xml"))
    return [
        ["".join(c.itertext()) for c in row.iter(f"{table}table-cell")] for row in document.iter(f"{table}table-row")
    ]


EXPECTED = [["Intitulé", "Service gestionnaire"], ["Cantine", "Écoles"], ["=1+1", "—"]]


@pytest.fixture
def spread(body):
    store(body, activity(department="Écoles"))
    store(body, activity(name="=1+1"))
    store(body, activity(name="Archives"))


def query(form):
    return {"format": form, "colonne": "department", "tri": "-title"}


def without(rows):
    return [row[:2] for row in rows if row and row[0] != "Archives"]


def test_the_table_is_exported_to_excel_as_it_is_shown(body, reader, spread):
    answer = exported(reader, body, **query("xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert without(rows) == EXPECTED
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}  # no formula
    assert f"traitements-a-{timezone.localdate().isoformat()}.xlsx" in answer["Content-Disposition"]


def test_the_table_is_exported_to_libreoffice(body, reader, spread):
    assert without(rows_of_ods(exported(reader, body, **query("ods")).content)) == EXPECTED


def test_the_table_is_exported_to_csv_and_no_cell_is_a_formula(body, reader, spread):
    text = exported(reader, body, **query("csv")).content.decode("utf-8-sig")
    rows = without(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows == [*EXPECTED[:2], ["'=1+1", "—"]]


def test_no_other_format_and_no_filter_forgotten(body, reader, spread):
    assert reader.get(address(body, "processingactivity-export"), {"format": "exe"}).status_code == 404
    text = exported(reader, body, format="csv", q="cantine").content.decode("utf-8-sig")
    assert [row.split(";")[0] for row in text.splitlines()] == ["Intitulé", "Cantine"]
