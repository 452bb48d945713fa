"""`egide deadline`: a legal deadline, the way it was reached, and its article."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import wraps
from typing import ParamSpec

import click

from egide.cli.terminal import CodeParam, DayParam, console, paragraph
from egide.law.calendar import Territory
from egide.law.dated import NotInForceError
from egide.law.deadlines import (
    PARIS,
    Deadline,
    Extension,
    HourDeadline,
    Suspension,
    breach_clock,
    consultation_clock,
    reminders,
    renewed,
    request_clock,
    term,
    termination,
)
from egide.law.french import long_date, moment, plural, weekday_date

_Given = ParamSpec("_Given")
_MOMENTS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%d/%m/%Y %Hh%M")
_TERRITORY = click.option(
    "--territory",
    type=CodeParam(Territory, "territoire"),
    default=Territory.METROPOLE,
    help="Pour les jours fériés : metropole (par défaut), moselle, alsace, la-reunion…",
)


class MomentParam(click.ParamType[datetime]):
    """A day and an hour of Paris: 2026-11-20 17:20 or 20/11/2026 17:20."""

    name = "moment"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Raise a usage error for an hour that does not exist or exists twice (clock changes)."""
        if isinstance(value, datetime):
            return value
        for form in _MOMENTS:
            try:
                found = datetime.strptime(str(value), form).replace(tzinfo=PARIS)
            except ValueError:
                continue
            return _unambiguous(found, param, ctx)
        raise click.BadParameter(f"« {value} » : écrivez la date et l’heure, « 20/11/2026 17:20 ».", ctx, param)


def _unambiguous(found: datetime, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
    if found.utcoffset() != found.replace(fold=1).utcoffset():
        raise click.BadParameter(
            f"{found:%d/%m/%Y %H:%M} n’existe pas ou existe deux fois (changement d’heure) : "
            "donnez une heure plus précise.",
            ctx,
            param,
        )
    return found


def _explained(run: Callable[_Given, None]) -> Callable[_Given, None]:
    """Turn what the law refuses (contradictory dates) into a usage error, with its own French words."""

    @wraps(run)
    def wrapped(*args: _Given.args, **kwargs: _Given.kwargs) -> None:
        try:
            run(*args, **kwargs)
        except (ValueError, NotInForceError) as error:
            raise click.UsageError(str(error)) from error

    return wrapped


@click.group("deadline")
def command() -> None:
    """Calcule une échéance légale, avec son article et le détail du calcul."""


@command.command("request")
@click.argument("received", metavar="REÇUE_LE", type=DayParam())
@click.option(
    "--suspended",
    "-s",
    "spans",
    nargs=2,
    type=DayParam(),
    multiple=True,
    metavar="DEMANDÉ OBTENU",
    help="Suspension : identité demandée le, obtenue le (plusieurs fois possible).",
)
@click.option("--extended", type=DayParam(), metavar="ANNONCÉE_LE", help="Prolongation annoncée à la personne le.")
@click.option("--reasons", help="Motifs de la prolongation, sans lesquels elle ne vaut pas.")
@_TERRITORY
@_explained
def request_command(
    received: date,
    spans: tuple[tuple[date, date], ...],
    extended: date | None,
    reasons: str | None,
    territory: Territory,
) -> None:
    """Réponse à une demande d’exercice de droits (RGPD art. 12(3)).

    \b
    Exemples :
      egide deadline request 05/03/2026
      egide deadline request 05/03/2026 --suspended 10/03/2026 20/03/2026
      egide deadline request 31/08/2026 --extended 25/09/2026 --reasons "dossier volumineux"
    """
    clock = request_clock(
        received,
        suspensions=[Suspension(asked, obtained) for asked, obtained in spans],
        extension=None if extended is None else Extension(extended, reasons),
        territory=territory,
    )
    _answer("Répondre au plus tard le", clock.due, clock.doubts)
    if clock.extension_valid is None:
        _also("Si une prolongation est annoncée d’ici là", clock.extended)
    _also("Refuser au plus tard le", clock.refusal)


@command.command("breach")
@click.argument("aware", metavar="CONNUE_LE", type=MomentParam())
@_explained
def breach_command(aware: datetime) -> None:
    """Notification d’une violation à la CNIL : 72 heures après en avoir pris connaissance (RGPD art. 33(1)).

    Les heures courent la nuit, le week-end et les jours fériés. Heure de Paris.

    \b
    Exemple :
      egide deadline breach "20/11/2026 17:20"
    """
    clock = breach_clock(aware)
    out = console()
    out.print(f"Notifier au plus tard le {moment(clock.prudent.in_paris)}", style="bold")
    _hours(clock.prudent)
    out.print(f"\nAutre lecture : {moment(clock.regulation.in_paris)}")
    _hours(clock.regulation)


@command.command("consultation")
@click.argument("received", metavar="REÇUE_LE", type=DayParam())
@click.option("--extended", type=DayParam(), metavar="ANNONCÉE_LE", help="Prolongation annoncée par la CNIL le.")
@_TERRITORY
@_explained
def consultation_command(received: date, extended: date | None, territory: Territory) -> None:
    """Avis de la CNIL après une consultation préalable (RGPD art. 36(2)).

    \b
    Exemple :
      egide deadline consultation 23/11/2026
    """
    clock = consultation_clock(received, extension_notified_on=extended, territory=territory)
    _answer("Avis attendu au plus tard le", clock.due, ())
    if clock.extension_valid is None:
        _also("Si la CNIL prolonge", clock.extended)
        _also("Elle doit l’annoncer au plus tard le", clock.notice)


@command.command("agreement")
@click.argument("signed", metavar="SIGNÉE_LE", type=DayParam())
@click.option("--terminated", type=DayParam(), metavar="REÇUE_LE", help="Lettre de résiliation reçue le.")
@_explained
def agreement_command(signed: date, terminated: date | None) -> None:
    """Terme, reconduction et résiliation de la convention (REQ-A2-1, REQ-A2-2, art. 7).

    \b
    Exemples :
      egide deadline agreement 17/11/2025
      egide deadline agreement 17/11/2025 --terminated 15/12/2027
    """
    found = term(signed)
    out = console()
    out.print(f"Dernier jour de la convention : {long_date(found.last_day)}", style="bold")
    _answer("Reconduction expresse, par les deux parties, au plus tard le", found.renewal, ())
    for reminder in reminders(found):
        out.print(f"  Rappel {plural(reminder.months_before, 'mois', 'mois')} avant : {weekday_date(reminder.act_on)}")
    out.print(f"Si elle est reconduite : jusqu’au {long_date(renewed(found).last_day)}")
    if terminated is not None:
        end = termination(found, received_on=terminated)
        out.print(f"\nRésiliation : effet au {long_date(end.effective_on)}", style="bold")
        paragraph(out, end.explanation, indent=2)
        _sources(end.basis, end.doubts)


def _answer(words: str, deadline: Deadline, doubts: Iterable[str]) -> None:
    console().print(f"{words} {weekday_date(deadline.due)}", style="bold")
    paragraph(console(), deadline.explanation, indent=2)
    _sources(deadline.basis, (*deadline.doubts, *doubts))


def _also(words: str, deadline: Deadline) -> None:
    console().print(f"{words} : {weekday_date(deadline.due)}")


def _hours(deadline: HourDeadline) -> None:
    paragraph(console(), deadline.explanation, indent=2)
    _sources(deadline.basis, deadline.doubts)


def _sources(basis: Iterable[str], doubts: Iterable[str]) -> None:
    paragraph(console(), " ; ".join(basis), indent=2, style="dim")
    for doubt in dict.fromkeys(doubts):
        paragraph(console(), f"À confirmer : {doubt}", indent=2, style="yellow")
