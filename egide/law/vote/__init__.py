"""The reconciliation of a deliberation: do the members, the proxies, the quorum and the votes hold together?"""

from egide.law.vote.assembly import Assembly, QuorumBasis, UnknownAssemblyError, assembly
from egide.law.vote.ballot import Attendance, Ballot, Choice, Member, Proxy, tally
from egide.law.vote.figures import Quorum, Reading
from egide.law.vote.flag import Flag
from egide.law.vote.reconciliation import Reconciliation, reconcile

__all__ = [
    "Assembly",
    "Attendance",
    "Ballot",
    "Choice",
    "Flag",
    "Member",
    "Proxy",
    "Quorum",
    "QuorumBasis",
    "Reading",
    "Reconciliation",
    "UnknownAssemblyError",
    "assembly",
    "reconcile",
    "tally",
]
