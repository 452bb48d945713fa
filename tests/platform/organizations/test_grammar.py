"""The forms of names in letters, over a wide table; articles, vowels, h and y."""

import pytest

from egide.law.facts.codes import OrganizationKind as Kind
from egide.platform.organizations import directory
from egide.platform.organizations.grammar import body, departement_place, place

PLACES = [
    ("Achicourt", "d’Achicourt", "à Achicourt"),
    ("Lens", "de Lens", "à Lens"),
    ("Écourt-Saint-Quentin", "d’Écourt-Saint-Quentin", "à Écourt-Saint-Quentin"),
    ("Œuf-en-Ternois", "d’Œuf-en-Ternois", "à Œuf-en-Ternois"),
    ("Le Havre", "du Havre", "au Havre"),
    ("Le Touquet-Paris-Plage", "du Touquet-Paris-Plage", "au Touquet-Paris-Plage"),
    ("Les Attaques", "des Attaques", "aux Attaques"),
    ("La Couture", "de La Couture", "à La Couture"),
    ("L'Écluse", "de L’Écluse", "à L’Écluse"),
    ("L’Haÿ-les-Roses", "de L’Haÿ-les-Roses", "à L’Haÿ-les-Roses"),
    ("Hénin-Beaumont", "d’Hénin-Beaumont", "à Hénin-Beaumont"),
    ("Ham-en-Artois", "de Ham-en-Artois", "à Ham-en-Artois"),
    ("Haute-Avesnes", "de Haute-Avesnes", "à Haute-Avesnes"),
    ("Houlle", "de Houlle", "à Houlle"),
    ("Ytres", "d’Ytres", "à Ytres"),
    ("Lestrem", "de Lestrem", "à Lestrem"),
    ("Laventie", "de Laventie", "à Laventie"),
    ("Vitry  en-Artois", "de Vitry en-Artois", "à Vitry en-Artois"),
]
DEPARTEMENTS = [
    ("Pas-de-Calais", "le Pas-de-Calais", "du Pas-de-Calais", "au Pas-de-Calais"),
    ("Ain", "l’Ain", "de l’Ain", "à l’Ain"),
    ("Hérault", "l’Hérault", "de l’Hérault", "à l’Hérault"),
    ("Somme", "la Somme", "de la Somme", "à la Somme"),
    ("Ardennes", "les Ardennes", "des Ardennes", "aux Ardennes"),
    ("Haute-Savoie", "la Haute-Savoie", "de la Haute-Savoie", "à la Haute-Savoie"),
    ("Maine-et-Loire", "Maine-et-Loire", "de Maine-et-Loire", "à Maine-et-Loire"),
    ("Eure-et-Loir", "Eure-et-Loir", "d’Eure-et-Loir", "à Eure-et-Loir"),
    ("La Réunion", "La Réunion", "de La Réunion", "à La Réunion"),
    ("Mayotte", "Mayotte", "de Mayotte", "à Mayotte"),
    ("Côte-d'Or", "la Côte-d’Or", "de la Côte-d’Or", "à la Côte-d’Or"),
]
BODIES = [
    (Kind.COMMUNE, "Achicourt", "la Commune d’Achicourt"),
    (Kind.COMMUNE, "Commune d'Achicourt", "la Commune d’Achicourt"),
    (Kind.COMMUNE, "Ville d’Arras", "la Ville d’Arras"),
    (Kind.COMMUNE, "Le Touquet-Paris-Plage", "la Commune du Touquet-Paris-Plage"),
    (Kind.COMMUNE, "Les Attaques", "la Commune des Attaques"),
    (Kind.COMMUNE, "La Couture", "la Commune de La Couture"),
    (Kind.COMMUNE, "Somme", "la Commune de Somme"),
    (Kind.DEPARTEMENT, "Pas-de-Calais", "le Département du Pas-de-Calais"),
    (Kind.DEPARTEMENT, "Ain", "le Département de l’Ain"),
    (Kind.DEPARTEMENT, "Somme", "le Département de la Somme"),
    (Kind.DEPARTEMENT, "Ardennes", "le Département des Ardennes"),
    (Kind.REGION, "Hauts-de-France", "la Région Hauts-de-France"),
    (Kind.REGION, "Île-de-France", "la Région Île-de-France"),
    (Kind.EPCI, "CU d'Arras", "la Communauté urbaine d’Arras"),
    (Kind.EPCI, "CC du Sud Artois", "la Communauté de communes du Sud Artois"),
    (Kind.EPCI, "Métropole Européenne de Lille", "la Métropole Européenne de Lille"),
    (Kind.EPCI, "Eurométropole de Strasbourg", "l’Eurométropole de Strasbourg"),
    (Kind.CCAS, "Le Touquet-Paris-Plage", "le CCAS du Touquet-Paris-Plage"),
    (Kind.CAISSE_ECOLES, "Aire-sur-la-Lys", "la Caisse des écoles d’Aire-sur-la-Lys"),
    (Kind.CDG, "Pas-de-Calais", "le Centre de gestion du Pas-de-Calais"),
    (Kind.CDG, "CDG 62", "le CDG 62"),
    (Kind.SDIS, "Pas-de-Calais", "le SDIS du Pas-de-Calais"),
    (Kind.MDPH, "Somme", "la MDPH de la Somme"),
    (Kind.SYNDICAT, "Syndicat mixte du Bruaysis", "le Syndicat mixte du Bruaysis"),
    (Kind.SYNDICAT, "SIVOM de Bapaume", "le SIVOM de Bapaume"),
    (Kind.OFFICE_TOURISME, "Arras", "l’Office de tourisme d’Arras"),
    (Kind.AUTRE, "Établissement public foncier", "l’Établissement public foncier"),
]


@pytest.mark.parametrize(("name", "of_the", "to_the"), PLACES)
def test_a_place(name, of_the, to_the):
    found = place(name)
    assert (found.of_the, found.to_the) == (of_the, to_the)


@pytest.mark.parametrize(("name", "the", "of_the", "to_the"), DEPARTEMENTS)
def test_a_departement_takes_the_article_that_its_name_does_not_write(name, the, of_the, to_the):
    found = departement_place(name)
    assert (found.the, found.of_the, found.to_the) == (the, of_the, to_the)


@pytest.mark.parametrize(("kind", "name", "the"), BODIES)
def test_a_body(kind, name, the):
    found = body(kind, name)
    article, rest = (the[:2], the[2:]) if the[1] == "’" else the.split(" ", 1)
    of_the = {"la": "de la ", "le": "du ", "l’": "de l’"}[article]
    to_the = {"la": "à la ", "le": "au ", "l’": "à l’"}[article]
    assert found.the == the
    assert found.name == rest
    assert (found.of_the, found.to_the) == (f"{of_the}{rest}", f"{to_the}{rest}")


def test_a_body_without_a_noun_stands_without_article():
    found = body(Kind.EPCI, "Bordeaux Métropole")
    assert (found.the, found.of_the, found.to_the) == (
        "Bordeaux Métropole",
        "de Bordeaux Métropole",
        "à Bordeaux Métropole",
    )
    assert body(Kind.EPCI, "Orléans Métropole").of_the == "d’Orléans Métropole"
    assert body(Kind.SYNDICAT, "Artois Mobilités").of_the == "d’Artois Mobilités"


def test_gender_is_told_for_agreements():
    assert body(Kind.COMMUNE, "Lens").feminine
    assert not body(Kind.DEPARTEMENT, "Somme").feminine
    assert body(Kind.AUTRE, "Association des maires").feminine
    assert body(Kind.AUTRE, "Association des maires").the == "l’Association des maires"


def test_liaison_decides_for_names_borne_under_both_forms():
    assert place("Hauteville").of_the == "d’Hauteville"
    assert place("Hauteville", 0).of_the == "de Hauteville"
    assert body(Kind.COMMUNE, "Hauteville", 0).the == "la Commune de Hauteville"
    assert place("Houx-Imaginaire").of_the == "d’Houx-Imaginaire"


def test_every_commune_of_the_pas_de_calais_that_carries_an_article():
    found = {c.name: place(c.name).of_the for c in directory.communes_of("62") if (c.liaison or 0) > 1}
    assert len(found) == 19
    for name, of_the in found.items():
        article, rest = name.split(" ", 1)
        expected = {"Le": f"du {rest}", "Les": f"des {rest}", "La": f"de La {rest}"}[article]
        assert of_the == expected


def test_every_commune_of_the_pas_de_calais_follows_insee():
    for each in directory.communes_of("62"):
        if each.liaison in {0, 1}:
            expected = f"d’{each.name}" if each.liaison == 1 else f"de {each.name}"
            assert place(each.name, each.liaison).of_the == expected


def test_every_other_name_of_france_follows_insee_without_being_told():
    wrong = []
    for d in directory.departements():
        for each in directory.communes_of(d.code):
            bare = each.liaison in {0, 1} and not each.name.startswith(("Le ", "La ", "Les "))
            if bare and place(each.name).of_the.startswith("d’") != (each.liaison == 1):
                wrong.append(each.name)
    assert set(wrong) == {"Hauteville", "Hauterive", "Haraucourt", "Hargnies", "Homps", "Hauteroche", "Heuqueville",
                          "Houssay", "Halloy", "Herly"}  # fmt: skip


def test_an_empty_name_breaks_nothing():
    assert body(Kind.EPCI, "").name == ""
    assert place("").of_the == "de "
