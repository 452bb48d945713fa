"""What is wrong with the proxies of a vote: too many in one hand, an interested member, a holder who was not there."""

from collections import Counter
from collections.abc import Iterator

from egide.law.french import plural
from egide.law.vote.assembly import Assembly
from egide.law.vote.ballot import Ballot, Proxy
from egide.law.vote.flag import Flag

_RECUSAL = "CGCT L2131-11"


def proxy_flaws(ballot: Ballot, assembly: Assembly) -> tuple[Flag, ...]:
    """Every flaw of the proxies that the act lists: DEL-003, DEL-004, and I5 for those without a rule of their own."""
    proxies = ballot.proxies or ()
    return (*_too_many(proxies, assembly), *_interested(proxies, ballot), *_presence(proxies, ballot, assembly))


def _too_many(proxies: tuple[Proxy, ...], assembly: Assembly) -> Iterator[Flag]:
    for holder, count in Counter(proxy.holder for proxy in proxies).items():
        if count > assembly.proxies:
            yield Flag(
                "DEL-004",
                f"{holder} détient {plural(count, 'pouvoir')} ; le maximum est de {assembly.proxies}.",
                (assembly.proxy_article,),
            )


def _interested(proxies: tuple[Proxy, ...], ballot: Ballot) -> Iterator[Flag]:
    for proxy in proxies:
        for name, verb in ((proxy.giver, "donne"), (proxy.holder, "reçoit")):
            if name in ballot.interested_names:
                yield Flag("DEL-003", f"{name}, membre intéressé, {verb} un pouvoir.", (_RECUSAL,))


def _presence(proxies: tuple[Proxy, ...], ballot: Ballot, assembly: Assembly) -> Iterator[Flag]:
    if not ballot.present_names:
        return
    for proxy in proxies:
        if proxy.holder not in ballot.present_names:
            yield Flag("I5", f"{proxy.holder} détient un pouvoir sans être présent.", (assembly.proxy_article,))
        if proxy.giver in ballot.present_names:
            yield Flag("I5", f"{proxy.giver} est présent et donne pourtant un pouvoir.", (assembly.proxy_article,))
