"""French words as a search compares them."""

import pytest

from egide.platform.records.stemming import STOP_WORDS, known, terms_of, tidied, title_terms, words
from egide.platform.search.query import MANY, read


def meet(written, asked):
    return read(f"{asked} ").holds(terms_of([written]))


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("collectivités", "collectivité"),
        ("La collectivité", "collectivite"),
        ("délibérations du conseil", "deliberation"),
        ("déléguée", "délégué"),
        ("délégué", "deleguee"),
        ("les œuvres sociales", "oeuvre"),
        ("oeuvres sociales", "Œuvres"),
        ("un état civil", "l’état"),
        ("l'état civil", "état"),
        ("L’ÉTAT CIVIL", "etat"),
        ("qu’aujourd’hui", "aujourd'hui"),
        ("prud’hommes", "prud'homme"),
        ("les agent·e·s", "agents"),
        ("e\u0301tat", "état"),
        ("collec\u00adtivité", "collectivité"),
        ("vidéoprotection", "VIDEOPROTECTION"),
        ("curriculum vitæ", "vitae"),
        ("séjour d’été", "été"),
        ("n° 2016-679", "679"),
        ("cantines scolaires", "cantine scolaire"),
    ],
)
def test_what_is_written_is_found_however_it_is_asked(written, asked):
    assert meet(written, asked)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("collectivités", "colline"),
        ("cantine", "piscine"),
        ("état civil", "état major"),
        ("vidéoprotection", "protection"),
    ],
)
def test_other_words_are_not(written, asked):
    assert not meet(written, asked)


def test_common_words_are_not_looked_for_and_are_told():
    asked = read("le registre de la commune")
    assert [sought.word for sought in asked.sought] == ["registre", "commune"]
    assert asked.common == ("le", "de", "la")
    assert not read("de la")


def test_accented_common_words_are_common_too():
    assert known("même")[1] == known("à")[1] == frozenset()
    assert all(word == word.lower() for word in STOP_WORDS)


def test_elided_articles_are_no_words_but_letters_are():
    assert [word.plain for word in words("l’élu de catégorie C, s’il")] == ["elu", "de", "categorie", "c", "il"]
    assert [word.plain for word in words("l’")] == []
    assert [word.plain for word in words("l")] == ["l"]


def test_words_say_where_they_stand():
    text = tidied("L’e\u0301tat et les œuvres")
    assert [text[word.start : word.end] for word in words(text) if word.terms] == ["état", "œuvres"]


@pytest.mark.parametrize("typed", ["collect", "collecti", "collectiv", "collectivi", "collectivit", "collectivité"])
def test_a_word_being_typed_does_not_lose_what_it_found(typed):
    assert read(typed).holds(terms_of(["collectivités"]))


@pytest.mark.parametrize("typed", ["vi", "vid", "vidéo", "vidéoprot", "vidéoprotec", "vidéoprotection"])
def test_a_title_is_found_from_its_second_letter(typed):
    assert read(typed).holds(title_terms("Vidéoprotection de la voie publique"))


def test_only_the_last_word_counts_by_its_beginning():
    assert not read("vidéo rue").holds(title_terms("Vidéoprotection de la rue"))
    assert not read("vidéo ").holds(title_terms("Vidéoprotection de la rue"))


def test_words_beyond_the_twelfth_are_told():
    asked = read(" ".join(f"mot{number}" for number in range(MANY + 3)))
    assert (len(asked.sought), asked.left) == (MANY, 3)


@pytest.mark.parametrize(
    "asked", ['"', "AND OR NOT", "(", "-x", "état*", "%", "_", "\\", "'; DROP TABLE", "\x00", "🙂"]
)
def test_no_sign_means_anything(asked):
    query = read(asked)
    assert all(sought.word.isalnum() for sought in query.sought)
    assert isinstance(query.holds(frozenset({"etat"})), bool)
