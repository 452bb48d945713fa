"""Passwords: length, guessability, advice that is French and complete."""

import ast
import inspect
import time

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from zxcvbn import feedback

from egide import settings as installation
from egide.platform.accounts.models import User
from egide.platform.accounts.passwords.advice import SUGGESTIONS, WARNINGS
from egide.platform.accounts.passwords.validators import LONGEST, GuessValidator, LengthValidator

PERSON = User(name="Élodie Carpentier", email="elodie.carpentier@mairie-arras.fr")


def told(validator, password, user=PERSON):
    with pytest.raises(ValidationError) as refused:
        validator.validate(password, user)
    return " ".join(refused.value.messages)


def test_eleven_characters_are_too_few_and_twelve_enough():
    assert "au moins 12 caractères" in told(LengthValidator(), "a" * 11)
    LengthValidator().validate("a" * 12)


def test_a_long_sentence_passes_and_a_megabyte_does_not():
    LengthValidator().validate("a" * LONGEST)
    assert "256 caractères au plus" in told(LengthValidator(), "a" * (LONGEST + 1))


@pytest.mark.parametrize(
    "password",
    ["Printemps2026!", "Motdepasse2026!", "Bonjour12345!", "azertyuiop123", "aaaaaaaaaaaaaaaa", "14071789-14071789"],
)
def test_what_french_people_choose_first_is_refused(password):
    assert told(GuessValidator(), password).startswith("Ce mot de passe est trop facile à deviner.")


@pytest.mark.parametrize("password", ["Carpentier62000!", "élodie.carpentier", "ELODIE-arras!", "egide-egide-egide"])
def test_what_is_known_of_the_person_is_refused(password):
    assert told(GuessValidator(), password)


def test_the_name_of_another_is_not_held_against_the_person():
    other = User(name="Zoé Krzbrntwlskiv", email="z@example.org")
    assert "un lien avec vous" in told(GuessValidator(), "Krzbrntwlskiv", other)
    GuessValidator().validate("Krzbrntwlskiv", PERSON)


@pytest.mark.parametrize("password", ["trois vaches mauves", "kfjqhzlmwpxv", "xK9#vL2$qPz7", "Le 4 mai, la pluie"])
def test_words_and_random_characters_are_accepted_without_any_rule_of_composition(password):
    LengthValidator().validate(password)
    GuessValidator().validate(password, PERSON)


def test_advice_says_what_to_do_with_french_spaces():
    said = told(GuessValidator(), "aaaaaaaaaaaa")
    assert "comme «\u202faaa\u202f»" in said
    assert "Ajoutez un ou deux mots" in said


def test_every_word_of_the_library_has_its_french():
    """Of its source, so that a new version that says more fails here and not before a town secretary."""
    called = [n for n in ast.walk(ast.parse(inspect.getsource(feedback))) if isinstance(n, ast.Call)]
    said = {n.args[0].value for n in called if isinstance(n.func, ast.Name) and n.func.id == "_"}
    assert len(said) > 20
    assert said == WARNINGS.keys() | SUGGESTIONS.keys()


def test_a_long_password_is_judged_quickly_and_by_its_beginning():
    started = time.perf_counter()
    GuessValidator().validate("kfjqhzlmwpxv" + "a" * 200, PERSON)
    assert told(GuessValidator(), "a" * 72 + "kfjqhzlmwpxv" * 15)
    assert time.perf_counter() - started < 2


def test_the_installation_uses_both():
    with pytest.raises(ValidationError) as refused:
        validate_password("azerty", PERSON)
    assert {e.code for e in refused.value.error_list} == {"password_too_short", "password_too_guessable"}


def test_a_password_is_kept_hashed_by_argon2(settings):
    settings.PASSWORD_HASHERS = installation.PASSWORD_HASHERS
    kept = make_password("trois vaches mauves")
    assert kept.startswith("argon2$argon2id$")
    assert check_password("trois vaches mauves", kept)
