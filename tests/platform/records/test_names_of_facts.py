"""A fact whose name the model already uses for itself stops the program, rather than break it later."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from egide.law.facts.describing import fact
from egide.platform.records.models import Record
from egide.platform.records.storage import stores


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    id: UUID
    audience: str | None = fact("Public", help="Qui.", example="Agents", article="Bonne pratique")
    state: str | None = fact("État", help="Où elle en est.", example="Faite", article="Bonne pratique")


def test_a_fact_does_not_hide_what_a_record_has_of_its_own():
    with pytest.raises(TypeError, match=r"\['audience', 'state'\] would hide what Held has of its own"):

        @stores(Session)
        class Held(Record):
            class Meta:
                abstract = True
