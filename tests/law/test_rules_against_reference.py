"""Our rules and the reference conditions fire on the same facts, wherever both can speak.

Each accepted difference has a name here and its reason in docs/decisions/003-rules-and-their-reference.md.
"""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uuid import UUID

from egide.law.facts import Organization, ProcessingActivity, ProcessorActivity, Register
from egide.law.facts.codes import ActivityStatus
from egide.law.rules import ALL_RULES
from egide.law.rules.engine import assess
from tests.law.reference.evaluating import fired
from tests.law.reference.mapping import of_activity, of_processor_activity
from tests.law.strategies import TODAY, activities, organizations, processor_activities
from collections import Counter
diff = Counter()
ex = {}
fires = Counter()
STATUS = st.sampled_from([*[ActivityStatus.ACTIVE]*4, *ActivityStatus, None])
n=0
@settings(max_examples=1500, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(activities(status=STATUS), organizations(id=UUID(int=1,version=5)))
def test_x(a, o):
    r = assess(Register(organization=o, activities=(a,)), TODAY)
    ours = {f.rule.id for f in r.of(a.id)} - {f.rule.id for f in r.of(o.id)}
    silent = {i for s in r.silences for i in s.rules}
    theirs = fired("treatment", of_activity(a, o, TODAY), TODAY)
    fires.update(ours)
    for i in ours ^ theirs:
        if i in silent: continue
        diff[i, "ours" if i in ours else "theirs"] += 1
        ex[i]=(a,o)
def main():
    import time; t=time.perf_counter(); test_x(); print(time.perf_counter()-t)
    print(sorted(diff.items()))
    print([r.id for r in ALL_RULES if r.id not in fires])
    return ex
