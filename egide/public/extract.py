"""The register in words for residents: what article 30 asks without security measures, nor names of agents. Pure.

Everything is turned into text here, once: a word changed later in the application does not rewrite what was published.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from egide.documents.layouts.words import in_words
from egide.law.facts import Organization, ProcessingActivity
from egide.law.facts.codes import ActivityStatus
from egide.law.facts.contacts import Contact
from egide.law.retention import in_words as retention_in_words
from egide.law.rights import Answer, applicable_rights
from egide.typography import french

Content = dict[str, Any]
UNTOLD: Final = frozenset({ActivityStatus.DRAFT, ActivityStatus.CLOSED})
_HELD: Final = frozenset({Answer.APPLIES, Answer.CONDITIONAL})


def public_extract(body: Organization, activities: Iterable[ProcessingActivity], on: date) -> Content:
    """What residents read of a register: plain JSON, all of it text.

    Drafts, closed activities and those kept out of the public register (`is_public`) are left out. `on`: the day whose
    law says which rights people have.
    """
    told = [a for a in activities if a.status not in UNTOLD and a.is_public is not False]
    return {
        "body": french(body.name or "Collectivité"),
        "contact": _reach(body.contact),
        "delegate": _reach(body.dpo.contact if body.dpo else None) or _reach(body.dpo.company if body.dpo else None),
        "activities": [_activity(each, on) for each in told],
    }


def written(content: Content) -> str:
    """The one writing of a content."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """SHA-256 of a written content, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _activity(activity: ProcessingActivity, on: date) -> Content:
    parts = [[title, [*map(french, lines)]] for title, lines in _parts(activity, on) if lines]
    return {"name": french(activity.name or "Traitement sans nom"), "parts": parts}


def _parts(activity: ProcessingActivity, on: date) -> Iterator[tuple[str, list[str]]]:
    purposes = activity.purposes or ()
    yield "À quoi cela sert", _known(p.text for p in purposes)
    yield "Ce qui l’autorise", _once(_ground(p.legal_basis, p.legal_texts) for p in purposes)
    yield "De qui", _lines((s.category, s.detail) for s in activity.data_subjects or ())
    data = [(d.category, d.detail) for d in activity.personal_data or ()]
    yield "Quelles données", _lines([*data, *((s.category, s.detail) for s in activity.special_data or ())])
    yield "D’où elles viennent", _lines((s.kind, s.detail) for s in activity.sources or ())
    yield "Qui les reçoit", _recipients(activity)
    yield "Hors de l’Union européenne", _lines((t.country, t.mechanism) for t in activity.transfers or ())
    yield "Combien de temps", _known(_kept(line.data, retention_in_words(line)) for line in activity.retention or ())
    yield "Vos droits", _rights(activity, on)


def _recipients(activity: ProcessingActivity) -> list[str]:
    """Of processors, the name alone."""
    named = [p.contact.name or p.contact.organization for p in activity.processors or () if p.contact]
    return [*_lines((r.name, r.kind) for r in activity.recipients or ()), *_known(named)]


def _rights(activity: ProcessingActivity, on: date) -> list[str]:
    """Those that people have, some under conditions; never one that the law does not give here."""
    found = applicable_rights(activity, on).items()
    held = [(right, a.answer) for right, a in found if a.answer in _HELD]
    return [f"{r.label}{' (sous conditions)' if a is Answer.CONDITIONAL else ''}" for r, a in held]


def _ground(basis: Any, texts: Sequence[str] | None) -> str | None:
    label = in_words(basis)
    return f"{label} ({', '.join(texts)})" if label and texts else label


def _kept(data: str | None, words: str | None) -> str | None:
    return f"{data} : {words}" if data and words else words


def _lines(pairs: Iterable[tuple[Any, Any]]) -> list[str]:
    """« Usagers – familles inscrites »."""
    return _known(" – ".join(filter(None, map(in_words, pair))) for pair in pairs)


def _known(texts: Iterable[str | None]) -> list[str]:
    return [text.strip() for text in texts if text and text.strip()]


def _once(texts: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(_known(texts)))


def _reach(contact: Contact | None) -> list[str]:
    """How to write or call: of a person, the function; the name is left out when it is not that of a body."""
    if contact is None:
        return []
    city = " ".join(filter(None, (contact.postal_code, contact.city)))
    where = ", ".join(filter(None, (contact.address, city)))
    return _known(
        (contact.function, contact.organization, where, contact.phone, contact.email, contact.url, contact.text)
    )
