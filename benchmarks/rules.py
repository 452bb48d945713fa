"""How long every rule takes on a register of 1,000, 10,000 and 100,000 records, and where the time goes.

python -m benchmarks.rules [--profile]     seconds of processor; records as poor as the layout of the CNIL
"""

import cProfile
import pstats
import random
import sys
import time
from datetime import date
from uuid import UUID

from egide.law.facts import (
    Contact,
    DataSubjects,
    Organization,
    PersonalData,
    ProcessingActivity,
    Purpose,
    Recipient,
    Register,
    Retention,
    SecurityMeasure,
)
from egide.law.facts.codes import (
    ActivityStatus,
    DataCategory,
    DataSubjectCategory,
    LegalBasis,
    RecipientKind,
    SecurityMeasureCode,
)
from egide.law.facts.paths import schema_paths
from egide.law.rules import ALL_RULES
from egide.law.rules.engine import assess
from egide.law.score import score

TODAY = date(2026, 11, 23)
# Much as the CNIL's layout: it holds article 30, and little else.
_HELD = (
    "name",
    "reference",
    "status",
    "role",
    "controller",
    "dpo",
    "purposes.text",
    "data_subjects",
    "personal_data",
    "special_data.category",
    "recipients",
    "transfers.country",
    "retention.active",
    "retention.final_fate",
    "security_measures.code",
    "security_measures.detail",
)
_CONTAINERS = ("purposes", "special_data", "transfers", "retention", "security_measures")
BLIND = frozenset(
    path
    for path in schema_paths(ProcessingActivity)
    if path not in _CONTAINERS and not any(path == held or path.startswith(f"{held}.") for held in _HELD)
)


def register(size: int) -> Register:
    """So many poor records: each field of article 30 is filled two times out of three."""
    chance = random.Random(size)  # noqa: S311 - the same records at each run, nothing secret
    body = Organization(id=UUID(int=1, version=4), name="Commune", contact=Contact(email="mairie@exemple.fr"))
    return Register(organization=body, activities=tuple(_record(chance) for _ in range(size)))


def _record(chance: random.Random) -> ProcessingActivity:
    def some(shape, **facts):
        known = chance.random() < 2 / 3
        return (shape(id=_id(chance), **facts),) * (1 if known else 0) or None

    return ProcessingActivity(
        id=_id(chance),
        name="Restauration scolaire",
        status=ActivityStatus.ACTIVE,
        purposes=some(
            Purpose, text="Inscrire les enfants à la cantine", legal_basis=chance.choice([*LegalBasis, None])
        ),
        data_subjects=some(DataSubjects, category=chance.choice(list(DataSubjectCategory))),
        personal_data=some(PersonalData, category=chance.choice(list(DataCategory))),
        recipients=some(Recipient, kind=RecipientKind.INTERNAL, name="Service scolaire"),
        transfers=chance.choice([None, ()]),
        retention=some(Retention, data="Dossiers"),
        security_measures=some(SecurityMeasure, code=chance.choice(list(SecurityMeasureCode))),
    )


def _id(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _time(kept: Register, blind: frozenset[str]) -> str:
    began = time.process_time()
    assessment = assess(kept, TODAY, blind=blind)
    taken = time.process_time() - began
    found, noted = len(assessment.findings), score(assessment)
    return f"{taken:7.2f} s   {found:>9,} findings   {len(assessment.silences):>3} silences   {noted.percent} %"


def main() -> None:
    """Print the figures; with --profile, where the time of 10,000 records goes."""
    print(f"{len(ALL_RULES)} rules")
    for size in (1_000, 10_000, 100_000):
        kept = register(size)
        print(f"{size:>7,} records, all facts   {_time(kept, frozenset())}")
        print(f"{size:>7,} records, blind       {_time(kept, BLIND)}")
    if "--profile" in sys.argv:
        profile = cProfile.Profile()
        profile.runcall(assess, register(10_000), TODAY)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
