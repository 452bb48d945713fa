"""Finding records by their words, in what is in scope: which ones, how many, in what order."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, CharField, ExpressionWrapper, F, Model, Q, QuerySet
from django.db.models.expressions import RawSQL

from egide.platform.records.scope import OneBody, active_scope, unscoped
from egide.platform.search import bits
from egide.platform.search.kinds import code
from egide.platform.search.models import Entry, Posting
from egide.platform.search.query import Query, Sought

RARE: Final = 5_000
"""Answers that are better looked for one by one than met in the order of titles."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The records of one kind that answer in one body: all, and those whose title answers whole. As bits."""

    records: int
    titles: int

    @property
    def count(self) -> int:
        """How many."""
        return self.records.bit_count()


Answers = Mapping[tuple[UUID, str], Answer]
"""By body and code of kind."""


def find(query: Query, record_types: Collection[str]) -> Answers:
    """The records in scope that answer a query, with one question to the database."""
    if not query or not record_types:
        return {}
    wanted = (query if isinstance(active_scope(), OneBody) else query.over_many()).sought
    said: dict[tuple[UUID, str], list[list[int]]] = defaultdict(lambda: [[0, 0] for _ in wanted])
    for body, kind, term, records, titles in _postings(wanted, record_types):
        for place, sought in enumerate(wanted):
            if sought.matches(term):
                found = said[body, kind][place]
                found[0] |= bits.read(records)
                found[1] |= bits.read(titles)
    answers = {key: Answer(_all(found, 0), _all(found, 1)) for key, found in said.items()}
    return {key: answer for key, answer in answers.items() if answer.records}


def _all(found: Iterable[list[int]], place: int) -> int:
    result = -1
    for each in found:
        result &= each[place]
    return result


def _postings(wanted: Iterable[Sought], record_types: Collection[str]) -> Any:
    terms = Q(term__in=sorted({term for sought in wanted for term in sought.terms}))
    for sought in wanted:
        if sought.start:
            terms |= Q(term__gte=sought.start, term__lt=f"{sought.start}\U0010ffff")
    # All at once: PostgreSQL plans a cursor for its first rows, and all of them are wanted.
    rows = Posting.objects.filter(terms, kind__in=[code(each) for each in record_types])
    return rows.values_list("organization_id", "kind", "term", "records", "titles")


def entries(answers: Answers) -> list[Entry]:
    """What the index says of the records of some answers, titles that answer first, then in the order of titles.

    One question for each body and kind: for the answers of a page, not for those of a territory.
    """
    wanted = Q()
    for (body, kind), answer in answers.items():
        wanted |= Q(organization_id=body, kind=kind, number__in=list(bits.numbers(answer.records)))
    if not wanted:
        return []
    rows: list[Entry] = list(Entry.objects.filter(wanted))
    return sorted(rows, key=lambda e: (not in_title(answers, e), e.sort_key, e.organization_id.hex, e.number))


def in_title(answers: Answers, entry: Entry) -> bool:
    """Whether the title of a record answers whole."""
    return bool(answers[entry.organization_id, entry.kind].titles >> entry.number & 1)


def first(answers: Answers, record_type: str, state: str, limit: int) -> list[tuple[UUID, UUID]]:
    """The bodies and records of the first answers in the order of titles, without reading what they say.

    Those that are rare are looked for by their numbers; those that are many come early as entries are read in order.
    """
    kind = code(record_type)
    wanted = {_as_read(body): answer.records for (body, known), answer in answers.items() if known == kind}
    if sum(records.bit_count() for records in wanted.values()) <= RARE:
        return _sorted(Entry.objects.filter(_numbered(answers, kind)), state)[:limit]
    with unscoped("the bodies of the answers were found in scope: asked again, SQLite sorts the entries of them all"):
        rows = Entry.objects.filter(kind=kind, state=state).order_by("sort_key", "organization_id", "record_id")
        keys = rows.values_list(*(_plain(name) for name in ("organization_id", "record_id")), "number")
        in_order = keys.iterator(chunk_size=500)
        found = ((UUID(str(b)), UUID(str(r))) for b, r, number in in_order if wanted.get(b, 0) >> number & 1)
        return list(islice(found, limit))


def _sorted(rows: QuerySet[Any], state: str) -> list[tuple[UUID, UUID]]:
    """In the order of titles. The state is read, not asked: SQLite would go through all the entries of that state."""
    read = rows.values_list("state", "sort_key", *(_plain(name) for name in ("organization_id", "record_id")))
    kept = sorted((key, str(b), str(r)) for known, key, b, r in read if known == state)
    return [(UUID(body), UUID(record)) for _, body, record in kept]


def _plain(name: str) -> Any:
    """An identifier as the database gives it: making it one in Python takes longer than reading the row."""
    return ExpressionWrapper(F(name), output_field=CharField())


def _as_read(body: UUID) -> Any:
    return body.hex if connection.vendor == "sqlite" else body


# SQLite tries several columns against a list one column at a time: there, rows go by their own number.
_WANTED = {
    "sqlite": "(SELECT json_extract(value, '$[0]') AS body, json_extract(value, '$[1]') AS number FROM json_each(%s)) w"
    ' CROSS JOIN "{entries}" e WHERE e.organization_id = w.body AND e.number = w.number AND e.kind = %s',
    "postgresql": 'unnest(%s::uuid[], %s::integer[]) AS w(body, number) JOIN "{entries}" e'
    " ON e.organization_id = w.body AND e.number = w.number WHERE e.kind = %s",
}
_ENTRIES = {
    "sqlite": '"{entries}".rowid IN (SELECT e.rowid FROM {wanted})',
    "postgresql": '("{entries}".organization_id, "{entries}".kind, "{entries}".number)'
    " IN (SELECT w.body, k.kind, w.number FROM unnest(%s::uuid[], %s::integer[]) AS w(body, number)"
    " CROSS JOIN (SELECT CAST(%s AS varchar) AS kind) k)",
}
_RECORDS = {
    "sqlite": '"{table}".rowid IN (SELECT t.rowid FROM (SELECT e.organization_id, e.record_id FROM {wanted}) k'
    ' CROSS JOIN "{table}" t WHERE t.organization_id = k.organization_id AND t.id = k.record_id)',
    "postgresql": '("{table}".organization_id, "{table}".id) IN (SELECT e.organization_id, e.record_id FROM {wanted})',
}


def _numbered(answers: Answers, kind: str) -> RawSQL:
    """The condition that entries are those of some answers: thousands of keys, in one parameter or two."""
    return _condition(_ENTRIES[connection.vendor], "", answers, kind)


def among(model: type[Model], record_type: str, answers: Answers) -> RawSQL:
    """The condition that rows of a model are those of some answers.

    To be given to `filter` on a query of this model that joins no other before it.
    """
    return _condition(_RECORDS[connection.vendor], model._meta.db_table, answers, code(record_type))


def _condition(sql: str, table: str, answers: Answers, kind: str) -> RawSQL:
    wanted = _WANTED[connection.vendor].format(entries=Entry._meta.db_table)
    made = sql.format(table=table, entries=Entry._meta.db_table, wanted=wanted)
    return RawSQL(made, [*_keys(answers, kind), kind], output_field=BooleanField())  # noqa: S611 - names of our own


def _keys(answers: Answers, kind: str) -> list[Any]:
    pairs = [(body, n) for (body, known), a in answers.items() if known == kind for n in bits.numbers(a.records)]
    if connection.vendor == "sqlite":
        return [json.dumps([(body.hex, number) for body, number in pairs])]
    return [[str(body) for body, _ in pairs], [number for _, number in pairs]]
