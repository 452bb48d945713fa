"""The gallery of mails: every kind, with data of nobody, and nothing let in but the styles of the mail."""

import pytest
from django.urls import reverse

from egide.platform.mail.kinds import every_kind

pytestmark = pytest.mark.django_db


def test_every_kind_is_shown(client):
    page = client.get(reverse("mail-gallery")).content.decode()
    assert {"invitation", "password-reset", "account-notice", "unknown-account", "digest"} <= {
        kind.name for kind in every_kind()
    }
    for kind in every_kind():
        assert kind.label in page
        assert kind.sample().subject in page


def test_a_specimen_is_the_mail_and_can_do_nothing(client):
    answer = client.get(reverse("mail-specimen", args=["invitation"]))
    assert "Accepter l’invitation" in answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "'unsafe-inline'" not in policy.replace("style-src 'unsafe-inline'", "")


def test_an_unknown_kind_is_nowhere(client):
    assert client.get(reverse("mail-specimen", args=["nothing"])).status_code == 404
