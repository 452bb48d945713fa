"""Whether the figures of a vote hold together, and what they reveal.

The reconciliation never corrects an act: it says which reading of it is consistent, and what is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from egide.law.french import plural
from egide.law.invariant import Invariant
from egide.law.vote import invariants
from egide.law.vote.assembly import Assembly
from egide.law.vote.ballot import Ballot, Choice
from egide.law.vote.figures import Quorum, Reading, outcome, quorum, read
from egide.law.vote.flag import Flag
from egide.law.vote.proxies import proxy_flaws

_RECUSAL = "CGCT L2131-11"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """The eight invariants in order and what to correct. `adopted` is None on a tie whose casting vote is unknown."""

    reading: Reading
    quorum: Quorum
    adopted: bool | None
    invariants: tuple[Invariant, ...]
    flags: tuple[Flag, ...]

    @property
    def consistent(self) -> bool:
        """Whether no figure is contradicted. A rejected text (I8) is consistent; what cannot be told does not count."""
        return all(invariant.holds is not False for invariant in self.invariants if invariant.id != "I8")


def reconcile(ballot: Ballot, assembly: Assembly, *, casting_vote: Choice | None = None) -> Reconciliation:
    """Check the figures of a vote (DEL-001 to 006, 010 to 012). `casting_vote`: that of the chair, on a tie."""
    reading = read(ballot)
    found = quorum(ballot, reading, assembly)
    adopted = outcome(ballot, casting_vote)
    flaws = proxy_flaws(ballot, assembly)
    checked = (
        invariants.roll(ballot, assembly),
        invariants.votes(ballot, assembly),
        invariants.in_person(ballot, reading),
        invariants.implied(ballot, reading, assembly),
        invariants.proxies(ballot, reading, assembly, flaws),
        invariants.absents(ballot),
        invariants.quorum_reached(found, assembly),
        invariants.majority(ballot, adopted, assembly),
    )
    return Reconciliation(
        reading=reading,
        quorum=found,
        adopted=adopted,
        invariants=checked,
        flags=(*_failures(checked, flaws), *flaws, *_revealed(ballot, reading, assembly)),
    )


def _failures(checked: tuple[Invariant, ...], flaws: tuple[Flag, ...]) -> Iterator[Flag]:
    told_otherwise = {"I5", "I8"} if flaws else {"I8"}
    for invariant in checked:
        if invariant.holds is False and invariant.id not in told_otherwise:
            message = f"{invariant.formula} : {invariant.figures}. {invariant.explanation}"
            yield Flag(invariant.rule or invariant.id, message, invariant.basis)


def _revealed(ballot: Ballot, reading: Reading, assembly: Assembly) -> Iterator[Flag]:
    if reading.printed_as_abstaining:
        yield Flag(
            "DEL-006",
            f"{plural(reading.printed_as_abstaining, 'membre intéressé', 'membres intéressés')} comptés comme "
            "abstentions : ne pas prendre part au vote n’est pas s’abstenir.",
            (_RECUSAL,),
        )
    missing = reading.implied_proxies - len(ballot.proxies or ())
    if missing > 0:
        yield Flag("DEL-010", f"Il manque {plural(missing, 'pouvoir')} à la liste.", (assembly.proxy_article,))
    if ballot.contradictory_names:
        yield Flag(
            "DEL-011",
            f"Statut contradictoire dans le même acte : {', '.join(ballot.contradictory_names)}.",
            ("Règlement intérieur",),
        )
    if ballot.votes_for == ballot.votes_against != 0:
        yield Flag(
            "DEL-012", "Partage égal des voix : mentionner le sens du vote du président.", (assembly.tie_article,)
        )
