"""Time and memory taken to write a register: `python -m benchmarks.writing [activities…] [formats…]`."""

import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from egide.formats.converting import TARGETS, write_register
from egide.law import facts
from egide.law.durations import Duration
from egide.law.facts import codes

SENTENCE = "Inscrire les enfants à la restauration scolaire, facturer les familles et suivre les impayés du service"


def _identifiers() -> Iterator[UUID]:
    number = random.Random(62)  # noqa: S311 — the same register each time, nothing secret
    while True:
        yield UUID(int=number.getrandbits(128), version=4)


def register(count: int) -> facts.Register:
    """A realistic register: 3 purposes, 5 data, 3 periods, 4 recipients, 2 processors, 8 measures an activity."""
    ids = _identifiers()
    body = facts.Organization(id=next(ids), name="Commune d’Achicourt", population=8000, referents=())
    return facts.Register(organization=body, activities=tuple(_activity(n, ids) for n in range(count)))


def _activity(number: int, ids: Iterator[UUID]) -> facts.ProcessingActivity:
    data = tuple(
        facts.PersonalData(id=next(ids), category=category, detail=f"{SENTENCE[:60]} ({number})")
        for category in list(codes.DataCategory)[:5]
    )
    return facts.ProcessingActivity(
        id=next(ids),
        name=f"Restauration scolaire n° {number}",
        reference=f"T-{number:04}",
        status=codes.ActivityStatus.ACTIVE,
        domain=codes.Domain.EDUCATION,
        department="Affaires scolaires",
        created_on=date(2025, 11, 17),
        last_review_on=date(2026, 3, 12),
        public_mission=True,
        people_count=1200,
        minors=True,
        special_data=(),
        transfers=(),
        nir_used=False,
        collection=codes.Collection.DIRECT,
        purposes=tuple(
            facts.Purpose(
                id=next(ids),
                text=f"{SENTENCE} {n}",
                legal_basis=codes.LegalBasis.PUBLIC_TASK,
                legal_texts=("Code de l’éducation, art. L212-4", f"Délibération n° {number}"),
            )
            for n in range(3)
        ),
        data_subjects=tuple(
            facts.DataSubjects(id=next(ids), category=kind)
            for kind in (codes.DataSubjectCategory.PUPILS, codes.DataSubjectCategory.PARENTS)
        ),
        personal_data=data,
        retention=tuple(
            facts.Retention(
                id=next(ids),
                data=f"Dossier {n}",
                personal_data=(data[n].id,),
                active=facts.Period(duration=Duration(1), trigger=codes.RetentionTrigger.END_OF_SCHOOL_YEAR),
                final_fate=codes.FinalFate.D,
            )
            for n in range(3)
        ),
        recipients=tuple(
            facts.Recipient(id=next(ids), kind=codes.RecipientKind.INTERNAL, name=f"Service n° {n}") for n in range(4)
        ),
        processors=tuple(
            facts.Processor(
                id=next(ids),
                contact=facts.Contact(name=f"Éditeur {n} SAS", email=f"dpo{n}@exemple.fr", city="Arras"),
                service="Hébergement et maintenance",
                country="FR",
                contract_signed=True,
                contract_end=date(2027, 12, 31),
                missing_clauses=(),
            )
            for n in range(2)
        ),
        security_measures=tuple(
            facts.SecurityMeasure(id=next(ids), code=code, status=codes.MeasureStatus.DONE)
            for code in list(codes.SecurityMeasureCode)[:8]
        ),
        notice=facts.Notice(exists=True, channel="Formulaire d’inscription", items=tuple(codes.NoticeItem)[:10]),
    )


def main(counts: list[int], names: list[str]) -> None:
    """Print seconds and megabytes, format by format; peak memory is that of the whole run so far."""
    for count in counts:
        written = register(count)
        for name in names:
            start = time.perf_counter()
            data = write_register(written, name)
            seconds = time.perf_counter() - start
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{count:>6} activities  {name:<9} {seconds:6.2f} s  {len(data) / 1e6:6.1f} MB  peak {peak:5.0f} MB")


if __name__ == "__main__":
    told = sys.argv[1:]
    main(
        [int(word) for word in told if word.isdigit()] or [1_000, 10_000],
        [word for word in told if word in TARGETS] or list(TARGETS),
    )
