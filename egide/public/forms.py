"""The form by which anyone writes to the delegate of a body. A field that no one sees catches robots."""

from typing import Any, Final

from django import forms

from egide.law.french import number
from egide.platform.records.soundness import text_error

LONGEST: Final = 5_000
TRAP: Final = "site"


class MessageForm(forms.Form):
    """Who, where to answer, what."""

    sender = forms.CharField(label="Votre nom", max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        help_text="Un courriel y partira : ouvrez son lien pour confirmer. Sans cela, rien n’est transmis.",
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    subject = forms.CharField(label="Objet", max_length=150, help_text="En quelques mots.")
    text = forms.CharField(
        label="Votre message",
        max_length=LONGEST,
        help_text=f"{number(LONGEST)} caractères au plus. N’écrivez ni mot de passe, ni numéro de sécurité sociale.",
        widget=forms.Textarea({"rows": 8}),
    )
    site = forms.CharField(label="Laissez ce champ vide", required=False, max_length=200)

    @property
    def seen(self) -> list[Any]:
        """The fields that people fill."""
        return [self[name] for name in self.fields if name != TRAP]

    @property
    def is_trapped(self) -> bool:
        """Whether a robot filled the field that nobody sees."""
        return bool(self.data.get(TRAP))

    def clean(self) -> dict[str, Any]:
        """No character that is not text: the journal would refuse it."""
        given = super().clean() or {}
        for name, text in list(given.items()):
            if isinstance(text, str) and (refused := text_error(text)):
                self.add_error(name, refused)
        return given

    def given(self) -> dict[str, str]:
        """What is kept, on one line but for the message itself."""
        told = self.cleaned_data
        return {
            "sender": " ".join(told["sender"].split()),
            "email": told["email"].strip().lower(),
            "subject": " ".join(told["subject"].split()),
            "text": told["text"].strip(),
        }
