"""How the figures of a vote are read: recused members are not abstentions, and votes in excess imply proxies."""

from dataclasses import dataclass

from egide.law.vote.assembly import Assembly, QuorumBasis
from egide.law.vote.ballot import Ballot, Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The figures once recused members printed as abstaining are counted as taking no part."""

    printed_as_abstaining: int
    recused: int
    abstentions: int
    voters_in_person: int
    implied_proxies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """The quorum both ways: how many it needs, how many it counts, how many without the interested members."""

    required: int
    counted: int
    without_interested: int

    @property
    def reached(self) -> bool:
        """With every member who counts."""
        return self.counted >= self.required

    @property
    def disputed(self) -> bool:
        """Reached only if the interested members count."""
        return self.reached and self.without_interested < self.required


def read(ballot: Ballot) -> Reading:
    """The reading of the figures. It supposes that recused members were printed as abstaining when only that fits."""
    printed = _printed_as_abstaining(ballot)
    recused, abstentions = ballot.not_participating + printed, ballot.abstentions - printed
    in_person = ballot.present - recused
    return Reading(
        printed_as_abstaining=printed,
        recused=recused,
        abstentions=abstentions,
        voters_in_person=in_person,
        implied_proxies=ballot.votes_for + ballot.votes_against + abstentions - in_person,
    )


def quorum(ballot: Ballot, reading: Reading, assembly: Assembly) -> Quorum:
    """More than half of the members in office, present, or also represented where the assembly counts them."""
    represented = max(reading.implied_proxies, 0) if assembly.quorum is QuorumBasis.PRESENT_OR_REPRESENTED else 0
    counted = ballot.present + represented
    return Quorum(
        required=ballot.members // 2 + 1,
        counted=counted,
        without_interested=counted - ballot.interested_present,
    )


def outcome(ballot: Ballot, casting_vote: Choice | None) -> bool | None:
    """Whether the votes cast (for and against) adopt the text; None on a tie whose casting vote is not known."""
    if ballot.votes_for != ballot.votes_against:
        return ballot.votes_for > ballot.votes_against
    if ballot.votes_for == 0:
        return False
    return None if casting_vote is None else casting_vote is Choice.FOR


def _printed_as_abstaining(ballot: Ballot) -> int:
    if ballot.interested_abstaining is not None:
        return ballot.interested_abstaining
    fits = ballot.interested_present <= ballot.abstentions and ballot.not_participating == 0
    return ballot.interested_present if fits else 0
