"""What is only seen once a transaction has really ended."""

import pytest
from django.urls import reverse

from egide.platform.accounts.second_factor.codes import has_second_factor
from tests.platform.accounts.people import NOW, code_at, is_in, sign_in
from tests.platform.delivering import delivered

ACTIVATE = "/compte/second-facteur/activer/"


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_from_activation_to_the_next_sign_in(client, person, clock):
    sign_in(client)
    secret = client.get(ACTIVATE).content.decode().split('id="secret">')[1].split("<")[0]
    assert client.post(ACTIVATE, {"code": code_at(NOW, secret)}).status_code == 302
    assert has_second_factor(person)
    assert [m.subject for m in delivered()] == ["Votre compte Égide a changé"]
    client.post(reverse("account_logout"))
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_at(NOW, secret)})
    assert not is_in(client)
    clock.now += 30
    client.post(reverse("mfa_authenticate"), {"code": code_at(clock.now, secret)})
    assert is_in(client)
