"""The count of a vote as an act prints it, or as the list of the members gives it.

Who is interested and takes part in nothing does not abstain: NOT_PARTICIPATING is a count of its own.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from egide.law.facts.codes import Code


class Attendance(Code):
    """Where a member stood at the meeting; the last two are outside the base of the vote."""

    PRESENT = "PRESENT", "Présent"
    EXCUSED = "EXCUSED", "Excusé"
    ABSENT = "ABSENT", "Absent"
    ATTENDING_NON_VOTING = "ATTENDING_NON_VOTING", "Présent sans voix délibérative"
    EXCUSED_NON_VOTING = "EXCUSED_NON_VOTING", "Excusé sans voix délibérative"


class Choice(Code):
    """What a member did of the vote, in person or through a proxy."""

    FOR = "FOR", "Pour"
    AGAINST = "AGAINST", "Contre"
    ABSTAIN = "ABSTAIN", "Abstention"
    NOT_PARTICIPATING = "NOT_PARTICIPATING", "Ne prend pas part au vote"
    NONE = "NONE", "Aucun vote"


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy: who gave it, who voted with it."""

    giver: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member at one vote."""

    name: str
    attendance: Attendance
    choice: Choice = Choice.NONE
    interested: bool = False
    proxy_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """The figures of one vote. `proxies` is None when the act lists none; names stay empty if it gives none.

    `interested_voted` (for or against) and `interested_abstaining` are None when only totals are known.
    Raises ValueError, in French, for a negative figure.
    """

    members: int
    present: int
    excused: int
    absent: int
    votes_for: int
    votes_against: int
    abstentions: int
    not_participating: int
    absent_without_proxy: int
    interested_present: int = 0
    interested_not_present: int = 0
    interested_voted: int | None = None
    interested_abstaining: int | None = None
    proxies: tuple[Proxy, ...] | None = None
    present_names: tuple[str, ...] = ()
    interested_names: tuple[str, ...] = ()
    contradictory_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, int) and value < 0:
                raise ValueError(f"décompte négatif : {field.name} = {value}")


_VOTING = (Attendance.PRESENT, Attendance.EXCUSED, Attendance.ABSENT)
_VOTED = (Choice.FOR, Choice.AGAINST)


def tally(everyone: Sequence[Member], members: int | None = None) -> Ballot:
    """Count the list of the members. `members` is the number in office, when it is not the length of the list.

    A member listed twice is counted once, as first listed, and reported in `contradictory_names` if the lists differ.
    """
    listed: dict[str, Member] = {}
    for member in everyone:
        listed.setdefault(member.name, member)
    differing = {member.name: None for member in everyone if listed[member.name].attendance is not member.attendance}
    voting = [member for member in listed.values() if member.attendance in _VOTING]
    present = [member for member in voting if member.attendance is Attendance.PRESENT]
    away = [member for member in voting if member.attendance is not Attendance.PRESENT]
    represented = [member for member in away if member.proxy_to is not None]
    interested = [member for member in voting if member.interested]
    attendance = Counter(member.attendance for member in voting)
    choices = Counter(member.choice for member in (*present, *represented))
    interested_present = sum(member.interested for member in present)
    return Ballot(
        members=len(voting) if members is None else members,
        present=attendance[Attendance.PRESENT],
        excused=attendance[Attendance.EXCUSED],
        absent=attendance[Attendance.ABSENT],
        votes_for=choices[Choice.FOR],
        votes_against=choices[Choice.AGAINST],
        abstentions=choices[Choice.ABSTAIN],
        not_participating=choices[Choice.NOT_PARTICIPATING],
        absent_without_proxy=len(away) - len(represented),
        interested_present=interested_present,
        interested_not_present=len(interested) - interested_present,
        interested_voted=sum(member.choice in _VOTED for member in interested),
        interested_abstaining=sum(member.choice is Choice.ABSTAIN for member in interested),
        proxies=_proxies(voting),
        present_names=_names(present),
        interested_names=_names(interested),
        contradictory_names=tuple(differing),
    )


def _proxies(voting: Sequence[Member]) -> tuple[Proxy, ...]:
    return tuple(Proxy(member.name, member.proxy_to) for member in voting if member.proxy_to is not None)


def _names(members: Iterable[Member]) -> tuple[str, ...]:
    return tuple(member.name for member in members)
