"""How an assembly counts: quorum, proxies, majority, tie. Dated data, because the code changes."""

from dataclasses import dataclass
from datetime import date

from egide.law.dated import in_force, load_table
from egide.law.facts.codes import Code


class UnknownAssemblyError(LookupError):
    """No rules are known for an assembly of that code on that day."""


class QuorumBasis(Code):
    """Who counts towards the quorum."""

    PRESENT = "PRESENT", "Les membres présents"
    PRESENT_OR_REPRESENTED = "PRESENT_OR_REPRESENTED", "Les membres présents ou représentés"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """The rules of one assembly, each with its article. `proxies` is how many a member may hold."""

    code: str
    label: str
    quorum: QuorumBasis
    proxies: int
    quorum_article: str
    proxy_article: str
    majority_article: str
    tie_article: str
    confirmed: bool
    note: str | None


def assembly(code: str, *, on: date) -> Assembly:
    """The rules of the assembly of that code (COMMISSION_PERMANENTE, CONSEIL_MUNICIPAL…) on the day of its meeting.

    Raises UnknownAssemblyError, in French, naming the codes that exist.
    """
    rows = in_force(load_table("assemblies").rows("assembly"), on)
    for row in rows:
        if row.get("code", str) == code:
            return Assembly(
                code=code,
                label=row.get("label", str),
                quorum=QuorumBasis(row.get("quorum", str)),
                proxies=row.get("proxies", int),
                quorum_article=row.get("quorum_article", str),
                proxy_article=row.get("proxy_article", str),
                majority_article=row.get("majority_article", str),
                tie_article=row.get("tie_article", str),
                confirmed=row.confirmed,
                note=row.note,
            )
    known = ", ".join(row.get("code", str) for row in rows) or "aucune à cette date"
    raise UnknownAssemblyError(f"assemblée inconnue : « {code} » (connues : {known})")
