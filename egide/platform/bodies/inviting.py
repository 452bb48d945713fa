"""Bringing someone in by e-mail: the one place that knows how a person without an account gets one."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse

from egide.platform.accounts.models import User
from egide.platform.kernel.screens.guarding import Request
from egide.platform.organizations import shapes
from egide.platform.organizations.models import Membership
from egide.platform.organizations.services import enrol
from egide.platform.records.errors import InvalidFactsError
from egide.typography import french


def invite(request: Request, email: str, name: str, wanted: shapes.Membership) -> Membership:
    """Give the role to the person of this address, whose account is opened when there is none, and write to them.

    Raises InvalidFactsError when the role cannot be given.
    """
    if wanted.role is None:
        raise InvalidFactsError({"role": ["Choisissez un rôle."]})
    body = request.organization
    known = User.objects.filter(email=email.strip().lower()).first()
    user = known or User.objects.create_user(email, None, name=name)
    services = wanted.services or ()
    membership = enrol(user, body, wanted.role, services=services, every_member=wanted.every_member)
    home = request.build_absolute_uri(reverse("overview", args=[body.slug]))
    text = french(
        f"Bonjour,\n\n{request.user} vous donne accès à « {body.name} » dans Égide, pour tenir ses registres de "
        f"protection des données.\n\nVotre rôle : {wanted.role.label.lower()}.\n\nPour y entrer : {home}\n"
    )
    send_mail(french(f"Égide : votre accès à {body.name}"), text, settings.DEFAULT_FROM_EMAIL, [user.email])
    return membership
