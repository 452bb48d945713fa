"""The eight invariants of a vote (I1 to I8): formula, figures, result, and the article that asks for it."""

from collections.abc import Sequence

from egide.law.french import plural
from egide.law.invariant import Invariant
from egide.law.vote.assembly import Assembly
from egide.law.vote.ballot import Ballot
from egide.law.vote.figures import Quorum, Reading
from egide.law.vote.flag import Flag

_RECUSAL = "CGCT L2131-11"


def roll(ballot: Ballot, assembly: Assembly) -> Invariant:
    """I1: every member in office is present, excused or absent."""
    total = ballot.present + ballot.excused + ballot.absent
    return Invariant(
        id="I1",
        formula="présents + excusés + absents = membres en exercice",
        figures=f"{ballot.present} + {ballot.excused} + {ballot.absent} = {total}, membres : {ballot.members}",
        holds=total == ballot.members,
        explanation="Chaque membre en exercice est à un endroit et un seul.",
        basis=(assembly.quorum_article,),
    )


def votes(ballot: Ballot, assembly: Assembly) -> Invariant:
    """I2: every member in office is in the count (DEL-001)."""
    parts = (
        ballot.votes_for,
        ballot.votes_against,
        ballot.abstentions,
        ballot.not_participating,
        ballot.absent_without_proxy,
    )
    return Invariant(
        id="I2",
        formula="pour + contre + abstentions + non-participations + absents sans pouvoir = membres en exercice",
        figures=f"{' + '.join(map(str, parts))} = {sum(parts)}, membres : {ballot.members}",
        holds=sum(parts) == ballot.members,
        explanation="Le décompte des voix ne perd personne.",
        basis=(assembly.majority_article,),
        rule="DEL-001",
    )


def in_person(ballot: Ballot, reading: Reading) -> Invariant:
    """I3: those who voted in person are the present but the recused (DEL-002)."""
    return Invariant(
        id="I3",
        formula="votants en personne = présents − déports",
        figures=f"{ballot.present} − {reading.recused} = {reading.voters_in_person}",
        holds=reading.voters_in_person >= 0 and interested_voting(ballot, reading) == 0,
        explanation="Un membre intéressé présent ne prend part ni au débat ni au vote.",
        basis=(_RECUSAL,),
        rule="DEL-002",
    )


def implied(ballot: Ballot, reading: Reading, assembly: Assembly) -> Invariant:
    """I4: the voices in excess of those present are those of represented members."""
    represented = ballot.excused + ballot.absent - ballot.absent_without_proxy
    voices = ballot.votes_for + ballot.votes_against + reading.abstentions
    return Invariant(
        id="I4",
        formula="pouvoirs impliqués = voix et abstentions − votants en personne = absents et excusés représentés",
        figures=f"{voices} − {reading.voters_in_person} = {reading.implied_proxies}, représentés : {represented}",
        holds=reading.implied_proxies == represented,
        explanation="Chaque voix de plus que les votants présents vient d’un pouvoir.",
        basis=(assembly.proxy_article,),
    )


def proxies(ballot: Ballot, reading: Reading, assembly: Assembly, flaws: Sequence[Flag]) -> Invariant:
    """I5: each proxy is listed, in the hand of a present member who is not interested, within the limit (DEL-010)."""
    eligible = ballot.present - max(reading.recused, ballot.interested_present)
    listed = 0 if ballot.proxies is None else len(ballot.proxies)
    needed = reading.implied_proxies
    contradicted = bool(flaws) or needed > eligible * assembly.proxies or listed > needed
    return Invariant(
        id="I5",
        formula=f"chaque mandataire, présent et non intéressé, détient au plus {plural(assembly.proxies, 'pouvoir')}",
        figures=f"nécessaires : {needed}, listés : {listed}, mandataires possibles : {eligible}",
        holds=False if contradicted else None if listed < needed else True,
        explanation="La liste des pouvoirs prouve les voix des absents représentés.",
        basis=(assembly.proxy_article,),
        rule=None if contradicted else "DEL-010",
    )


def absents(ballot: Ballot) -> Invariant:
    """I6: interested members who are not present gave no proxy; other absents may come on top (DEL-003)."""
    others = ballot.absent_without_proxy - ballot.interested_not_present
    return Invariant(
        id="I6",
        formula="absents sans pouvoir ≥ intéressés non présents",
        figures=f"{ballot.absent_without_proxy} ≥ {ballot.interested_not_present}",
        holds=others >= 0,
        explanation="Un membre intéressé ne vote pas non plus par pouvoir"
        + (f" ; {plural(others, 'autre absent', 'autres absents')} sans pouvoir." if others > 0 else "."),
        basis=(_RECUSAL,),
        rule="DEL-003",
    )


def quorum_reached(quorum: Quorum, assembly: Assembly) -> Invariant:
    """I7: more than half of the members in office; both counts are given, with and without the interested (DEL-005)."""
    doubt = " Sans les membres intéressés il ne l’est plus : à examiner." if quorum.disputed else ""
    return Invariant(
        id="I7",
        formula="quorum = moitié des membres en exercice, arrondie à l’entier inférieur, plus un",
        figures=f"requis : {quorum.required}, comptés : {quorum.counted}, "
        f"sans les intéressés : {quorum.without_interested}",
        holds=None if quorum.disputed else quorum.reached,
        explanation=f"{assembly.label} : {assembly.quorum.label.lower()} comptent pour le quorum.{doubt}",
        basis=(assembly.quorum_article,),
        rule="DEL-005",
    )


def majority(ballot: Ballot, adopted: bool | None, assembly: Assembly) -> Invariant:
    """I8: the text has the majority of the votes cast, abstentions left out."""
    cast = ballot.votes_for + ballot.votes_against
    tie = ballot.votes_for == ballot.votes_against != 0
    return Invariant(
        id="I8",
        formula="pour > moitié des suffrages exprimés (pour + contre)",
        figures=f"{ballot.votes_for} sur {cast}",
        holds=adopted,
        explanation="En cas de partage, la voix du président est prépondérante au scrutin public."
        if tie
        else "Abstentions et non-participations ne sont pas des suffrages exprimés.",
        basis=(assembly.tie_article if tie else assembly.majority_article,),
        rule="DEL-012" if tie else None,
    )


def interested_voting(ballot: Ballot, reading: Reading) -> int:
    """How many interested members voted: as recorded, else the present ones whom the count does not set aside."""
    if ballot.interested_voted is not None:
        return ballot.interested_voted
    return max(ballot.interested_present - reading.recused, 0)
