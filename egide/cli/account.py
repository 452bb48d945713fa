"""`egide account`: the last means, for who operates the server, when nobody can sign in to help. The person is told."""

from typing import Any

import click

from egide.cli.web import body_named, refuse_unmigrated, start

_BY = "egide, ligne de commande"
_REASON = click.option("--reason", required=True, metavar="MOTIF", help="Pourquoi : la personne le lira.")


@click.group("account")
def command() -> None:
    """Aide une personne à rentrer dans son compte, quand aucun administrateur ne le peut.

    \b
    Exemples :
      egide account show dpo@exemple.fr
      egide account remove-second-factor dpo@exemple.fr --reason "Téléphone perdu, demande écrite du 12 mars"
      egide account sign-out dpo@exemple.fr --reason "Ordinateur volé"
      egide account administrator dpo@exemple.fr --centre cdg-62
    """
    start()
    refuse_unmigrated()


@command.command("show")
@click.argument("email", metavar="COURRIEL")
def show(email: str) -> None:
    """Dit ce que peut ce compte : s’il est ouvert, ses secondes preuves, ses sessions, ses rôles."""
    from allauth.mfa.models import Authenticator

    from egide.typography import french

    user = _person(email)
    kinds = [row.get_type_display() for row in Authenticator.objects.filter(user_id=user.pk).order_by("type")]
    click.echo(french(f"{user} <{user.email}> : {'ouvert' if user.is_active else 'fermé'}"))
    click.echo(french(f"Secondes preuves : {', '.join(str(kind) for kind in kinds) or 'aucune'}"))
    click.echo(french(f"Sessions : {user.sessions.count()}"))
    for body, role in _roles(user):
        click.echo(french(f"Rôle : {role}, {body}"))


@command.command("remove-second-factor")
@click.argument("email", metavar="COURRIEL")
@_REASON
def remove_second_factor(email: str, reason: str) -> None:
    """Retire la double vérification (codes, clés d’accès, codes de secours) et ferme les sessions."""
    from egide.platform.accounts.rescue import remove_factor

    user = _person(email)
    if not remove_factor(user, _BY, reason):
        raise click.ClickException(f"{user.email} n’a pas de double vérification : rien n’a changé.")
    click.echo(f"La double vérification de {user.email} est retirée. Un courriel l’en prévient.")


@command.command("sign-out")
@click.argument("email", metavar="COURRIEL")
@_REASON
def sign_out(email: str, reason: str) -> None:
    """Ferme toutes les sessions d’une personne."""
    from egide.platform.accounts import rescue

    user = _person(email)
    rescue.sign_out(user, _BY, reason)
    click.echo(f"Les sessions de {user.email} sont fermées. Un courriel l’en prévient.")


@command.command("administrator")
@click.argument("email", metavar="COURRIEL")
@click.option("--centre", "slug", required=True, metavar="ADRESSE", help="L’adresse du centre : /o/<adresse>/.")
def administrator(email: str, slug: str) -> None:
    """Nomme administrateur d’un centre une personne qui a déjà un compte."""
    from egide.platform.organizations.services import enrol
    from egide.platform.organizations.shapes import Role
    from egide.platform.records.acting import Actor, Origin, acting
    from egide.platform.records.errors import InvalidFactsError

    user, centre = _person(email), body_named(slug)
    try:
        with acting(Actor("Installation", origin=Origin.COMMAND)):
            enrol(user, centre, Role.ADMINISTRATOR)
    except InvalidFactsError as refused:
        raise click.ClickException(" ".join(text for each in refused.errors.values() for text in each)) from refused
    click.echo(f"{user.email} est administrateur de {centre}. Une double vérification lui sera demandée.")


def _person(email: str) -> Any:
    """The account of this address. Raises a click exception, in French, when there is none."""
    from egide.platform.accounts.models import User

    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise click.ClickException(f"aucun compte à l’adresse « {email} »")
    return user


def _roles(user: Any) -> list[tuple[str, str]]:
    from egide.platform.organizations.models import Membership
    from egide.platform.records.identity import SYSTEM, identified
    from egide.platform.records.models import State
    from egide.platform.records.scope import unscoped

    with unscoped("the command shows every role of a person"), identified(SYSTEM):
        rows = Membership.objects.filter(user_id=user.pk, state=State.ACTIVE).select_related("organization")
        return sorted((str(row.organization), row.role.label) for row in rows if row.role)
