"""Who may sign in to the demonstration, as a table for the terminal."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from demo.people import PEOPLE
from egide.platform.accounts.models import User

CODES_SHOWN = 2


def table(password: str, secret: str) -> str:
    """The accounts, their roles, and for those who have one their second factor."""
    lines = [
        "",
        "Comptes de la démonstration (noms inventés), tous avec le mot de passe :",
        f"    {password}",
        "",
    ]
    for person in PEOPLE:
        roles = " ; ".join(f"{given.role.label.lower()} ({given.body})" for given in person.habilitations)
        lines.append(f"  {person.email:<38} {roles}")
    lines += ["", f"Second facteur de ceux du centre, à donner à une application d’authentification : {secret}"]
    lines += ["Ou, sans application, un code de secours (chacun sert une fois) :"]
    for user in User.objects.filter(email__in=[person.email for person in PEOPLE]).order_by("email"):
        found = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
        if found is not None:
            codes = RecoveryCodes(found).get_unused_codes()[:CODES_SHOWN]
            lines.append(f"  {user.email:<38} {'  '.join(codes)}")
    return "\n".join(lines) + "\n\n"
