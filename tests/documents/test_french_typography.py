import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egide.typography import french


def seen(text):
    """`·` is the narrow no-break space, `~` the no-break space: both are invisible in a test."""
    return french(text).replace("\u202f", "·").replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Bonjour!", "Bonjour·!"),
        ("Est-ce vrai ?", "Est-ce vrai·?"),
        ("Quoi?!", "Quoi·?!"),
        ("vu (?)", "vu (?)"),
        ("oui ; non", "oui·; non"),
        ("Note: voir", "Note~: voir"),
        ("Note\u202f: voir", "Note~: voir"),
        ("«oui»", "«·oui·»"),
        ("«\u00a0déjà\u00a0»", "«·déjà·»"),
        ("« a : b ; c ! »", "«·a~: b·; c·!·»"),
        ('"oui" et "non"', "«·oui·» et «·non·»"),
        ('écran 24"', 'écran 24"'),
        ("l'eau d'ici", "l’eau d’ici"),
        ("etc...", "etc…"),
        ("a  b", "a b"),
        ("mot , suite .", "mot, suite."),
        ("7000 €", "7·000·€"),
        ("7 000 €", "7·000·€"),
        ("1 234 567 €", "1·234·567·€"),
        ("30000 habitants", "30·000~habitants"),
        ("12,5 %", "12,5·%"),
        ("5%", "5·%"),
        ("10 ans et 5 m²", "10~ans et 5~m²"),
        ("n°12, N° 7", "n°~12, N°~7"),
        ("17 novembre 2025", "17~novembre 2025"),
        ("1er mai", "1er~mai"),
        ("M. Dupont et Mme Durand", "M.~Dupont et Mme~Durand"),
        ("Voir https://cnil.fr/a?b=1;c:d !", "Voir https://cnil.fr/a?b=1;c:d·!"),
        ("écrire à dpo@cdg.fr: merci", "écrire à dpo@cdg.fr~: merci"),
    ],
)
def test_what_is_set(written, printed):
    assert seen(written) == printed


@pytest.mark.parametrize(
    "text",
    [
        "https://exemple.fr/x?y=1;z!a:b",
        "www.exemple.fr/a;b?c",
        "prenom.nom@exemple.fr",
        "à 17:20",
        "17:20:05",
        "ratio 1:3",
        "RGPD art. 30(1)(b)",
        "CGCT, article L. 2121-29",
        "M05_HABILITATIONS",
        "droits_acces:x",
        "C:\\temp\\a;b",
        "62700 Bruay-la-Buissière",
        "en 2024 350 dossiers",
        "03 21 45 67 89",
        "2016/679",
        "?",
        "",
        " ",
        "a=b;c",
        '{"a": 1}',
    ],
)
def test_what_is_left_alone(text):
    assert french(text) == text


_PIECES = st.sampled_from(
    [
        *" \u00a0\u202f\u2009\n\t.,;:!?…«»\"'’()[]-_/%€°@&\\0179aàéLM",
        *("n°", "000", " 000", "mai", "7 000", "art. ", "https://", "12:30", "..."),
        *(" ans", "habitants", "m²", "M. ", "j'", "1er"),
    ]
)


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_twice_is_once(text):
    assert french(french(text)) == french(text)


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_words_are_never_touched(text):
    def words(any_text):
        same = any_text.replace("…", "...").translate(str.maketrans("’«»", '\'""'))
        return re.sub(r"\s", "", same)

    assert words(french(text)) == words(text)
