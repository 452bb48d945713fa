"""`egide catalogue`: look a typical activity up."""

import click
from rich.table import Table

from egide.cli.terminal import CodeParam, console, counted
from egide.law.catalogue import Model, models, search
from egide.law.facts.codes import Domain, OrganizationKind


@click.group("catalogue")
def command() -> None:
    """Les traitements types des collectivités : finalités, bases légales, durées, mesures.

    Un modèle est un point de départ, jamais une réponse : ce qui reste à vérifier est marqué « à confirmer ».
    """


@command.command("search")
@click.argument("words", nargs=-1, metavar="[MOTS]...")
@click.option("--kind", "-k", type=CodeParam(OrganizationKind, "structure"), help="Type de structure : commune, epci…")
@click.option("--domain", "-d", type=CodeParam(Domain, "domaine"), help="Domaine : education, hr, social…")
def search_command(words: tuple[str, ...], kind: OrganizationKind | None, domain: Domain | None) -> None:
    """Cherche des traitements types par mots, par structure et par domaine.

    \b
    Exemples :
      egide catalogue search cantine
      egide catalogue search --kind ccas aide
    """
    found = search(" ".join(words), kind=kind, domain=domain)
    if not found:
        raise click.ClickException("aucun traitement type ne contient tous ces mots. Essayez avec un seul mot.")
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Identifiant", no_wrap=True)
    for title in ("Traitement", "Domaine", "Base légale"):
        table.add_column(title)
    for model in found:
        table.add_row(model.id, model.name, model.domain.label, model.legal_basis.label)
    out = console()
    out.print(table)
    out.print(
        f"\n{counted(len(found), 'traitement type', 'traitements types')}. Détail : egide catalogue show {found[0].id}"
    )


def _complete_id(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    return [identifier for identifier in models() if identifier.startswith(incomplete.upper())]


@command.command("show")
@click.argument("identifier", metavar="IDENTIFIANT", shell_complete=_complete_id)
def show_command(identifier: str) -> None:
    """Montre un traitement type en entier.

    \b
    Exemple :
      egide catalogue show RESTAURATION_SCOLAIRE
    """
    model = models().get(identifier.upper())
    if model is None:
        raise click.ClickException(f"« {identifier} » n’est pas au catalogue. Cherchez-le : egide catalogue search …")
    out = console()
    out.print(model.name, style="bold")
    out.print(f"{model.id} – {model.domain.label} – {', '.join(kind.label for kind in model.kinds)}\n", style="dim")
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for label, text in _lines(model):
        table.add_row(label, text)
    out.print(table)


def _lines(model: Model) -> list[tuple[str, str]]:
    lines = [
        ("Finalité", model.purpose),
        ("Sous-finalités", "\n".join(model.sub_purposes)),
        ("Base légale", model.legal_basis.label),
        ("Textes", "\n".join(model.legal_texts)),
        ("Personnes", ", ".join(code.label for code in model.data_subjects)),
        ("Données", ", ".join(code.label for code in model.personal_data)),
        ("Exception (art. 9)", model.special_exception.label if model.special_exception else ""),
        ("Destinataires", ", ".join((*model.recipients_internal, *model.recipients_external))),
        ("Durées", "\n".join(_durations(model))),
        ("Mesures", ", ".join(code.label for code in model.security_measures)),
        ("AIPD", model.dpia_reason),
        ("Remarques", "\n".join(text for text in (model.note, model.objection_note, model.legal_basis_note) if text)),
        ("À confirmer", "\n".join(model.to_confirm)),
    ]
    return [(label, text) for label, text in lines if text]


def _durations(model: Model) -> list[str]:
    return [
        f"{line.data}\u00a0: {line.active.french if line.active else line.active_text or line.active_from.label}"
        f"{'' if line.confirmed else ' (à confirmer)'}"
        for line in model.retention
    ]
