"""The addresses of the screens of a body. What they must know of the floors above is given here."""

from django.urls import URLPattern, path

from egide.platform.bodies import presentation


def urls() -> list[URLPattern]:
    """Under `/o/<body>/`."""
    base = "o/<slug:body>/"
    return [
        path(f"{base}collectivite/", presentation.organization, name="organization"),
        path(f"{base}collectivite/modifier/", presentation.organization_edit, name="organization-edit"),
    ]
