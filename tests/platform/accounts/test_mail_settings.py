"""EGIDE_MAIL_URL, read: what is meant, and what is refused in French."""

import pytest

from egide.mail import settings


def test_without_an_address_mail_is_shown_on_the_console():
    assert settings("") == {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}


def test_a_server_is_spoken_to_encrypted_by_default():
    read = settings("smtp://egide%40cdg.fr:p%2Fw@smtp.exemple.fr")
    assert read["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"]) == ("smtp.exemple.fr", 587)
    assert (read["EMAIL_HOST_USER"], read["EMAIL_HOST_PASSWORD"]) == ("egide@cdg.fr", "p/w")
    assert (read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"]) == (True, False)
    assert read["EMAIL_TIMEOUT"] == 15


def test_smtps_is_encrypted_from_the_start():
    read = settings("smtps://smtp.exemple.fr:4465")
    assert (read["EMAIL_PORT"], read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"]) == (4465, False, True)


def test_a_relay_on_the_machine_may_be_in_clear():
    read = settings("smtp://127.0.0.1:25?tls=0")
    assert (read["EMAIL_PORT"], read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"]) == (25, False, False)


@pytest.mark.parametrize("url", ["http://smtp.exemple.fr", "smtp://", "smtp.exemple.fr:587"])
def test_what_is_not_a_server_of_mail_is_refused_by_its_name(url):
    with pytest.raises(ValueError, match=r"EGIDE_MAIL_URL.*smtp://"):
        settings(url)


def test_an_option_that_means_nothing_is_refused():
    with pytest.raises(ValueError, match="tls vaut 1"):
        settings("smtp://smtp.exemple.fr?tls=yes")
