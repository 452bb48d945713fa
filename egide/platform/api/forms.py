"""What is asked to make a token: the least that is enough."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms

from egide.platform.organizations.access import bodies_of
from egide.typography import french

_DURATIONS = [("30", "30 jours"), ("90", "90 jours"), ("180", "6 mois"), ("365", "un an")]
_SCOPES = [("read", "Lire"), ("write", french("Lire et écrire, avec vos droits"))]


class TokenForm(forms.Form):
    """A new token of a person."""

    name = forms.CharField(
        label="À quoi il sert",
        help_text="Le logiciel ou le script qui l’emploiera. L’historique des fiches le dira.",
        max_length=80,
    )
    scope = forms.ChoiceField(label="Ce qu’il permet", choices=_SCOPES, initial="read", widget=forms.RadioSelect)
    bodies = forms.TypedMultipleChoiceField(
        label="Collectivités",
        help_text=french("Rien de coché : toutes celles que vous atteignez, aujourd’hui et plus tard."),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label="Valable pendant", choices=_DURATIONS, initial="90", coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, user_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["bodies"].choices = [(str(body.id), str(body)) for body in bodies_of(user_id)]  # type: ignore[attr-defined]

    def wanted(self, now: datetime) -> dict[str, Any]:
        """What `tokens.issue` takes."""
        given = self.cleaned_data
        return {
            "may_write": given["scope"] == "write",
            "bodies": given["bodies"] or None,
            "expires_at": now + timedelta(days=given["days"]),
            "now": now,
        }
