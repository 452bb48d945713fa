"""Without a server of mail, messages are read in the terminal."""

import pytest

from egide.platform.mail.contents import content, link
from egide.platform.mail.posting import post
from egide.platform.tasks.running import run_waiting
from tests.platform.mail.test_delivering import KIND

pytestmark = pytest.mark.django_db


def test_the_text_is_printed_with_its_link(settings, capsys):
    settings.EMAIL_BACKEND = "egide.platform.mail.printing.EmailBackend"
    post(KIND, "lea@mairie.fr", content("Objet", "Un mot.", link("Ouvrir", "https://egide.example/cle/")))
    run_waiting()
    shown = capsys.readouterr().out
    assert "À : lea@mairie.fr\nObjet : Objet\n" in shown
    assert "\nhttps://egide.example/cle/\n" in shown
    assert "<html" not in shown
