"""`egide init`: the database, a first centre, its members, a first administrator. Safe to run again."""

import uuid
from typing import Any

import click

from egide import environment
from egide.cli.web import start


@click.command()
@click.option("--centre", metavar="NOM", help="Crée le centre de gestion qui conseille les autres.")
@click.option("--departement", metavar="CODE", help="Charge les communes et les EPCI d’un département (62, 2A, 974…).")
@click.option("--admin", metavar="COURRIEL", help="Crée l’administrateur du centre ; son mot de passe est demandé.")
@click.option("--name", metavar="NOM", default="", help="Le nom de l’administrateur.")
@click.option("--password", hidden=True, default=None)
def command(centre: str | None, departement: str | None, admin: str | None, name: str, password: str | None) -> None:
    """Prépare la base de données, et le premier centre de gestion.

    \b
    Exemple :
      egide init --centre "CDG 62" --departement 62 --admin dpo@exemple.fr --name "Anne Martin"
    """
    if admin and not centre:
        raise click.UsageError("--admin demande --centre : l’administrateur l’est d’un centre de gestion")
    start()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    click.echo("La base de données est prête.")
    body = _centre(centre) if centre else None
    if departement:
        _directory(departement, body)
    if admin:
        _administrator(admin, name, body, password or environment.text("EGIDE_ADMIN_PASSWORD"))


def _acting() -> Any:
    from egide.platform.records.acting import Actor, Origin, acting

    return acting(Actor("Installation", origin=Origin.COMMAND))


def _centre(name: str) -> Any:
    from egide.law.facts import Organization as Facts
    from egide.law.facts.codes import OrganizationKind
    from egide.platform.organizations.models import Organization
    from egide.platform.organizations.services import create_organization
    from egide.platform.records.scope import unscoped

    with _acting():
        with unscoped("the first centre is looked for before any body is in scope"):
            there = Organization.objects.filter(kind=OrganizationKind.CDG, name=name).first()
        if there is None:
            facts = Facts(id=uuid.uuid4(), name=name, kind=OrganizationKind.CDG, is_public_authority=True)
            there = create_organization(facts)
            click.echo(f"Centre créé : {name}.")
        return there


def _directory(code: str, centre: Any) -> None:
    from egide.platform.organizations import directory
    from egide.platform.organizations.services import load_directory

    if code not in {each.code for each in directory.departements()}:
        raise click.ClickException(f"« {code} » n’est pas le code d’un département (exemples : 62, 2A, 974).")
    with _acting():
        added = load_directory(code, centre)
    click.echo(f"{len(added)} collectivités ajoutées (communes et EPCI, {directory.SOURCE}).")


def _administrator(email: str, name: str, centre: Any, password: str | None) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from egide.platform.accounts.models import User
    from egide.platform.organizations.services import enrol
    from egide.platform.organizations.shapes import Role

    if User.objects.filter(email=email.strip().lower()).exists():
        click.echo(f"{email} a déjà un compte.")
        return
    chosen = password or click.prompt("Mot de passe", hide_input=True, confirmation_prompt="Le même, une fois encore")
    try:
        validate_password(chosen, User(email=email, name=name))
    except ValidationError as refused:
        raise click.ClickException(" ".join(refused.messages)) from refused
    with _acting():
        user = User.objects.create_user(email, chosen, name=name or email)
        for role in (Role.ADMINISTRATOR, Role.ADVISOR):
            enrol(user, centre, role, every_member=True if role is Role.ADVISOR else None)
    click.echo(f"Compte créé : {email}. Un second facteur sera demandé à la première connexion.")
