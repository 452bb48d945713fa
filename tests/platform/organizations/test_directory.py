"""The directory: what the tables say of known places, how they are found, what it costs to read them."""

import csv
import gzip
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from egide.platform.organizations import directory
from egide.platform.organizations.directory import EpciKind
from egide.platform.organizations.directory.places import departement_of
from egide.platform.organizations.identifiers import check_siren

TABLES = files("egide.platform.organizations.directory") / "data"
SAMPLES = os.environ.get("EGIDE_SAMPLES")


def names(found) -> list[str]:
    return [each.name for each in found]


def test_a_commune_says_what_the_source_says_of_it():
    arras = directory.commune("62041")
    assert (arras.name, arras.siren, arras.departement) == ("Arras", "216200410", "62")
    assert (arras.municipal_population, arras.total_population, arras.latest_municipal) == (42621, 43496, 42875)
    assert arras.epci_siren == "200033579"
    assert arras.postal_codes == ("62000",)
    assert (directory.POPULATION_YEAR, directory.LATEST_POPULATION_YEAR, directory.VINTAGE) == (2022, 2023, 2026)


def test_an_epci_knows_its_kind_its_members_and_its_population():
    saint_omer = directory.epci("200069037")
    assert saint_omer.kind is EpciKind.CA
    assert saint_omer.full_name == "Communauté d’agglomération du Pays de Saint-Omer"
    members = directory.members_of(saint_omer)
    assert len(members) == len(saint_omer.members) == 53
    assert sum(each.total_population for each in members) == saint_omer.total_population == 106903


def test_a_metropole_keeps_its_name():
    lille = directory.find("Métropole Européenne de Lille")[0]
    assert lille.full_name == lille.name == "Métropole Européenne de Lille"


def test_the_pas_de_calais_has_887_communes_and_20_epci_of_which_19_are_counted_there():
    assert len(directory.communes_of("62")) == 887
    assert len(directory.epci_of("62")) == 20
    assert len(directory.epci_of("62", overlapping=False)) == 19
    straddling = [each for each in directory.epci_of("62") if len(each.departements) > 1]
    assert {each.name: each.departements for each in straddling} == {
        "CC du Ternois": ("62", "80"),
        "CC Flandre Lys": ("59", "62"),
    }


def test_every_epci_is_counted_in_one_departement_only():
    counted = [each for d in directory.departements() for each in directory.epci_of(d.code, overlapping=False)]
    assert len(counted) == len({each.siren for each in counted}) == 1255


def test_the_whole_of_france_hangs_together():
    communes = [each for d in directory.departements() for each in directory.communes_of(d.code)]
    assert len(communes) == 34969
    assert all(each.siren is None or check_siren(each.siren) is None for each in communes)
    assert all(directory.epci(siren) for siren in {each.epci_siren for each in communes if each.epci_siren})
    islands = [each.name for each in communes if each.epci_siren is None and each.siren]
    assert islands == ["Île-de-Bréhat", "Île-de-Sein", "Ouessant", "L’Île-d’Yeu"]


def test_what_the_source_does_not_say_is_none():
    assert directory.commune("29155").total_population is None
    assert directory.commune("98735").siren is None
    assert directory.departement("62").siren is None


def test_departements_and_regions_are_named():
    assert len(directory.departements()) == 109
    assert len(directory.regions()) == 26
    assert (directory.departement("62").name, directory.departement("62").region) == ("Pas-de-Calais", "32")
    assert directory.departement("2A").name == "Corse-du-Sud"
    assert {each.code: each.name for each in directory.regions()}["32"] == "Hauts-de-France"


@pytest.mark.parametrize(
    ("code", "expected"), [("62041", "62"), ("2A004", "2A"), ("97105", "971"), ("98735", "987"), ("01001", "01")]
)
def test_a_code_tells_its_departement(code, expected):
    assert departement_of(code) == expected
    assert directory.commune(code).departement == expected


@pytest.mark.parametrize("code", ["", "62", "62999", "99999", "zz", "200069037"])
def test_an_unknown_code_gives_nothing(code):
    assert directory.commune(code) is None


def test_an_unknown_departement_is_refused():
    assert directory.epci("000000000") is None
    with pytest.raises(KeyError, match="« 20 »"):
        directory.communes_of("20")
    with pytest.raises(KeyError, match="« 96 »"):
        directory.epci_of("96")


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("touquet", "Le Touquet-Paris-Plage"),
        ("le touquet", "Le Touquet-Paris-Plage"),
        ("LENS", "Lens"),
        ("pays de saint omer", "CA du Pays de Saint-Omer"),
        ("humeroeuille", "Humerœuille"),
        ("l'etoile", "L’Étoile"),
        ("62041", "Arras"),
        ("216 200 410", "Arras"),
        ("200069037", "CA du Pays de Saint-Omer"),
        ("2a004", "Ajaccio"),
    ],
)
def test_finding(asked, first):
    assert directory.find(asked)[0].name == first


def test_finding_knows_saint_behind_st_and_keeps_to_a_departement():
    assert names(directory.find("st omer", departement="62")) == [
        "Saint-Omer",
        "Saint-Omer-Capelle",
        "CA du Pays de Saint-Omer",
    ]


def test_finding_by_postal_code_gives_all_who_share_it():
    assert "Achicourt" in names(directory.find("62217"))
    assert names(directory.find("97414")) == ["Saint-Louis", "Entre-Deux"]


def test_finding_nothing_and_finding_too_much():
    assert directory.find("") == directory.find("  ?! ") == directory.find("zzzz") == ()
    assert directory.find("123456789") == ()
    assert len(directory.find("saint")) == 20
    assert len(directory.find("saint", limit=3)) == 3


def test_the_tables_are_small_and_made_the_same_way_twice():
    sizes = {each.name: len(each.read_bytes()) for each in TABLES.iterdir() if each.name.endswith(".gz")}
    assert set(sizes) == {"communes.tsv.gz", "epci.tsv.gz", "departements.tsv.gz", "regions.tsv.gz"}
    assert sum(sizes.values()) < 1_000_000
    for name in sizes:
        raw = (TABLES / name).read_bytes()
        assert raw[3:8] == b"\0\0\0\0\0", "neither a file name nor a date in the archive"
        lines = gzip.decompress(raw).decode().splitlines()
        assert lines == sorted(lines)


def test_their_origin_is_told_beside_them_and_to_screens():
    licence = (TABLES.parent / "LICENSE.txt").read_text(encoding="utf-8")
    assert "@etalab/decoupage-administratif" in licence
    assert "Licence Ouverte" in licence
    assert "INSEE" in directory.SOURCE


def test_the_script_makes_tables_from_a_package_and_refuses_one_it_does_not_know(tmp_path):
    script = Path(__file__).parents[3] / "tools" / "directory.py"
    (tmp_path / "data").mkdir()
    strange = '[{"type": "commune-actuelle", "code": "62041", "departement": "59", "nom": "Arras"}]'
    (tmp_path / "data" / "communes.json").write_text(strange, encoding="utf-8")
    (tmp_path / "data" / "epci.json").write_text("[]", encoding="utf-8")
    before = (TABLES / "communes.tsv.gz").read_bytes()
    run = subprocess.run([sys.executable, script, tmp_path], capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert "no longer has the form" in run.stderr
    assert (TABLES / "communes.tsv.gz").read_bytes() == before


if SAMPLES:  # collected only where there are samples

    def test_the_pas_de_calais_is_that_of_the_sample():
        path = Path(SAMPLES) / "entities" / "communes-62.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = {row["code_insee"]: row for row in csv.DictReader(file)}
        ours = {each.code: each for each in directory.communes_of("62")}
        assert set(rows) == set(ours)
        differences = [
            (code, row["nom"])
            for code, row in rows.items()
            if (row["siren"], row["nom"].replace("'", "’"), row["population_municipale"], row["epci_siren"])
            != (ours[code].siren, ours[code].name, str(ours[code].latest_municipal), ours[code].epci_siren)
        ]
        assert differences == []
