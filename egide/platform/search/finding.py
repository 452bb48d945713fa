"""Finding records by their words, in what is in scope: which ones, how many, in what order."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Model, Q
from django.db.models.expressions import RawSQL

from egide.platform.records.scope import OneBody, active_scope
from egide.platform.search import bits
from egide.platform.search.kinds import code
from egide.platform.search.models import Entry, Posting
from egide.platform.search.query import Query, Sought


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
    rows = Posting.objects.filter(terms, kind__in=[code(each) for each in record_types])
    return rows.values_list("organization_id", "kind", "term", "records", "titles").iterator(chunk_size=2_000)


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
    """The bodies and records of the first answers in the order of titles: for those so many that they come early.

    Reads the entries in that order until there are enough, without looking at what they say.
    """
    kind = code(record_type)
    wanted = {body: answer.records for (body, known), answer in answers.items() if known == kind}
    rows = Entry.objects.filter(kind=kind, state=state).order_by("sort_key", "organization_id", "record_id")
    keys = rows.values_list("organization_id", "number", "record_id").iterator(chunk_size=2_000)
    found = ((body, record_id) for body, number, record_id in keys if wanted.get(body, 0) >> number & 1)
    return list(islice(found, limit))


_PAIRS = {
    "sqlite": "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(%s)",
    "postgresql": "SELECT * FROM unnest(%s::uuid[], %s::integer[])",
}
_AMONG = (
    '("{table}".organization_id, "{table}".id) IN (SELECT organization_id, record_id FROM "{entries}"'
    " WHERE kind = %s AND (organization_id, number) IN ({pairs}))"
)


def among(model: type[Model], record_type: str, answers: Answers) -> RawSQL:
    """The condition that rows of a model are those of some answers: thousands of keys, in one parameter or two.

    To be given to `filter` on a query of this model that joins no other before it.
    """
    kind = code(record_type)
    pairs = [(body, n) for (body, known), a in answers.items() if known == kind for n in bits.numbers(a.records)]
    sql = _AMONG.format(table=model._meta.db_table, entries=Entry._meta.db_table, pairs=_PAIRS[connection.vendor])
    return RawSQL(sql, [kind, *_as_parameters(pairs)], output_field=BooleanField())  # noqa: S611 - names of our own tables


def _as_parameters(pairs: list[tuple[UUID, int]]) -> list[Any]:
    if connection.vendor == "sqlite":
        return [json.dumps([(body.hex, number) for body, number in pairs])]
    return [[str(body) for body, _ in pairs], [number for _, number in pairs]]
