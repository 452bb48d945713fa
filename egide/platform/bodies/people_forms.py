"""What is asked to give a role to a person, or to change it: only what the one who asks may give."""

from typing import Any
from uuid import UUID

from django import forms

from egide.platform.organizations import shapes
from egide.platform.organizations.access import Access
from egide.platform.organizations.habilitations import grantable
from egide.platform.organizations.models import Membership, Service
from egide.platform.organizations.shapes import CENTRE_ROLES, Role
from egide.platform.records.models import State
from egide.typography import french

_EVERY = [("", "Sans objet"), ("yes", "Toutes celles que le centre conseille"), ("no", "Celles qui lui sont confiées")]
_ROLES = {
    Role.CONTROLLER: "lit tout et signe : le maire, le président",
    Role.REFERENT: "écrit tout, et tient la liste des personnes",
    Role.CONTRIBUTOR: "écrit les fiches de ses services, propose ailleurs",
    Role.READER: "lit, sans rien changer",
    Role.ADVISOR: "travaille dans les collectivités que le centre conseille",
    Role.MANAGER: "tient les adhérents, les personnes, les conventions ; ne lit pas leurs registres",
    Role.ADMINISTRATOR: "comme le gestionnaire, et nomme les administrateurs",
}


class RoleForm(forms.Form):
    """The role of a person in a body. `errors_of` puts what the platform refused at its field."""

    role = forms.ChoiceField(label="Rôle", help_text="Ce que la personne pourra faire ici.")
    services = forms.TypedMultipleChoiceField(
        label="Services",
        help_text="Pour un contributeur : ceux dont il écrit les fiches.",
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )
    every_member = forms.ChoiceField(
        label="Collectivités",
        help_text="Pour un conseiller : où travaille-t-il ?",
        required=False,
        choices=_EVERY,
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        offered = grantable(access)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", "Choisir…"),
            *((role.value, french(f"{role.label} : {_ROLES[role]}")) for role in Role if role in offered),
        ]
        services = Service.objects.filter(state=State.ACTIVE)
        self.fields["services"].choices = [(str(s.id), str(s)) for s in services]  # type: ignore[attr-defined]
        if not self.fields["services"].choices:  # type: ignore[attr-defined]
            del self.fields["services"]
        if not offered & CENTRE_ROLES:
            del self.fields["every_member"]

    def wanted(self, identifier: UUID) -> shapes.Membership:
        """The habilitation that is asked."""
        answer = self.cleaned_data.get("every_member", "")
        return shapes.Membership(
            id=identifier,
            role=Role(self.cleaned_data["role"]),
            services=tuple(self.cleaned_data.get("services") or ()) or None,
            every_member={"yes": True, "no": False}.get(answer),
        )

    def add_errors(self, errors: dict[str, list[str]]) -> None:
        """Those of an InvalidFactsError, by path."""
        for path, messages in errors.items():
            for message in messages:
                self.add_error(path if path in self.fields else None, message)


class InvitationForm(RoleForm):
    """The same, for someone who is not here yet."""

    email = forms.EmailField(
        label="Adresse électronique", help_text="Celle avec laquelle la personne se connectera.", max_length=254
    )
    name = forms.CharField(
        label="Prénom et nom", help_text="Si son compte existe déjà, son nom ne change pas.", max_length=150
    )
    field_order = ("email", "name", "role", "services", "every_member")


def initial_of(membership: Membership) -> dict[str, Any]:
    """What the form of a habilitation shows at first."""
    every = {True: "yes", False: "no"}.get(membership.every_member, "") if membership.every_member is not None else ""
    services = [str(i) for i in membership.services or ()]
    return {"role": membership.role.value if membership.role else "", "services": services, "every_member": every}
