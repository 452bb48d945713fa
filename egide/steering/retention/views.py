"""The page that says how long Égide keeps what it keeps of its own."""

from django.http import HttpResponse
from django.template.response import TemplateResponse

from egide.platform.organizations.guarding import Request, for_roles
from egide.platform.organizations.shapes import Role
from egide.steering.retention.table import in_force


@for_roles(Role.MANAGER, Role.ADMINISTRATOR)
def retention(request: Request) -> HttpResponse:
    """For those who answer for the installation."""
    return TemplateResponse(request, "retention/retention.html", {"rows": in_force()})
