"""The addresses of the screens of a body. What they must know of the floors above is given here."""

from django.urls import URLPattern, path

from egide.platform.bodies import departments, presentation
from egide.platform.bodies.departments import Rename


def urls(*, rename: Rename) -> list[URLPattern]:
    """Under `/o/<body>/`. `rename`: what else carries the name of a service, and must follow it."""
    base = "o/<slug:body>/"
    known = {"rename": rename}
    one = f"{base}services/<uuid:service_id>/"
    return [
        path(f"{base}collectivite/", presentation.organization, name="organization"),
        path(f"{base}collectivite/modifier/", presentation.organization_edit, name="organization-edit"),
        path(f"{base}services/", departments.services, name="services"),
        path(f"{one}modifier/", departments.service_edit, known, name="service-edit"),
        path(f"{one}archiver/", departments.service_archive, name="service-archive"),
    ]
