"""The gallery: every component with words of real life, so that a change of look is seen in one place."""

from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_BEFORE, _AFTER = "Aussi longtemps que nécessaire", "Cinq ans après la fin de l'année scolaire"

NAVIGATION: Final = [
    {
        "title": "Ma collectivité",
        "items": [
            {"label": "Accueil", "url": "#accueil", "count": None, "current": False},
            {"label": "Composants", "url": "#main", "count": None, "current": True},
        ],
    },
    {
        "title": "Registres",
        "items": [
            {"label": "Traitements", "url": "#registres", "count": 31, "current": False},
            {"label": "Logiciels et IA", "url": "#logiciels", "count": 1204, "current": False},
        ],
    },
]

CHIPS: Final = [("critique", "critical"), ("majeur", "warn"), ("sans point à corriger", "good"), ("brouillon", "")]

FINDING: Final = {
    "title": "Durée de conservation des images",
    "message": "Les images se gardent un mois au plus. Aucune durée n'est indiquée.",
    "basis": "RGPD art. 5 §1 e · CSI, art. L252-5",
    "advice": "Indiquez trente jours, ou moins si cela suffit.",
}

FACTS: Final = [
    ("Finalité", "Inscrire les enfants à la cantine et facturer les repas"),
    ("Personnes concernées", "Enfants\nResponsables légaux"),
    ("Référent", None),
]

ACTIONS: Final = [
    {
        "title": "Fixer la durée de conservation de « Vidéoprotection »",
        "why": "Les images se gardent un mois au plus. RGPD art. 30 §1 f",
        "severity": "critique",
        "tone": "critical",
        "minutes": 2,
        "url": "#constats",
        "verb": "Corriger",
    },
    {"title": "Relire « État civil »", "why": "Cette fiche n'a pas été relue depuis un an.", "url": "#fiche"},
]

ENTRIES: Final = [
    {
        "title": "Fiche modifiée",
        "at": datetime(2026, 3, 12, 16, 5, tzinfo=UTC),
        "who": "Camille Roussel",
        "origin": "à l'écran",
        "reason": "Durée votée en conseil",
        "changes": [
            {"label": "Durée de conservation", "before": _BEFORE, "after": _AFTER},
            {"label": "Transfert hors de l'Union", "before": "Prestataire américain", "after": None},
            {"label": "Référent", "before": None, "after": "Nadia Lemoine"},
        ],
    },
    {"title": "Fiche créée", "at": datetime(2026, 1, 8, 9, 30, tzinfo=UTC), "who": "Import de registre.xlsx"},
]


class SpecimenForm(forms.Form):
    """One field of each kind, for ui/field.html."""

    email = forms.EmailField(label="Adresse électronique", help_text="Celle de votre collectivité.")
    phone = forms.CharField(label="Téléphone", required=False)
    note = forms.CharField(label="Message", widget=forms.Textarea)
    role = forms.ChoiceField(
        label="Rôle", widget=forms.RadioSelect, choices=[("contributor", "Contributeur"), ("reader", "Lecteur")]
    )
    day = forms.DateField(label="Date d'effet", widget=forms.DateInput(attrs={"type": "date"}))
    remember = forms.BooleanField(label="Rester connecté douze heures", required=False)
    next = forms.CharField(widget=forms.HiddenInput, required=False)


def specimens(page: int) -> dict[str, Any]:
    """What the templates of the gallery are given."""
    return {
        "navigation": NAVIGATION,
        "search_url": "/recherche/",
        "chip_specimens": CHIPS,
        "finding": FINDING,
        "facts": FACTS,
        "actions": ACTIONS,
        "entries": ENTRIES,
        "filters": [("Service : Enfance", "?"), ("Point critique", "?")],
        "form": SpecimenForm(auto_id="essai_%s"),
        "refused": SpecimenForm({"email": "camille@", "role": "reader"}, auto_id="refuse_%s"),
        "page_obj": Paginator(range(60), 25).get_page(page),
        "rows": [("Cantine et périscolaire", "Enfance", 11, 612), ("Vidéoprotection", "Police municipale", 7, 7842)],
    }


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """The components of the design system. They hold no data of anyone: no account is asked."""
    asked = request.GET.get("page", "")
    return render(request, "ui/gallery.html", specimens(int(asked) if asked.isdecimal() else 1))
