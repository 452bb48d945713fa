"""SIREN and SIRET: what is refused, and in which words."""

import pytest

from egide.platform.organizations.identifiers import check_siren, check_siret


@pytest.mark.parametrize("siren", ["216200410", "216 200 410", "216\u202f200\u202f410", "226200012", "356000000"])
def test_a_true_siren(siren):
    assert check_siren(siren) is None


@pytest.mark.parametrize(
    ("siren", "words"),
    [
        ("", "celui-ci en a 0"),
        ("21620041", "celui-ci en a 8"),
        ("21620041000014", "neuf chiffres\u00a0: celui-ci en a 14"),
        ("216200411", "clé de contrôle"),
        ("21620041A", "sans lettre"),
        ("²16200410", "sans lettre"),
    ],
)
def test_a_false_siren(siren, words):
    assert words in check_siren(siren)


def test_a_siret_is_that_of_its_siren():
    assert check_siret("216 200 410 00019", "216200410") is None
    assert "son SIREN, 216200048" in check_siret("21620041000019", "216 200 048")


@pytest.mark.parametrize(
    ("siret", "words"),
    [
        ("216200410", "quatorze chiffres\u00a0: celui-ci en a 9"),
        ("21620041000010", "clé de contrôle"),
        ("2162004100001X", "sans lettre"),
    ],
)
def test_a_false_siret(siret, words):
    assert words in check_siret(siret)


def test_la_poste_has_a_key_of_its_own():
    assert check_siret("35600000009075") is None
    assert check_siret("35600000009076") is not None
